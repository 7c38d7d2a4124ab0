"""How the views of check-ins and assumptions answer: forms in their place or as a page; saved, refused or clashing."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django_htmx.http import reswap, retarget

from goalchain.accounts.http import PersonRequest
from goalchain.goals.fetch import goal_or_404
from goalchain.goals.models import Event, Goal
from goalchain.goals.page import goal_context
from goalchain.goals.views.responses import goal_page, saved
from goalchain.lib.text import ago
from goalchain.products.errors import Refused, Stale
from goalchain.products.pages import product_context

from ..models import Assumption, CheckIn

#: The fragment of each region of the goal page.
REGIONS = {
    "check-ins": "metrics/_check_ins.html",
    "assumptions": "metrics/_assumptions.html",
    "notices": "goals/_notices.html",
}


def editable_goal(request: PersonRequest, key: str) -> Goal:
    """The goal, for whoever may edit it. Raises Http404 or PermissionDenied."""
    goal = goal_or_404(request.user, key)
    goal.access.require_edit(goal.level)
    return goal


def check_in_of(goal: Goal, check_in_id: int) -> CheckIn:
    """A check-in on the goal. One query."""
    check_in = CheckIn.objects.filter(pk=check_in_id, goal_id=goal.pk).first()
    if check_in is None:
        raise Http404(f"{goal.key} has no such check-in; somebody may have taken it out.")
    check_in.goal = goal
    return check_in


def assumption_of(goal: Goal, assumption_id: int, *, archived: bool = False) -> Assumption:
    """A live assumption of the goal, or one that may be archived. One query."""
    found = Assumption.objects.filter(pk=assumption_id, goal_id=goal.pk)
    assumption = (found if archived else found.filter(archived_at=None)).first()
    if assumption is None:
        raise Http404(f"{goal.key} has no such assumption; somebody may have removed it.")
    assumption.goal = goal
    return assumption


def form_in_place(
    request: PersonRequest, goal: Goal, form: Form, *, region: str, status: int = 200, **more: Any
) -> HttpResponse:
    """A form as a fragment where htmx asked for it, else as a page. `more` is what `_said_form.html` takes."""
    place = (request.htmx.target or "") if request.htmx else ""
    words = {"read": "", "crumb": more["heading"], "back": f"/g/{goal.key}/", "region": region, "place": place} | more
    context = product_context(goal.product, goal.access, "chain", goal=goal, form=form, **words)
    template = "metrics/_said_form.html" if request.htmx else "metrics/said.html"
    return render(request, template, context, status=status)


def done(request: PersonRequest, goal: Goal, region: str, text: str, *, undoable: bool = True) -> HttpResponse:
    """After a change: the region of the goal page with a toast that offers undo, or the goal's page."""
    if not request.htmx:
        return saved(request, goal, text, undoable=undoable)
    html = render_to_string(REGIONS[region], goal_context(goal), request=request)
    return retarget(reswap(saved(request, goal, text, html, undoable=undoable), "outerHTML"), f"#{region}")


def refused(request: PersonRequest, key: str, region: str, error: Refused | Stale) -> HttpResponse:
    """A verb without a form said no: 422 with its reason, or 409; the region shows how things stand now."""
    goal = goal_or_404(request.user, key)
    text = (
        "Somebody changed this while you were reading it. Look at it as it stands now."
        if isinstance(error, Stale)
        else error.message
    )
    status = 409 if isinstance(error, Stale) else 422
    if not request.htmx:
        return goal_page(request, goal, status=status, state_error=text)
    html = render_to_string(REGIONS[region], goal_context(goal), request=request)
    toast = render_to_string("parts/_toast_oob.html", {"text": text, "level": "error"}, request=request)
    return retarget(reswap(HttpResponse(html + toast, status=status), "outerHTML"), f"#{region}")


def clash_of(goal: Goal, subject: str, pk: int, now: str) -> dict[str, Any]:
    """Who changed it since it was read, when, and how it stands now. One query."""
    events = Event.objects.filter(goal_id=goal.pk, subject=subject, after__id=pk).select_related("actor")
    event = events.order_by("-id").first()
    return {
        "by": event.actor if event and event.actor else "Somebody",
        "at": ago(event.at) if event else "",
        "now": now,
    }
