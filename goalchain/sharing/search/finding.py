"""The one query of the search: the entries that hold the words and that this person may read.

What may be read is part of the query, in the words of `goalchain.products.access`: only the person's own products,
drafts of sprint goals and what hangs on them only for who may read planning, feedback only for who may read feedback.
So no count and no excerpt tells of anything else.

However many entries match, so many at most are read (`_TIERS`), and the best of them come first: first those whose
title has all words, then those whose title begins one, then the rest. So the query takes about as long among a hundred
thousand goals as among a thousand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from django.db import connection

from goalchain.lib.rows import fetch
from goalchain.products.access import READ_FEEDBACK, READ_PLANNING, Access

from .sources import KINDS
from .words import Wanted

#: What each part of the query looks through, whether the last word may be begun only, and how many it reads.
_TIERS: Final = (("title", False, 100), ("title", True, 200), ("all", True, 300))
#: Where at least so many were found, there may be more.
MOST: Final = 200
_KINDS: Final = list(KINDS)


class Row(NamedTuple):
    """An entry that was found, with the goal on which it hangs (None without one)."""

    pk: int
    source: str
    kind: str
    source_id: int
    product_id: int
    title: str
    number: int | None
    goal_title: str | None
    level_name: str | None
    state: str | None
    outcome: str | None
    is_archived: bool
    is_named: bool


@dataclass(frozen=True)
class Narrowed:
    """What the search is narrowed to: a kind, a level; "" for all."""

    kind: str = ""
    level: str = ""


def find(
    wanted: Wanted,
    may: Mapping[int, Access],
    narrowed: Narrowed = Narrowed(),
    own: str = "",
    named_in: Mapping[int, Access] | None = None,
) -> list[Row]:
    """The entries that hold the words, the best first. One query; none where nothing can be found.

    Args:
        may: what the person may do, by the primary key of each product that is searched.
        own: the key of the product at hand, of which a bare number names a goal.
        named_in: as `may`, for the products in which a goal may be named by its key, where these are more.
    """
    if not wanted.words or not may:
        return []
    parts, values = [], []
    for column, begun, most in _TIERS:
        condition, told = _matching(wanted, may, narrowed, column, begun)
        parts.append(f"SELECT * FROM ({condition} LIMIT {most}) {column}{int(begun)}")
        values += told
    key, number = wanted.reference or ("", 0)
    if number and (key or own) and narrowed.kind in ("", "goal"):
        condition, told = _named(key or own, number, named_in or may, narrowed)
        parts.append(condition)
        values += told
    rows = {row[0]: Row(*row) for row in fetch(" UNION ALL ".join(parts), values)}
    return _best(rows.values(), wanted)


def _best(rows: Iterable[Row], wanted: Wanted) -> list[Row]:
    """Each goal once, the best first: the one that was named, live before archived, title before text."""

    def worth(row: Row) -> tuple[Any, ...]:
        # A goal is worth one rank more than what hangs on goals.
        rank = wanted.rank(row.title) - (row.source == "goal")
        is_closed = row.kind == "goal" and row.state == "closed"
        return (
            not row.is_named,
            row.is_archived,
            rank,
            _KINDS.index(row.kind),
            is_closed,
            row.source,
            row.number or 0,
            -row.pk,
        )

    best: dict[tuple[Any, ...], Row] = {}
    for row in sorted(rows, key=worth):
        what = (row.kind, row.product_id, row.number) if row.kind == "goal" else (row.source, row.source_id)
        best.setdefault(what, row)
    return list(best.values())


def _matching(
    wanted: Wanted, may: Mapping[int, Access], narrowed: Narrowed, column: str, begun: bool
) -> tuple[str, list[Any]]:
    condition, values = _readable(may)
    if connection.vendor == "postgresql":
        query = _tsquery(wanted, may, narrowed, begun)
        tables = "search_entry e LEFT JOIN goals_goal g ON g.id = e.goal_id"
        return f"{_SELECT} FALSE AS is_named FROM {tables} WHERE e.{column}_words @@ %s::tsquery {condition}", [
            query,
            *values,
        ]
    query = _fts(wanted, may, narrowed, column, begun)
    # The words come first, whatever else the planner would think of; the newest come first.
    tables = "search_words w CROSS JOIN search_entry e ON e.id = w.rowid LEFT JOIN goals_goal g ON g.id = e.goal_id"
    return (
        f"{_SELECT} FALSE AS is_named FROM {tables} WHERE w.search_words MATCH %s {condition} ORDER BY w.rowid DESC",
        [query, *values],
    )


_SELECT = (
    "SELECT e.id, e.source, e.kind, e.source_id, e.product_id, e.title, g.number, g.title AS goal_title, g.level_name, "
    "g.state, g.outcome, g.archived_at IS NOT NULL AS is_archived, "
)


def _named(key: str, number: int, may: Mapping[int, Access], narrowed: Narrowed) -> tuple[str, list[Any]]:
    """The goal of that reference."""
    condition, values = _readable(may)
    level, levels = ("AND e.level = %s", [narrowed.level]) if narrowed.level else ("", [])
    return (
        f"{_SELECT} TRUE AS is_named FROM products_product p JOIN goals_goal g ON g.product_id = p.id "
        "JOIN search_entry e ON e.source = 'goal' AND e.source_id = g.id "
        f"WHERE p.key = %s AND g.number = %s AND e.product_id IN ({_marks(may)}) {condition} {level}",
        [key, number, *may, *values, *levels],
    )


def _readable(may: Mapping[int, Access]) -> tuple[str, list[Any]]:
    """What of these products the person may read, as conditions that are added to others."""
    conditions, values = "", []
    planning = [pk for pk, access in may.items() if READ_PLANNING in access]
    if len(planning) < len(may):
        conditions += (
            f" AND (g.id IS NULL OR g.level <> 5 OR g.state <> 'draft' OR e.product_id IN ({_marks(planning)}))"
        )
        values += planning
    feedback = [pk for pk, access in may.items() if READ_FEEDBACK in access]
    if len(feedback) < len(may):
        conditions += f" AND (e.kind <> 'feedback' OR e.product_id IN ({_marks(feedback)}))"
        values += feedback
    return conditions, values


def _marks(values: Iterable[Any]) -> str:
    return ", ".join("%s" for _ in values) or "NULL"


def _tsquery(wanted: Wanted, may: Mapping[int, Access], narrowed: Narrowed, begun: bool) -> str:
    """The words and the scope for PostgreSQL. Letters and digits stand in it only, so that quotes hold them."""
    products = " | ".join(f"'p/{pk}'" for pk in may)
    narrowing = {"k": narrowed.kind, "l": narrowed.level}
    scope = [f"({products})", *(f"'{letter}/{name}'" for letter, name in narrowing.items() if name)]
    *whole, last = (f"'{word}'" for word in wanted.words)
    return " & ".join([*scope, *whole, f"{last}:*" if begun else last])


def _fts(wanted: Wanted, may: Mapping[int, Access], narrowed: Narrowed, column: str, begun: bool) -> str:
    """The words and the scope for FTS5."""
    products = " OR ".join(f"scope:p{pk}" for pk in may)
    narrowing = {"k": narrowed.kind.replace("-", ""), "l": narrowed.level}
    scope = [f"({products})", *(f"scope:{letter}{name}" for letter, name in narrowing.items() if name)]
    columns = "title" if column == "title" else "{title body}"
    *whole, last = (f'"{word}"' for word in wanted.words)
    return " AND ".join([*scope, *(f"{columns}:{word}" for word in [*whole, f"{last}*" if begun else last])])
