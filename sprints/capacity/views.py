"""Noting what a team has for a sprint."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goalchain.accounts.http import PersonRequest
from goalchain.products.access import EDIT_SPRINT_GOAL
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ..fetch import planner_or_404, sprint_or_404
from ..models import Sprint, SprintCapacity
from ..views.undo import tell
from ..wording import dates_said
from .forms import CapacityForm
from .page import region
from .reads import capacities


@require_http_methods(["GET", "HEAD", "POST"])
def capacity(request: PersonRequest, key: str, sprint_id: int) -> HttpResponse:
    """GET: the form, in place for htmx; prefilled with the people of the sprint before. POST: save it onto what was
    read. Six queries, with session and person, and eight more to save."""
    mine = planner_or_404(request.user, key)
    mine.access.require(EDIT_SPRINT_GOAL)
    sprint = sprint_or_404(mine.product, sprint_id)
    own, former = capacities(sprint)
    if request.method != "POST":
        return _form(request, mine, sprint, CapacityForm(sprint, own, former))
    form = CapacityForm(sprint, own, former, request.POST)
    if not form.is_valid():
        return _form(request, mine, sprint, form, 422, read=_read(request))
    try:
        kept = SprintCapacity.keep(sprint, by=request.user, version=_read(request), **form.values)
    except Refused as refusal:
        form.refusal = refusal.message
        return _form(request, mine, sprint, form, 422, read=_read(request))
    except Stale:
        own, former = capacities(sprint)
        form = CapacityForm(sprint, own, former, request.POST)
        form.is_valid()
        return _form(request, mine, sprint, form, 409, clash=region(own, former, sprint))
    if kept is not None:
        tell(request, key, "The capacity is noted.", kept.latest_change, "capacity")
    return redirect(f"{reverse('sprint', args=[key, sprint_id])}#sprint-capacity")


def _read(request: PersonRequest) -> int:
    """The version that the form shows; 0 when nothing was noted. A form without one was tampered with."""
    version = request.POST.get("read", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else -1


def _form(
    request: PersonRequest,
    mine: Membership,
    sprint: Sprint,
    form: CapacityForm,
    status: int = 200,
    *,
    read: int | None = None,
    clash: object = None,
) -> HttpResponse:
    context = product_context(
        mine.product,
        mine.access,
        "sprints",
        sprint=sprint,
        team=sprint.team,
        dates=dates_said(sprint),
        form=form,
        read=form.version if read is None else read,
        clash=clash,
    )
    template = "sprints/_capacity_form.html" if request.htmx and request.method != "POST" else "sprints/capacity.html"
    return render(request, template, context, status=status)
