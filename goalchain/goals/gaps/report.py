"""The report: which gaps there are, as one member sees the chain; counted, in order, a window of each kind. One query.

The access rules are those of `GoalQuerySet.readable`: for who may not read planning there are no drafts of sprint
goals, neither with a gap nor to close one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import connection

from goalchain.lib.rows import Columns, fetch
from goalchain.products.access import Access
from goalchain.products.models import Product

from ..models import GapAcceptance, Goal
from ..reads import hidden_goals
from .rule import Asked, GapRule, askings, rules, start_of

if TYPE_CHECKING:
    from goalchain.accounts.models import User

#: So many of each kind are shown at first, and on a page of one kind.
WINDOW, A_PAGE = 20, 100
#: What rules may ask of a goal.
LIVE = ("id", "number", "level", "level_name", "state", "outcome", "starts_on", "ends_on", "position", "created_at")
_SHOWN = (*LIVE[:-1], "title", "product_id", "version")

# The line of every gap that is found: its kind, its goal, how many of the kind there are (accepted or not), and which
# of them it is, in the order of the chain. The cursor grows from one line to the next: by rule, then by number.
_GAPS = """
WITH live AS (
    SELECT {live} FROM goals_goal g WHERE g.product_id = %s AND g.archived_at IS NULL {hidden}),
lines AS (
    SELECT l.child_id, l.parent_id FROM goals_link l
    WHERE l.product_id = %s AND l.child_id IN (SELECT id FROM live) AND l.parent_id IN (SELECT id FROM live)),
found(rule, rank, goal_id, other_id) AS ({found}),
placed AS (
    SELECT f.rule, f.goal_id, f.other_id, a.id AS acceptance_id, f.rank + g.number AS cursor,
        COUNT(*) OVER (PARTITION BY f.rule, CASE WHEN a.id IS NULL THEN 0 ELSE 1 END) AS total,
        ROW_NUMBER() OVER (PARTITION BY f.rule, CASE WHEN a.id IS NULL THEN 0 ELSE 1 END
            ORDER BY g.level, g.position, g.number) AS place
    FROM found f JOIN live g ON g.id = f.goal_id
    LEFT JOIN goals_gapacceptance a
        ON a.goal_id = f.goal_id AND a.rule = f.rule AND a.ended_at IS NULL AND a.until > %s
    WHERE 1 = 1 {narrowed})
SELECT p.rule, p.total, p.cursor, {goals}, o.number, o.title, o.level, {acceptances}, {people}
FROM placed p JOIN goals_goal g ON g.id = p.goal_id LEFT JOIN goals_goal o ON o.id = p.other_id
LEFT JOIN goals_gapacceptance a ON a.id = p.acceptance_id LEFT JOIN accounts_user u ON u.id = a.accepted_by_id
"""
_WINDOW = "WHERE p.place > %s ORDER BY p.rule, p.place"
_WINDOW_TO = "WHERE p.place > %s AND p.place <= %s ORDER BY p.rule, p.place"
_ONWARD = "WHERE p.cursor > %s {accepted} ORDER BY p.cursor LIMIT %s"
_BACKWARD = "WHERE p.cursor < %s {accepted} ORDER BY p.cursor DESC LIMIT %s"
#: So many numbers of goals are in a rule's part of the cursor: more than a column of them can hold.
_RANK = 10**10


@cache
def _columns() -> "tuple[Columns[Goal], Columns[GapAcceptance], Columns[User]]":
    return (
        Columns(Goal, "g", _SHOWN),
        Columns(GapAcceptance, "a"),
        Columns(get_user_model(), "u", ("id", "email", "name", "is_active")),
    )


@dataclass(frozen=True)
class Gap:
    """One gap: the rule, the goal that has it, and the other goal that it is about, where there is one."""

    rule: GapRule
    goal: Goal
    other: str = ""
    other_title: str = ""
    other_level: int = 0
    acceptance: GapAcceptance | None = None

    @property
    def about(self) -> str:
        """What the other goal has to do with it: "ends after BIKE-4 “Customers pay”"; "" without one."""
        return self.rule.about.format(other=f"{self.other} “{self.other_title}”") if self.other else ""

    @property
    def start(self) -> str:
        """Where its remedy begins."""
        return start_of(self.rule, self.goal.level_name)[0].format(
            key=self.goal.key, other=self.other, product=self.goal.product.key
        )

    @property
    def start_label(self) -> str:
        """The words that lead there."""
        return start_of(self.rule, self.goal.level_name)[1].format(other=self.other)

    def may_start(self, access: Access) -> bool:
        """Whether a member may begin the remedy."""
        level = self.other_level if self.rule.of_other and self.other else self.goal.level
        return access.decide_level(level) if self.rule.decides else access.edit_level(level)


@dataclass
class Kind:
    """The gaps of one rule: the window of those that are open and of those that are accepted, and how many there
    are."""

    rule: GapRule
    gaps: list[Gap] = field(default_factory=list)
    accepted: list[Gap] = field(default_factory=list)
    count: int = 0
    accepted_count: int = 0

    @property
    def more(self) -> int:
        """How many open ones the window leaves out."""
        return self.count - len(self.gaps)


@dataclass(frozen=True)
class Asking:
    """Whose gaps are asked for, and which: of these rules (None: all), of goals of these levels, of this goal."""

    product: Product
    access: Access
    only: Sequence[GapRule] | None = None
    levels: Sequence[str] = ()
    goal: Goal | None = None

    @property
    def rules(self) -> list[GapRule]:
        """The rules that are asked."""
        return rules() if self.only is None else list(self.only)


def kinds_of(asking: Asking, *, start: int = 0, size: int | None = WINDOW) -> list[Kind]:
    """The gaps that a member may see, a Kind for each rule in the order of the rules.

    `start` and `size` are the window of each kind, in the order of the chain; `size` None for all. One query.
    """
    kinds = {rule.name: Kind(rule) for rule in asking.rules}
    window = (_WINDOW, [start]) if size is None else (_WINDOW_TO, [start, start + size])
    for row in _fetch(asking, *window):
        gap = _gap(kinds[row[0]].rule, row, asking.product)
        kind = kinds[row[0]]
        if gap.acceptance is None:
            kind.gaps.append(gap)
            kind.count = row[1]
        else:
            kind.accepted.append(gap)
            kind.accepted_count = row[1]
    return list(kinds.values())


def gaps_beside(
    asking: Asking, cursor: int, limit: int, *, forward: bool = True, accepted: bool | None = None
) -> list[tuple[int, Gap]]:
    """The gaps that come next after a cursor, or before it, each with its own; by rule, then by number of goal.

    `accepted` None: both those that are accepted and those that are not. One query.
    """
    which = {None: "", True: "AND p.acceptance_id IS NOT NULL", False: "AND p.acceptance_id IS NULL"}[accepted]
    tail = (_ONWARD if forward else _BACKWARD).format(accepted=which)
    named = {rule.name: rule for rule in asking.rules}
    return [(row[2], _gap(named[row[0]], row, asking.product)) for row in _fetch(asking, tail, [cursor, limit])]


def has_gap(goal: Goal, rule: GapRule, access: Access) -> bool:
    """Whether the goal has this gap, accepted or not. One query."""
    (kind,) = kinds_of(Asking(goal.product, access, only=[rule], goal=goal))
    return bool(kind.count or kind.accepted_count)


def _fetch(asking: Asking, tail: str, window: list[Any]) -> list[tuple[Any, ...]]:
    """The rows of the report. One query; none without rules."""
    product, ranks = asking.product, {rule.name: place for place, rule in enumerate(rules(), start=1)}
    asked = Asked(product, product.today())
    found, told = [], []
    for rule in asking.rules:
        for words_of in askings(rule):
            words, parameters = words_of(asked)
            rank = f"CAST({ranks[rule.name] * _RANK} AS bigint)"
            found.append(f"SELECT '{rule.name}', {rank}, x.* FROM ({words}) x")
            told += parameters
    if not found:
        return []
    narrowed = f"AND g.level_name IN ({', '.join(['%s'] * len(asking.levels))})" if asking.levels else ""
    narrowed += " AND g.id = %s" if asking.goal else ""
    goals, acceptances, people = _columns()
    sql = _GAPS.format(
        live=", ".join(f"g.{name}" for name in LIVE),
        hidden=hidden_goals(asking.access, "g"),
        found=" UNION ALL ".join(found),
        narrowed=narrowed,
        goals=goals.sql,
        acceptances=acceptances.sql,
        people=people.sql,
    )
    day = connection.ops.adapt_datefield_value(asked.today)
    narrowing = [*asking.levels, *([asking.goal.pk] if asking.goal else [])]
    return fetch(sql + tail, [product.pk, product.pk, *told, day, *narrowing, *window])


def _gap(rule: GapRule, row: tuple[Any, ...], product: Product) -> Gap:
    """A row of the report as a gap."""
    goals, acceptances, people = _columns()
    goal = goals.instance(row, 3)
    goal.product = product
    after = 3 + len(goals)
    number, title, level = row[after : after + 3]
    acceptance = None
    if row[after + 3] is not None:
        acceptance = acceptances.instance(row, after + 3)
        of_person = after + 3 + len(acceptances)
        acceptance.goal = goal
        acceptance.accepted_by = people.instance(row, of_person) if row[of_person] is not None else None
    return Gap(rule, goal, f"{product.key}-{number}" if number else "", title or "", level or 0, acceptance)


def every_gap(kinds: Sequence[Kind]) -> Iterator[Gap]:
    """The gaps of these kinds one by one, the accepted ones of each kind after its open ones."""
    for kind in kinds:
        yield from kind.gaps
        yield from kind.accepted
