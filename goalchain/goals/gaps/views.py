"""/p/KEY/gaps/: the report, as a page and as a sheet; and accepting a gap of a goal."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import page_tag, tagged, unchanged, version_in
from goalchain.lib.sheets import csv_answer
from goalchain.products.errors import Refused, Stale
from goalchain.products.fetch import membership_or_404
from goalchain.products.forms import add_refusal
from goalchain.products.pages import product_context

from ..fetch import goal_or_404
from ..models import GapAcceptance, Goal
from ..views.responses import saved
from .forms import AcceptanceForm
from .page import Filter, beyond_the_last, gaps_context, row_of
from .report import Asking, Gap, every_gap, kinds_of
from .rule import GapRule, rule_named
from .sheet import COLUMNS, sheet_rows


@require_safe
def gaps(request: PersonRequest, key: str) -> HttpResponse:
    """What is missing in the chain, by kind; with `?rule=` one kind, a page at a time; `?level=` narrows. Six
    queries."""
    mine = membership_or_404(request.user, key)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    if answer := unchanged(request, tag):
        return answer
    context = gaps_context(mine, request.GET)
    if beyond := beyond_the_last(context):
        return redirect(beyond)
    return tagged(render(request, "goals/gaps.html", context), tag)


@require_safe
def gaps_sheet(request: PersonRequest, key: str) -> HttpResponse:
    """All of it as CSV, narrowed by the same words. Four queries."""
    mine = membership_or_404(request.user, key)
    kinds = kinds_of(Filter.read(request.GET).asking(mine.product, mine.access), size=None)
    return csv_answer(f"{mine.product.key}-gaps.csv", COLUMNS, sheet_rows(every_gap(kinds)))


@require_http_methods(["GET", "HEAD", "POST"])
def gap(request: PersonRequest, key: str, rule: str) -> HttpResponse:
    """GET: the form that accepts this gap of the goal, or with `?shown` the gap again. POST: accept it."""
    goal, known = _gap_of(request, key, rule)
    stored = GapAcceptance.objects.filter(goal_id=goal.pk, rule=rule).first()
    today = goal.product.today()
    words = {"reason": stored.reason} if stored else {}
    if stored and stored.stands_on(today):
        words |= {"until": stored.until}  # type: ignore[dict-item]
    if request.method != "POST":
        if "shown" in request.GET and request.htmx:
            return HttpResponse(_row(request, goal, known))
        form = AcceptanceForm(today, initial=words, auto_id=f"{known.name}-{goal.number}-%s")
        return _form(request, goal, known, form, stored.version if stored else 0)
    form = AcceptanceForm(today, request.POST, auto_id=f"{known.name}-{goal.number}-%s")
    if not form.is_valid():
        return _form(request, goal, known, form, version_in(request, "read"), 422)
    told = form.cleaned_data
    try:
        GapAcceptance.accept(
            goal, rule, told["reason"], told["until"], by=request.user, version=version_in(request, "read")
        )
    except Refused as refusal:
        add_refusal(form, refusal)
        return _form(request, goal, known, form, version_in(request, "read"), 422)
    except Stale:
        stored = GapAcceptance.objects.select_related("accepted_by").get(goal_id=goal.pk, rule=rule)
        return _form(request, goal, known, form, stored.version, 409, clash=stored)
    # It stands in the place of the form until the report refreshes itself.
    row = _row(request, goal, known) if request.htmx else ""
    return _done(request, goal, f"{goal.key} stays so until {told['until']:%-d %b %Y}.", row)


@require_POST
def gap_acceptance_removal(request: PersonRequest, key: str, rule: str) -> HttpResponse:
    """Let it be a gap again, before the day."""
    goal, _ = _gap_of(request, key, rule)
    stored = GapAcceptance.objects.filter(goal_id=goal.pk, rule=rule).first()
    if stored is None:
        raise Http404(f"Nobody accepted that gap of {key}.")
    stored.goal, stored.product = goal, goal.product
    try:
        stored.take_back(by=request.user, version=version_in(request, "read"))
    except (Refused, Stale) as error:
        return _refused(request, goal, error)
    return _done(request, goal, f"It is a gap of {goal.key} again.")


def _gap_of(request: PersonRequest, key: str, rule: str) -> tuple[Goal, GapRule]:
    """The goal, for whoever may edit it, and the rule. Raises Http404 and PermissionDenied."""
    goal = goal_or_404(request.user, key)
    known = rule_named(rule)
    if known is None:
        raise Http404(f"The gap report has no rule {rule}.")
    goal.access.require_edit(goal.level)
    return goal, known


def _row(request: PersonRequest, goal: Goal, rule: GapRule) -> str:
    """The gap as the report shows it; "" when it is none any more. One query."""
    (kind,) = kinds_of(Asking(goal.product, goal.access, only=[rule], goal=goal))
    context = {"product": goal.product, "may": goal.access}
    for found in kind.gaps:
        return render_to_string("goals/_gap.html", context | row_of(found, goal.access), request=request)
    for found in kind.accepted:
        return render_to_string("goals/_gap_accepted.html", context | row_of(found, goal.access), request=request)
    return ""


def _form(
    request: PersonRequest,
    goal: Goal,
    rule: GapRule,
    form: AcceptanceForm,
    version: int,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The form in the place of the gap, or as a page."""
    context = product_context(
        goal.product, goal.access, "gaps", form=form, version=version, **row_of(Gap(rule, goal), goal.access), **more
    )
    template = "goals/_gap_form.html" if request.htmx else "goals/gap.html"
    return render(request, template, context, status=status)


def _done(request: PersonRequest, goal: Goal, text: str, row: str = "") -> HttpResponse:
    """The report with a notice that offers undo; for htmx the row and the notice, as the report refreshes itself."""
    return saved(request, goal, text, row, to=f"/p/{goal.product.key}/gaps/")


def _refused(request: PersonRequest, goal: Goal, error: Refused | Stale) -> HttpResponse:
    """A verb said no: the report as it stands now, with the reason."""
    is_stale = isinstance(error, Stale)
    text = "Somebody changed this while you were reading it. Look at it and choose again." if is_stale else str(error)
    status = 409 if is_stale else 422
    if request.htmx:
        toast = render_to_string("parts/_toast_oob.html", {"text": text, "level": "error"}, request=request)
        return HttpResponse(toast, status=status)
    mine = membership_or_404(request.user, goal.product.key)
    return render(request, "goals/gaps.html", gaps_context(mine, {}) | {"error": text}, status=status)
