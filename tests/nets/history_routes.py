"""The table of the routes of the history, of the past and of two moments compared; see routes.py."""

from typing import Any

from .cases import Case, Words, of_product, on_goals, words
from .world import World


def early(world: World, goal: Any) -> Words:
    """A moment early in the product's life."""
    return {"as_of": "20"}


def last_wording(world: World, goal: Any) -> Words:
    """The newest event of the goal, which replaced a wording, and the version that was read."""
    return {"event": world.last_event(goal), "version": goal.version}


HISTORY_ROUTES: dict[str, list[Case]] = {
    "history": [
        Case("GET", "read", of_product),
        Case("GET", "read", of_product, query=words(kind="chain", since="9", by="others")),
        Case("GET", "read", of_product, query=lambda world, goal: {"from": "2026-01-01", "level": "release"}),
    ],
    "history_export": [Case("GET", "read", of_product, query=words(kind="decided"))],
    "comparison": [
        Case("GET", "read", of_product),
        Case("GET", "read", of_product, query=lambda world, goal: {"from": "20", "to": "9999"}),
    ],
    "goal_wording": on_goals("POST", "edit", "draft", data=last_wording),
}
#: The pages that show their past, beside what they show of now.
PAST_CASES: dict[str, list[Case]] = {
    "chain": [Case("GET", "read", of_product, query=early)],
    "goal_trace": on_goals("GET", "read", "active", query=words(as_of="9999")),
    "roadmap": [Case("GET", "read", of_product, query=early)],
}
HISTORY_API_ROUTES: dict[str, list[Case]] = {
    "api:past": [Case("GET", "read", of_product, query=words(as_of="9999"))],
    "api:comparison": [Case("GET", "read", of_product, query=lambda world, goal: {"from": "20", "to": "9999"})],
}
