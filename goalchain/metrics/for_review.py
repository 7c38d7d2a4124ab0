"""Which goals are for review: those that rest on an assumption that was refuted.

An assumption of a goal carries that goal and all goals below it. Once it is refuted, each of them that is live and not
closed is for review, until its wording, its dates or what it serves is revised, or somebody records that it stays.
Nothing of this is stored: it is asked of the chain and its events, each time.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection

from goalchain.lib.rows import among, fetch, listed

#: What of a goal, changed, tells that somebody thought about it again; its confidence and its owner do not.
REVISED = ("title", "statement", "starts_on", "ends_on", "parents")

# Only keys of the JSON are followed by a colon right after the quotation mark: those inside a text are escaped.
_REVISED = " OR ".join(f"CAST(e.former AS TEXT) LIKE '%%\"{name}\":%%'" for name in REVISED)

#: The condition under which the refuted assumption `a` asks for the goal whose primary key stands in {goal}.
UNANSWERED = f"""
a.state = 'refuted' AND a.archived_at IS NULL
AND NOT EXISTS (
    SELECT 1 FROM metrics_upholding u
    WHERE u.assumption_id = a.id AND u.goal_id = {{goal}} AND u.settled_in = a.settled_in)
AND NOT EXISTS (
    SELECT 1 FROM goals_event e WHERE e.goal_id = {{goal}} AND e.subject = 'goal' AND e.revision > a.settled_in
    AND (e.verb = 'create' OR {_REVISED}))
"""

# Where nothing is refuted in the product, which is nearly everywhere, the walk upward does not begin.
_FIRST = """
SELECT g.id AS goal_id, g.id AS above_id FROM goals_goal g
WHERE {which} AND g.state <> 'closed' AND g.archived_at IS NULL AND EXISTS (
    SELECT 1 FROM metrics_assumption x
    WHERE x.product_id = g.product_id AND x.state = 'refuted' AND x.archived_at IS NULL)
"""
_NEXT = """
SELECT resting.goal_id, p.id AS above_id FROM {before} goals_link l JOIN goals_goal p ON p.id = l.parent_id
WHERE l.child_id = resting.above_id AND p.archived_at IS NULL
"""
_PAIRS = """
WITH RECURSIVE resting AS ({first} UNION {next})
SELECT DISTINCT resting.goal_id, a.id AS assumption_id
FROM resting JOIN metrics_assumption a ON a.goal_id = resting.above_id WHERE {unanswered}
"""


@cache
def _steps(vendor: str) -> str:
    # PostgreSQL would read all links otherwise; see goalchain.goals.trace.
    if vendor == "postgresql":
        return f"SELECT step.* FROM resting CROSS JOIN LATERAL ({_NEXT.format(before='')} OFFSET 0) step"
    return _NEXT.format(before="resting CROSS JOIN")


def pairs_words() -> str:
    """A SELECT of the pairs of a goal and a refuted assumption that asks for it, among some goals.

    It takes their primary keys, `listed`. The words stand as a subquery as well.
    """
    return _pairs(among("g.id"))


def pairs_in_product() -> str:
    """The same among all goals of a product; it takes the product's primary key."""
    return _pairs("g.product_id = %s")


def _pairs(which: str) -> str:
    first = _FIRST.format(which=which)
    unanswered = UNANSWERED.format(goal="resting.goal_id")
    return _PAIRS.format(first=first, next=_steps(connection.vendor), unanswered=unanswered)


def asking(goals: Sequence[int]) -> dict[int, list[int]]:
    """The refuted assumptions that ask for these goals: their primary keys by that of the goal. One query, if any."""
    if not goals:
        return {}
    found: dict[int, list[int]] = {}
    for goal, assumption in fetch(pairs_words(), [listed(goals)]):
        found.setdefault(goal, []).append(assumption)
    return found


def marked_words(goals: Sequence[int]) -> tuple[str, list[Any]]:
    """A SELECT of those of these goals that are for review, and its parameters; for a list that marks them."""
    return f"SELECT DISTINCT asked.goal_id FROM ({pairs_words()}) asked", [listed(goals)]
