"""How the backlog answers after a change: a notice and the word that something changed for htmx, the page otherwise."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from goalchain.accounts.http import PersonRequest
from goalchain.goals.models import Event
from goalchain.products.models import Membership

from ...models import BacklogItem
from ..page import backlog_context
from ..reads import Filters

CHANGED = "Somebody changed “{}” while you were reading it. This is how it stands now; look at it and choose again."


def undo_of(key: str, event: Event | None) -> tuple[str, int] | None:
    """The address that takes an event back, and the event."""
    return (reverse("backlog_undo", args=[key]), event.pk) if event else None


def saved(
    request: PersonRequest, mine: Membership, text: str, html: str = "", *, event: Event | None = None,
    item: BacklogItem | None = None,
) -> HttpResponse:  # fmt: skip
    """After a change: `html` with a notice for htmx; else the page where it was made, at the item."""
    undo = undo_of(mine.product.key, event)
    if not request.htmx:
        if text:
            messages.success(request, text, extra_tags=f"{undo[0]} {undo[1]}" if undo else "")
        return redirect(_page_of(request, mine, item))
    words = {"text": text, **({"undo_url": undo[0], "undo_event": undo[1]} if undo else {})}
    toast = render_to_string("parts/_toast_oob.html", words, request=request) if text else ""
    response = HttpResponse(format_html("{}{}", html, toast))
    response["HX-Trigger"] = "goal-changed"
    if item is not None:
        # Another step with this item, before the list has been refreshed, goes on from here: see backlog.js.
        response["Item-Version"] = f"{item.pk} {item.version}"
    return response


def _page_of(request: PersonRequest, mine: Membership, item: BacklogItem | None) -> str:
    """The page of the sprint when the change was made there, else the backlog; at the item."""
    place = f"#item-{item.pk}" if item else ""
    if item and item.sprint_id and request.GET.get("in") == "sprint":
        return reverse("sprint", args=[mine.product.key, item.sprint_id]) + place
    return reverse("backlog", args=[mine.product.key]) + place


def refused(request: PersonRequest, mine: Membership, text: str, status: int = 422) -> HttpResponse:
    """A verb said no: its reason as a notice, beside the list as it is now; in a whole page without htmx."""
    if request.htmx:
        words = {"text": text, "level": "error"}
        response = HttpResponse(render_to_string("parts/_toast_oob.html", words, request=request), status=status)
        response["HX-Trigger"] = "goal-changed"
        return response
    return backlog_page(request, mine, Filters(), status=status, trouble=text)


def backlog_page(
    request: PersonRequest, mine: Membership, filters: Filters, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The whole page of the backlog."""
    return render(request, "sprints/backlog.html", backlog_context(mine, filters, **more), status=status)
