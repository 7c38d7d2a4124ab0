"""A trace as a shared page shows it, from a live chain or from a past one."""

from collections.abc import Callable
from dataclasses import dataclass, field

from goalchain.goals.downward import downward_rows
from goalchain.goals.models import Goal
from goalchain.goals.sentence import Sentence, sentence
from goalchain.goals.trace import Trace

from .drawn import Timeline
from .shown import Chapter, SharedGoal


@dataclass
class Station:
    """A goal on a line, or a gap, as the why strip shows it: nothing leads anywhere from a shared page."""

    level_name: str
    label: str
    title: str
    rationale: str
    here: bool
    gap: bool
    url: str = ""


@dataclass
class Page:
    """What a shared page shows. `lines` (stations, and the line as a sentence) are of a trace alone, `timeline` of a
    roadmap in that view."""

    chapters: list[Chapter] = field(default_factory=list)
    lines: list[tuple[list[Station], Sentence]] = field(default_factory=list)
    more: bool = False
    timeline: Timeline | None = None


def trace_page(whole: Trace, show: Callable[[Goal], SharedGoal]) -> Page:
    """The goal first, then what serves it, each goal once at its depth. No query but those of `show`."""
    lines = []
    for line in whole.lines():
        stations = [
            Station(told.level_name, told.label, told.title, told.rationale, told.here, told.gap) for told in line
        ]
        lines.append((stations, sentence(line)))
    first = show(whole.goal)
    if len(lines[0][0]) > 1:
        # The line stands above it; that it changed is said with the goal.
        first.serves = [told for _, told in lines]
    below = Chapter("How: down to the sprints")
    for row in downward_rows(whole):
        if row.goal.number not in {goal.number for goal in below.goals}:
            goal = show(row.goal)
            goal.depth = row.depth
            below.goals.append(goal)
    chapters = [Chapter("", [first])] + ([below] if below.goals else [])
    return Page(chapters, lines, whole.more)
