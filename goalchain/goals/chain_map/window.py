"""Which goals the chain map shows at first: about 150, however many the product has.

From the bottom up: of each rank the line of the selected goal, then what the goals chosen below it serve, then the rest
by urgency. So what is active stands on the map with its line up to the vision, and what is next to it follows.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from .. import levels
from ..models import Goal
from .asked import Asked
from .filters import Ranked, urgency

#: The goals that a goal serves, nearest level first, by primary key.
Above = Mapping[int, Sequence[int]]
R = TypeVar("R", bound=Ranked)


def chosen(
    pool: Mapping[int, list[R]], known: Mapping[int, R], above: Above, line: Collection[int], asked: Asked
) -> dict[int, list[R]]:
    """The goals to show, by rank.

    Args:
        pool: of each rank what may be shown by itself, by urgency; one more than the limit of the rank is enough.
        known: every goal that may be shown, by primary key: those of the pool, of the line, and what they serve.
        above: what the goals of `known` serve.
        line: the primary keys of the selected goal's line.
    """
    found: dict[int, list[R]] = {}
    served: set[int] = set()
    for rank in reversed(levels.RANKS):
        lit = _urgent(known[pk] for pk in line if pk in known and known[pk].level == rank)
        context = _urgent(known[pk] for pk in served if pk in known and known[pk].level == rank)
        wanted = {goal.pk: goal for goal in (*lit, *context, *pool.get(rank, ()))}
        found[rank] = list(wanted.values())[: asked.limit(rank)]
        served |= {parent for goal in found[rank] for parent in above.get(goal.pk, ())}
    return found


def _urgent(goals: Iterable[R]) -> list[R]:
    return sorted(goals, key=urgency)


def unfolded(found: Mapping[int, list[Goal]], above: Above, folded: Collection[int]) -> dict[int, list[Goal]]:
    """The goals that are left when these (by number) are folded: those that something else on the map leads to.

    A goal is hidden when each goal that it serves is folded or hidden itself; what serves nothing stays.
    """
    if not folded:
        return dict(found)
    hidden: set[int] = set()
    closed = {goal.pk for goals in found.values() for goal in goals if goal.number in folded}
    left: dict[int, list[Goal]] = {}
    for rank in levels.RANKS:
        for goal in found[rank]:
            parents = above.get(goal.pk, ())
            if parents and all(parent in hidden or parent in closed for parent in parents):
                hidden.add(goal.pk)
        left[rank] = [goal for goal in found[rank] if goal.pk not in hidden]
    return left
