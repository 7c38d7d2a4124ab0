"""The plot of a metric as coordinates: readings, baseline, target or bounds, trend. The template writes the SVG.

Days run from the first reading to the target date (or to the last reading, when that comes later or no date is set).
Values run over everything that is drawn; a steep trend may leave the picture at its edge rather than squash the rest.
Coordinates are in units of the view box, from its upper left corner, to a tenth. No query.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from .rules import in_short
from .standing import Standing
from .trend import Trend

#: So much of the height of everything else may be added above or below for a trend that leads out of it.
OUTLYING = 0.25


class Frame(NamedTuple):
    """The size of a picture and the room between its edge and what is drawn."""

    width: float
    height: float
    left: float = 6
    right: float = 6
    top: float = 8
    bottom: float = 8


#: On the goal page, on the metric's own page (with room for words at the axes), and in lists.
SMALL = Frame(340, 120)
LARGE = Frame(720, 280, left=64, right=16, top=14, bottom=34)
#: As LARGE, for a phone: what stands at the axes keeps its size.
NARROW = Frame(360, 230, left=64, right=12, top=14, bottom=34)
SPARK = Frame(120, 28, 3, 4, 4, 4)


class Spot(NamedTuple):
    """A place in the picture."""

    x: float
    y: float


class Line(NamedTuple):
    """A straight line in the picture."""

    x1: float
    y1: float
    x2: float
    y2: float


class Mark(NamedTuple):
    """A word at an axis and where it stands."""

    at: float
    words: str


@dataclass
class Plot:
    """A picture of a standing in a frame. `name` begins the ids inside of it, which are unique on a page."""

    standing: Standing
    frame: Frame
    name: str

    # -- scales --------------------------------------------------------------------------------------------------------

    @cached_property
    def days(self) -> tuple[date, date]:
        """The first and the last day of the picture."""
        known = [reading.day for reading in self.standing.readings]
        if self.standing.metric.target_on and self.frame is not SPARK:
            known.append(self.standing.metric.target_on)
        return (min(known), max(known)) if known else (date(1970, 1, 1), date(1970, 1, 1))

    @cached_property
    def values(self) -> tuple[float, float]:
        """The lowest and the highest value of the picture; never the same."""
        metric = self.standing.metric
        fixed = [metric.baseline, metric.target, metric.lower, metric.upper]
        known = [float(value) for value in fixed if value is not None]
        known += [float(reading.value) for reading in self.standing.readings]
        low, high = min(known, default=0.0), max(known, default=1.0)
        if low == high:
            return low - 1, high + 1
        if self.trend_end is not None:
            room = (high - low) * OUTLYING
            low, high = max(min(low, self.trend_end), low - room), min(max(high, self.trend_end), high + room)
        return low, high

    def x(self, day: date) -> float:
        """Where a day stands."""
        first, last = self.days
        whole = (last - first).days
        part = (day - first).days / whole if whole else 0.5
        return round(self.frame.left + part * self.across, 1)

    def y(self, value: float) -> float:
        """Where a value stands."""
        low, high = self.values
        frame = self.frame
        inside = frame.height - frame.top - frame.bottom
        return round(frame.top + (high - value) / (high - low) * inside, 1)

    # -- what is drawn -------------------------------------------------------------------------------------------------

    @property
    def spots(self) -> list[Spot]:
        """The readings."""
        return [Spot(self.x(reading.day), self.y(float(reading.value))) for reading in self.standing.readings]

    @property
    def path(self) -> str:
        """The readings as the points of a polyline."""
        return " ".join(f"{spot.x:g},{spot.y:g}" for spot in self.spots)

    @property
    def last(self) -> Spot | None:
        """The newest reading."""
        return self.spots[-1] if self.standing.readings else None

    @property
    def baseline(self) -> float | None:
        """The height of the baseline."""
        value = self.standing.metric.baseline
        return None if value is None else self.y(float(value))

    @property
    def target(self) -> float | None:
        """The height of the target line."""
        value = self.standing.metric.target
        return None if value is None else self.y(float(value))

    @property
    def band(self) -> dict[str, float] | None:
        """What lies between the bounds: `top`, `bottom` and `height`."""
        metric = self.standing.metric
        if metric.lower is None or metric.upper is None:
            return None
        top, bottom = self.y(float(metric.upper)), self.y(float(metric.lower))
        return {"top": top, "bottom": bottom, "height": round(bottom - top, 1)}

    @property
    def trend(self) -> Line | None:
        """The trend, from the first reading that it is of to the last day of the picture."""
        trend = self._trend
        if trend is None:
            return None
        end = max(self.days[1], trend.last)
        return Line(self.x(trend.first), self.y(trend.at(trend.first)), self.x(end), self.y(trend.at(end)))

    @cached_property
    def trend_end(self) -> float | None:
        """The value at which the trend ends."""
        trend = self._trend
        return None if trend is None else trend.at(max(self.days[1], trend.last))

    @property
    def _trend(self) -> Trend | None:
        return None if self.frame is SPARK else self.standing.trend

    # -- words ---------------------------------------------------------------------------------------------------------

    @property
    def view_box(self) -> str:
        """The size, as SVG takes it."""
        return f"0 0 {self.frame.width:g} {self.frame.height:g}"

    @property
    def right(self) -> float:
        """Where lines across the picture end."""
        return self.frame.width - self.frame.right

    @property
    def across(self) -> float:
        """How wide the picture is between its edges."""
        return self.frame.width - self.frame.left - self.frame.right

    @property
    def foot(self) -> float:
        """Where the words under the picture stand."""
        return self.frame.height - 10

    @property
    def value_marks(self) -> list[Mark]:
        """Words at the left axis: baseline, target or bounds, and the newest value where it has room of its own."""
        metric, standing = self.standing.metric, self.standing
        wanted = [metric.target, metric.baseline, metric.upper, metric.lower, standing.current]
        marks: list[Mark] = []
        for value in wanted:
            if value is None:
                continue
            at = self.y(float(value))
            if all(abs(at - mark.at) >= 15 for mark in marks):
                marks.append(Mark(at, standing.say(value)))
        return marks

    @property
    def day_marks(self) -> list[Mark]:
        """Words under the picture: the first day, and the last one where it is another."""
        first, last = self.days
        marks = [Mark(self.x(first), in_short(first))]
        return marks if first == last else [*marks, Mark(self.x(last), in_short(last))]
