"""Taking back what was done to sprints and to their capacity."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.goals.models import Event
from goalchain.products.access import EDIT_SPRINT_GOAL, PLAN_SPRINTS
from goalchain.products.changes import Change
from goalchain.products.errors import Refused, Stale
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ..models import Sprint
from ..undo import event_of, find_event, undo


def tell(request: PersonRequest, key: str, text: str, done: Change | None, subject: str) -> None:
    """Leave a notice for the next page; it offers to take back what the change did."""
    event = event_of(done, subject)
    messages.success(request, text, extra_tags=f"{reverse('sprints_undo', args=[key])} {event.pk}" if event else "")


@require_POST
def take_back(request: PersonRequest, key: str) -> HttpResponse:
    """Undo the change of the event that the form names, if nothing came after it; then the page of its sprint."""
    mine = membership_or_404(request.user, key)
    mine.access.require(EDIT_SPRINT_GOAL)
    event = find_event(mine.product, request.POST.get("event", ""))
    if event is not None and event.subject == "sprint":
        mine.access.require(PLAN_SPRINTS)
    try:
        if event is None:
            raise Refused("There is nothing to undo.")
        sprint = undo(event, mine.product, by=request.user)
    except (Refused, Stale) as error:
        return _refused(request, mine, str(error))
    return _undone(request, key, event, sprint)


def _undone(request: PersonRequest, key: str, event: Event, sprint: Sprint | None) -> HttpResponse:
    """The page of the sprint; for htmx a notice, and that page where the one that is open may not show the sprint."""
    to = reverse("sprint", args=[key, sprint.pk]) if sprint else reverse("teams", args=[key])
    if request.htmx and event.subject == "capacity":
        response = HttpResponse(render_to_string("parts/_toast_oob.html", {"text": "Undone."}, request=request))
        response["HX-Trigger"] = "goal-changed"
        return response
    messages.success(request, "Undone.")
    if not request.htmx:
        return redirect(to)
    response = HttpResponse()
    response["HX-Redirect"] = to
    return response


def _refused(request: PersonRequest, mine: Membership, text: str) -> HttpResponse:
    """Undo said no: its reason as a notice, in a page of its own without htmx."""
    if request.htmx:
        words = {"text": text, "level": "error"}
        return HttpResponse(render_to_string("parts/_toast_oob.html", words, request=request), status=422)
    context = product_context(mine.product, mine.access, "sprints", text=text)
    return render(request, "sprints/not_undone.html", context, status=422)
