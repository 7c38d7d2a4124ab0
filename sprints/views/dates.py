"""Name and dates of one sprint, and taking an empty one away."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.products.access import PLAN_SPRINTS
from goalchain.products.errors import Refused, Stale
from goalchain.products.fetch import held_membership_or_404, membership_or_404
from goalchain.products.forms import add_refusal
from goalchain.products.hold import mark_of, require_mark
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ..fetch import sprint_or_404
from ..forms import DatesForm
from ..models import Sprint
from ..models.cadence import Kind
from ..moving import later_sprints
from ..page import sprint_context
from ..reads import sprint_for
from .undo import tell


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sprint_dates(request: PersonRequest, key: str, sprint_id: int) -> HttpResponse:
    """GET: the form for a sprint's name and dates. POST: save them onto what was read.

    Then the page of the sprint; with `?at=list`, where the link in the list of teams leads, that list.
    """
    if request.method == "POST":
        return _save(request, key, sprint_id)
    mine = membership_or_404(request.user, key)
    mine.access.require(PLAN_SPRINTS)
    found = sprint_or_404(mine.product, sprint_id)
    words = {"name": found.name, "starts_on": found.starts_on, "ends_on": found.ends_on}
    return _page(request, mine, found, DatesForm(initial=words))


@transaction.atomic
def _save(request: PersonRequest, key: str, sprint_id: int) -> HttpResponse:
    mine = held_membership_or_404(request.user, key)
    mine.access.require(PLAN_SPRINTS)
    found, read = sprint_or_404(mine.product, sprint_id), request.POST.get("read", "")
    form = DatesForm(request.POST)
    if not form.is_valid():
        return _page(request, mine, found, form, read=read, status=422)
    try:
        require_mark(found, read)
        changed = found.replan(by=request.user, **form.cleaned_data)
    except Stale:
        return _page(request, mine, found, form, clash=True, status=409)
    except Refused as refusal:
        add_refusal(form, refusal)
        found.refresh_from_db()
        return _page(request, mine, found, form, read=read, status=422)
    if changed:
        done = found.latest_change
        moved = len(done.records) - 1 if done else 0
        along = f" {moved} later sprint{' moves' if moved == 1 else 's move'} along." if moved else ""
        tell(request, key, f"{found.name} is saved.{along}", done, "sprint")
    return redirect(_back(request, key, found))


def _back(request: PersonRequest, key: str, found: Sprint) -> str:
    """Where the person came from: the page of the sprint, or its place in the list of teams."""
    if request.GET.get("at") == "list":
        return f"{reverse('teams', args=[key])}#sprint-{found.pk}"
    return reverse("sprint", args=[key, found.pk])


def _later(found: Sprint) -> int:
    """How many sprints could move along with it: none of a Kanban team, whose weeks are those of the calendar."""
    cadence = getattr(found.team, "cadence", None)
    if found.starts_on is None or (cadence and cadence.kind == Kind.KANBAN):
        return 0
    return later_sprints(found, found.starts_on).count()


def _page(
    request: PersonRequest, mine: Membership, found: Sprint, form: DatesForm, *, read: str = "", clash: bool = False,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    form.offer_along(_later(found))
    context: dict[str, Any] = product_context(
        mine.product,
        mine.access,
        "sprints",
        found=found,
        form=form,
        read=read or mark_of(found),
        clash=clash,
        back=_back(request, mine.product.key, found),
        at_list=request.GET.get("at") == "list",
    )
    return render(request, "sprints/edit.html", context, status=status)


@require_POST
@transaction.atomic
def removal(request: PersonRequest, key: str, sprint_id: int) -> HttpResponse:
    """Take an empty sprint away, as it was read; then the list of teams, which offers to undo that."""
    mine = held_membership_or_404(request.user, key)
    mine.access.require(PLAN_SPRINTS)
    found = sprint_or_404(mine.product, sprint_id)
    try:
        require_mark(found, request.POST.get("read", ""))
        found.remove(by=request.user)
    except Refused as refusal:
        return _not_removed(request, key, sprint_id, refusal.message, 422)
    except Stale:
        text = "Somebody changed the sprint meanwhile. This is how it stands now."
        return _not_removed(request, key, sprint_id, text, 409)
    tell(request, key, f"{found.name} is removed.", found.latest_change, "sprint")
    return redirect("teams", key)


def _not_removed(request: PersonRequest, key: str, sprint_id: int, text: str, status: int) -> HttpResponse:
    """The page of the sprint as it stands now, with the reason."""
    mine, found, former, following = sprint_for(request.user, key, sprint_id)
    context = sprint_context(mine, found, former=former, following=following, review_error=text)
    return render(request, "sprints/sprint.html", context, status=status)
