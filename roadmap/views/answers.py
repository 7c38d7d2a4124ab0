"""How the features of a goal answer after a change: their list and a notice for htmx, the goal's page otherwise."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.html import format_html

from goalchain.accounts.http import PersonRequest
from goalchain.goals.models import Event

from ..features import Feature
from ..models import ProductGoal


def feature_saved(
    request: PersonRequest, goal: ProductGoal, text: str, feature: Feature | None, html: str
) -> HttpResponse:
    """After a change: the list with a notice that offers undo for htmx, else the goal's page at its features."""
    event = event_of(feature) if feature else None
    undo_url = f"/g/{goal.key}/undo/"
    if not request.htmx:
        if text:
            messages.success(request, text, extra_tags=f"{undo_url} {event.pk}" if event else "")
        return redirect(f"{goal.get_absolute_url()}#features")
    undo = {"undo_url": undo_url, "undo_event": event.pk} if event else {}
    toast = render_to_string("parts/_toast_oob.html", {"text": text, **undo}, request=request) if text else ""
    response = HttpResponse(format_html("{}{}", html, toast))
    response["HX-Trigger"] = "goal-changed"
    return response


def refused(request: PersonRequest, goal: ProductGoal, text: str, status: int = 422) -> HttpResponse:
    """The reason as a notice, and the page brings itself up to date; without htmx a page that leads back."""
    if not request.htmx:
        context = {"product": goal.product, "may": goal.access, "nav": "roadmap", "goal": goal, "text": text}
        return render(request, "roadmap/refused.html", context, status=status)
    toast = render_to_string("parts/_toast_oob.html", {"text": text, "level": "error"}, request=request)
    response = HttpResponse(toast, status=status)
    response["HX-Trigger"] = "goal-changed"
    response["HX-Reswap"] = "none"
    return response


def event_of(feature: Feature) -> Event | None:
    """The event that the last verb on this instance wrote. No query."""
    events = getattr(feature.latest_change, "events", [])
    mine = [event for event in events if event.subject == "feature" and event.after["id"] == feature.pk]
    return mine[-1] if mine else None
