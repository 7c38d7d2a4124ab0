"""Which of the goals on the timeline wait for one another. One query."""

from dataclasses import dataclass

from goalchain.lib.rows import fetch
from goalchain.products.models import Product

#: So many dependencies are drawn.
DRAWN = 1_000
_TIES = f"""
SELECT blocker.number, blocked.number FROM goals_dependency d
JOIN goals_goal blocker ON blocker.id = d.blocker_id JOIN goals_goal blocked ON blocked.id = d.blocked_id
WHERE d.product_id = %s AND blocker.archived_at IS NULL AND blocked.archived_at IS NULL
AND blocker.level IN (3, 4) AND blocked.level IN (3, 4)
ORDER BY d.id LIMIT {DRAWN}
"""


@dataclass(frozen=True, slots=True)
class Tie:
    """That one goal waits for another, by their numbers."""

    blocker: int
    blocked: int


def ties_of(product: Product) -> list[Tie]:
    """The dependencies between the live product and release goals of a product. One query."""
    return [Tie(*pair) for pair in fetch(_TIES, [product.pk])]
