"""/api/v1/metrics/, one metric, and its readings."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.goals.fetch import goal_or_404
from goalchain.goals.models import Goal
from goalchain.metrics.models import Metric, Reading
from goalchain.metrics.reads import latest_of

from .. import shapes
from ..answers import ApiView, Asked, Row, answer, page
from ..fields import checked
from ..filters import MetricFilter, ReadingFilter, filtered
from ..metric_bodies import MetricChange, NewMetric, ReadingBody
from ..metric_words import METRIC_COLUMNS, READING_COLUMNS, metrics_of, readings_of
from ..parsing import match_if_sent, require_match
from ..schema import ETAG, IF_MATCH, METRIC_QUERY, PAGING, READING_IF_MATCH, READING_QUERY
from ..schema_words import page_of


def visible_metrics(request: Asked) -> Any:
    """The metrics of the goals that the caller may see."""
    return Metric.objects.of_goals(Goal.objects.visible_to(request.user).order_by().values("pk"))


def metric_or_404(request: Asked, pk: int) -> Metric:
    """The metric, with its goal as the fetcher gives it; Http404 for what the caller may not see. Two queries."""
    found = Metric.objects.select_related("goal__product").filter(pk=pk).first()
    if found is None:
        raise Http404(f"There is no metric {pk} that you may see.")
    try:
        found.goal = goal_or_404(request.user, found.goal.key)
    except Http404:
        raise Http404(f"There is no metric {pk} that you may see.") from None
    return found


def editable_metric(request: Asked, pk: int) -> Metric:
    """As metric_or_404, for whoever may edit its goal."""
    metric = metric_or_404(request, pk)
    metric.goal.access.require_edit(metric.goal.level)
    return metric


def told(rows: list[Row]) -> list[dict[str, Any]]:
    """Metric resources with their latest readings. One query."""
    return metrics_of(rows, latest_of([row[0] for row in rows]))


def answer_metric(request: Asked, pk: int, status: int = 200) -> HttpResponse:
    """The metric as it is stored now, with its ETag. Two queries."""
    (metric,) = told(list(Metric.objects.filter(pk=pk).values_list(*METRIC_COLUMNS)))
    where = request.build_absolute_uri(f"/api/v1/metrics/{pk}/") if status == 201 else None
    return answer(metric, status=status, etag=str(metric["version"]), location=where)


@extend_schema(tags=["metrics"])
class Metrics(ApiView):
    """Metrics of goals."""

    @extend_schema(
        operation_id="list_metrics",
        parameters=[*METRIC_QUERY, *PAGING],
        responses={200: page_of(shapes.METRIC)},
    )
    def get(self, request: Asked) -> HttpResponse:
        """Metrics of the caller's products, oldest first, each with its latest reading."""
        metrics = filtered(MetricFilter, request, visible_metrics(request), archived="false")
        return page(request, metrics, METRIC_COLUMNS, told)

    @extend_schema(operation_id="make_metric", request=NewMetric, parameters=[ETAG], responses={201: shapes.METRIC})
    def post(self, request: Asked) -> HttpResponse:
        """Add a metric to a goal."""
        words = checked(NewMetric, request.data)
        goal = goal_or_404(request.user, words.pop("goal"))
        goal.access.require_edit(goal.level)
        return answer_metric(request, Metric.create(goal, by=request.user, **words).pk, status=201)


@extend_schema(tags=["metrics"])
class OneMetric(ApiView):
    """One metric. Its ETag is its version, which rises with every change of the metric, not with its readings."""

    @extend_schema(operation_id="read_metric", parameters=[ETAG], responses={200: shapes.METRIC})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """One metric, archived or not, with its latest reading and how far it has come."""
        rows = list(visible_metrics(request).filter(pk=pk).values_list(*METRIC_COLUMNS))
        if not rows:
            raise Http404(f"There is no metric {pk} that you may see.")
        (metric,) = told(rows)
        return answer(metric, etag=str(metric["version"]))

    @extend_schema(
        operation_id="change_metric", request=MetricChange, parameters=[IF_MATCH, ETAG], responses={200: shapes.METRIC}
    )
    def patch(self, request: Asked, pk: int) -> HttpResponse:
        """Change the fields that the body names."""
        metric = editable_metric(request, pk)
        require_match(request, str(metric.version))
        words = checked(MetricChange, request.data)
        metric.revise(by=request.user, version=metric.version, **words)
        return answer_metric(request, pk)


@extend_schema(tags=["metrics"])
class MetricArchive(ApiView):
    """Take a metric out of sight."""

    @extend_schema(
        operation_id="archive_metric", request=None, parameters=[IF_MATCH, ETAG], responses={200: shapes.METRIC}
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Archive the metric; its readings stay."""
        metric = editable_metric(request, pk)
        require_match(request, str(metric.version))
        metric.archive(by=request.user, version=metric.version)
        return answer_metric(request, pk)


@extend_schema(tags=["metrics"])
class MetricRestoration(ApiView):
    """Bring a metric back."""

    @extend_schema(
        operation_id="restore_metric", request=None, parameters=[IF_MATCH, ETAG], responses={200: shapes.METRIC}
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Restore an archived metric."""
        metric = editable_metric(request, pk)
        require_match(request, str(metric.version))
        metric.restore(by=request.user, version=metric.version)
        return answer_metric(request, pk)


@extend_schema(tags=["readings"])
class Readings(ApiView):
    """Readings of a metric."""

    @extend_schema(
        operation_id="list_readings",
        parameters=[*READING_QUERY, *PAGING],
        responses={200: page_of(shapes.READING)},
    )
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """Readings in the order in which they were entered."""
        metric = metric_or_404(request, pk)
        readings = filtered(ReadingFilter, request, Reading.objects.filter(metric=metric))
        return page(request, readings, READING_COLUMNS, readings_of)


@extend_schema(tags=["readings"])
class OneReading(ApiView):
    """The reading of a day. Its ETag is its version, which rises when it is corrected."""

    @extend_schema(operation_id="read_reading", parameters=[ETAG], responses={200: shapes.READING})
    def get(self, request: Asked, pk: int, day: date) -> HttpResponse:
        """What the metric was on that day."""
        return _answer_reading(metric_or_404(request, pk), day)

    @extend_schema(
        operation_id="put_reading",
        request=ReadingBody,
        parameters=[READING_IF_MATCH, ETAG],
        responses={200: shapes.READING, 201: shapes.READING},
    )
    def put(self, request: Asked, pk: int, day: date) -> HttpResponse:
        """Say what the metric was on that day. Sent again it changes nothing; another value corrects the reading."""
        metric = editable_metric(request, pk)
        words = checked(ReadingBody, request.data)
        version = None
        if "If-Match" in request.headers:
            stored = _reading_or_404(metric, day)
            match_if_sent(request, str(stored.version))
            version = stored.version
        _, happened = metric.record(day, words["value"], words["note"], by=request.user, version=version)
        return _answer_reading(metric, day, status=201 if happened == "record" else 200)

    @extend_schema(operation_id="delete_reading", request=None, parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Asked, pk: int, day: date) -> HttpResponse:
        """Take the reading out; the history keeps it."""
        metric = editable_metric(request, pk)
        reading = _reading_or_404(metric, day)
        require_match(request, str(reading.version))
        metric.remove_reading(reading, by=request.user, version=reading.version)
        return HttpResponse(status=204)


def _reading_or_404(metric: Metric, day: date) -> Reading:
    reading = metric.readings.filter(day=day).first()
    if reading is None:
        raise Http404(f"There is no reading of {day} of this metric.")
    return reading


def _answer_reading(metric: Metric, day: date, status: int = 200) -> HttpResponse:
    rows = list(Reading.objects.filter(metric=metric, day=day).values_list(*READING_COLUMNS))
    if not rows:
        raise Http404(f"There is no reading of {day} of this metric.")
    (reading,) = readings_of(rows)
    return answer(reading, status=status, etag=str(reading["version"]))
