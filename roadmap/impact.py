"""The releases among what hangs on a goal: those of the release goals below it."""

from datetime import date

from goalchain.goals.impact.parts import Found, Part, Touched
from goalchain.products.models import Product

_WORDS = """
SELECT g.number, g.level_name, g.title, COALESCE(CAST(g.ends_on AS TEXT), '') || '|' || r.version_name AS said,
    0 AS ref, 0 AS lone, CASE WHEN g.ends_on IS NULL THEN 1 ELSE 0 END AS undated, g.ends_on
FROM below JOIN roadmap_releasegoal r ON r.goal_id = below.id JOIN goals_goal g ON g.id = below.id
"""


def _told(found: Found, product: Product) -> Touched:
    """The release by its goal, with its version and its target date."""
    key = f"{product.key}-{found.number}"
    url = f"/p/{product.key}/releases/{found.number}/" if product.uses_releases else f"/g/{key}/"
    day, _, version = found.said.partition("|")
    words = [f"version {version}"] if version else []
    words += [f"{date.fromisoformat(day):%-d %b %Y}"] if day else []
    return Touched(found.title, url, key, found.level_name, ", ".join(words))


RELEASES = Part("releases", "release", "releases", _WORDS, "undated, ends_on, number", _told, 2)
