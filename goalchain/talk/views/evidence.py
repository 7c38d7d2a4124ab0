"""Which goals feedback speaks for: attached with a picker, detached."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.goals.fetch import goal_or_404
from goalchain.goals.models import Goal
from goalchain.products.access import EDIT_SPRINT_GOAL
from goalchain.products.errors import Refused
from goalchain.products.forms import add_refusal
from goalchain.products.models import Membership

from ..fetch import feedback_or_404, reader_or_404
from ..forms import AttachForm
from ..models import Feedback
from .responses import in_place, row, saved

OFFERED = 8


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def evidence(request: PersonRequest, key: str, feedback_id: int) -> HttpResponse:
    """GET: the picker, with `?q=` what it found, with `?shown` the row. POST: attach it to the chosen goal."""
    mine = reader_or_404(request.user, key)
    mine.access.require(EDIT_SPRINT_GOAL)
    found = feedback_or_404(mine.product, feedback_id)
    words = request.GET.get("q", "")
    if request.method != "POST":
        if "shown" in request.GET and request.htmx:
            return HttpResponse(row(request, mine, found))
        if request.htmx and request.htmx.target == "parent-offers":
            return render(request, "goals/_offers.html", {"offers": _offers(mine, words), "q": words, "chosen": ""})
        return _picker(request, mine, found, AttachForm(mine.product, mine.access), words)
    form = AttachForm(mine.product, mine.access, request.POST)
    if form.is_valid():
        goal: Goal = form.cleaned_data["parent"]
        mine.access.require_edit(goal.level)
        try:
            is_new = found.attach(goal, by=request.user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            text = f"It is evidence of {goal.key} now." if is_new else f"It was evidence of {goal.key} already."
            return saved(request, mine, found, text, undoable=is_new)
    return _picker(request, mine, found, form, request.POST.get("q", ""), 422)


def _offers(mine: Membership, words: str) -> list[Goal]:
    """Goals to choose from: those that the words are in, product goals first without words. One query."""
    goals = Goal.objects.filter(product=mine.product).live().readable(mine.access)
    levels = [rank for rank in range(1, 6) if mine.access.edit_level(rank)]
    goals = goals.filter(level__in=levels)
    found = goals.matching(words).in_order() if words.strip() else goals.open().filter(level__gte=3).in_order()
    offered = list(found[:OFFERED])
    for goal in offered:
        goal.product = mine.product
    return offered


@login_required
@require_POST
def evidence_removal(request: PersonRequest, key: str, feedback_id: int, goal_key: str) -> HttpResponse:
    """Detach it from a goal."""
    mine = reader_or_404(request.user, key)
    found = feedback_or_404(mine.product, feedback_id)
    goal = goal_or_404(request.user, goal_key)
    if goal.product_id != mine.product.pk:
        raise Http404(f"{goal_key} is no goal of {mine.product.name}.")
    mine.access.require_edit(goal.level)
    was = found.detach(goal, by=request.user)
    return saved(
        request, mine, found, f"No longer evidence of {goal.key}." if was else "Nothing changed.", undoable=was
    )


def _picker(
    request: PersonRequest, mine: Membership, found: Feedback, form: AttachForm, words: str, status: int = 200
) -> HttpResponse:
    told = {"attach_form": form, "q": words, "offers": _offers(mine, words), "chosen": form.data.get("parent", "")}
    return in_place(request, mine, found, status=status, **told)
