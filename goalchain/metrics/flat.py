"""Goals whose delivery is done and whose outcome does not follow: every goal below is achieved, the metric is flat.

The goal page looks closer (see standing.unmoved_said: each metric, and whether it moved further than noise would carry
it); lists, which show the first metric of a goal and its latest reading only, ask whether that has come a tenth of its
way. Goals below that a member may not see count as well: what is not met hides the word, and tells nothing.
"""

from collections.abc import Sequence
from typing import Any

from goalchain.lib.rows import among, listed

#: What lists say of such a goal.
FLAT = "all met, metric flat"

_FLAT = """
SELECT m.goal_id FROM metrics_metric m
WHERE {which} AND m.archived_at IS NULL AND m.direction <> 'within'
AND NOT EXISTS (
    SELECT 1 FROM metrics_metric e WHERE e.goal_id = m.goal_id AND e.archived_at IS NULL
    AND (e.position < m.position OR (e.position = m.position AND e.id < m.id)))
AND EXISTS (
    SELECT 1 FROM metrics_reading r WHERE r.metric_id = m.id
    AND r.day = (SELECT MAX(x.day) FROM metrics_reading x WHERE x.metric_id = m.id)
    AND (r.value - m.baseline) * 10.0 / (m.target - m.baseline) < 1)
AND EXISTS (
    SELECT 1 FROM goals_link l JOIN goals_goal b ON b.id = l.child_id
    WHERE l.parent_id = m.goal_id AND b.archived_at IS NULL)
AND NOT EXISTS (
    SELECT 1 FROM goals_link l JOIN goals_goal b ON b.id = l.child_id
    WHERE l.parent_id = m.goal_id AND b.archived_at IS NULL AND b.outcome <> 'achieved')
"""


def flat_words(goals: Sequence[int]) -> tuple[str, list[Any]]:
    """A SELECT of those of these goals (primary keys) that are flat, and its parameters; for a list that marks them."""
    return _FLAT.format(which=among("m.goal_id")), [listed(goals)]


def flat_in_product(product_pk: int) -> tuple[str, list[Any]]:
    """A SELECT of the goals of a product that are flat, and its parameters."""
    return _FLAT.format(which="m.product_id = %s"), [product_pk]
