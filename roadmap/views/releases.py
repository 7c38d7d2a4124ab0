"""The releases of a product: their list, one as release notes, and their fields edited in place."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.goals.fetch import goal_or_404
from goalchain.goals.fields import GoalField
from goalchain.goals.models import Goal
from goalchain.goals.views.edit import Place, editing
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.lib.inline import inline

from ..models import ReleaseGoal
from ..releases.fetch import release_or_404, releasing_or_404
from ..releases.page import FIELDS, date_said, list_context, release_context, shown


@require_safe
def releases(request: PersonRequest, key: str) -> HttpResponse:
    """All releases: what is ahead by date, with how far it is and how its date moved; what is done after it."""
    mine = releasing_or_404(request.user, key)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    if answer := unchanged(request, tag):
        return answer
    return tagged(render(request, "roadmap/releases.html", list_context(mine)), tag)


@require_safe
def release(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """One release as release notes: what it was for, what was delivered, by which sprints, what was learnt."""
    goal = release_or_404(request.user, key, number)
    tag = page_tag(request, goal.product.revision, goal.access.role, goal.product.today())
    if answer := unchanged(request, tag):
        return answer
    return tagged(render(request, "roadmap/release.html", release_context(goal)), tag)


def _shown(goal: Goal, field: GoalField) -> dict[str, Any]:
    editable = goal.access.edit_level(goal.level) and goal.archived_at is None
    value = date_said(goal.ends_on) if field.name == "ends_on" else field.show(goal)
    return shown(goal.key, goal.number, field.name, value, editable=editable)


LIST = Place(
    _shown,
    lambda goal, field: f"/g/{goal.key}/release/{field.name}/?shown",
    lambda goal: f"{reverse('releases', args=[goal.product.key])}#release-{goal.number}",
    "releases",
    lambda goal: f"release-{goal.number}-field-%s",
)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, key: str, name: str) -> HttpResponse:
    """GET: the editor of the version or the date in the list, or with `?shown` the field as it is shown. POST: save."""
    if name not in FIELDS:
        raise Http404(f"The list of releases has no field {name}.")
    if "shown" in request.GET and request.htmx and request.method != "POST":
        goal = goal_or_404(request.user, key)
        goal.access.require_edit(goal.level)
        if not isinstance(goal, ReleaseGoal):
            raise Http404(f"{goal.key} is a {goal.label.lower()}, not a release goal.")
        value = date_said(goal.ends_on) if name == "ends_on" else goal.version_name
        context = shown(goal.key, goal.number, name, value, editable=goal.archived_at is None)
        return HttpResponse(inline(context))
    return editing(request, key, name, LIST)
