"""One item: its page, editing in place, its state, its place in the order, out of the backlog and back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import version_in, version_kept
from goalchain.products.access import EDIT_BACKLOG
from goalchain.products.changes import change
from goalchain.products.errors import Refused, Stale
from goalchain.products.fetch import membership_or_404
from goalchain.products.forms import add_refusal
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ...models import BacklogItem
from ..fetch import item_or_404, refining
from ..forms import ItemForm, served, sprint_chosen
from ..order import END, TOP, Place
from ..reads import item_shown
from ..rows import Look, rows
from ..rules import STATES
from ..undo import event_of
from .responses import CHANGED, refused, saved

NO_PLACE = "“{}” is no place in the backlog. Give a number from 1."


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: PersonRequest, key: str, item_id: int) -> HttpResponse:
    """GET: the item; by htmx its editor, or with `?shown` its row. POST: save onto the version that was read."""
    mine = membership_or_404(request.user, key)
    if request.method == "POST" or (request.htmx and "shown" not in request.GET):
        mine.access.require(EDIT_BACKLOG)
    found = item_or_404(mine.product, item_id)
    if request.htmx and "shown" in request.GET:
        return HttpResponse(_row(request, mine, found.pk))
    form = ItemForm(mine.product, mine.access, found, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _editor(request, mine, found, form)
    if not form.is_valid():
        return _editor(request, mine, found, form, 422)
    try:
        changed = _save(request, mine, found, form.cleaned_data)
    except Refused as refusal:
        add_refusal(form, refusal)
        return _editor(request, mine, item_or_404(mine.product, item_id), form, 422)
    except Stale:
        return _editor(request, mine, item_or_404(mine.product, item_id), form, 409, is_clash=True)
    html = _row(request, mine, found.pk) if request.htmx else ""
    event = event_of(found.latest_change) if changed else None
    return saved(request, mine, "Item saved." if changed else "", html, event=event, item=found)


def _save(request: PersonRequest, mine: Membership, found: BacklogItem, words: dict[str, Any]) -> bool:
    """Revise and plan it as one change. Returns whether anything changed."""
    names = ("title", "size", "state", "tracker_url")
    values = {name: words[name] for name in names} | served(mine.product, words["goal"])
    sprint = sprint_chosen(mine.product, words["sprint"])
    version = version_in(request)
    with change(mine.product, request.user) as begun:
        revised = found.revise(by=request.user, version=version, within=begun, **values)
        planned = found.plan(sprint, by=request.user, within=begun)
    return revised or planned


def _row(request: PersonRequest, mine: Membership, pk: int) -> str:
    """The item as a row of a list. One query."""
    in_sprint = request.GET.get("in") == "sprint"
    look = Look(mine.product.key, mine.access.edit_backlog, is_sortable=not in_sprint, in_sprint=in_sprint)
    return rows([item_shown(mine.product, mine.access, pk)], look)


def _editor(
    request: PersonRequest, mine: Membership, found: BacklogItem, form: ItemForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "item": found,
        "base": f"/p/{mine.product.key}/backlog/{found.pk}/",
        "form": form,
        "version": version_kept(request, found.version, status),
        "differences": differences(form, found) if more.get("is_clash") else (),
        "in_sprint": request.GET.get("in") == "sprint",
        **more,
    }
    if request.htmx:
        return render(request, "sprints/_backlog_edit.html", {"product": mine.product, **context}, status=status)
    shown = rows(
        [item_shown(mine.product, mine.access, found.pk)], Look(mine.product.key, may_edit=False, is_alone=True)
    )
    context = product_context(mine.product, mine.access, "backlog", row=shown, **context)
    return render(request, "sprints/backlog_item.html", context, status=status)


def differences(form: ItemForm, found: BacklogItem) -> list[dict[str, Any]]:
    """Where what was sent differs from what is stored now, field by field, in words."""
    told = []
    for bound in form:
        theirs, yours = bound.initial, form.data.get(bound.html_name, "")
        if str(theirs if theirs is not None else "") != yours:
            told.append({"label": bound.label, "theirs": _said(bound, theirs), "yours": _said(bound, yours)})
    return told


def _said(bound: Any, value: Any) -> str:
    """A value as people read it: of a choice, its words."""
    word = "" if value is None else str(value)
    for key, label in getattr(bound.field, "choices", ()):
        for inner, words in label if isinstance(label, list) else [(key, label)]:
            if str(inner) == word:
                return str(words)
    return word


def _act(
    request: PersonRequest, key: str, item_id: int, name: str, *args: Any, said: str, **values: Any
) -> HttpResponse:
    """Call a verb of the item onto the version that was read, and answer."""
    mine = refining(request.user, key)
    found = item_or_404(mine.product, item_id)
    try:
        changed = getattr(found, name)(*args, by=request.user, version=version_in(request), **values)
    except Refused as refusal:
        return refused(request, mine, refusal.message)
    except Stale:
        return refused(request, mine, CHANGED.format(found.title), 409)
    if changed is False:
        return saved(request, mine, "", item=found)
    return saved(request, mine, said.format(found.title), event=event_of(found.latest_change), item=found)


@require_POST
def state(request: PersonRequest, key: str, item_id: int) -> HttpResponse:
    """Bring the item to the state `to`, of the form or of the address."""
    to = request.POST.get("to", request.GET.get("to", ""))
    words = {"open": "“{}” is to do again.", "doing": "“{}” is under way.", "done": "“{}” is done."}
    said = words.get(to, "“{}” is dropped.") if to in STATES else ""
    return _act(request, key, item_id, "revise", state=to, said=said)


@require_POST
def position(request: PersonRequest, key: str, item_id: int) -> HttpResponse:
    """Move the item: `place` top or end, `before` or `after` an item, or to a `number` among those to do."""
    mine = refining(request.user, key)
    words = {name: request.POST.get(name, request.GET.get(name, "")) for name in ("place", "before", "after", "number")}
    place = _place(words)
    if place is None:
        return refused(request, mine, NO_PLACE.format(next(filter(None, words.values()), "")[:40]))
    return _act(request, key, item_id, "move", place, said="“{}” has its new place.")


def _place(words: dict[str, str]) -> Place | None:
    """The place that a form names."""
    if words["place"] in ("top", "end"):
        return TOP if words["place"] == "top" else END
    for name in ("before", "after", "number"):
        word = words[name].strip()
        if word.isascii() and word.isdigit() and len(word) < 10 and int(word):
            return Place(name, int(word))
    return None


@require_POST
def archive(request: PersonRequest, key: str, item_id: int) -> HttpResponse:
    """Take the item out of the backlog."""
    return _act(request, key, item_id, "archive", said="Archived “{}”.")


@require_POST
def restoration(request: PersonRequest, key: str, item_id: int) -> HttpResponse:
    """Bring an archived item back to where it stood."""
    return _act(request, key, item_id, "restore", said="“{}” is in the backlog again.")
