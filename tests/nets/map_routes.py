"""The table of the routes of the chain map; see routes.py."""

from .cases import Case, of_product, on_goals, words
from .world import World


def selected(world: World, goal: object) -> dict[str, str]:
    """The address of a map with a line that is lit, narrowed and folded."""
    key, folded = world.goal("release", "active").key, world.goal("product", "second").number
    return {"goal": key, "state": "active", "when": "year", "team": str(world.team.pk), "fold": str(folded)}


#: What the chain page shows otherwise than at first.
MAP_CASES = [
    Case("GET", "read", of_product, query=words(view="map", by="rows")),
    Case("GET", "read", of_product, query=words(view="list")),
    Case("GET", "read", of_product, query=words(outcome="abandoned")),
    Case("GET", "read", of_product, query=selected),
]

MAP_ROUTES: dict[str, list[Case]] = {
    "map_svg": [Case("GET", "read", of_product), Case("GET", "read", of_product, query=selected)],
    "map_mermaid": [Case("GET", "read", of_product), Case("GET", "read", of_product, query=selected)],
    "goal_preview": [*on_goals("GET", "read"), *on_goals("GET", "read", "active")],
}
