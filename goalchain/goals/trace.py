"""The trace of a goal: the line up to the vision with its reasons, and everything below that serves it.

Each direction is one recursive query, whatever the depth and the number of links.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection

from goalchain.lib.rows import fetch
from goalchain.lib.text import as_reason
from goalchain.products.access import Access

from . import levels
from .models import Goal
from .reads import child_of, children_words, hidden_goals, short_goals, waiting_goal, waiting_words

#: So many links below are shown; `Trace.more` says that there are others.
DOWN_LIMIT = 500
#: More links than this stand above no goal that people can read; it keeps a wild chain from filling the memory.
UP_LIMIT = 5_000

_STEP = """
SELECT l.child_id, l.parent_id, l.rationale, {columns}
FROM {before} goals_link l JOIN goals_goal g ON g.id = l.{there}_id
WHERE l.{here}_id = {goal} AND g.archived_at IS NULL {hidden}
"""
_LINE = """
WITH RECURSIVE line AS ({first} UNION {next})
SELECT {columns}, g.child_id, g.parent_id, g.rationale FROM (SELECT * FROM line LIMIT %s) g
ORDER BY g.level {nearest_first}, g.position, g.number
"""

_AROUND = """
SELECT 0, line.* FROM ({line}) line UNION ALL SELECT 1, children.* FROM ({children}) children
UNION ALL SELECT 2, blockers.* FROM ({blockers}) blockers UNION ALL SELECT 3, blocked.* FROM ({blocked}) blocked
"""


@cache
def _query(vendor: str, up: bool, hidden: str) -> str:
    """The links of the line above or below a goal, nearest first, each with the goal at its far end.

    Every link is found through the index of its near end. PostgreSQL expects ten times more links a step than there
    are, and would read the whole table to find them: OFFSET 0 in a lateral subquery keeps it from that.
    """
    here, there = ("child", "parent") if up else ("parent", "child")
    words = {"columns": short_goals.sql, "here": here, "there": there, "hidden": hidden}
    if vendor == "postgresql":
        step = _STEP.format(before="", goal=f"line.{there}_id", **words)
        following = f"SELECT step.* FROM line CROSS JOIN LATERAL ({step} OFFSET 0) step"
    else:
        following = _STEP.format(before="line CROSS JOIN", goal=f"line.{there}_id", **words)
    first = _STEP.format(before="", goal="%s", **words)
    return _LINE.format(first=first, next=following, columns=short_goals.sql, nearest_first="DESC" if up else "")


@dataclass(frozen=True)
class TraceLink:
    """A link in a trace, its ends by primary key."""

    child_id: int
    parent_id: int
    rationale: str


@dataclass
class Station:
    """One goal on a line, or a gap where a level is missing; top-down as the why strip shows it.

    `rationale` is the reason why this goal serves the station before it, as the words that follow "because". The label
    of a gap says what is missing. `arrow` is the key that goes there from the goal. `address` is where it leads, if not
    to the goal's page. `said` is how the goal stands, where that is told.
    """

    level_name: str
    label: str
    goal: Goal | None = None
    rationale: str = ""
    here: bool = False
    arrow: str = ""
    address: str = ""
    said: str = ""

    @property
    def gap(self) -> bool:
        """Whether no goal stands here."""
        return self.goal is None

    @property
    def title(self) -> str:
        """What to read at this station."""
        return self.goal.title if self.goal else ""

    @property
    def url(self) -> str:
        """The goal's page, or where else the station leads."""
        return self.address or (self.goal.get_absolute_url() if self.goal else "")


@dataclass
class Trace:
    """A goal with everything above and below it, nearest first, and the links between them."""

    goal: Goal
    up: list[Goal] = field(default_factory=list)
    down: list[Goal] = field(default_factory=list)
    links: list[TraceLink] = field(default_factory=list)
    more: bool = False

    @property
    def goals(self) -> dict[int, Goal]:
        """Every goal of the trace by primary key."""
        return {goal.pk: goal for goal in [self.goal, *self.up, *self.down]}

    @property
    def missing_ranks(self) -> list[int]:
        """The ranks of the product's preset above the goal at which nothing stands, nearest first."""
        present = {goal.level for goal in self.up}
        used = levels.ranks_of(self.goal.product.preset)
        return [rank for rank in reversed(used) if rank < self.goal.level and rank not in present]

    @property
    def gaps(self) -> list[str]:
        """The names of the levels that are missing above the goal, nearest first; both strategic ones for rank 2."""
        return [level.name for rank in self.missing_ranks for level in levels.at_rank(rank)]

    @property
    def missing_below(self) -> int | None:
        """The next rank of the preset below the goal when nothing of that rank or lower serves it; else None."""
        below = [rank for rank in levels.ranks_of(self.goal.product.preset) if rank > self.goal.level]
        return below[0] if below and not self.down else None

    def parents_of(self, pk: int) -> list[TraceLink]:
        """The links upward of one goal of the trace, nearest level first, as the strip follows them."""
        goals = self.goals
        above = [link for link in self.links if link.child_id == pk]
        return sorted(above, key=lambda link: (-goals[link.parent_id].level, goals[link.parent_id].number))

    def lines(self, limit: int = 6) -> list[list[Station]]:
        """The lines from the goal up to where each ends, main line first, as stations from the top down."""
        found: list[list[Station]] = []
        for path in self._paths(self.goal.pk):
            found.append(self._stations(path))
            if len(found) == limit:
                break
        return found

    def _paths(self, pk: int, above: tuple[TraceLink, ...] = ()) -> Iterator[tuple[TraceLink, ...]]:
        links = self.parents_of(pk)
        if not links:
            yield above
        for link in links:
            yield from self._paths(link.parent_id, (*above, link))

    def _stations(self, path: tuple[TraceLink, ...]) -> list[Station]:
        goals = self.goals
        stations = [Station(self.goal.level_name, self.goal.label, self.goal, here=True)]
        for link in path:
            stations[-1].rationale = as_reason(link.rationale)
            parent = goals[link.parent_id]
            stations.append(Station(parent.level_name, parent.label, parent))
        if path:
            stations[1].arrow = "ArrowLeft"
        stations.reverse()
        return self._with_gaps(stations)

    def _with_gaps(self, stations: list[Station]) -> list[Station]:
        present = {station.goal.level for station in stations if station.goal}
        filled = list(stations)
        for rank in levels.ranks_of(self.goal.product.preset):
            if rank < self.goal.level and rank not in present:
                place = sum(1 for s in filled if (levels.LEVELS[s.level_name].rank) < rank)
                level = levels.at_rank(rank)[0]
                filled.insert(place, Station(level.name, f"No {levels.rank_label(rank)}"))
        return filled


def trace(goal: Goal, access: Access, *, limit: int = DOWN_LIMIT) -> Trace:
    """Everything above `goal` and up to `limit` links below, as a member with this access may see it.

    `goal.product` must be loaded. Queries: one a direction.
    """
    result = upward(goal)
    if goal.level < levels.SPRINT:
        rows = fetch(down_words(access), [goal.pk, limit + 1])
        result.more = len(rows) > limit
        result.down = _collect(goal, rows[:limit], result.links)
    return result


def down_words(access: Access) -> str:
    """The words of the query for everything below a goal; it takes the goal's primary key and the limit of links.

    Its rows are short goals, each with a link to it: child, parent, rationale.
    """
    return _query(connection.vendor, False, hidden_goals(access, "g"))


def upward(goal: Goal) -> Trace:
    """Everything above `goal`, whose product must be loaded. One query; none for a vision."""
    result = Trace(goal)
    if goal.level > levels.VISION:
        rows = fetch(_query(connection.vendor, True, ""), [goal.pk, UP_LIMIT])
        result.up = _collect(goal, rows, result.links)
    return result


@dataclass
class Around:
    """What stands around a goal: the line above, the goals that serve it with their reasons (see `reads.children`),
    the goals that it waits for, and those that wait for it."""

    upward: Trace
    children: list[tuple[Goal, str]] = field(default_factory=list)
    blockers: list[Goal] = field(default_factory=list)
    blocked: list[Goal] = field(default_factory=list)


def around(goal: Goal, access: Access, limit: int) -> Around:
    """Everything above `goal`, and up to `limit` of the goals that serve it, block it and wait for it. One query."""
    sql = _AROUND.format(
        line=_query(connection.vendor, True, ""),
        children=children_words(access),
        blockers=waiting_words(access, blockers=True),
        blocked=waiting_words(access, blockers=False),
    )
    parts: list[list[tuple[Any, ...]]] = [[], [], [], []]
    for part, *row in fetch(sql, [goal.pk, UP_LIMIT, *[goal.pk, limit] * 3]):
        parts[part].append(tuple(row))
    line, below, *waiting = parts
    found = Around(Trace(goal))
    found.upward.up = _collect(goal, line, found.upward.links)
    found.upward.up.sort(key=lambda up: (-up.level, up.position, up.number))
    found.children = [child_of(row, goal) for row in below]
    found.children.sort(key=lambda child: (child[0].level, child[0].position, child[0].number))
    found.blockers, found.blocked = ([waiting_goal(row, goal) for row in rows] for rows in waiting)
    return found


def _collect(goal: Goal, rows: list[tuple[Any, ...]], links: list[TraceLink]) -> list[Goal]:
    """Each goal once, in the order of the rows; the links go into `links`."""
    seen: dict[int, Goal] = {}
    for row in rows:
        if row[0] not in seen:
            seen[row[0]] = found = short_goals.instance(row)
            found.product = goal.product
        links.append(TraceLink(*row[-3:]))
    return list(seen.values())
