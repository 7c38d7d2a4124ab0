"""What the demo measures: a year of weekly readings that end on Monday of this week, one metric that does not move.

The readings are worked out, not drawn by lot, so that the demo is the same whenever it is made.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from math import sin
from typing import Any

from django.utils import timezone

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from goalchain.metrics.models import Metric
from goalchain.metrics.verbs.reading import Row
from goalchain.products.access import Role

YEAR = 52


@dataclass(frozen=True)
class ToldMetric:
    """A metric of the demo, of the goal with this number.

    `begins` and `ends` are its first and its last reading, `weeks` how long it was read; `still` is the part of that
    time in which nothing happened yet, `wobble` how far a reading strays. `due` is in days from this week's Monday.
    """

    goal: int
    name: str
    unit: str
    baseline: str
    target: str
    begins: float
    ends: float
    direction: str = "up"
    weeks: int = YEAR
    still: float = 0.3
    wobble: float = 1.0
    places: int = 0
    due: int | None = None
    notes: tuple[tuple[int, str], ...] = ()
    slip: bool = False


BIKE = (
    ToldMetric(2, "Days without the bike", "days", "3.2", "1", 3.2, 2.1, "down", wobble=0.12, places=1, due=420),
    ToldMetric(
        3,
        "Idle hours that are sold",
        "%",
        "12",
        "80",
        12,
        21,
        wobble=1.6,
        due=420,
        notes=((9, "after the trade fair"),),
    ),
    ToldMetric(
        4,
        "Bookings without a call",
        "%",
        "4",
        "60",
        4,
        41,
        wobble=1.4,
        due=322,
        notes=((2, "first week of the new form"), (23, "two workshops join")),
        slip=True,
    ),
    ToldMetric(4, "Time to book", "minutes", "4", "9", 9.2, 6.4, "within", wobble=0.5, places=1),
    # All that was to lead there was done, and it stays where it was.
    ToldMetric(14, "Searches that end in a booking", "%", "21", "50", 21, 22, wobble=1.8, due=-43),
    ToldMetric(6, "Riders who book at a workshop new to them", "%", "18", "45", 18, 24, wobble=1.2, due=560),
    ToldMetric(15, "Workshops with right slots", "workshops", "0", "12", 0, 5, weeks=8, still=0, wobble=0, due=-9),
)

EAT = (
    ToldMetric(2, "Weight that users lose", "kg", "0", "12", 0, 5.5, wobble=0.15, places=1, due=392),
    ToldMetric(3, "Users back to normal blood sugar", "%", "6", "30", 6, 9, wobble=0.8, due=560),
    ToldMetric(4, "Revenue beyond appliances", "%", "1", "10", 1, 3.4, wobble=0.2, places=1, due=392),
    ToldMetric(5, "Revenue of subscriptions", "€", "0", "48000", 0, 7400, wobble=160, due=392),
    ToldMetric(7, "People who use it in three weeks of four", "people", "40", "5000", 40, 2260, wobble=35, due=98),
    ToldMetric(8, "Users who look at their day", "%", "31", "60", 31, 32, wobble=1.5, due=210),
    ToldMetric(10, "Days until a change is out", "days", "14", "1", 14, 9, "down", wobble=0.7, due=400),
)


def measure(told_metrics: Sequence[ToldMetric], goals: Sequence[Goal], people: Mapping[Role, User]) -> None:
    """Add the metrics to the goals, which are in the order of their numbers, and read them week by week."""
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    for told in told_metrics:
        first, second = Decimal(told.baseline), Decimal(told.target)
        aims: dict[str, Any] = (
            {"lower": first, "upper": second} if told.direction == "within" else {"baseline": first, "target": second}
        )
        metric = Metric.create(
            goals[told.goal - 1],
            by=people[Role.OWNER],
            name=told.name,
            unit=told.unit,
            direction=told.direction,
            target_on=None if told.due is None else monday + timedelta(days=told.due),
            **aims,
        )
        notes = dict(told.notes)
        rows = [Row(monday - timedelta(weeks=weeks), value, notes.get(weeks, "")) for weeks, value in _values(told)]
        metric.take_readings(rows, by=people[Role.COACH])
        if told.slip:
            # Somebody typed the digits the wrong way round, and corrected it.
            day, value = rows[-1].day, rows[-1].value
            metric.record(day, Decimal(str(value)[::-1]), by=people[Role.DEVELOPER])
            metric.record(day, value, by=people[Role.COACH])


def _values(told: ToldMetric) -> Iterator[tuple[int, Decimal]]:
    """Pairs of how many weeks ago and what was read then, the last of them exactly where the metric ends."""
    for week in range(told.weeks):
        part = week / (told.weeks - 1)
        moved = max(0.0, (part - told.still) / (1 - told.still))
        stray = told.wobble * sin(2.3 * week) if week < told.weeks - 1 else 0
        value = max(0.0, told.begins + (told.ends - told.begins) * moved + stray)
        yield told.weeks - 1 - week, round(Decimal(value), told.places)
