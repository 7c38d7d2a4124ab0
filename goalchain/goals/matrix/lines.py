"""The lines of one cell: every way from a lower goal up to a higher one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from goalchain.lib.text import as_reason

from .. import levels
from ..fetch import goal_or_404
from ..models import Goal
from ..trace import Station, Trace, TraceLink, upward

#: So many lines are told; the trace tells the rest.
LINES_SHOWN = 12


@dataclass
class Lines:
    """The lines between two goals as stations from the top down, nearest level first; `more`: there are others."""

    upper: Goal
    lower: Goal
    lines: list[list[Station]]
    more: bool = False


def lines_between(user: Any, key: str, first: str, second: str) -> Lines:
    """The lines between two goals of a product, whichever stands higher. Three queries.

    Raises Http404 for goals that this person may not see, or of another product.
    """
    pair = sorted((goal_or_404(user, named) for named in (first, second)), key=lambda goal: goal.level)
    if any(goal.product.key != key for goal in pair) or pair[0].level == pair[1].level:
        raise Http404(f"{first} and {second} are no goals of {key} on two levels.")
    upper, lower = pair
    found = Lines(upper, lower, [])
    # Nothing leads to an archived goal, nor from one.
    whole = upward(lower) if upper.archived_at is None and lower.archived_at is None else Trace(lower)
    for path in _paths(whole, upper.pk, _below(whole, upper.pk)):
        if len(found.lines) == LINES_SHOWN:
            found.more = True
            break
        found.lines.append(_stations(whole, path))
    return found


def _below(whole: Trace, top: int) -> frozenset[int]:
    """The goals of the trace from which a line leads to `top`."""
    reached, grown = {top}, True
    while grown:
        below = {link.child_id for link in whole.links if link.parent_id in reached}
        grown = not below <= reached
        reached |= below
    return frozenset(reached)


def _paths(whole: Trace, top: int, leading: frozenset[int]) -> Iterator[list[TraceLink]]:
    """Every way up to `top`, as its links from the bottom; goals from which none leads there are passed by."""

    def walk(goal: int, path: list[TraceLink]) -> Iterator[list[TraceLink]]:
        for link in whole.parents_of(goal):
            if link.parent_id == top:
                yield [*path, link]
            elif link.parent_id in leading:
                yield from walk(link.parent_id, [*path, link])

    return walk(whole.goal.pk, [])


def _stations(whole: Trace, path: list[TraceLink]) -> list[Station]:
    goals = whole.goals
    stations = [Station(whole.goal.level_name, whole.goal.label, whole.goal)]
    for link in path:
        stations[-1].rationale = as_reason(link.rationale)
        parent = goals[link.parent_id]
        stations.append(Station(parent.level_name, levels.LEVELS[parent.level_name].label, parent))
    return stations[::-1]
