"""How many sprint goals reach the vision, now and week by week: the headline of the gap report.

The past is the chain of today with the events since then taken back, one by one. Nothing of it is stored.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Case, IntegerField, Value, When
from django.utils import timezone

from goalchain.products.access import READ_PLANNING, Access
from goalchain.products.models import Product

from .. import levels
from ..models import Event, Goal

WEEKS: Final = 12
#: What of a goal, changed, can change whether it reaches the vision or counts.
_TELLING = ["state", "parents", "archived_at"]


@dataclass(frozen=True)
class Share:
    """So many sprint goals, and how many of them reach the vision."""

    reaching: int = 0
    of: int = 0

    @property
    def percent(self) -> int | None:
        """The part in whole percent; what is not all of it is never called 100%, and None of nothing."""
        if not self.of:
            return None
        return min(round(100 * self.reaching / self.of), 99) if self.reaching < self.of else 100

    @property
    def said(self) -> str:
        """The same in words: "9 of 11"."""
        return f"{self.reaching} of {self.of}"


@dataclass(frozen=True)
class Point:
    """How it stood at the end of a day: of the sprint goals that were open, and of all that were there."""

    day: date
    open: Share
    all: Share


@dataclass(frozen=True)
class Reach:
    """The points, oldest first, the last of them now; and whether the product has any goal at all."""

    points: list[Point]
    has_goals: bool

    @property
    def now(self) -> Point:
        """How it stands."""
        return self.points[-1]

    @property
    def told(self) -> list[Point]:
        """The points at which there were open sprint goals to count."""
        return [point for point in self.points if point.open.of]


@dataclass
class _Station:
    """What counts of a goal, as it was at the moment that is looked at."""

    level: int
    state: str
    archived: bool
    #: In how many of the weeks it was there: the last so many.
    since: int
    parents: list[int] = field(default_factory=list)


def reach_of(product: Product, access: Access, *, weeks: int = WEEKS) -> Reach:
    """How many sprint goals reach the vision: so many weeks ago, week by week, and now, which comes last.

    An open sprint goal reaches it when a line of live goals leads up to the vision that is not closed; of all sprint
    goals, the line may lead to a former vision. For who may not read planning, no draft of a sprint goal ever counted,
    and what is a draft now never was. Two queries, one without weeks.
    """
    now = timezone.now()
    moments = [now - timedelta(weeks=back) for back in range(weeks + 1)]
    zone, planning = ZoneInfo(product.time_zone), READ_PLANNING in access
    stations, numbers = _stations(product, moments, planning)
    later = _events(product, moments[-1]) if weeks else []
    has_goals = any(not station.archived for station in stations.values())
    ages = {station.since for station in stations.values()}
    points: list[Point] = []
    shares: tuple[Share, Share] | None = None
    for back, moment in enumerate(moments):
        if back - 1 in ages:
            shares = None  # Some goals were not there yet.
        while later and later[-1][1] > moment:
            goal, _, former = later.pop()
            if goal in stations:
                _take_back(stations[goal], former, numbers)
                shares = None
        shares = shares or _shares(stations, back, planning)
        points.append(Point(moment.astimezone(zone).date(), *shares))
    return Reach(points[::-1], has_goals)


def _stations(product: Product, moments: list[datetime], planning: bool) -> tuple[dict[int, _Station], dict[int, int]]:
    """Every goal by primary key, in the order of the levels, and the primary keys by number. One query."""
    since = [When(created_at__lte=moment, then=Value(back)) for back, moment in reversed(list(enumerate(moments)))]
    goals = Goal.objects.filter(product=product)
    if not planning:
        goals = goals.exclude(level=levels.SPRINT, state="draft")
    rows = goals.order_by("level").values_list(
        *("pk", "number", "level", "state"),
        Case(When(archived_at=None, then=Value(0)), default=Value(1), output_field=IntegerField()),
        Case(*since, default=Value(0), output_field=IntegerField()),
        "up_links__parent_id",
    )
    stations: dict[int, _Station] = {}
    numbers: dict[int, int] = {}
    for pk, number, level, state, is_archived, age, parent in rows:
        if pk not in stations:
            stations[pk] = _Station(level, state, bool(is_archived), age)
            numbers[number] = pk
        if parent is not None:
            stations[pk].parents.append(parent)
    return stations, numbers


def _events(product: Product, first: datetime) -> list[tuple[int, datetime, dict[str, Any]]]:
    """What changed since then, the newest last. One query."""
    events = Event.objects.filter(product=product, subject="goal", at__gt=first, former__has_any_keys=_TELLING)
    return list(events.order_by("id").values_list("goal_id", "at", "former"))


def _take_back(station: _Station, former: dict[str, Any], numbers: dict[int, int]) -> None:
    """Let the goal be as it was before an event."""
    station.state = former.get("state", station.state)
    if "archived_at" in former:
        station.archived = former["archived_at"] is not None
    if "parents" in former:
        station.parents = [numbers[told["number"]] for told in former["parents"] if told["number"] in numbers]


def _shares(stations: dict[int, _Station], back: int, planning: bool) -> tuple[Share, Share]:
    """How many open sprint goals reach the vision that is open, and how many of all reach any."""
    reached: dict[int, int] = {}
    counts = [0, 0, 0, 0]
    for pk, station in stations.items():
        if station.archived or station.since < back:
            continue
        if station.level == levels.VISION:
            reached[pk] = 1 if station.state == "closed" else 2
            continue
        best = 0
        for parent in station.parents:
            far = reached.get(parent, 0)
            if far > best:
                best = far
        if best:
            reached[pk] = best
        if station.level == levels.SPRINT and (planning or station.state != "draft"):
            counts[0] += best > 0
            counts[1] += 1
            if station.state != "closed":
                counts[2] += best == 2
                counts[3] += 1
    return Share(counts[2], counts[3]), Share(counts[0], counts[1])
