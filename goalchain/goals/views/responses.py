"""How a goal's views answer: the fragment for htmx, the whole page otherwise; saved, refused or clashing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.html import format_html

from goalchain.accounts.http import PersonRequest
from goalchain.products.errors import Refused, Stale

from ..models import Event, Goal
from ..page import goal_context
from ..undo import last_event


def goal_page(request: PersonRequest, goal: Goal, *, status: int = 200, **more: Any) -> HttpResponse:
    """The goal's whole page."""
    return render(request, "goals/goal.html", goal_context(goal, **more), status=status)


def region(request: PersonRequest, goal: Goal, template: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """One region of the goal page for htmx, the page itself otherwise; both from the same context."""
    if not request.htmx:
        return goal_page(request, goal, status=status, **more)
    return render(request, template, goal_context(goal, **more), status=status)


def saved(
    request: PersonRequest, goal: Goal, text: str, html: str = "", *, undoable: bool = True, to: str = ""
) -> HttpResponse:
    """After a change: for htmx `html` with a toast and the word that the goal changed, else the page with the notice.

    `to` is that page, the goal's own if it is not said.

    The toast offers undo. No query when the verb has just been called on this very goal.
    """
    if not request.htmx:
        tell(request, goal, text, undoable=undoable)
        return redirect(to or goal)
    event = written(goal) if undoable else None
    undo = {"undo_url": f"/g/{goal.key}/undo/", "undo_event": event.pk} if event else {}
    toast = render_to_string("parts/_toast_oob.html", {"text": text, **undo}, request=request)
    response = HttpResponse(format_html("{}{}", html, toast))
    response["HX-Trigger"] = "goal-changed"
    # Another editor of this goal that the same person has open goes on from here: see editing.js.
    response["Saved-Version"] = f"/g/{goal.key}/ {goal.version}"
    return response


def tell(request: PersonRequest, goal: Goal, text: str, *, undoable: bool = True) -> None:
    """Leave a notice for the next page; it offers to take back what the last verb on this instance did."""
    event = written(goal) if undoable else None
    messages.success(request, text, extra_tags=f"/g/{goal.key}/undo/ {event.pk}" if event else "")


def written(goal: Goal) -> Event | None:
    """The event that the last verb on this instance wrote."""
    change = getattr(goal, "latest_change", None)
    events = [event for event in getattr(change, "events", []) if event.goal_id == goal.pk]
    return events[-1] if events else None


def refused(request: PersonRequest, goal: Goal, template: str, error: Refused | Stale, name: str) -> HttpResponse:
    """A verb said no: 422 with its reason, or 409 with who was quicker; `name` is the context's word for the text."""
    if isinstance(error, Stale):
        return region(request, goal, template, status=409, **{name: quicker(goal)})
    return region(request, goal, template, status=422, **{name: error.message, "way": error.way})


def quicker(goal: Goal) -> str:
    """Who changed the goal while the person was reading it, and what to do. One query."""
    event = last_event(goal)
    who = str(event.actor) if event and event.actor else "Somebody"
    return (
        f"{who} changed {goal.key} while you were reading it. This is how it stands now; look at it and choose again."
    )
