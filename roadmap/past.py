"""The roadmap as it stood at a moment: its product goals as Now / Next / Later, to be read only.

Features and metrics have a history of their own and are not shown here.
"""

from dataclasses import dataclass
from typing import Any

from goalchain.goals import levels
from goalchain.goals.history.past import Past, day_of

from .grouping import Group
from .horizons import horizon_of
from .later import Board, boards
from .marks import Look
from .rows import Row


@dataclass(slots=True)
class PastRow(Row):
    """A product goal as it was; it leads to its trace of that time."""

    query: str = ""

    @property
    def url(self) -> str:
        """The trace as it stood."""
        return f"/g/{self.key}/trace/?{self.query}"


def past_boards(past: Past, owners: dict[int, str]) -> list[Board]:
    """The product goals that were live, in the columns of that day. `owners` are names. No query."""
    rows: list[Row] = [
        _row(past, goal, owners) for goal in past.in_order(past.goals) if goal["level"] == levels.PRODUCT
    ]
    look = Look(past.moment.at.date(), has_metrics=False)
    return boards([Group("then", "", rows)], look) if rows else []


def _row(past: Past, goal: dict[str, Any], owners: dict[int, str]) -> PastRow:
    number, details = goal["number"], goal.get("details") or {}
    starts_on, ends_on = day_of(goal["starts_on"]), day_of(goal["ends_on"])
    below = [past.goals[child] for child, _ in past.below.get(number, [])]
    chosen = details.get("horizon") or ""
    names = ("number", "title", "statement", "state", "outcome", "confidence", "learning", "owner_id", "position")
    return PastRow(
        pk=number,
        key=f"{past.product.key}-{number}",
        **{name: goal[name] for name in (*names, "version")},
        starts_on=starts_on,
        ends_on=ends_on,
        owner=owners.get(goal["owner_id"], ""),
        timeframe=details.get("timeframe") or "",
        chosen_horizon=chosen,
        horizon=horizon_of(chosen, goal["state"], starts_on, ends_on, past.moment.at.date()),
        below=len(below),
        closed_below=sum(child["state"] == "closed" for child in below),
        query=past.query,
    )
