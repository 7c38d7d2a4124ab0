"""F1: what a request asks of the database does not grow with what the product holds, and stays within its budget.

Session and person are counted. What frames a transaction is not.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from goalchain.goals.wording import tell

from .cases import Case
from .conftest import count_rows, undone
from .counting import counted_queries
from .growth import grow
from .routes import ACCOUNT_ROUTES, ROUTES
from .world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlogged")]

#: What a page or an answer of the API may ask, and the edit of a field.
BUDGET = 8
EDITS = {"goal_edit"}
#: The pages that people open most.
TIGHT = {"goal": 6, "goal_trace": 6, "api:trace": 6}
#: Writes that touch several things under several rules: a goal with its links, a product with its owner and its
#: vision, a whole sheet, a goal with its link and the need that it answers.
WRITE_BUDGET = 21
#: A vision with its board, in place of another.
SEVERAL = {"vision_replacement": 24}

Count = dict[tuple[str, int, str], list[str]]


def questions() -> Iterator[tuple[str, int, Case]]:
    """Yield every case that a product owner is granted; the account pages are a library's."""
    for name, cases in ROUTES.items():
        if name not in ACCOUNT_ROUTES:
            for number, case in enumerate(cases):
                yield name, number, case


def count(world: World, names: set[str] | None = None) -> Count:
    """Ask everything once as the owner; return the statements by case, plain and htmx."""
    found: Count = {}
    client = world.actors["owner"]
    for name, number, case in questions():
        if names is not None and name not in names:
            continue
        for kind in ("plain", "htmx")[: 1 + case.htmx]:
            with undone(client):
                headers = case.headers(world) | ({"HX-Request": "true"} if kind == "htmx" else {})
                ask = case.ready(name, world, client, **headers)
                with counted_queries() as statements:
                    answer = ask()
            assert answer.status_code < 500
            found[name, number, f"{case.method} {kind}"] = statements
    return found


@pytest.fixture(scope="module")
def counts(world: World) -> tuple[Count, Count]:
    """The statements in the small product and in the tenfold one."""
    count(world)
    small = count(world)
    with undone():
        grow(world)
        refresh(world)
        count_rows()
        large = count(world)
    refresh(world)
    return small, large


def refresh(world: World) -> None:
    """Read again the goals, and whatever has an ETag, whose versions growth has raised."""
    for goal in world.goals.values():
        goal.refresh_from_db(fields=["version"])
    world.etags = {}


def budget_of(name: str, method: str) -> int:
    """How many queries a case may take."""
    if name in TIGHT and method == "GET":
        return TIGHT[name]
    return BUDGET if method == "GET" or name in EDITS else SEVERAL.get(name, WRITE_BUDGET)


def report(statements: list[str]) -> str:
    return "\n".join(f"      {statement[:200]}" for statement in statements)


def grown(small: Count, large: Count) -> list[str]:
    """Say which cases ask more often in the larger product."""
    return [
        f"{cell}: {len(small[cell])} became {len(statements)}\n{report(statements)}"
        for cell, statements in large.items()
        if len(statements) > len(small[cell])
    ]


def test_no_count_grows(counts, figures):
    small, large = counts
    wrong = grown(small, large)
    figures("F1", f"{len(wrong)} of {len(small)} requests ask more often in a product of ten times the size")
    assert not wrong, "\n".join(wrong)


def test_every_count_is_within_its_budget(counts, figures):
    _, large = counts
    wrong = [
        f"{cell}: {len(statements)} queries\n{report(statements)}"
        for cell, statements in large.items()
        if len(statements) > budget_of(cell[0], cell[2].partition(" ")[0])
    ]
    reads = max(len(statements) for cell, statements in large.items() if cell[2].startswith("GET"))
    parts = {
        name: max(len(statements) for cell, statements in large.items() if cell[0] == name)
        for name in ("goal", "goal_trace", "goal_edit")
    }
    figures(
        "F1",
        f"at most {reads} queries a page or answer; goal page {parts['goal']}, trace {parts['goal_trace']}, "
        f"edit {parts['goal_edit']}",
    )
    assert not wrong, "\n".join(wrong)


def test_a_query_a_row_is_noticed(world, monkeypatch):
    """The control: a history that asks once more for each event is named."""

    def tell_and_ask(*words: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return tell(*words)

    monkeypatch.setattr("goalchain.goals.views.goal.tell", tell_and_ask)
    small = count(world, {"goal_history"})
    with undone():
        grow(world)
        count_rows()
        large = count(world, {"goal_history"})
    refresh(world)
    assert grown(small, large)
