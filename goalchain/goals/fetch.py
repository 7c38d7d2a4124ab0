"""Getting a goal for a person: through the access rules or not at all."""

import re
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.http import Http404

from goalchain.lib.rows import Columns, fetch
from goalchain.products.access import READ_PLANNING, Access, Role
from goalchain.products.models import KEY_PATTERN, Product

from . import levels
from .models import Goal

GOAL_KEY_PATTERN = rf"{KEY_PATTERN}-[1-9][0-9]{{0,8}}"
_GOAL_KEY = re.compile(rf"({KEY_PATTERN})-([1-9][0-9]{{0,8}})\Z")


def split_key(key: str) -> tuple[str, int] | None:
    """The product's key and the goal's number in a reference like BIKE-12; None when it is not one."""
    match = _GOAL_KEY.match(key)
    return (match[1], int(match[2])) if match else None


def find_goal(user: Any, key: str, *, parents: bool = False) -> Goal | None:
    """The goal that a reference names, as its level's model with its product, if this person may see it. One query.

    `goal.access` says what the person may do in the goal's product. With `parents`, a verb on the goal need not ask for
    them again: their links belong to the version that was read.
    """
    parts = split_key(key)
    if parts is None or not (user.is_authenticated and user.is_active):
        return None
    query = _Query.once()
    rows = fetch(query.sql_with_parents if parents else query.sql, [user.pk, parts[1], parts[0]])
    goal = query.goal(rows[0]) if rows else None
    if goal is not None and parents:
        goal.parents_read = [
            {"number": number, "rationale": rationale} for *_, number, rationale in rows if number is not None
        ]
    return goal


class _Query:
    """The one query of find_goal, in words that never change: goal, product, owner, role, and what its level adds.

    Levels that add no column are not joined. What a level says to be shown on every page of a goal comes along, such as
    the sprint with its team.
    """

    def __init__(self) -> None:
        self.goals = Columns(Goal, "g")
        self.products = Columns(Product, "p")
        self.owners = Columns(get_user_model(), "o", ("id", "email", "name", "is_active"))
        self.own = {rank: Columns(levels.model_of(rank), f"l{rank}") for rank in levels.RANKS}
        self.own = {rank: columns for rank, columns in self.own.items() if len(columns) > 1}
        self.details, more = self._details()
        parts: list[Columns[Any]] = [self.goals, self.products, self.owners, *self.own.values()]
        parts += [columns for steps in self.details.values() for path in steps for _, columns in path]
        self.starts, place = {}, 1
        for part in parts:
            self.starts[part.alias] = place
            place += len(part)
        joins = "".join(
            f' LEFT JOIN {own.model._meta.db_table} {own.alias} ON {own.alias}."goal_id" = g."id"'
            for own in self.own.values()
        )
        joins += more
        columns = f"SELECT m.role, {', '.join(part.sql for part in parts)}"
        tables = (
            " FROM products_product p JOIN products_membership m ON m.product_id = p.id AND m.user_id = %s "
            "JOIN goals_goal g ON g.product_id = p.id AND g.number = %s "
            f"LEFT JOIN accounts_user o ON o.id = g.owner_id{joins}"
        )
        wanted = " WHERE p.key = %s AND p.deleted_at IS NULL"
        self.sql = columns + tables + wanted
        self.sql_with_parents = (
            f"{columns}, u.number, k.rationale{tables} LEFT JOIN goals_link k ON k.child_id = g.id "
            f"LEFT JOIN goals_goal u ON u.id = k.parent_id{wanted} ORDER BY u.number"
        )

    def _details(self) -> tuple[dict[int, list[list[tuple[str, Columns[Any]]]]], str]:
        """The foreign keys to follow from each rank's row, step by step, with the columns that each leads to.

        And the words that join them.
        """
        details: dict[int, list[list[tuple[str, Columns[Any]]]]] = {}
        joins, count = "", 0
        for rank, own in self.own.items():
            for path in levels.details_of(own.model):
                model, alias, steps = own.model, own.alias, []
                for name in path.split("__"):
                    key: Any = model._meta.get_field(name)
                    count += 1
                    step: Columns[Any] = Columns(key.related_model, f"d{count}")
                    joins += f' LEFT JOIN {step.model._meta.db_table} {step.alias} ON {step.alias}."id" = '
                    joins += f'{alias}."{key.column}"'
                    steps.append((name, step))
                    model, alias = step.model, step.alias
                details.setdefault(rank, []).append(steps)
        return details, joins

    def _follow(self, goal: Any, row: tuple[Any, ...]) -> None:
        """Set on the goal what its level's foreign keys lead to."""
        for steps in self.details.get(goal.level, []):
            holder = goal
            for name, columns in steps:
                start = self.starts[columns.alias]
                if row[start] is None:
                    break
                found = columns.instance(row, start)
                setattr(holder, name, found)
                holder = found

    @classmethod
    @cache
    def once(cls) -> "_Query":
        """The query, put into words on the first call, when every app has said what model serves its level."""
        return cls()

    def goal(self, row: tuple[Any, ...]) -> Goal | None:
        """The goal of a row as its level's model; None for a draft sprint goal that the person may not see."""
        values = dict(zip(self.goals.names, self.goals.values(row, 1), strict=True))
        values["goal_id"] = values["id"]
        if own := self.own.get(values["level"]):
            values |= zip(own.names, own.values(row, self.starts[own.alias]), strict=True)
        model = levels.model_of(values["level"])
        names = [field.attname for field in model._meta.concrete_fields]
        goal = model.from_db(connection.alias, names, [values[name] for name in names])
        goal.access = Access(Role(row[0]))  # type: ignore[attr-defined]
        if goal.planning and READ_PLANNING not in goal.access:  # type: ignore[attr-defined]
            return None
        goal.product = self.products.instance(row, self.starts["p"])
        self._follow(goal, row)
        if goal.owner_id:
            goal.owner = self.owners.instance(row, self.starts["o"])
        return goal


def goal_or_404(user: Any, key: str, *, parents: bool = False) -> Goal:
    """As find_goal, but raises Http404 for what this person may not see."""
    goal = find_goal(user, key, parents=parents)
    if goal is None:
        raise Http404(f"There is no goal {key} that you may see.")
    return goal
