"""What hangs on a goal, asked in one query, whatever there is and however many apps know something of it."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connection

from goalchain.lib.rows import fetch
from goalchain.products.access import Access

from ..models import Goal
from ..reads import hidden_goals
from .parts import MOST, NAMED, Found, Part, Told, Touched, parts

_STEP = """
SELECT l.{there}_id AS id FROM {before} goals_link l JOIN goals_goal g ON g.id = l.{there}_id
WHERE l.{here}_id = {goal} AND g.archived_at IS NULL {hidden}
"""
_PART = """
SELECT * FROM (
    SELECT '{name}' AS part, COUNT(*) OVER () AS total, SUM(lone) OVER () AS alone,
        number, level_name, title, said, CAST(ref AS BIGINT) AS ref, lone
    FROM ({words}) found ORDER BY {order} LIMIT %s) {name}_found
"""
_IMPACT = """
WITH RECURSIVE here AS (SELECT g.id, g.product_id, g.level, g.state FROM goals_goal g WHERE g.id = %s),
below AS ({down}), above AS ({up}), line AS (SELECT here.id FROM here UNION ALL SELECT below.id FROM below)
{parts}
"""


@dataclass
class Impact:
    """What hangs on a goal: the parts that hold something, in order."""

    goal: Goal
    parts: list[Told] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.parts)

    @property
    def sentence(self) -> str:
        """ "12 goals, 2 releases and 1 metric hang on BIKE-4."; that nothing does."""
        counted = [told.counted for told in self.parts]
        if not counted:
            return f"Nothing hangs on {self.goal.key}."
        several = len(counted) > 1 or self.parts[0].count > 1
        words = f"{', '.join(counted[:-1])} and {counted[-1]}" if len(counted) > 1 else counted[0]
        return f"{words} {'hang' if several else 'hangs'} on {self.goal.key}."

    @property
    def lone(self) -> list[Touched]:
        """The goals that would lose their only parent, as far as they are listed."""
        return [touched for told in self.parts for touched in told.listed if touched.is_lone]

    @property
    def more_lone(self) -> int:
        """How many others would lose it."""
        return sum(told.lone for told in self.parts) - len(self.lone)


def impact_of(goal: Goal, *, whole: str = "") -> Impact:
    """What hangs on `goal`, as `goal.access` may see it; its product must be loaded. One query.

    NAMED of each part are listed, MOST of the part named `whole`.
    """
    told = {part.name: part for part in parts() if part.right in goal.access}
    limits = [MOST if name == whole else NAMED for name in told]
    found: dict[str, Told] = {}
    for name, total, alone, *row in fetch(_words(goal.access, told.values()), [goal.pk, goal.pk, goal.pk, *limits]):
        part = found.setdefault(name, Told(told[name], total, int(alone)))
        part.listed.append(part.part.tell(Found(*(*row[:-1], bool(row[-1]))), goal.product))
    return Impact(goal, [found[name] for name in told if name in found])


def _words(access: Access, offered: Collection[Part]) -> str:
    hidden = hidden_goals(access, "g")
    return _IMPACT.format(
        down=_walk("below", "parent", "child", hidden),
        up=_walk("above", "child", "parent", ""),
        parts=" UNION ALL ".join(
            _PART.format(name=part.name, words=part.words.format(hidden=hidden), order=part.order) for part in offered
        ),
    )


def _walk(name: str, here: str, there: str, hidden: str) -> str:
    """The words that walk the links from a goal. PostgreSQL is kept from reading them all: see goals.trace."""
    first = _STEP.format(before="", here=here, there=there, goal="%s", hidden=hidden)
    if connection.vendor == "postgresql":
        step = _STEP.format(before="", here=here, there=there, goal=f"{name}.id", hidden=hidden)
        return f"{first} UNION SELECT step.* FROM {name} CROSS JOIN LATERAL ({step} OFFSET 0) step"
    step = _STEP.format(before=f"{name} CROSS JOIN", here=here, there=there, goal=f"{name}.id", hidden=hidden)
    return f"{first} UNION {step}"
