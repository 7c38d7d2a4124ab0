"""The entries of the board: added, edited in place, ordered, removed and put back."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.lib.answers import version_in, version_kept
from goalchain.lib.inline import inline
from goalchain.products.errors import Refused, Stale
from goalchain.products.forms import add_refusal
from goalchain.products.models import Membership

from ..board import BoardEntry
from ..fetch import editable, entry_or_404, live_vision_or_404
from ..forms import AnswersForm, EntryForm, NewEntryForm, PositionForm
from ..page import GOALS_SHOWN
from ..sections import NEEDS, SECTIONS
from ..undo import find_event, undo
from .responses import add_form, not_added, refused, region_of, saved, undo_of_entry

CHANGED = "Somebody changed “{}” while you were reading it. This is how it stands now; look at it and choose again."


@require_POST
def entries(request: PersonRequest, key: str) -> HttpResponse:
    """Add an entry at the end of a section of the live board."""
    mine = editable(request.user, key)
    vision = live_vision_or_404(mine.product)
    form = NewEntryForm(request.POST)
    section = request.POST.get("section", "")
    if form.is_valid():
        words = form.cleaned_data
        try:
            entry = BoardEntry.add(vision, words["section"], words["text"], by=request.user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            html = add_form(request, mine, entry.section) if request.htmx else ""
            text = f"Added to {SECTIONS[entry.section].label.lower()}."
            return saved(request, mine, text, html, at=entry.section, undo=undo_of_entry(entry))
    if section not in SECTIONS:
        return refused(request, mine, f"“{section[:40]}” is no section of the board.", NEEDS)
    return not_added(request, mine, form, section, request.POST.get("text", ""))


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: PersonRequest, key: str, entry_id: int) -> HttpResponse:
    """GET: the editor, or with `?shown` the entry as it is shown. POST: save onto the version that was read."""
    mine = editable(request.user, key)
    found = entry_or_404(mine.product, entry_id)
    if "shown" in request.GET and request.htmx:
        return HttpResponse(_display(found, request))
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        initial={"text": found.text},
        auto_id=f"entry-{found.pk}-field-%s",
    )
    if request.method != "POST":
        return _editor(request, mine, found, form)
    if not form.is_valid():
        return _editor(request, mine, found, form, 422)
    words = form.cleaned_data["text"]
    try:
        changed = found.reword(words, by=request.user, version=version_in(request))
    except Refused as refusal:
        add_refusal(form, refusal)
        return _editor(request, mine, found, form, 422)
    except Stale:
        found = entry_or_404(mine.product, entry_id)
        clash = {"by": "Somebody", "theirs": found.text, "yours": words}
        return _editor(request, mine, found, form, 409, clash=clash)
    html = _display(found, request) if request.htmx else ""
    if not changed:
        return saved(request, mine, "", html, at=found.section, undo=None)
    version = f"{_shown(found)['edit_url']} {found.version}"
    return saved(request, mine, "Entry saved.", html, at=found.section, undo=undo_of_entry(found), version=version)


def _shown(found: BoardEntry) -> dict[str, str]:
    """An entry as `inline` takes it."""
    return {
        "field_id": f"entry-{found.pk}-text",
        "label": f"entry “{found.text}”",
        "value": found.text,
        "kind": "entry",
        "edit_url": f"/p/{found.product.key}/vision/entries/{found.pk}/",
    }


def _display(found: BoardEntry, request: PersonRequest) -> str:
    return inline(_shown(found))


def _editor(
    request: PersonRequest, mine: Membership, found: BoardEntry, form: forms.Form, status: int = 200, **more: object
) -> HttpResponse:
    shown = _shown(found)
    context = {
        **shown,
        "product": mine.product,
        "may": mine.access,
        "nav": "vision",
        "form": form,
        "field": form["text"],
        "version": version_kept(request, found.version, status),
        "display_url": f"{shown['edit_url']}?shown" if request.htmx else f"/p/{mine.product.key}/vision/",
        "heading": f"{SECTIONS[found.section].label}: an entry",
        **more,
    }
    return render(request, "parts/_inline_edit.html" if request.htmx else "vision/edit.html", context, status=status)


@require_POST
def position(request: PersonRequest, key: str, entry_id: int) -> HttpResponse:
    """Stand one step up or down, or before another entry of the section (`before`; empty: last)."""
    mine = editable(request.user, key)
    found = entry_or_404(mine.product, entry_id)
    form = PositionForm(request.POST)
    if not form.is_valid():
        return refused(request, mine, "That place is not in this section. Load the page again.", found.section)
    try:
        before = _place(found, form.cleaned_data["move"], form.cleaned_data["before"])
        changed = found.reorder(before=before, by=request.user, version=version_in(request))
    except Refused as refusal:
        return refused(request, mine, refusal.message, found.section)
    except Stale:
        return refused(request, mine, CHANGED.format(found.text), found.section, 409)
    return _saved(request, mine, found, f"“{found.text}” has its new place." if changed else "", changed)


def _place(found: BoardEntry, move: str, before_id: int | None) -> BoardEntry | None:
    """The entry before which `found` is to stand; None for the end. One query. Raises Refused for one elsewhere."""
    order = list(found.neighbours())
    place = next(index for index, other in enumerate(order) if other.pk == found.pk)
    if move == "up":
        return order[max(place - 1, 0)]
    if move == "down":
        return order[place + 2] if place + 2 < len(order) else None
    if before_id is None:
        return None
    before = next((other for other in order if other.pk == before_id), None)
    if before is None:
        raise Refused("That place is not in this section any more. Load the page again.", field="before")
    return before


@require_POST
def removal(request: PersonRequest, key: str, entry_id: int) -> HttpResponse:
    """Take an entry from the board."""
    mine = editable(request.user, key)
    found = entry_or_404(mine.product, entry_id)
    try:
        found.remove(by=request.user, version=version_in(request))
    except Refused as refusal:
        return refused(request, mine, refusal.message, found.section)
    except Stale:
        return refused(request, mine, CHANGED.format(found.text), found.section, 409)
    return _saved(request, mine, found, f"Removed “{found.text}”.")


@require_POST
def take_back(request: PersonRequest, key: str, entry_id: int) -> HttpResponse:
    """Undo the event that the form names, if nothing came after it."""
    mine = editable(request.user, key)
    found = entry_or_404(mine.product, entry_id, removed=True)
    event = find_event(found, request.POST.get("event", ""))
    try:
        if event is None:
            raise Refused("There is nothing to undo.")
        undo(event, found, by=request.user)
    except (Refused, Stale) as error:
        if not request.htmx:
            return refused(request, mine, str(error), found.section)
        toast = render_to_string("parts/_toast_oob.html", {"text": str(error), "level": "error"}, request=request)
        return HttpResponse(toast, status=422)
    return saved(request, mine, "Undone.", at=found.section, undo=None)


@require_http_methods(["GET", "HEAD", "POST"])
def answers(request: PersonRequest, key: str, entry_id: int) -> HttpResponse:
    """GET: which user goals answer the need. POST: save the choice onto the version that was read."""
    mine = editable(request.user, key)
    found = entry_or_404(mine.product, entry_id)
    goals = list(_user_goals(mine))
    if request.method != "POST":
        chosen = [goal.number for goal in found.goals.all()]
        return _answers(request, mine, found, AnswersForm(goals, initial={"goals": chosen}))
    form = AnswersForm(goals, request.POST)
    if not form.is_valid():
        return _answers(request, mine, found, form, 422)
    try:
        changed = found.answer_with(form.chosen(), by=request.user, version=version_in(request))
    except Refused as refusal:
        add_refusal(form, refusal)
        return _answers(request, mine, found, form, 422)
    except Stale:
        fresh = entry_or_404(mine.product, entry_id)
        form.add_error(None, CHANGED.format(fresh.text))
        return _answers(request, mine, fresh, form, 409)
    return _saved(request, mine, found, "Saved which goals answer it." if changed else "", changed)


def _user_goals(mine: Membership) -> list[Goal]:
    found = Goal.objects.filter(product=mine.product, level=levels.STRATEGIC, level_name="user").live()
    return list(found.in_order()[: 5 * GOALS_SHOWN])


def _answers(
    request: PersonRequest, mine: Membership, found: BoardEntry, form: AnswersForm, status: int = 200
) -> HttpResponse:
    context = {
        "product": mine.product,
        "may": mine.access,
        "nav": "vision",
        "entry": found,
        "form": form,
        "version": version_kept(request, found.version, status),
        "action": f"/p/{mine.product.key}/vision/entries/{found.pk}/answers/",
        "heading": f"Which user goals answer “{found.text}”?",
    }
    template = "vision/_answers.html" if request.htmx else "vision/answers.html"
    return render(request, template, context, status=status)


def _saved(
    request: PersonRequest, mine: Membership, found: BoardEntry, text: str, undoable: bool = True
) -> HttpResponse:
    html = region_of(mine, found.section, request) if request.htmx else ""
    undo_words = undo_of_entry(found) if undoable else None
    return saved(request, mine, text, html, at=found.section, undo=undo_words)
