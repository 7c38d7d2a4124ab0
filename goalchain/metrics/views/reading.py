"""Readings: enter one, correct it, remove it."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import version_in, version_kept
from goalchain.products.errors import Refused, Stale
from goalchain.products.forms import add_refusal

from ..fetch import editable_metric_or_404, reading_or_404
from ..forms import ReadingForm
from ..models import Metric, Reading
from ..numbers import in_words
from ..rules import in_full
from .responses import clash_of, done, form_in_place, metric_address, refused

FORM, ROW, PAGE = "metrics/_reading_form.html", "metrics/_reading_edit.html", "metrics/reading.html"


@require_http_methods(["GET", "HEAD", "POST"])
def readings(request: PersonRequest, key: str, metric_id: int) -> HttpResponse:
    """GET: the form for a reading of today. POST: record it; for a day that has one already, that one is shown first,
    and saving again corrects it."""
    metric = editable_metric_or_404(request.user, key, metric_id)
    form = ReadingForm(
        metric, request.POST if request.method == "POST" else None, initial={"day": metric.goal.product.today()}
    )
    if request.method != "POST":
        return _form(request, metric, form)
    if form.is_valid():
        try:
            reading, happened = metric.record(by=request.user, version=version_in(request, "read"), **form.cleaned_data)
        except Stale:
            return _taken(request, metric, form)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return done(request, metric, _said(metric, reading, happened), undoable=bool(happened))
    return _form(request, metric, form, status=422, read=version_in(request, "read"))


def _taken(request: PersonRequest, metric: Metric, form: ReadingForm) -> HttpResponse:
    """The day has a reading that the person has not seen: nothing is replaced unseen. The same one again is no news."""
    told = form.cleaned_data
    there = metric.readings.filter(day=told["day"]).select_related("reader").first()
    if there is not None:
        there.metric = metric
        if (there.value, there.note) == (told["value"], told["note"]):
            metric.latest_change = None  # the change that was refused
            return done(request, metric, "Nothing changed.", undoable=False)
    return _form(request, metric, form, status=409, taken=there, read=there.version if there else 0)


def _said(metric: Metric, reading: Reading, happened: str) -> str:
    value, day = in_words(reading.value, metric.unit), in_full(reading.day)
    return {"record": f"{value} on {day}.", "correct": f"The reading of {day} is {value} now."}.get(
        happened, "Nothing changed."
    )


def _form(request: PersonRequest, metric: Metric, form: ReadingForm, *, status: int = 200, **more: Any) -> HttpResponse:
    action = f"{metric_address(metric.goal, metric)}readings/"
    return form_in_place(
        request,
        metric.goal,
        form,
        FORM,
        PAGE,
        status,
        **{"metric": metric, "action": action, "reading": None, "read": 0} | more,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reading(request: PersonRequest, key: str, metric_id: int, reading_id: int) -> HttpResponse:
    """GET: the form of a reading. POST: correct it; a clash shows both values."""
    metric = editable_metric_or_404(request.user, key, metric_id)
    found = reading_or_404(metric, reading_id)
    data = request.POST if request.method == "POST" else None
    initial = {"value": found.value, "day": found.day, "note": found.note}
    form = ReadingForm(metric, data, initial=initial, auto_id=f"reading-{found.pk}-%s")
    if request.method != "POST":
        return _correction(request, metric, found, form)
    if not form.is_valid():
        return _correction(request, metric, found, form, status=422)
    try:
        changed = metric.correct(found, by=request.user, version=version_in(request, "read"), **form.cleaned_data)
    except Refused as refusal:
        add_refusal(form, refusal)
        return _correction(request, metric, found, form, status=422)
    except Stale:
        found = reading_or_404(metric, reading_id)
        return _correction(request, metric, found, form, status=409, clash=clash_of(metric, found))
    return done(request, metric, "Reading corrected." if changed else "Nothing changed.", undoable=changed)


def _correction(
    request: PersonRequest, metric: Metric, found: Reading, form: ReadingForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    words = {
        "metric": metric,
        "reading": found,
        "read": version_kept(request, found.version, status, "read"),
        "action": f"{metric_address(metric.goal, metric)}readings/{found.pk}/",
        **more,
    }
    return form_in_place(request, metric.goal, form, ROW, PAGE, status, **words)


@require_POST
def removal(request: PersonRequest, key: str, metric_id: int, reading_id: int) -> HttpResponse:
    """Take a reading out; the history keeps it."""
    metric = editable_metric_or_404(request.user, key, metric_id)
    found = reading_or_404(metric, reading_id)
    try:
        metric.remove_reading(found, by=request.user, version=version_in(request, "read"))
    except (Refused, Stale) as error:
        return refused(request, editable_metric_or_404(request.user, key, metric_id), error)
    return done(request, metric, f"The reading of {in_full(found.day)} is removed.")
