"""Where a day stands on the timeline: pure functions from dates to pixels and back. No Django, no clock, no time zone.

A day has a left and a right edge, so that a goal of one day has a width. Days are counted as dates, never as hours:
the day on which the clocks change is as wide as any other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

DAY: Final = timedelta(days=1)
#: Pixels a day at each zoom.
PER_DAY: Final = {"month": 8.0, "quarter": 2.6, "year": 0.8}
#: How many years before and after today a zoom reaches at most; what lies beyond is told, not drawn.
REACH: Final = {"month": (1, 2), "quarter": (4, 6), "year": (15, 25)}
#: The timeline is never narrower than this.
NARROWEST: Final = 1100
#: So much stays free at the right, for the words beside the last flag.
ROOM: Final = 230
#: A goal with a start and no end, or the other way round, is drawn as long as this.
OPEN_DAYS: Final = 30


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the timeline in pixels. `cut_left` and `cut_right`: it goes on beyond what is drawn."""

    x: float
    width: float
    cut_left: bool = False
    cut_right: bool = False

    @property
    def end(self) -> float:
        """Its right edge."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid at the left edge of a day, with its words; a major one begins a longer unit."""

    x: float
    label: str
    is_major: bool = False
    more: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """The days from `first` to `last`, both drawn, at a zoom."""

    first: date
    last: date
    zoom: str

    @property
    def per_day(self) -> float:
        """Pixels a day."""
        return PER_DAY[self.zoom]

    @property
    def width(self) -> float:
        """Pixels from the left edge of the first day to the right edge of the last one."""
        return self.right(self.last)

    def left(self, day: date) -> float:
        """The left edge of a day."""
        return round((day - self.first).days * self.per_day, 1)

    def right(self, day: date) -> float:
        """The right edge of a day."""
        return round(((day - self.first).days + 1) * self.per_day, 1)

    def holds(self, day: date) -> bool:
        """Whether the day is drawn."""
        return self.first <= day <= self.last

    def day_at(self, x: float) -> date:
        """The day on which a pixel stands, the nearest one that is drawn."""
        days = min(max(int(x // self.per_day), 0), (self.last - self.first).days)
        return self.first + days * DAY

    def span(self, starts_on: date | None, ends_on: date | None) -> Span | None:
        """The stretch from a start to an end, both days included; None when nothing of it is drawn.

        Without one of the two it is OPEN_DAYS long and cut at the open side; without both there is nothing to draw.
        """
        if starts_on is None and ends_on is None:
            return None
        open_left, open_right = starts_on is None, ends_on is None
        starts = starts_on if starts_on is not None else _back(ends_on, OPEN_DAYS - 1)
        ends = ends_on if ends_on is not None else _on(starts, OPEN_DAYS - 1)
        if starts is None or ends is None or ends < self.first or starts > self.last:
            return None
        left, right = self.left(max(starts, self.first)), self.right(min(ends, self.last))
        return Span(left, round(right - left, 1), open_left or starts < self.first, open_right or ends > self.last)


def _back(day: date | None, days: int) -> date:
    assert day is not None
    return date.min if (day - date.min).days < days else day - days * DAY


def _on(day: date, days: int) -> date:
    return date.max if (date.max - day).days < days else day + days * DAY


def scale_for(days: Iterable[date], today: date, zoom: str) -> Scale:
    """The scale on which all these days and today stand, as far as the zoom reaches, in whole units of the zoom."""
    before, after = REACH[zoom]
    earliest, latest = _years_on(today, -before), _years_on(today, after)
    drawn = [day for day in days if earliest <= day <= latest]
    first = _unit_start(min([today, *drawn]), zoom)
    last = _on(max([today, *drawn]), round(ROOM / PER_DAY[zoom]))
    narrowest = round(NARROWEST / PER_DAY[zoom])
    last = max(last, _on(first, narrowest))
    return Scale(first, _unit_end(last, zoom), zoom)


def _years_on(day: date, years: int) -> date:
    """The same day some years on; of 29 February, the 28th where there is none."""
    year = min(max(day.year + years, date.min.year), date.max.year - 1)
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _unit_start(day: date, zoom: str) -> date:
    """The first day of the month (or, at the zoom of years, of the quarter) in which a day lies."""
    month = day.month if zoom != "year" else day.month - (day.month - 1) % 3
    return day.replace(month=month, day=1)


def _unit_end(day: date, zoom: str) -> date:
    """The last day of that month or quarter."""
    start = _unit_start(day, zoom)
    return next_month(start, 3 if zoom == "year" else 1) - DAY


def next_month(first: date, months: int = 1) -> date:
    """The first day of a month, some months on."""
    count = first.month - 1 + months
    return date(first.year + count // 12, count % 12 + 1, 1)


def ticks(scale: Scale) -> list[Tick]:
    """The lines of the grid, from left to right: weeks and months, months and years, or quarters and years."""
    return list({"month": _weeks, "quarter": _months, "year": _quarters}[scale.zoom](scale))


def _weeks(scale: Scale) -> Iterator[Tick]:
    """A line each Monday with its day; the month stands over its first Monday, or over the first line."""
    day = scale.first
    told = None
    while day <= scale.last:
        if day.weekday() == 0:
            is_first = told != (day.year, day.month)
            told = (day.year, day.month)
            yield Tick(scale.left(day), str(day.day), is_first, f"{day:%b %Y}" if is_first else "")
        day += DAY


def _months(scale: Scale) -> Iterator[Tick]:
    day = scale.first
    while day <= scale.last:
        is_first = day.month == 1 or day == scale.first
        yield Tick(scale.left(day), f"{day:%b}", day.month == 1, str(day.year) if is_first else "")
        day = next_month(day)


def _quarters(scale: Scale) -> Iterator[Tick]:
    day = scale.first
    while day <= scale.last:
        is_first = day.month == 1 or day == scale.first
        yield Tick(scale.left(day), f"Q{(day.month + 2) // 3}", day.month == 1, str(day.year) if is_first else "")
        day = next_month(day, 3)
