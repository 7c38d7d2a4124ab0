"""Random chains for Hypothesis: drawn as plain words, stored at once, so that a hundred of them take seconds."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st

from goalchain.goals import levels
from goalchain.goals.bulk import insert_goals, insert_links
from goalchain.goals.models import Goal
from goalchain.products.models import Product

STATES = ("draft", "agreed", "active", "closed", "closed")
OUTCOMES = ("achieved", "achieved", "partly", "missed", "abandoned")


@dataclass(frozen=True)
class Drawn:
    """One goal: its level, its state, its parents by their places in the list, and what hangs on it."""

    level: str
    state: str
    outcome: str
    archived: bool
    parents: tuple[int, ...]
    #: How far its metric has come, in tenths of the way; None for no metric.
    moved: int | None
    refuted: bool


def _of(above: list[int], some: int) -> st.SearchStrategy[list[int]]:
    """From `some` to three of these places; none of none."""
    return st.lists(st.sampled_from(above), unique=True, min_size=some, max_size=3) if above else st.just([])


@st.composite
def chains(draw: st.DrawFn, least: int = 8, most: int = 16) -> list[Drawn]:
    """Goals of all levels, each serving up to three that stand above it; a link may skip levels."""
    names = draw(st.lists(st.sampled_from(list(levels.LEVELS)), min_size=least, max_size=most))
    # One vision may be live, and one more may be archived.
    names = ["vision", "vision", *(name for name in names if name != "vision")]
    names.sort(key=lambda name: levels.LEVELS[name].rank)
    found: list[Drawn] = []
    for place, name in enumerate(names):
        above = [at for at, other in enumerate(found) if levels.LEVELS[other.level].rank < levels.LEVELS[name].rank]
        # Most goals serve one or two; a lone goal has to be likely, too.
        some = min(draw(st.sampled_from((0, 1, 1, 2))), len(above))
        state = draw(st.sampled_from(STATES))
        found.append(
            Drawn(
                name,
                state,
                draw(st.sampled_from(OUTCOMES)) if state == "closed" else "",
                place == 1 or draw(st.integers(0, 5)) == 0,
                tuple(draw(_of(above, some))),
                draw(st.sampled_from((None, None, 0, 5))),
                draw(st.integers(0, 7)) == 0,
            )
        )
    return found


def store(product: Product, drawn: list[Drawn], sprints: list[int]) -> list[Goal]:
    """Store the goals with their links, as they were drawn; sprint goals go into these sprints, one each."""
    now, free = timezone.now(), list(sprints)
    goals: list[Goal] = []
    for number, told in enumerate(drawn, start=1):
        level = levels.LEVELS[told.level]
        own: dict[str, Any] = {"sprint_id": free.pop()} if told.level == "sprint" and free else {}
        goals.append(
            levels.model_of(level.rank)(
                product=product, number=number, level=level.rank, level_name=level.name, title=f"Goal {number}",
                state=told.state, outcome=told.outcome, archived_at=now if told.archived else None,
                position=number, created_at=now, updated_at=now, **own,
            )
        )  # fmt: skip
    insert_goals(goals)
    insert_links(
        (goals[place], goals[above], "it moves it") for place, told in enumerate(drawn) for above in told.parents
    )
    return goals
