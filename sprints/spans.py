"""Time boxes as plain dates: which sprints a rhythm asks for, and how many working days a span has.

Nothing here knows the database or a clock: days are dates, so that neither daylight saving nor a server's zone counts.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

#: The days in which a sprint can lie: a slip of the finger is caught, a plan is not.
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2199, 12, 31)
#: So far ahead sprints are planned: the last of them begins within a year.
AHEAD = timedelta(weeks=52)
SATURDAY = 5


@dataclass(frozen=True, order=True)
class Span:
    """Days in a row, both ends included."""

    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.ends_on - self.starts_on).days + 1

    def overlaps(self, other: "Span") -> bool:
        """Whether a day lies in both."""
        return self.starts_on <= other.ends_on and other.starts_on <= self.ends_on


@dataclass(frozen=True)
class Rhythm:
    """How a team's sprints follow each other: so many weeks each, from this ISO weekday (1 Monday … 7 Sunday) on.

    The first begins on that weekday, on `starts_on` or soon after.
    """

    weeks: int
    weekday: int
    starts_on: date

    @property
    def days(self) -> int:
        """How long a sprint is."""
        return 7 * self.weeks

    def next_start(self, day: date) -> date:
        """The first day on or after `day` on which a sprint may begin."""
        return day + timedelta(days=(self.weekday - day.isoweekday()) % 7)


def spans_of(rhythm: Rhythm, today: date, *, kept: Iterable[Span] = (), after: date | None = None) -> list[Span]:
    """The sprints that a rhythm asks for, the one under way included, until one year from `today`.

    A sprint follows immediately on the one before it (Scrum Guide 2020), so each ends on the day before the next.

    Args:
        kept: sprints that stay as they are; the others find their place around them.
        after: a day on or before which none of them begins.
    """
    cursor = rhythm.next_start(rhythm.starts_on)
    passed = (today - cursor).days // rhythm.days
    if passed > 0:
        cursor += timedelta(days=passed * rhythm.days)
    if after is not None and cursor <= after:
        cursor = rhythm.next_start(after + timedelta(days=1))
    standing = sorted(kept)
    found = []
    while cursor <= min(today + AHEAD, LAST_DAY - timedelta(days=rhythm.days)):
        span = Span(cursor, cursor + timedelta(days=rhythm.days - 1))
        in_the_way = next((other for other in standing if other.overlaps(span)), None)
        if in_the_way is None:
            found.append(span)
            cursor += timedelta(days=rhythm.days)
        elif in_the_way.ends_on >= LAST_DAY:
            break
        else:
            cursor = rhythm.next_start(in_the_way.ends_on + timedelta(days=1))
    return found


def numbered(word: str, spans: Iterable[Span], existing: Iterable[tuple[Span | None, str]]) -> list[str]:
    """Names for new sprints: `word` with the next number that is free, counted on from the sprint before each.

    Args:
        existing: the other sprints of the team with their names; those without dates only take their names away.
    """
    named = list(existing)
    taken = {name for _, name in named}
    before = sorted((span, number) for span, name in named if span and (number := number_in(name, word)) is not None)
    names = []
    last = 0
    for span in sorted(spans):
        while before and before[0][0] < span:
            last = before.pop(0)[1]
        number = last + 1
        while f"{word} {number}" in taken:
            number += 1
        last = number
        taken.add(f"{word} {number}")
        names.append(f"{word} {number}")
    return names


def number_in(name: str, word: str) -> int | None:
    """The number of a sprint whose name is `word` and a number; None for any other name."""
    first, _, number = name.rpartition(" ")
    return int(number) if first == word and number.isascii() and number.isdigit() and len(number) < 9 else None


def weeks_named(spans: Iterable[Span], taken: Collection[str]) -> list[str]:
    """Names for the weeks of a Kanban team: the ISO week, which the Thursday decides, and its year."""
    names: list[str] = []
    for span in sorted(spans):
        year, week, _ = span.starts_on.isocalendar()
        name, again = f"Week {week}, {year}", 2
        while name in taken or name in names:
            name, again = f"Week {week}, {year} ({again})", again + 1
        names.append(name)
    return names


def working_days(first: date, last: date, *, free: Collection[date] = ()) -> int:
    """How many days from `first` to `last`, both included, are neither weekend nor `free`."""
    return sum(1 for day in _days(first, last) if day.weekday() < SATURDAY and day not in free)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=days) for days in range((last - first).days + 1))
