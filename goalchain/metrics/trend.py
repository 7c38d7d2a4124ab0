"""The trend of a metric: the straight line that fits its last readings best (least squares)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

#: The line is fitted through so many last readings: of weekly ones, a quarter of a year.
LAST = 12
#: Two readings make a line, but no trend.
LEAST = 3


@dataclass(frozen=True)
class Trend:
    """A line through `count` readings from `first` to `last`: `value` at `last`, `slope` a day.

    `noise` is the standard deviation of the readings around the line.
    """

    first: date
    last: date
    value: float
    slope: float
    noise: float
    count: int

    def at(self, day: date) -> float:
        """The value of the line on a day."""
        return self.value + self.slope * (day - self.last).days

    @property
    def rises(self) -> float:
        """How much the line rises from its first day to its last; below 0 when it falls."""
        return self.slope * (self.last - self.first).days

    @property
    def is_flat(self) -> bool:
        """Whether what it rises or falls cannot be told from noise: twice the standard deviation around the line."""
        return abs(self.rises) <= 2 * self.noise or self.slope == 0


def trend_of(points: Sequence[tuple[date, float]]) -> Trend | None:
    """The trend of readings, oldest first; None for fewer than LEAST. Only the LAST ones count."""
    points = points[-LAST:]
    if len(points) < LEAST:
        return None
    last = points[-1][0]
    days = [float((day - last).days) for day, _ in points]
    values = [value for _, value in points]
    middle_day, middle = sum(days) / len(days), sum(values) / len(values)
    spread = sum((day - middle_day) ** 2 for day in days)
    slope = (
        sum((day - middle_day) * (value - middle) for day, value in zip(days, values, strict=True)) / spread
        if spread
        else 0.0
    )
    fitted = [middle + slope * (day - middle_day) for day in days]
    off = sum((value - on_line) ** 2 for value, on_line in zip(values, fitted, strict=True))
    noise = sqrt(off / (len(points) - 2))
    return Trend(points[0][0], last, fitted[-1], slope, noise, len(points))
