"""Metrics of a goal: add, edit, archive, restore, put first."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.goals.fetch import goal_or_404
from goalchain.lib.answers import version_in
from goalchain.products.errors import Refused, Stale
from goalchain.products.forms import add_refusal

from ..fetch import editable_metric_or_404
from ..forms import MetricForm
from ..models import Metric
from .responses import clash_of, done, form_page, metric_page, refused


@require_http_methods(["GET", "HEAD", "POST"])
def metrics(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the form for another metric. POST: add it to the goal."""
    goal = goal_or_404(request.user, key)
    goal.access.require_edit(goal.level)
    form = MetricForm(request.POST if request.method == "POST" else None, auto_id="new-metric-%s")
    if request.method != "POST":
        return form_page(request, goal, form)
    if form.is_valid():
        try:
            metric = Metric.create(goal, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return done(request, metric, f"“{metric.name}” is measured from now on.")
    return form_page(request, goal, form, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, key: str, metric_id: int) -> HttpResponse:
    """GET: the form of the metric. POST: save it onto the version that was read; a clash shows both."""
    metric = editable_metric_or_404(request.user, key, metric_id)
    initial = {name: getattr(metric, name) for name in Metric.REVISABLE}
    data = request.POST if request.method == "POST" else None
    form = MetricForm(data, initial=initial, auto_id=f"metric-{metric.pk}-%s")
    if request.method != "POST":
        return form_page(request, metric.goal, form, metric)
    if not form.is_valid():
        return form_page(request, metric.goal, form, metric, status=422)
    try:
        changed = metric.revise(by=request.user, version=version_in(request, "read"), **form.cleaned_data)
    except Refused as refusal:
        add_refusal(form, refusal)
        return form_page(request, metric.goal, form, metric, status=422)
    except Stale:
        metric = editable_metric_or_404(request.user, key, metric_id)
        return form_page(request, metric.goal, form, metric, status=409, clash=clash_of(metric))
    return done(request, metric, "Metric saved." if changed else "Nothing changed.", undoable=changed)


def _act(
    request: PersonRequest, key: str, metric_id: int, act: Callable[[Metric, dict[str, Any]], Any], text: str
) -> HttpResponse:
    metric = editable_metric_or_404(request.user, key, metric_id)
    try:
        changed = act(metric, {"by": request.user, "version": version_in(request, "read")})
    except (Refused, Stale) as error:
        return refused(request, editable_metric_or_404(request.user, key, metric_id), error)
    return done(request, metric, text.format(metric.name), undoable=changed is not False)


@require_POST
def archive(request: PersonRequest, key: str, metric_id: int) -> HttpResponse:
    """Take the metric off the goal; its readings stay."""
    return _act(request, key, metric_id, lambda m, words: m.archive(**words), "“{}” is archived.")


@require_POST
def restoration(request: PersonRequest, key: str, metric_id: int) -> HttpResponse:
    """Bring an archived metric back."""
    return _act(request, key, metric_id, lambda m, words: m.restore(**words), "“{}” is back.")


@require_POST
def first(request: PersonRequest, key: str, metric_id: int) -> HttpResponse:
    """Make it the metric that lists show of the goal."""
    return _act(request, key, metric_id, lambda m, words: m.put_first(**words), "“{}” comes first now.")


@require_http_methods(["GET", "HEAD"])
def metric(request: PersonRequest, key: str, metric_id: int) -> HttpResponse:
    """The page of a metric: plot, readings, history."""
    return metric_page(request, key, metric_id)
