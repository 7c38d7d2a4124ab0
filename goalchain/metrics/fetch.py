"""Getting a metric or a reading for a person: through the goal, and so through the access rules, or not at all."""

from typing import Any

from django.http import Http404

from goalchain.goals.fetch import goal_or_404
from goalchain.goals.models import Goal

from .models import Metric, Reading


def metric_or_404(user: Any, key: str, metric_id: int) -> Metric:
    """The metric of a goal that this person may see, with the goal as `goal_or_404` gives it. Two queries."""
    return _metric_of(goal_or_404(user, key), metric_id)


def editable_metric_or_404(user: Any, key: str, metric_id: int) -> Metric:
    """As metric_or_404, for whoever may edit the goal; raises PermissionDenied for others who may see it."""
    goal = goal_or_404(user, key)
    goal.access.require_edit(goal.level)
    return _metric_of(goal, metric_id)


def _metric_of(goal: Goal, metric_id: int) -> Metric:
    metric = Metric.objects.filter(pk=metric_id, goal_id=goal.pk).first()
    if metric is None:
        raise Http404(f"{goal.key} has no such metric.")
    metric.goal = goal
    return metric


def reading_or_404(metric: Metric, reading_id: int) -> Reading:
    """A reading of the metric. One query."""
    reading = metric.readings.filter(pk=reading_id).first()
    if reading is None:
        raise Http404("There is no such reading of this metric; somebody may have removed it.")
    return reading
