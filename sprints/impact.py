"""The sprints among what hangs on a goal: those that work on it, and the one whose goal it is."""

from goalchain.goals.impact.parts import Found, Part, Touched
from goalchain.products.models import Product

# Drafts compete for a sprint: it is told once, by the first of them.
_WORDS = """
SELECT MIN(g.number) AS number, '' AS level_name, MIN(s.name) || ' of ' || MIN(t.name) AS title, '' AS said,
    s.id AS ref, 0 AS lone, CASE WHEN MIN(s.starts_on) IS NULL THEN 1 ELSE 0 END AS undated, MIN(s.starts_on) AS starts
FROM line JOIN sprints_sprintgoal b ON b.goal_id = line.id JOIN sprints_sprint s ON s.id = b.sprint_id
    JOIN products_team t ON t.id = s.team_id JOIN goals_goal g ON g.id = line.id, here
WHERE g.id <> here.id OR g.state IN ('agreed', 'active')
GROUP BY s.id
"""


def _told(found: Found, product: Product) -> Touched:
    return Touched(found.title, f"/p/{product.key}/sprints/{found.ref}/", f"{product.key}-{found.number}")


SPRINTS = Part("sprints", "sprint", "sprints", _WORDS, "undated, starts, ref", _told, 3)
