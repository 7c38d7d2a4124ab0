"""Undo of what was done to a metric or a reading: the opposite verb, as a new change."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from goalchain.goals.models import Event, Goal
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale

from .models import Metric

if TYPE_CHECKING:
    from goalchain.accounts.models import User

_VALUES = ("baseline", "target", "lower", "upper", "value")
_DAYS = ("target_on", "day")


def undo_metric(event: Event, goal: Goal, by: "User") -> None:
    """Take back a change of a metric. Raises Refused when it was changed again since."""
    with change(goal.product, by) as begun:
        begun.undoes_id = event.pk
        metric = _metric(goal, event.after["id"])
        if metric.version != event.after["version"]:
            raise Refused(f"“{metric.name}” was changed again since. Look at its page and change it by hand.")
        match event.verb:
            case "create" | "restore":
                metric.archive(by=by, within=begun)
            case "archive":
                metric.restore(by=by, within=begun)
            case "reorder":
                metric._write(begun, "reorder", position=event.former["position"])
            case "revise":
                metric.revise(by=by, within=begun, **_typed(event.former))
            case _:
                raise Refused(f"“{event.verb}” cannot be undone.")


def undo_reading(event: Event, goal: Goal, by: "User") -> None:
    """Take back what was done to a reading. Raises Refused when it was corrected or removed since."""
    with change(goal.product, by) as begun:
        begun.undoes_id = event.pk
        metric = _metric(goal, event.after["metric"])
        try:
            _put_back(event, metric, by, begun)
        except Stale:
            raise Refused("This reading was changed again since. Look at the readings and change it by hand.") from None


def _put_back(event: Event, metric: Metric, by: "User", begun: Change) -> None:
    after, former = event.after, _typed(event.former)
    former.pop("user", None)
    if event.verb == "remove":
        day, value = date.fromisoformat(after["day"]), Decimal(after["value"])
        metric.record(day, value, after["note"], by=by, within=begun, version=0)
        return
    reading = metric.readings.filter(pk=after["id"]).first()
    if reading is None:
        raise Stale(after["version"])
    if event.verb == "record":
        metric.remove_reading(reading, by=by, version=after["version"], within=begun)
    else:
        metric.correct(reading, by=by, version=after["version"], within=begun, **former)


def _metric(goal: Goal, pk: int) -> Metric:
    metric = Metric.objects.get(pk=pk, goal_id=goal.pk)
    metric.goal = goal
    return metric


def _typed(former: dict[str, Any]) -> dict[str, Any]:
    """Values from an event as the columns hold them."""
    return {
        name: value
        if value is None
        else Decimal(value)
        if name in _VALUES
        else date.fromisoformat(value)
        if name in _DAYS
        else value
        for name, value in former.items()
    }
