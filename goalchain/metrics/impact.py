"""The metrics among what hangs on a goal: its own, and those of the goals below it."""

from goalchain.goals.impact.parts import Found, Part, Touched
from goalchain.products.models import Product

_WORDS = """
SELECT g.number, g.level_name, m.name AS title, '' AS said, m.id AS ref, 0 AS lone, g.level, m.position
FROM line JOIN metrics_metric m ON m.goal_id = line.id JOIN goals_goal g ON g.id = m.goal_id
WHERE m.archived_at IS NULL
"""


def _told(found: Found, product: Product) -> Touched:
    key = f"{product.key}-{found.number}"
    return Touched(found.title, f"/g/{key}/metrics/{found.ref}/", key, said=f"of {key}")


METRICS = Part("metrics", "metric", "metrics", _WORDS, "level, number, position, ref", _told, 6)
