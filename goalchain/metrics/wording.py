"""What the events of metrics and readings say in words, for histories. No query."""

from datetime import date
from decimal import Decimal
from typing import Any

from goalchain.goals.models import Event

from .numbers import in_words
from .rules import in_short

_FIELDS = {
    "name": "the name",
    "unit": "the unit",
    "direction": "the direction",
    "baseline": "the baseline",
    "target": "the target",
    "lower": "the lower bound",
    "upper": "the upper bound",
    "target_on": "the target date",
}
_VERBS = {
    "create": "added the metric",
    "archive": "archived the metric",
    "restore": "restored the metric",
    "reorder": "changed the order of the metric",
}

Told = tuple[str, list[tuple[str, str]]]


def tell_metric(event: Event) -> Told:
    """An event of a metric, with the former and the new values."""
    name, unit = event.after["name"], event.after["unit"]
    if event.verb != "revise":
        return f"{_VERBS.get(event.verb, event.verb)} “{name}”", []
    fields = [field for field in _FIELDS if field in event.former]
    changes = [(_value(field, event.former[field], unit), _value(field, event.after[field], unit)) for field in fields]
    return f"changed {_and([_FIELDS[field] for field in fields])} of the metric “{name}”", changes


def tell_reading(event: Event) -> Told:
    """An event of a reading, with the former and the new value, note and day."""
    after = event.after
    unit = after["unit"]
    value, day = _value("value", after["value"], unit), _value("day", after["day"], unit)
    if event.verb == "record":
        return f"read “{after['name']}”: {value} on {day}", []
    if event.verb == "remove":
        return f"removed the reading of “{after['name']}” on {day}: {value}", []
    fields = [field for field in ("day", "value", "note") if field in event.former]
    changes = [(_value(field, event.former[field], unit), _value(field, after[field], unit)) for field in fields]
    return f"corrected the reading of “{after['name']}” on {day}", changes


def _value(field: str, value: Any, unit: str) -> str:
    if value in (None, ""):
        return "nothing"
    if field in ("baseline", "target", "lower", "upper", "value"):
        return in_words(Decimal(value), unit)
    return in_short(date.fromisoformat(value)) if field in ("day", "target_on") else str(value)


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
