"""All teams over time: a window of weeks, and in it each team's sprints with what became of them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.utils.safestring import SafeString

from goalchain.products.access import Access
from goalchain.products.models import Product, Team

from .cells import cells
from .reads import Told, in_window
from .spans import FIRST_DAY, LAST_DAY, Span
from .wording import rhythm_said

#: How many weeks a window can have, and how many of them lie before today's.
WINDOWS = {8: 2, 26: 8, 52: 16}
WORDS = {8: "8 weeks", 26: "Half a year", 52: "A year"}
WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Window:
    """Whole weeks from a Monday on. `first` and `weeks` are in the address, so that a window can be sent."""

    first: date
    weeks: int
    today: date

    @classmethod
    def asked(cls, since: str, weeks: str, today: date) -> "Window":
        """The window that an address names; for what it does not name, or no window has, the one around today."""
        count = int(weeks) if weeks in map(str, WINDOWS) else min(WINDOWS)
        try:
            day = date.fromisoformat(since)
        except ValueError:
            day = today - WINDOWS[count] * WEEK
        day = min(max(day, FIRST_DAY + WEEK), LAST_DAY - count * WEEK)
        return cls(day - timedelta(days=day.weekday()), count, today)

    @property
    def last(self) -> date:
        """Its last day, a Sunday."""
        return self.first + self.weeks * WEEK - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days."""
        return 7 * self.weeks

    @property
    def before_today(self) -> int | None:
        """How many of its days are before today; None when today is not in it."""
        passed = (self.today - self.first).days
        return passed if 0 <= passed < self.days else None

    @property
    def earlier(self) -> str:
        """The query of the window before, which shares two weeks with this one."""
        return self._query(self.first - (self.weeks - 2) * WEEK)

    @property
    def later(self) -> str:
        """The query of the window after."""
        return self._query(self.first + (self.weeks - 2) * WEEK)

    @property
    def around_today(self) -> str:
        """The query of the same width around today."""
        return f"?weeks={self.weeks}"

    @property
    def widths(self) -> list[tuple[str, str, bool]]:
        """The widths to choose from: word, query, and whether it is this one. They begin on the same day."""
        since = "" if self.before_today is not None else f"&from={self.first.isoformat()}"
        return [(WORDS[count], f"?weeks={count}{since}", count == self.weeks) for count in WINDOWS]

    @property
    def head(self) -> list[tuple[str, int, bool]]:
        """What stands above: the weeks of a narrow window, the months of a wide one.

        As words, days, and whether today is in it.
        """
        if self.weeks == min(WINDOWS):
            mondays = [self.first + place * WEEK for place in range(self.weeks)]
            return [(f"{day.day} {day:%b}", 7, day <= self.today < day + WEEK) for day in mondays]
        months = groupby((self.first + timedelta(days=place) for place in range(self.days)), lambda d: d.replace(day=1))
        found: list[tuple[str, int, bool]] = []
        for month, days in months:
            count = len(list(days))
            year = f" {month.year}" if count > 20 and (month.month == 1 or not found) else ""
            words = f"{month:%b}{year}" if count > 7 else ""
            found.append((words, count, month == self.today.replace(day=1)))
        return found

    def _query(self, first: date) -> str:
        return f"?from={first.isoformat()}&weeks={self.weeks}"


@dataclass
class TeamRow:
    """A team's sprints in a window; those without dates stand apart."""

    team: Team
    rhythm: str
    cells: SafeString = SafeString("")
    undated: list[Told] = field(default_factory=list)
    has_sprints: bool = False


def rows_of(product: Product, access: Access, window: Window) -> list[TeamRow]:
    """Every team of the product with its sprints in the window. Two queries."""
    teams = product.teams.select_related("cadence").order_by("name", "pk")
    found = {team.pk: TeamRow(team, rhythm_said(getattr(team, "cadence", None))) for team in teams}
    told = in_window(product, access, window.first, window.last)
    for team_id, sprints in groupby(told, lambda one: one.sprint.team_id):
        if team_id in found:
            _fill(found[team_id], list(sprints), product, access, window)
    return list(found.values())


def _fill(row: TeamRow, told: list[Told], product: Product, access: Access, window: Window) -> None:
    row.undated = [one for one in told if one.sprint.span is None]
    dated = [one for one in told if one.sprint.span is not None]
    row.has_sprints = bool(dated)
    row.cells = cells(_placed(dated, window), product.key, window.today, _next_of(dated, window))


def _next_of(told: Iterable[Told], window: Window) -> int | None:
    """The sprint that comes next, by primary key: its goal is due. Only a window with today in it knows."""
    if window.before_today is None:
        return None
    ahead = (one.sprint for one in told if one.sprint.span and one.sprint.span.starts_on > window.today)
    return next((sprint.pk for sprint in ahead), None)


def _placed(told: Iterable[Told], window: Window) -> list[tuple[int, Told | None]]:
    """The row from left to right: how many days each sprint takes of the window, and those between (None)."""
    placed: list[tuple[int, Told | None]] = []
    cursor = window.first
    for one in told:
        span = one.sprint.span
        assert span is not None
        shown = Span(max(span.starts_on, cursor), min(span.ends_on, window.last))
        if shown.days < 1:
            continue
        if shown.starts_on > cursor:
            placed.append(((shown.starts_on - cursor).days, None))
        placed.append((shown.days, one))
        cursor = shown.ends_on + timedelta(days=1)
    if cursor <= window.last:
        placed.append(((window.last - cursor).days + 1, None))
    return placed
