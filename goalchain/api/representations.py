"""Rows as JSON, built by hand: a list of goals costs three queries, whatever its length."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from django.db.models import Func, QuerySet

from goalchain.goals.models import Goal
from goalchain.lib.rows import among, fetch, listed, words_of
from goalchain.products.models import Product

from .answers import Row
from .board_words import boards_of
from .release_words import release_details_of
from .roadmap_words import product_details_of
from .sprint_words import TEMPLATE, cadence_of, template_of
from .sql import IsoDay, IsoMoment

GOAL_COLUMNS: tuple[str | Func, ...] = (
    *("pk", "product__key", "number", "level_name", "title", "statement", "state", "outcome", "learning"),
    *("owner__email", IsoDay("starts_on"), IsoDay("ends_on"), "confidence", "version"),
    *(IsoMoment("archived_at"), IsoMoment("created_at"), IsoMoment("updated_at")),
    *("sprintgoal__sprint_id", "sprintgoal__sprint__name", "sprintgoal__sprint__team__name"),
    *(f"sprintgoal__{name}" for name in TEMPLATE),
)
#: With the links upward: a row for each, or one row without.
_WITH_PARENTS: list[str | Func] = [
    *GOAL_COLUMNS,
    "up_links__rationale",
    "up_links__parent__number",
    "up_links__parent__archived_at",
]


_PARENTS = """
SELECT l.child_id, g.number, l.rationale FROM goals_link l JOIN goals_goal g ON g.id = l.parent_id
WHERE {among} AND g.archived_at IS NULL ORDER BY l.parent_level DESC, g.number
"""


@cache
def _goals_sql() -> str:
    return words_of(Goal.objects.filter(pk=0).order_by().values_list(*GOAL_COLUMNS), '"goals_goal"."id"')


def rows_of(keys: Sequence[int]) -> list[Row]:
    """The rows of GOAL_COLUMNS of the goals with these primary keys, in this order. One query, whose words are kept:
    what chooses the goals is asked of one table before."""
    found = {row[0]: row for row in fetch(_goals_sql(), [listed(keys)])}
    return [found[key] for key in keys if key in found]


def day(value: date | None) -> str | None:
    """A date in ISO form."""
    return None if value is None else value.isoformat()


def moment(value: datetime | None) -> str | None:
    """A time in ISO form, in UTC."""
    return None if value is None else value.isoformat(timespec="microseconds").replace("+00:00", "Z")


def goal_of(row: Row, parents: list[dict[str, str]], details: dict[int, dict[str, Any]]) -> dict[str, Any]:
    """The goal resource, from a row of GOAL_COLUMNS; `details` are those that `details_of` tells."""
    key = row[1]
    return {
        "key": f"{key}-{row[2]}",
        "product": key,
        "level": row[3],
        "title": row[4],
        "statement": row[5],
        "state": row[6],
        "outcome": row[7] or None,
        "learning": row[8],
        "owner": row[9],
        "starts_on": row[10],
        "ends_on": row[11],
        "confidence": row[12] or None,
        "version": row[13],
        "archived_at": row[14],
        "created_at": row[15],
        "updated_at": row[16],
        "parents": parents,
        "details": {"team": row[19], "sprint": row[18], "sprint_id": row[17], **template_of(row[20:26])}
        if row[3] == "sprint"
        else details.get(row[0], {}),
    }


def details_of(rows: list[Row]) -> dict[int, dict[str, Any]]:
    """What only one level has, by primary key: the boards of visions, what is said of product goals, what ships.

    One query for each of these levels that is among the rows.
    """

    def at(level: str) -> list[int]:
        return [row[0] for row in rows if row[3] == level]

    return boards_of(at("vision")) | product_details_of(at("product")) | release_details_of(at("release"))


def goals_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Goal resources with their live parents. One query, and those of `details_of`."""
    parents: dict[int, list[dict[str, str]]] = defaultdict(list)
    keys = {row[0]: row[1] for row in rows}
    for child_id, number, rationale in fetch(_PARENTS.format(among=among("l.child_id")), [listed(keys)]):
        parents[child_id].append({"key": f"{keys[child_id]}-{number}", "rationale": rationale})
    details = details_of(rows)
    return [goal_of(row, parents[row[0]], details) for row in rows]


def one_goal(goals: "QuerySet[Goal]") -> dict[str, Any] | None:
    """The goal resource of the one goal in `goals`, or None when there is none. One query beside `details_of`."""
    rows = list(goals.order_by("-up_links__parent_level", "up_links__parent__number").values_list(*_WITH_PARENTS))
    if not rows:
        return None
    parents = [
        {"key": f"{row[1]}-{row[-2]}", "rationale": row[-3]} for row in rows if row[-2] is not None and row[-1] is None
    ]
    return goal_of(rows[0], parents, details_of(rows[:1]))


def short_goal(goal: Goal, pages: str) -> dict[str, Any]:
    """A goal as a trace names it. `pages` is the address before the key."""
    key = goal.key
    return {
        "key": key,
        "level": goal.level_name,
        "title": goal.title,
        "state": goal.state,
        "outcome": goal.outcome or None,
        "starts_on": day(goal.starts_on),
        "ends_on": day(goal.ends_on),
        "url": f"{pages}{key}/",
    }


LINK_COLUMNS = ["pk", "product__key", "child__number", "parent__number", "rationale", "child__version"]


def links_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Link resources, from rows of LINK_COLUMNS. No query."""
    return [
        {
            "id": pk,
            "product": key,
            "child": f"{key}-{child}",
            "parent": f"{key}-{parent}",
            "rationale": rationale,
            "version": version,
        }
        for pk, key, child, parent, rationale, version in rows
    ]


PRODUCT_COLUMNS = [
    "product_id",
    "product__key",
    "product__name",
    "product__preset",
    "product__quiet_rules",
    "product__one_active_goal",
    "product__time_zone",
    "product__ready_days",
    "role",
    "product__revision",
    "product__created_at",
]


def products_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Product resources with the caller's role, from rows of PRODUCT_COLUMNS of memberships. No query."""
    return [
        {
            "key": key,
            "name": name,
            "preset": preset,
            "quiet_rules": quiet,
            "one_active_goal": one_active_goal,
            "time_zone": time_zone,
            "ready_days": ready_days,
            "role": role,
            "revision": revision,
            "created_at": moment(created_at),
        }
        for _, key, name, preset, quiet, one_active_goal, time_zone, ready_days, role, revision, created_at in rows
    ]


def product_of(product: Product, role: str) -> dict[str, Any]:
    """The product resource. No query."""
    words = [product.pk, product.key, product.name, product.preset, product.quiet_rules, product.one_active_goal]
    return products_of([[*words, product.time_zone, product.ready_days, role, product.revision, product.created_at]])[0]


TEAM_COLUMNS = [
    "pk",
    "product__key",
    "name",
    *(f"cadence__{name}" for name in ("kind", "weeks", "weekday", "starts_on")),
]


def teams_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Team resources, from rows of TEAM_COLUMNS. No query."""
    return [
        {"id": pk, "product": key, "name": name, "cadence": cadence_of(*cadence)} for pk, key, name, *cadence in rows
    ]


SPRINT_COLUMNS = [
    *("pk", "product__key", "team_id", "team__name", "name", "starts_on", "ends_on", "agreed_goal__number"),
    "cancelled",
]


def sprints_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Sprint resources, from rows of SPRINT_COLUMNS. `goal` is the agreed one; drafts are not told. No query."""
    return [
        {
            "id": pk,
            "product": key,
            "team": team_id,
            "team_name": team_name,
            "name": name,
            "starts_on": day(starts_on),
            "ends_on": day(ends_on),
            "goal": f"{key}-{number}" if number else None,
            "cancelled": cancelled or None,
        }
        for pk, key, team_id, team_name, name, starts_on, ends_on, number, cancelled in rows
    ]
