"""How the board answers after a change: the section and a notice for htmx, the page otherwise."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from goalchain.accounts.http import PersonRequest
from goalchain.goals.levels import LEVELS
from goalchain.goals.models import Event
from goalchain.products.models import Membership

from ..board import BoardEntry
from ..page import board_context
from ..sections import NEEDS, SECTIONS
from ..undo import event_of

#: The regions of user goals and of business goals; user goals stand in the section of needs.
REGION_OF_LEVEL = {"user": NEEDS, "business": "business", "vision": "head"}


def region_of(mine: Membership, name: str, request: PersonRequest, **more: Any) -> str:
    """One list of the board as it is now: of a section, or "business" for the business goals. Five queries."""
    context = board_context(mine, **more)
    if context["vision"] is None:
        return ""
    if name == "business":
        return render_to_string("vision/_business_list.html", context, request=request)
    context["shown"] = context["board"].sections[name]
    return render_to_string("vision/_list.html", context, request=request)


def saved(
    request: PersonRequest,
    mine: Membership,
    text: str,
    html: str = "",
    *,
    at: str = "",
    undo: tuple[str, int] | None,
    version: str = "",
) -> HttpResponse:
    """After a change: `html` with a notice for htmx, else the board, at the region `at`.

    `undo`: its address, event. `version`: where the other forms of what was changed lead, and the version that they go
    on from (see editing.js); "" where `html` brings them anew.
    """
    if not request.htmx:
        if text:
            messages.success(request, text, extra_tags=f"{undo[0]} {undo[1]}" if undo else "")
        return redirect(reverse("vision", args=[mine.product.key]) + (f"#board-{at}" if at else ""))
    words = {"text": text, **({"undo_url": undo[0], "undo_event": undo[1]} if undo else {})}
    toast = render_to_string("parts/_toast_oob.html", words, request=request) if text else ""
    response = HttpResponse(format_html("{}{}", html, toast))
    response["HX-Trigger"] = "goal-changed"
    if version:
        response["Saved-Version"] = version
    return response


def undo_of_entry(entry: BoardEntry) -> tuple[str, int] | None:
    """What takes the last verb on this instance back. No query."""
    event = event_of(entry)
    return (f"/p/{entry.product.key}/vision/entries/{entry.pk}/undo/", event.pk) if event else None


def undo_of_goal(key: str, event: Event | None) -> tuple[str, int] | None:
    """What takes this event of a goal back."""
    return (f"/g/{key}/undo/", event.pk) if event else None


def refused(request: PersonRequest, mine: Membership, text: str, region: str, status: int = 422) -> HttpResponse:
    """A verb said no: the region with its reason, in a whole page without htmx."""
    more: dict[str, Any] = {"board_error": text, "error_at": region}
    if request.htmx:
        return HttpResponse(region_of(mine, region, request, **more), status=status)
    return render(request, "vision/board.html", board_context(mine, **more), status=status)


def add_form(request: PersonRequest, mine: Membership, name: str, needs: Any = (), **more: Any) -> str:
    """The form that adds to a section, or a goal of a level, as it stands in the board. No query."""
    context = {"product": mine.product, "needs": needs, **more}
    if name in SECTIONS:
        return render_to_string("vision/_add_entry.html", context | {"section": SECTIONS[name]}, request=request)
    context |= {"level_name": name, "noun": f"a {LEVELS[name].label.lower()}"}
    return render_to_string("vision/_add_goal.html", context, request=request)


def not_added(
    request: PersonRequest, mine: Membership, form: Form, name: str, typed: str, needs: Any = ()
) -> HttpResponse:
    """What was to be added is not valid: the form with what was typed, in a whole page without htmx."""
    error = " ".join(str(error) for errors in form.errors.values() for error in errors)
    more: dict[str, Any] = {"add_error": error, "error_at": name, "typed": typed}
    if request.htmx:
        return HttpResponse(add_form(request, mine, name, needs, **more), status=422)
    return render(request, "vision/board.html", board_context(mine, **more), status=422)
