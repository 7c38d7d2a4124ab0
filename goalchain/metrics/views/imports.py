"""Readings by CSV: a preview, then all rows or none; and the same out again."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.accounts.models import User
from goalchain.lib import sheet_forms
from goalchain.lib.sheet_forms import SheetForm
from goalchain.lib.sheets import REFUSED_SHOWN, csv_answer, guard
from goalchain.products.errors import Refused, Stale
from goalchain.products.pages import product_context

from ..fetch import editable_metric_or_404, metric_or_404
from ..models import Metric
from ..numbers import bare, in_words
from ..sheet import COLUMNS, ReadingSheet, read_readings
from .responses import metric_address

_SALT = "goalchain.metrics.readings"
SHOWN = 100


class ReadingsForm(SheetForm):
    """A sheet of readings of one metric; a valid form has them in `sheet`."""

    sheet: ReadingSheet

    def __init__(self, metric: Metric, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.metric = metric
        rows = self.fields["rows"]
        rows.help_text = "A date and a value in each, and a note if you like; copied from a spreadsheet will do."

    def read(self, text: str) -> ReadingSheet:
        """The readings of the text. Raises Unreadable."""
        return read_readings(text, self.metric.unit, self.metric.goal.product.today())


@require_http_methods(["GET", "HEAD", "POST"])
def readings_import(request: PersonRequest, key: str, metric_id: int) -> HttpResponse:
    """GET: the form. POST of rows: their preview, 422 while one is bad. POST of what was previewed: write it."""
    metric = editable_metric_or_404(request.user, key, metric_id)
    if request.method != "POST":
        return _page(request, metric, ReadingsForm(metric))
    if "previewed" in request.POST:
        return _write(request, metric)
    form = ReadingsForm(metric, request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, metric, form, status=422)
    return _preview(request, metric, form)


@require_safe
def readings_export(request: PersonRequest, key: str, metric_id: int) -> HttpResponse:
    """All readings as CSV, oldest first; importing it again changes nothing. Two queries and one for the metric."""
    metric = metric_or_404(request.user, key, metric_id)
    rows = metric.readings.order_by("day").values_list("day", "value", "note")
    cells = ([day.isoformat(), bare(value), guard(note)] for day, value, note in rows)
    return csv_answer(f"{key}-metric-{metric.pk}.csv", COLUMNS, cells)


def seal(text: str, metric: Metric, user: User) -> str:
    """Sign what was previewed, so that it can wait in the page itself: for this person, metric and revision only."""
    return sheet_forms.seal(_SALT, text, metric.goal.product.revision, metric.pk, user.pk)


def _preview(request: PersonRequest, metric: Metric, form: ReadingsForm, *, stale: bool = False) -> HttpResponse:
    sheet = form.sheet
    stored = {reading.day: reading for reading in metric.readings.all()}
    rows: list[dict[str, Any]] = []
    new = corrected = 0
    for row in sheet.rows:
        former = stored.get(row.day)
        if former is not None and (former.value, former.note) == (row.value, row.note):
            continue
        new += former is None
        corrected += former is not None
        if len(rows) < SHOWN:
            value, was = in_words(row.value, metric.unit), in_words(former.value, metric.unit) if former else ""
            rows.append({"day": row.day, "value": value, "note": row.note, "former": was})
    sealed = ""
    if not sheet.refused and new + corrected:
        sealed = seal(form.text, metric, request.user)
    preview = {
        "rows": rows,
        "new": new,
        "corrected": corrected,
        "count": new + corrected,
        "more": new + corrected - len(rows),
        "unchanged": len(sheet.rows) - new - corrected,
        "refused": sheet.refused[:REFUSED_SHOWN],
        "refused_count": len(sheet.refused),
        "more_refused": max(len(sheet.refused) - REFUSED_SHOWN, 0),
    }
    status = 409 if stale else 422 if sheet.refused else 200
    again = ReadingsForm(metric, initial={"rows": form.text})
    return _page(request, metric, again, status=status, preview=preview, sealed=sealed, stale=stale)


def _write(request: PersonRequest, metric: Metric) -> HttpResponse:
    """Write exactly what was previewed; preview it again when the product has changed since."""
    found = sheet_forms.unseal(_SALT, request.POST["previewed"], metric.pk, request.user.pk)
    if found is None:
        messages.error(request, "That preview is no longer valid. Choose the file again.")
        return _page(request, metric, ReadingsForm(metric), status=422)
    text, revision = found
    form = ReadingsForm(metric, {"rows": text})
    if not form.is_valid() or form.sheet.refused:
        return _page(request, metric, form, status=422)
    try:
        taken = metric.take_readings(form.sheet.rows, by=request.user, revision=revision)
    except Stale:
        return _preview(request, editable_metric_or_404(request.user, metric.goal.key, metric.pk), form, stale=True)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _page(request, metric, form, status=422)
    messages.success(request, f"Imported: {taken.new} new, {taken.corrected} corrected.")
    return redirect(metric_address(metric.goal, metric))


def _page(
    request: PersonRequest, metric: Metric, form: ReadingsForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    goal = metric.goal
    context = product_context(goal.product, goal.access, "chain", goal=goal, metric=metric, form=form, **more)
    return render(request, "metrics/import.html", context, status=status)
