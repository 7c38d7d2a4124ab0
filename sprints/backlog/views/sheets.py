"""The backlog by CSV: a preview, then all rows or none; and the same out again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.lib.sheet_forms import SheetForm, seal, unseal
from goalchain.lib.sheets import REFUSED_SHOWN, csv_answer
from goalchain.products.errors import Refused, Stale
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership, Product
from goalchain.products.pages import product_context

from ..fetch import refining
from ..rules import size_said
from ..sheet import COLUMNS, ItemSheet, read_items, sheet_rows
from ..taking import ItemRow, plan, take_in

_SALT = "sprints.backlog.sheet"
SHOWN = 100
#: What columns are called in a sentence.
_WORDS = {"goal": "what it serves", "serves_none": "what it serves", "tracker_url": "the link", "sprint": "the sprint"}


class ItemSheetForm(SheetForm):
    """A sheet of items."""

    sheet: ItemSheet

    def __init__(self, product: Product, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product = product

    def read(self, text: str) -> ItemSheet:
        """The items of the sheet. Raises Unreadable."""
        return read_items(text, self.product)


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_import(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the form. POST of rows: their preview, 422 while one is bad. POST of what was previewed: write it."""
    mine = refining(request.user, key)
    if request.method != "POST":
        return _page(request, mine, ItemSheetForm(mine.product))
    if "previewed" in request.POST:
        return _write(request, mine)
    form = ItemSheetForm(mine.product, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, mine, form, status=422)
    return _preview(request, mine, form)


@require_safe
def sheet_export(request: PersonRequest, key: str) -> HttpResponse:
    """The live items as CSV, in their order. Five queries at most, with session and person."""
    mine = membership_or_404(request.user, key)
    return csv_answer(f"{key}-backlog.csv", COLUMNS, sheet_rows(mine.product, mine.access))


def _preview(request: PersonRequest, mine: Membership, form: ItemSheetForm, *, stale: bool = False) -> HttpResponse:
    sheet, product = form.sheet, mine.product
    taking = plan(sheet.rows)
    told = [_told(row, []) for row in taking.new[:SHOWN]]
    told += [_told(row, names) for row, names in taking.changed[: SHOWN - len(told)]]
    count = len(taking.new) + len(taking.changed)
    preview = {
        "rows": told,
        "new": len(taking.new),
        "changed": len(taking.changed),
        "count": count,
        "unchanged": taking.unchanged,
        "more": count - len(told),
        "refused": sheet.refused[:REFUSED_SHOWN],
        "refused_count": len(sheet.refused),
        "more_refused": max(len(sheet.refused) - REFUSED_SHOWN, 0),
    }
    sealed = ""
    if count and not sheet.refused:
        sealed = seal(_SALT, form.text, product.revision, product.pk, request.user.pk)
    status = 409 if stale else 422 if sheet.refused else 200
    again = ItemSheetForm(product, initial={"rows": form.text})
    return _page(request, mine, again, status=status, preview=preview, sealed=sealed, stale=stale)


def _told(row: ItemRow, names: list[str]) -> dict[str, Any]:
    """A row as the preview shows it: new, or with what changes."""
    values = row.values
    changes = list(dict.fromkeys(_WORDS.get(name, f"the {name}") for name in names))
    goal, sprint = values.get("goal"), values.get("sprint")
    return {
        "title": values["title"],
        "changes": ", ".join(changes),
        "goal": goal,
        "sprint": sprint,
        "size": size_said(values.get("size")),
    }


def _write(request: PersonRequest, mine: Membership) -> HttpResponse:
    """Write exactly what was previewed; preview it again when the product has changed since."""
    product = mine.product
    held = unseal(_SALT, request.POST["previewed"], product.pk, request.user.pk)
    if held is None:
        messages.error(request, "That preview is no longer valid. Choose the file again.")
        return _page(request, mine, ItemSheetForm(product), status=422)
    text, revision = held
    form = ItemSheetForm(product, {"rows": text})
    if not form.is_valid():
        return _page(request, mine, form, status=422)
    if form.sheet.refused:
        return _preview(request, mine, form, stale=True)
    try:
        done = take_in(product, form.sheet.rows, by=request.user, revision=revision)
    except Stale:
        return _again(request, product.key, text)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, mine, form, status=422)
    messages.success(request, f"Imported: {len(done.new)} new, {len(done.changed)} changed.")
    return redirect(reverse("backlog", args=[product.key]))


def _again(request: PersonRequest, key: str, text: str) -> HttpResponse:
    """The preview against the product as it is now."""
    fresh = refining(request.user, key)
    form = ItemSheetForm(fresh.product, {"rows": text})
    return _preview(request, fresh, form, stale=True) if form.is_valid() else _page(request, fresh, form, status=422)


def _page(
    request: PersonRequest, mine: Membership, form: ItemSheetForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = product_context(mine.product, mine.access, "backlog", form=form, columns=COLUMNS, **more)
    return render(request, "sprints/backlog_import.html", context, status=status)
