"""A trace as its page and its text tell it: the lines upward, the rows below, how far each goal is, what came of it."""

from dataclasses import dataclass, field
from typing import Any

from . import levels
from .downward import Row, downward_rows, gap_below, how_far
from .models import Goal
from .models.goal import state_word
from .results import Result, results_of
from .sentence import sentence
from .trace import Station, Trace

#: So many lines are shown; a chain in which everything serves everything has too many to read.
LINES = 6


@dataclass
class Traced:
    """A trace, told. `lines`: stations from the top down and their sentence, in pairs; `more_lines`: there are others.

    `missing` are the rungs above at which nothing stands, `missing_below` the next one below. `said`, `delivered` and
    `gap` are those of the goal itself (see `downward.Row`). `more`: there are goals below that are not among the rows.
    """

    goal: Goal
    lines: list[tuple[list[Station], str]] = field(default_factory=list)
    more_lines: bool = False
    missing: list[str] = field(default_factory=list)
    missing_below: str = ""
    rows: list[Row] = field(default_factory=list)
    more: bool = False
    said: str = ""
    delivered: str = ""
    gap: str = ""

    def context(self) -> dict[str, Any]:
        """As the templates of a trace take it."""
        names = ("goal", "more_lines", "missing", "missing_below", "rows", "more", "said", "delivered", "gap")
        lines = [{"stations": stations, "sentence": words} for stations, words in self.lines]
        return {"lines": lines, **{name: getattr(self, name) for name in names}}


def traced(whole: Trace, *, past: bool = False) -> Traced:
    """The trace, told. One query, for what came of the goals; of the past none, and nothing is said of that."""
    results = None if past else results_of(whole.goals.values())
    lines = whole.lines(LINES + 1)
    own = (results or {}).get(whole.goal.pk, Result())
    children = {link.child_id for link in whole.links if link.parent_id == whole.goal.pk}
    served = [goal for goal in whole.down if goal.pk in children]
    told = Traced(
        whole.goal,
        lines=[(line, sentence(line)) for line in lines[:LINES]],
        more_lines=len(lines) > LINES,
        missing=[levels.rank_label(rank) for rank in whole.missing_ranks],
        missing_below=levels.rank_label(whole.missing_below) if whole.missing_below else "",
        rows=downward_rows(whole, results),
        more=whole.more,
        said=own.outcome if whole.more else how_far(served, own),
        delivered=own.delivered,
        gap=gap_below(whole, whole.goal, served, results) if served or whole.goal.level == levels.SPRINT else "",
    )
    for station in {id(station): station for line in lines for station in line}.values():
        if station.goal is not None:
            result = (results or {}).get(station.goal.pk, Result())
            station.said = " · ".join(words for words in (standing(station.goal), result.outcome) if words)
    return told


def standing(goal: Goal) -> str:
    """The state of a goal in words; of a closed one, what became of it."""
    return state_word(goal.state, goal.outcome)
