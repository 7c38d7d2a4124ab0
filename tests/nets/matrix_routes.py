"""The table of the routes of the matrix and of impacts, on pages and in the API; see routes.py."""

from typing import Any

from .cases import Case, Words, of_product, on_goals, words
from .world import World


def of_cell(world: World, goal: Any) -> Words:
    """The cell of an active release goal and an active sprint goal."""
    pair = {"row_key": world.goal("release", "active").key, "column_key": world.goal("sprint", "active").key}
    return {"key": world.key, **pair}


def of_planned_cell(world: World, goal: Any) -> Words:
    """The same with a draft of a sprint goal."""
    return of_cell(world, goal) | {"column_key": world.goal("sprint", "draft").key}


BY_RELEASE = words(rows="release", columns="sprint")
BOTH = on_goals("GET", "read") + on_goals("GET", "read", "active")

MATRIX_ROUTES: dict[str, list[Case]] = {
    "matrix": [
        Case("GET", "read", of_product),
        Case("GET", "read", of_product, query=BY_RELEASE),
        Case("GET", "read", of_product, query=words(rows="user", columns="business", rows_page="2")),
    ],
    "matrix_sheet": [Case("GET", "read", of_product, query=BY_RELEASE)],
    "matrix_line": [
        Case("GET", "read", of_cell),
        Case("GET", "read", of_planned_cell, sees="read_planning"),
    ],
    "goal_impact": [*BOTH, *on_goals("GET", "read", query=words(all="goals"))],
}

MATRIX_API_ROUTES: dict[str, list[Case]] = {
    "api:matrix": [Case("GET", "read", of_product), Case("GET", "read", of_product, query=BY_RELEASE)],
    "api:impact": [*BOTH, *on_goals("GET", "read", query=words(all="goals"))],
}
