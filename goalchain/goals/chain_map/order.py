"""An order of the goals in their columns by which few lines cross.

Barycentre sweeps (Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures",
1981): each goal moves to the mean place of the goals that it is linked to, column after column, down the chain and up
again. Every order on the way is counted and the best one is kept, so that the result is never worse than the start.
"""

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from typing import TypeVar

G = TypeVar("G", bound=Hashable)

#: So many times down and up; after a few nothing is gained any more.
SWEEPS = 3
#: The orders of so many maps are kept: a map on which no goal and no link has changed is not sorted again.
MAPS_KEPT = 64

#: Goals by their numbers in the order given, from 0 on: places are looked up by them in lists.
_Layers = Sequence[Sequence[int]]
#: The links between each two layers, upper end first.
_Pairs = Sequence[Sequence[tuple[int, int]]]


def crossings(layers: Sequence[Sequence[G]], links: Iterable[tuple[G, G]]) -> int:
    """How many pairs of links cross: links between the same two layers whose ends are in opposite order.

    Links with an end that stands in no layer, or with both in one, are passed over. O(links × log links).
    """
    numbered, _, pairs = _numbered(layers, links)
    return _crossed(numbered, pairs)


def untangled(layers: Sequence[Sequence[G]], links: Iterable[tuple[G, G]], sweeps: int = SWEEPS) -> list[list[G]]:
    """The same layers in an order with few crossings, at most as many as in the order given.

    What crosses nothing stays as it is; goals with equal means, and goals without links, keep their order among one
    another. One call gives the same order as the next. O((links + goals) × sweeps), but for sorting.
    """
    numbered, goals, pairs = _numbered(layers, links)
    order = _untangled(tuple(map(tuple, numbered)), tuple(map(tuple, pairs)), sweeps)
    return [[goals[number] for number in layer] for layer in order]


@lru_cache(maxsize=MAPS_KEPT)
def _untangled(layers: _Layers, pairs: _Pairs, sweeps: int) -> _Layers:
    best = now = layers
    fewest = _crossed(best, pairs)
    upper: list[list[int]] = [[] for layer in layers for _ in layer]
    lower: list[list[int]] = [[] for layer in layers for _ in layer]
    for between in pairs:
        for above, below in between:
            upper[below].append(above)
            lower[above].append(below)
    for _ in range(sweeps):
        if fewest == 0:
            break
        before = fewest
        for near, down in ((upper, True), (lower, False)):
            now = _swept(now, near, down=down)
            count = _crossed(now, pairs)
            if count < fewest:
                best, fewest = now, count
        if fewest == before:
            break
    return best


def _numbered(layers: Sequence[Sequence[G]], links: Iterable[tuple[G, G]]) -> tuple[_Layers, list[G], _Pairs]:
    """The layers and their links by numbers, and the goal of each number."""
    goals = [goal for layer in layers for goal in layer]
    number = {goal: at for at, goal in enumerate(goals)}
    numbered = [[number[goal] for goal in layer] for layer in layers]
    rank = [at for at, layer in enumerate(layers) for _ in layer]
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for one, other in links:
        above, below = number.get(one), number.get(other)
        if above is None or below is None or rank[above] == rank[below]:
            continue
        if rank[above] > rank[below]:
            above, below = below, above
        found.setdefault((rank[above], rank[below]), []).append((above, below))
    return numbered, goals, list(found.values())


def _crossed(layers: _Layers, pairs: _Pairs) -> int:
    place = [0] * sum(map(len, layers))
    for layer in layers:
        for at, goal in enumerate(layer):
            place[goal] = at
    count, many = 0, len(place)
    for between in pairs:
        seen: list[int] = []
        for both in sorted([place[above] * many + place[below] for above, below in between]):
            below = both % many
            at = bisect_right(seen, below)
            count += len(seen) - at
            seen.insert(at, below)
    return count


def _swept(layers: _Layers, near: list[list[int]], *, down: bool) -> _Layers:
    """Each layer sorted by the mean place of its neighbours in the layers that were sorted before it: `near` are those
    above for a sweep down, those below for a sweep up."""
    found = [list(layer) for layer in layers]
    place = [0.0] * len(near)
    for layer in found if down else reversed(found):
        size = len(layer)
        mean = {}
        for at, goal in enumerate(layer):
            others = near[goal]
            mean[goal] = sum([place[other] for other in others]) / len(others) if others else (at + 0.5) / size
        layer.sort(key=mean.__getitem__)
        for at, goal in enumerate(layer):
            place[goal] = (at + 0.5) / size
    return found
