"""The goals around one that is rescheduled: what serves it, what waits for it, directly or not. Four queries."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import F, Q

from goalchain.goals import levels
from goalchain.goals.models import Dependency, Goal, Link
from goalchain.lib.rows import fetch

from .days import Days

#: So many goals below and behind a goal are looked at.
LOOKED_AT = 2_000

_STEPS = (
    "SELECT k.child_id AS id FROM {before} goals_link k WHERE k.parent_id = reach.id",
    "SELECT d.blocked_id AS id FROM {before} goals_dependency d WHERE d.blocker_id = reach.id",
)


@cache
def _reach(vendor: str) -> str:
    """What hangs on a goal or waits for it, however far. Each step goes by the indexes of links and dependencies.

    SQLite takes two recursive parts; PostgreSQL takes one, with a lateral subquery (see goals.trace).
    """
    if vendor == "postgresql":
        both = " UNION ALL ".join(_STEPS).format(before="")
        onward = f"UNION SELECT step.id FROM reach CROSS JOIN LATERAL ({both}) step"
    else:
        onward = " ".join(f"UNION {step}" for step in _STEPS).format(before="reach CROSS JOIN")
    return f"WITH RECURSIVE reach(id) AS (SELECT CAST(%s AS bigint) {onward}) SELECT id FROM reach LIMIT %s"


@dataclass(frozen=True, slots=True)
class Thing:
    """A goal with its days. A sprint goal has those of its sprint, if that has any (`follows_sprint`)."""

    pk: int
    key: str
    level: int
    title: str
    state: str
    days: Days
    version: int
    sprint_id: int | None = None
    sprint: str = ""
    team_id: int | None = None
    follows_sprint: bool = False
    has_own_days: bool = True

    @property
    def named(self) -> str:
        """How the impact line names it."""
        if self.sprint:
            return f"{self.sprint}, {self.key} “{self.title}”"
        return f"{self.key} “{self.title}”"

    @property
    def is_movable(self) -> bool:
        """Whether it has days and is not over."""
        return self.state != "closed" and self.days != (None, None)


@dataclass
class Around:
    """The goals that hang on a goal, directly or not; its parents and blockers."""

    product_id: int
    things: dict[int, Thing]
    children: dict[int, list[int]]
    blocked: dict[int, list[int]]
    above: list[Thing]
    blockers: list[Thing]

    @classmethod
    def of(cls, goal: Goal) -> "Around":
        """Four queries."""
        product = goal.product_id
        reached = {pk for (pk,) in fetch(_reach(connection.vendor), [goal.pk, LOOKED_AT])}
        parents = Q(down_links__child_id=goal.pk) | Q(blocking__blocked_id=goal.pk)
        near = Goal.objects.filter(Q(pk__in=reached) | parents, product_id=product, archived_at=None)
        things = {thing.pk: thing for thing in map(_thing, _rows(near, goal.product.key))}
        links = Link.objects.filter(Q(parent_id__in=reached) | Q(child_id=goal.pk)).order_by("pk")
        ties = Dependency.objects.filter(Q(blocker_id__in=reached) | Q(blocked_id=goal.pk)).order_by("pk")
        found = cls(product, things, defaultdict(list), defaultdict(list), [], [])
        for parent, child in links.values_list("parent_id", "child_id"):
            if parent in things and child in things:
                found.children[parent].append(child)
                if child == goal.pk:
                    found.above.append(things[parent])
        for blocker, blocked in ties.values_list("blocker_id", "blocked_id"):
            if blocker in things and blocked in things:
                found.blocked[blocker].append(blocked)
                if blocked == goal.pk and things[blocker].state != "closed":
                    found.blockers.append(things[blocker])
        return found

    def below(self, pk: int) -> list[Thing]:
        """The movable goals that serve it, directly or not, each once, nearest first."""
        found: dict[int, Thing] = {}
        queue = list(self.children[pk])
        for child in queue:
            if child not in found:
                found[child] = self.things[child]
                queue += self.children[child]
        return [thing for thing in found.values() if thing.is_movable]

    def behind(self, pk: int) -> list[Thing]:
        """The movable goals that wait for it."""
        return [self.things[other] for other in self.blocked[pk] if self.things[other].is_movable]


def _rows(goals: Any, product_key: str) -> Iterator[tuple[Any, ...]]:
    """One query."""
    columns = ("pk", "number", "level", "title", "state", "starts_on", "ends_on", "version")
    sprint = ("sprintgoal__sprint_id", "sprint_name", "sprint_starts", "sprint_ends", "team_id")
    annotated = goals.annotate(
        sprint_name=F("sprintgoal__sprint__name"),
        sprint_starts=F("sprintgoal__sprint__starts_on"),
        sprint_ends=F("sprintgoal__sprint__ends_on"),
        team_id=F("sprintgoal__sprint__team_id"),
    )
    rows = annotated.order_by("level", "position", "number").distinct().values_list(*columns, *sprint, "position")
    return ((product_key, *row) for row in rows)


def _thing(row: tuple[Any, ...]) -> Thing:
    product_key, pk, number, level, title, state, starts, ends, version, sprint_id, sprint, first, last, team, _ = row
    follows = level == levels.SPRINT and bool(first or last)
    days = (first, last) if follows else (starts, ends)
    key, has_own = f"{product_key}-{number}", bool(starts or ends)
    return Thing(pk, key, level, title, state, days, version, sprint_id, sprint or "", team, follows, has_own)
