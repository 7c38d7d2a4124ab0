"""What serves a goal, as an indented list."""

from collections.abc import Mapping
from dataclasses import dataclass

from . import levels
from .models import Goal
from .results import Result
from .trace import Trace

#: What people read of a closed goal that says nothing of what it brought; one that was missed owes nothing.
NOTHING_SAID = "Closed, and nothing says what it delivered."
_BROUGHT = ("achieved", "partly")


@dataclass(frozen=True)
class Row:
    """A goal under the one it serves; `depth` counts from 1. `again` marks one whose own rows stand further up.

    `said` is how far it is: delivery and outcome. `delivered` is what came out; `gap` says what is missing below it.
    """

    goal: Goal
    depth: int
    rationale: str
    again: bool
    said: str = ""
    delivered: str = ""
    gap: str = ""


def downward_rows(whole: Trace, results: Mapping[int, Result] | None = None) -> list[Row]:
    """The goals below, each under every goal that it serves, in the order of the chain. No query.

    A goal with several parents shows its own children once, so that the list stays as long as the chain has links.

    Args:
        results: what came of the goals, by primary key; where it is None, nothing is said of that.
    """
    goals = whole.goals
    below: dict[int, list[tuple[int, str]]] = {}
    for link in whole.links:
        below.setdefault(link.parent_id, []).append((link.child_id, link.rationale))
    rows: list[Row] = []
    told: set[int] = set()

    def tell(pk: int, depth: int) -> None:
        for child, rationale in below.get(pk, []):
            if child not in goals:
                continue
            goal, again = goals[child], child in told and child in below
            served = [goals[pk] for pk, _ in below.get(child, [])]
            result = (results or {}).get(child, Result())
            rows.append(
                Row(
                    goal,
                    depth,
                    rationale,
                    again,
                    said=result.outcome if whole.more else how_far(served, result),
                    delivered=result.delivered,
                    gap="" if again else gap_below(whole, goal, served, results),
                )
            )
            if child not in told:
                told.add(child)
                tell(child, depth + 1)

    tell(whole.goal.pk, 1)
    return rows


def how_far(below: list[Goal], result: Result) -> str:
    """Delivery and outcome, side by side: "2 of 3 closed · Bookings 41% → 60%"; "" where neither is known."""
    closed = sum(goal.state == "closed" for goal in below)
    delivery = f"{closed} of {len(below)} closed" if below else ""
    return " · ".join(words for words in (delivery, result.outcome) if words)


def gap_below(whole: Trace, goal: Goal, below: list[Goal], results: Mapping[int, Result] | None) -> str:
    """What is missing at the lower end of a line: a goal that serves this one, or the word of what was delivered.

    "" where nothing is, and where the trace is cut, which nobody can tell from a gap.
    """
    if results is not None and goal.level >= levels.RELEASE and goal.outcome in _BROUGHT:
        result = results.get(goal.pk)
        return "" if result and result.delivered else NOTHING_SAID
    if below or whole.more or goal.state == "closed":
        return ""
    lower = [rank for rank in levels.ranks_of(whole.goal.product.preset) if rank > goal.level]
    return f"No {levels.rank_label(lower[0])} serves it." if lower else ""
