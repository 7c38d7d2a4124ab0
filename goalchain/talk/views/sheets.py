"""Feedback by CSV: a preview, then all rows or none; and the same out again."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.lib.sheet_forms import seal, unseal
from goalchain.lib.sheets import REFUSED_SHOWN, csv_answer
from goalchain.products.access import EDIT_SPRINT_GOAL
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ..fetch import reader_or_404
from ..forms import FeedbackSheetForm
from ..sheet import COLUMNS, ONLY_OUT, sheet_rows
from ..taking import plan, take_in

_SALT = "goalchain.talk.feedback"
SHOWN = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sheet_import(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the form. POST of rows: their preview, 422 while one is bad. POST of what was previewed: write it."""
    mine = reader_or_404(request.user, key)
    mine.access.require(EDIT_SPRINT_GOAL)
    if request.method != "POST":
        return _page(request, mine, FeedbackSheetForm(mine))
    if "previewed" in request.POST:
        return _write(request, mine)
    form = FeedbackSheetForm(mine, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, mine, form, status=422)
    return _preview(request, mine, form)


@login_required
@require_safe
def sheet_export(request: PersonRequest, key: str) -> HttpResponse:
    """All feedback as CSV, oldest first; importing it again changes nothing. Five queries, with session and person."""
    mine = reader_or_404(request.user, key)
    return csv_answer(f"{key}-feedback.csv", (*COLUMNS, *ONLY_OUT), sheet_rows(mine.product, mine.access))


def _preview(request: PersonRequest, mine: Membership, form: FeedbackSheetForm, *, stale: bool = False) -> HttpResponse:
    sheet = form.sheet
    taking = plan(mine.product, sheet.rows)
    writes = bool(taking.new or taking.linked) and not sheet.refused
    preview = {
        "rows": taking.new[:SHOWN],
        "new": len(taking.new),
        "linked": len(taking.linked),
        "unchanged": taking.unchanged,
        "more": max(len(taking.new) - SHOWN, 0),
        "refused": sheet.refused[:REFUSED_SHOWN],
        "refused_count": len(sheet.refused),
        "more_refused": max(len(sheet.refused) - REFUSED_SHOWN, 0),
    }
    product = mine.product
    sealed = seal(_SALT, form.text, product.revision, product.pk, request.user.pk) if writes else ""
    status = 409 if stale else 422 if sheet.refused else 200
    again = FeedbackSheetForm(mine, initial={"rows": form.text})
    return _page(request, mine, again, status=status, preview=preview, sealed=sealed, stale=stale)


def _write(request: PersonRequest, mine: Membership) -> HttpResponse:
    """Write exactly what was previewed; preview it again when the product has changed since."""
    held = unseal(_SALT, request.POST["previewed"], mine.product.pk, request.user.pk)
    if held is None:
        messages.error(request, "That preview is no longer valid. Choose the file again.")
        return _page(request, mine, FeedbackSheetForm(mine), status=422)
    text, revision = held
    form = FeedbackSheetForm(mine, {"rows": text})
    if not form.is_valid():
        return _page(request, mine, form, status=422)
    if form.sheet.refused:
        return _preview(request, mine, form, stale=True)
    try:
        done = take_in(mine.product, form.sheet.rows, by=request.user, revision=revision)
    except Stale:
        fresh = reader_or_404(request.user, mine.product.key)
        return _preview(request, fresh, form, stale=True)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, mine, form, status=422)
    linked = f", {len(done.linked)} attached to goals" if done.linked else ""
    messages.success(request, f"Imported: {len(done.new)} new{linked}.")
    return redirect(reverse("feedback", args=[mine.product.key]))


def _page(
    request: PersonRequest, mine: Membership, form: FeedbackSheetForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = product_context(mine.product, mine.access, "feedback", form=form, columns=COLUMNS, **more)
    return render(request, "talk/import.html", context, status=status)
