"""How a metric stands: its current value, how far it has come, where it goes. Computed from readings, never stored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cached_property

from .models import Metric, Reading
from .numbers import CURRENCIES, in_words, places_of, rounded
from .rules import in_short
from .trend import Trend, trend_of

#: A metric that has come less than this part of its way has not moved.
MOVED = Decimal("0.1")


@dataclass
class Standing:
    """A metric with the readings that were read of it, oldest first: the last 200 at most, or only the latest.

    `more` says that there are older ones.
    """

    metric: Metric
    readings: list[Reading] = field(default_factory=list)
    more: bool = False

    @property
    def latest(self) -> Reading | None:
        """The newest reading."""
        return self.readings[-1] if self.readings else None

    @property
    def current(self) -> Decimal | None:
        """The newest value."""
        return self.latest.value if self.latest else None

    @property
    def attainment(self) -> Decimal | None:
        """(current − baseline) / (target − baseline), as it is: below 0 and above 1 too.

        None without a reading, and for a metric that is kept within bounds.
        """
        metric = self.metric
        if self.current is None or metric.baseline is None or metric.target is None:
            return None
        return (self.current - metric.baseline) / (metric.target - metric.baseline)

    @property
    def is_within(self) -> bool | None:
        """Whether the current value is within the bounds; None without a reading or bounds."""
        return None if self.current is None else self._within(self.current)

    @property
    def within_count(self) -> int:
        """How many of the readings were within the bounds."""
        return sum(self._within(reading.value) is True for reading in self.readings)

    def _within(self, value: Decimal) -> bool | None:
        metric = self.metric
        return None if metric.lower is None or metric.upper is None else metric.lower <= value <= metric.upper

    @cached_property
    def trend(self) -> Trend | None:
        """The trend of the last readings."""
        return trend_of([(reading.day, float(reading.value)) for reading in self.readings])

    @property
    def is_unmoved(self) -> bool | None:
        """Whether the metric has not moved: less than a tenth of its way, or no further than noise would carry it.

        None without a reading, and for a metric that is kept within bounds.
        """
        if self.attainment is None or self.current is None or self.metric.baseline is None:
            return None
        noise = 2 * self.trend.noise if self.trend else 0
        return self.attainment < MOVED or abs(float(self.current - self.metric.baseline)) <= noise

    # -- in words ------------------------------------------------------------------------------------------------------

    def say(self, value: Decimal | None) -> str:
        """A value with the unit; "" for none."""
        return "" if value is None else in_words(value, self.metric.unit)

    @property
    def current_said(self) -> str:
        """The current value; "no reading yet" without one."""
        return self.say(self.current) or "no reading yet"

    @property
    def baseline_said(self) -> str:
        """Where it started."""
        return self.say(self.metric.baseline)

    @property
    def aim_said(self) -> str:
        """What the metric aims at: "60%", "20 to 40 minutes"."""
        metric = self.metric
        if metric.is_kept_within and metric.lower is not None and metric.upper is not None:
            return f"{in_words(metric.lower)} to {self.say(metric.upper)}"
        return self.say(metric.target)

    @property
    def short(self) -> str:
        """The metric in a list: "41% → 60%", "5 → 12 workshops", "35 minutes, within 20 to 40 minutes"."""
        if self.metric.is_kept_within:
            word = {True: "within ", False: "not within ", None: "to keep within "}[self.is_within]
            return f"{self.current_said}, {word}{self.aim_said}"
        # A unit that is a word is said once.
        is_sign = self.metric.unit in ("%", *CURRENCIES)
        now = self.current_said if is_sign or self.current is None else in_words(self.current)
        return f"{now} → {self.aim_said}"

    @property
    def attained(self) -> str:
        """How far it has come: "66% of the way", "in 34 of the last 40 readings"; "" when nothing can be said."""
        if self.attainment is not None:
            return f"{percent(self.attainment)} of the way"
        if self.is_within is not None:
            count = len(self.readings)
            which = f"the last {count} readings" if self.more else f"{count} reading{'' if count == 1 else 's'}"
            return f"within its bounds in {self.within_count} of {which}"
        return ""

    @property
    def pace(self) -> str:
        """The trend: "rising 2.3 a week", "no clear trend"; "" with too few readings."""
        if self.trend is None:
            return ""
        if self.trend.is_flat:
            return "no clear trend"
        weekly = self.trend.slope * 7
        return f"{'rising' if weekly > 0 else 'falling'} {in_words(rounded_pace(abs(weekly)))} a week"

    @property
    def outlook(self) -> str:
        """Where the trend leads: "at this pace 52% by 18 Dec 2026"; "" without a clear trend or a day to come."""
        if (
            self.trend is None
            or self.trend.is_flat
            or self.metric.target_on is None
            or self.metric.target_on <= self.trend.last
        ):
            return ""
        value = rounded(self.trend.at(self.metric.target_on), self._places)
        return f"at this pace {in_words(value, self.metric.unit)} by {in_short(self.metric.target_on)}"

    @property
    def sentence(self) -> str:
        """The plot in words: "41% on 20 Nov 2026, from 4%, target 60% by 18 Dec 2026, rising 2.3 a week."."""
        metric, latest = self.metric, self.latest
        words = [f"{self.say(latest.value)} on {in_short(latest.day)}" if latest else "No reading yet"]
        if metric.baseline is not None:
            words.append(f"from {self.say(metric.baseline)}")
        by = f" by {in_short(metric.target_on)}" if metric.target_on else ""
        words.append(f"to keep within {self.aim_said}{by}" if metric.is_kept_within else f"target {self.aim_said}{by}")
        words += [word for word in (self.pace, self.outlook) if word]
        return ", ".join(words) + "."

    @property
    def basis(self) -> str:
        """Which readings were read and which the trend is of, for a note under the plot."""
        told = [f"the last {len(self.readings)} readings"] if self.more else []
        if self.trend:
            told.append(f"the trend of the last {self.trend.count}")
        return f"Shown: {' and '.join(told)}." if told else ""

    @property
    def _places(self) -> int:
        numbers = [self.metric.target, self.metric.baseline, self.metric.lower, self.metric.upper]
        numbers += [reading.value for reading in self.readings[-12:]]
        return min(max(places_of(number) for number in numbers if number is not None), 2)


def percent(part: Decimal) -> str:
    """A part of the whole in whole percent; what is not all of it is never called 100%."""
    whole = part * 100
    nearly = 99 < whole < 100
    return in_words(whole.quantize(Decimal(1), rounding=ROUND_FLOOR if nearly else ROUND_HALF_UP), "%")


def rounded_pace(weekly: float) -> Decimal:
    """A pace with two digits that count, and no decimals from 10 on."""
    if weekly >= 10:
        return rounded(weekly, 0)
    places = 1
    while places < 6 and weekly * 10**places < 10:
        places += 1
    return rounded(weekly, places)


def unmoved_said(standings: Sequence[Standing], outcomes: Sequence[str]) -> str:
    """What is to be said when the delivery is done and the outcome does not follow; "" otherwise.

    Args:
        standings: the goal's metrics.
        outcomes: of each goal below, as stored ("achieved", …); "" of one that is not closed.
    """
    if not outcomes or not standings or any(outcome != "achieved" for outcome in outcomes):
        return ""
    aimed = [standing for standing in standings if not standing.metric.is_kept_within]
    unread = [standing for standing in aimed if standing.latest is None]
    unmoved = [standing for standing in aimed if standing.is_unmoved]
    if aimed and len(unread) == len(aimed):
        return "All children met; nobody has read whether the metric moved."
    if not unmoved:
        return ""
    if len(unmoved) == len(aimed):
        return f"All children met; the metric{'s have' if len(aimed) > 1 else ' has'} not moved."
    return f"All children met; “{'” and “'.join(standing.metric.name for standing in unmoved)}” has not moved."


def due_said(standing: Standing, today: date) -> str:
    """When the target is due: "by 18 Dec 2026", "was due on 18 Dec 2026"; "" without a date."""
    day = standing.metric.target_on
    if day is None:
        return ""
    return f"{'by' if day >= today else 'was due on'} {in_short(day)}"
