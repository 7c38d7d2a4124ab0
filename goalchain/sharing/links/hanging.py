"""What hung on goals at a revision, from events, as the chain is: metrics with readings, features, checkpoints; and
the days to which releases had been moved by then."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from goalchain.goals.models import Event
from goalchain.metrics.models import Metric, Reading
from goalchain.metrics.standing import Standing
from roadmap.releases.trail import Move

from .models import Kind, ShareLink

_COLUMNS = ("id", "subject", "verb", "goal__number", "after", "former", "undoes_id")
_VALUES = ("baseline", "target", "lower", "upper")


@dataclass
class Hanging:
    """By the number of a goal: its metrics with what was read of them, the words of its features, in order, the
    facts of its checkpoint, and the moves of its end."""

    metrics: dict[int, list[Standing]] = field(default_factory=dict)
    features: dict[int, list[str]] = field(default_factory=dict)
    checkpoints: dict[int, dict[str, Any]] = field(default_factory=dict)
    moves: dict[int, list[Move]] = field(default_factory=dict)


def hanging_as_of(link: ShareLink, numbers: list[int]) -> Hanging:
    """What hung on these goals when the link was frozen, as far as it shows it. One query; none for nothing."""
    subjects = ["checkpoint", *(["metric", "reading"] if "metrics" in link.shows else [])]
    subjects += ["feature"] if "features" in link.shows else []
    wanted = Q(subject__in=subjects)
    if link.kind == Kind.RELEASES and "dates" in link.shows:
        wanted |= Q(subject="goal", former__has_key="ends_on")
    if not numbers:
        return Hanging()
    events = Event.objects.filter(wanted, product=link.product, revision__lte=link.revision, goal__number__in=numbers)
    last: dict[tuple[str, int], tuple[int, dict[str, Any]]] = {}
    told = Hanging()
    for pk, subject, verb, number, after, former, undoes in events.order_by("id").values_list(*_COLUMNS):
        if subject == "goal":
            days = [date.fromisoformat(day) if day else None for day in (former["ends_on"], after["ends_on"])]
            told.moves.setdefault(number, []).append(Move(pk, undoes, after["state"], *days))
        elif subject == "reading" and verb == "remove":
            last.pop((subject, after["id"]), None)
        else:
            last[subject, after["id"]] = (number, after)
    readings: dict[int, list[Reading]] = {}
    for (subject, _), (_, after) in last.items():
        if subject == "reading":
            reading = Reading(day=date.fromisoformat(after["day"]), value=Decimal(after["value"]))
            readings.setdefault(after["metric"], []).append(reading)
    in_order = sorted(last.items(), key=lambda pair: (pair[1][1].get("position", 0), pair[0][1]))
    for (subject, pk), (number, after) in in_order:
        if subject == "metric" and after["archived_at"] is None:
            found = sorted(readings.get(pk, []), key=lambda reading: reading.day)
            told.metrics.setdefault(number, []).append(Standing(_metric(after), found))
        elif subject == "feature" and not after["removed"]:
            told.features.setdefault(number, []).append(after["text"])
        elif subject == "checkpoint" and not after["taken_back"]:
            told.checkpoints[number] = after
    return told


def _metric(after: dict[str, Any]) -> Metric:
    values = {name: None if after[name] is None else Decimal(after[name]) for name in _VALUES}
    return Metric(name=after["name"], unit=after["unit"], direction=after["direction"], **values)
