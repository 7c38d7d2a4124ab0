"""What the chain map asks of the database: a window of each level, what is above and below it, and its marks.

Four queries at most, and rows as the window has goals, however large the product is.
"""

from dataclasses import dataclass, field
from functools import cache, cached_property
from operator import itemgetter
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection

from goalchain.lib.rows import among, each, fetch, listed
from goalchain.products.access import READ_PLANNING, Access
from goalchain.products.models import Membership, Product, Team

from .. import levels
from ..marks import marks
from ..models import Goal
from ..reads import hidden_goals, short_goals
from ..trace import DOWN_LIMIT, TraceLink, down_words
from .asked import Asked
from .filters import PLACE, URGENT, condition

#: A column with more goals than these is told as "300+".
COUNTED = 300

_WINDOW = """
SELECT * FROM (
    SELECT {rank} AS place, {columns}, 1 AS matches, {urgent} AS urgent, {by} AS by_place
    FROM goals_goal g WHERE g.product_id = %s AND g.level = {rank} AND g.archived_at IS NULL {only}
    ORDER BY {urgent}, {by}, g.number LIMIT {limit}) AS level_{rank}
"""
_SELECTED = """
SELECT 0, {columns}, {matches}, 0, 0 FROM goals_goal g
WHERE g.product_id = %s AND g.number = %s AND g.archived_at IS NULL {hidden}
"""
_ABOVE = "SELECT l.child_id, l.parent_id, l.rationale FROM {before} goals_link l WHERE {child}"
_CHILDREN = """
SELECT -1, l.parent_id, COUNT(*), SUM(CASE WHEN g.state = 'closed' THEN 1 ELSE 0 END), CAST(NULL AS TEXT)
FROM goals_link l {goals} WHERE {among} GROUP BY l.parent_id
"""
_COUNT = """
SELECT -2, {rank}, COUNT(*), 0, CAST(NULL AS TEXT) FROM (
    SELECT 1 FROM goals_goal g WHERE g.product_id = %s AND g.level = {rank} AND g.archived_at IS NULL {only}
    ORDER BY {urgent}, {by}, g.number LIMIT {limit}) AS of_{rank}
"""
_BETWEEN = """
SELECT -3, l.child_id, l.parent_id, 0, CAST(NULL AS TEXT) FROM goals_link l WHERE {children} AND {parents}
"""


@dataclass(slots=True)
class Candidate:
    """A goal that may be shown, as far as that decides it; `row` holds the rest, from _GOAL on.

    `matches`: it passes the filters, and is not only there to show where those that do belong.
    """

    pk: int
    level: int
    number: int
    state: str
    position: int
    matches: bool
    row: tuple[Any, ...]


#: Where the columns of a goal begin in a row of what is read for the map.
_GOAL = 1
_pk = itemgetter(_GOAL + short_goals.names.index("id"))
_deciding = itemgetter(*(_GOAL + short_goals.names.index(n) for n in ("id", "level", "number", "state", "position")))


@dataclass
class Pool:
    """What may be shown. `by_rank` is in the order of urgency; `above` are links (child to parents, with reasons)."""

    product: Product
    by_rank: dict[int, list[Candidate]] = field(default_factory=dict)
    known: dict[int, Candidate] = field(default_factory=dict)
    above: dict[int, dict[int, str]] = field(default_factory=dict)
    selected: Candidate | None = None
    down: list[TraceLink] = field(default_factory=list)
    _goals: dict[int, Goal] = field(default_factory=dict)

    @cached_property
    def links(self) -> dict[int, list[int]]:
        """`above` without the reasons."""
        return {child: list(parents) for child, parents in self.above.items()}

    def goal(self, pk: int) -> Goal:
        """One of them as a model, with `matches`, made when it is first asked for. No query."""
        if pk not in self._goals:
            candidate = self.known[pk]
            self._goals[pk] = goal = short_goals.instance(candidate.row, _GOAL)
            goal.product = self.product
            goal.matches = candidate.matches  # type: ignore[attr-defined]
        return self._goals[pk]


@dataclass
class Told:
    """What is said of the goals shown: totals by rank, links that were not known, and who there is to filter by."""

    totals: dict[int, int] = field(default_factory=dict)
    links: list[tuple[int, int]] = field(default_factory=list)
    owners: list[tuple[int, str]] = field(default_factory=list)
    teams: list[tuple[int, str]] = field(default_factory=list)


def _only(asked: Asked, access: Access) -> str:
    """What holds for every goal of the map, whether it passes the filters or not."""
    return hidden_goals(access, "g") + (" AND g.state <> 'closed'" if asked.only_open else "")


def _of_rank(rank: int, asked: Asked, access: Access) -> str:
    """The same for one rank: only sprint goals may be hidden."""
    hidden = "AND g.state <> 'draft'" if rank == levels.SPRINT and READ_PLANNING not in access else ""
    return hidden + (" AND g.state <> 'closed'" if asked.only_open else "")


def pool_of(product: Product, access: Access, asked: Asked) -> Pool:
    """The window of each rank, what stands above it, and the line of the selected goal. Two queries."""
    narrowed, more = condition(asked, product.today())
    parts, parameters = [], []
    for rank in levels.RANKS:
        only = _of_rank(rank, asked, access) + narrowed
        words = {"rank": rank, "columns": short_goals.sql, "urgent": URGENT, "by": PLACE}
        parts.append(_WINDOW.format(only=only, limit=asked.limit(rank) + 1, **words))
        parameters += [product.pk, *more]
    if asked.selected is not None:
        words = {"columns": short_goals.sql, "hidden": hidden_goals(access, "g")}
        parts.append(_SELECTED.format(matches=_matches(narrowed), **words))
        parameters += [*more, product.pk, asked.selected]
    pool = Pool(product)
    for row in sorted(fetch(" UNION ALL ".join(parts), parameters), key=_in_window):
        goal = _known(pool, row, row[-3])
        if rank := row[0]:
            pool.by_rank.setdefault(rank, []).append(goal)
        else:
            pool.selected = goal
    _around(pool, access, asked)
    return pool


def _matches(narrowed: str) -> str:
    """1 for a goal `g` that passes the filters, in words."""
    return f"CASE WHEN 1 = 1{narrowed} THEN 1 ELSE 0 END" if narrowed else "1"


def _known(pool: Pool, row: tuple[Any, ...], matches: int) -> Candidate:
    """The goal of a row, known once."""
    candidate = pool.known.get(_pk(row))
    if candidate is None:
        pk, level, number, state, position = _deciding(row)
        candidate = Candidate(pk, level, number, state, position, bool(matches), row)
        pool.known[candidate.pk] = candidate
    return candidate


def _in_window(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[0], *row[-2:], row[1 + short_goals.names.index("number")]


def _around(pool: Pool, access: Access, asked: Asked) -> None:
    """Read what the pool serves, up to the vision, and what serves the selected goal. One query."""
    if not pool.known:
        return
    narrowed, more = condition(asked, pool.product.today())
    matches = _matches(narrowed)
    sql = _above_words(connection.vendor, _only(asked, access), matches)
    parameters = [listed(pool.known), *more]
    if pool.selected is not None:
        sql += f" UNION ALL SELECT 1, down.*, {matches} FROM ({down_words(access)}) down"
        sql += " JOIN goals_goal g ON g.id = down.child_id"
        parameters += [*more, pool.selected.pk, DOWN_LIMIT + 1]
    for row in fetch(sql, parameters):
        child, parent, rationale, passes = row[-4:]
        _known(pool, row, passes)
        if row[0]:
            pool.down.append(TraceLink(child, parent, rationale))
        pool.above.setdefault(child, {})[parent] = rationale


@cache
def _above_words(vendor: str, only: str, matches: str) -> str:
    """Every link above some goals (their primary keys, `listed`), with the goal at its upper end. PostgreSQL is kept
    from reading all links."""
    first = _ABOVE.format(before="", child=among("l.child_id"))
    if vendor == "postgresql":
        step = _ABOVE.format(before="", child="l.child_id = line.parent_id")
        following = f"SELECT step.* FROM line CROSS JOIN LATERAL ({step} OFFSET 0) step"
    else:
        following = _ABOVE.format(before="line CROSS JOIN", child="l.child_id = line.parent_id")
    goals = each("goals_goal", "g", f"g.id = line.parent_id AND g.archived_at IS NULL {only}")
    return (
        f"WITH RECURSIVE line AS ({first} UNION {following}) "
        f"SELECT 0, {short_goals.sql}, line.child_id, line.parent_id, line.rationale, {matches} FROM line {goals}"
    )


def told_of(
    product: Product, access: Access, asked: Asked, shown: dict[int, Goal], crowded: list[int], loose: list[int]
) -> Told:
    """Give each goal shown its marks and its counts of children; tell the rest. One query.

    `crowded` are the ranks that have more goals than are shown; `loose` those goals whose links were not read yet.
    """
    narrowed, more = condition(asked, product.today())
    users, members, teams = (model._meta.db_table for model in (get_user_model(), Membership, Team))
    parts = [
        f"SELECT -4, u.id, 0, 0, CASE WHEN u.name = '' THEN u.email ELSE u.name END FROM {users} u "
        f"JOIN {members} m ON m.user_id = u.id WHERE m.product_id = %s",
        f"SELECT -5, t.id, 0, 0, t.name FROM {teams} t WHERE t.product_id = %s",
    ]
    parameters: list[Any] = [product.pk, product.pk]
    if shown:
        condition_of_child = f"g.id = l.child_id AND g.archived_at IS NULL {hidden_goals(access, 'g')}"
        goals = each("goals_goal", "g", condition_of_child)
        parts.append(_CHILDREN.format(among=among("l.parent_id"), goals=goals))
        parameters.append(listed(shown))
        offered = marks()
        for place, mark in enumerate(offered):
            words, asks = mark.words(list(shown))
            parts.append(f"SELECT {place}, marked.*, 0, 0, CAST(NULL AS TEXT) FROM ({words}) marked")
            parameters += asks
    if loose:
        parts.append(_BETWEEN.format(children=among("l.child_id"), parents=among("l.parent_id")))
        parameters += [listed(loose), listed(shown)]
    for rank in crowded:
        only = _of_rank(rank, asked, access) + narrowed
        most = max(COUNTED, asked.limit(rank)) + 1
        # In the order of the index, or PostgreSQL would rather read the table from its beginning.
        parts.append(_COUNT.format(rank=rank, only=only, urgent=URGENT, by=PLACE, limit=most))
        parameters += [product.pk, *more]
    for goal in shown.values():
        goal.marks, goal.child_count, goal.closed_count = [], 0, 0  # type: ignore[attr-defined]
    told = Told()
    for place, key, count, closed, text in fetch(" UNION ALL ".join(parts), parameters):
        if place >= 0:
            shown[key].marks.append(offered[place].word)  # type: ignore[attr-defined]
        elif place == -1:
            shown[key].child_count, shown[key].closed_count = count, closed  # type: ignore[attr-defined]
        elif place == -2:
            told.totals[key] = count
        elif place == -3:
            told.links.append((key, count))
        else:
            (told.owners if place == -4 else told.teams).append((key, text))
    told.owners.sort(key=lambda owner: owner[1].casefold())
    told.teams.sort(key=lambda team: team[1].casefold())
    return told
