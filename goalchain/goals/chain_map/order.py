"""An order of the goals in their columns by which few lines cross.

Barycentre sweeps (Sugiyama, Tagawa and Toda, "Methods for visual understanding of hierarchical system structures",
1981): each goal moves to the mean place of the goals that it is linked to, column after column, down the chain and up
again. Every order on the way is counted and the best one is kept, so that the result is never worse than the start.
"""

from bisect import bisect_right
from collections.abc import Hashable, Iterable, Sequence
from typing import TypeVar

G = TypeVar("G", bound=Hashable)

#: So many times down and up; after a few nothing is gained any more.
SWEEPS = 3


def crossings(layers: Sequence[Sequence[G]], links: Iterable[tuple[G, G]]) -> int:
    """How many pairs of links cross: links between the same two layers whose ends are in opposite order.

    Links with an end that stands in no layer are passed over. O(links × log links).
    """
    return _crossed(layers, _between(layers, links))


def _between(layers: Sequence[Sequence[G]], links: Iterable[tuple[G, G]]) -> list[list[tuple[G, G]]]:
    """The links between each two layers, upper end first."""
    rank = {goal: number for number, layer in enumerate(layers) for goal in layer}
    found: dict[tuple[int, int], list[tuple[G, G]]] = {}
    for one, other in links:
        if one in rank and other in rank:
            upper, lower = (one, other) if rank[one] < rank[other] else (other, one)
            found.setdefault((rank[upper], rank[lower]), []).append((upper, lower))
    return list(found.values())


def _crossed(layers: Sequence[Sequence[G]], between: list[list[tuple[G, G]]]) -> int:
    place = {goal: at for layer in layers for at, goal in enumerate(layer)}
    count = 0
    for pairs in between:
        seen: list[int] = []
        for _, below in sorted([(place[upper], place[lower]) for upper, lower in pairs]):
            at = bisect_right(seen, below)
            count += len(seen) - at
            seen.insert(at, below)
    return count


def untangled(layers: Sequence[Sequence[G]], links: Iterable[tuple[G, G]], sweeps: int = SWEEPS) -> list[list[G]]:
    """The same layers in an order with few crossings, at most as many as in the order given.

    What crosses nothing stays as it is; goals with equal means, and goals without links, keep their order among one
    another. One call gives the same order as the next. O((links + goals) × sweeps), but for sorting.
    """
    best = [list(layer) for layer in layers]
    between = _between(best, links)
    fewest = _crossed(best, between)
    near: dict[G, list[G]] = {}
    for pairs in between:
        for upper, lower in pairs:
            near.setdefault(lower, []).append(upper)
            near.setdefault(upper, []).append(lower)
    now = best
    for _ in range(sweeps):
        if fewest == 0:
            break
        before = fewest
        for down in (True, False):
            now = _swept(now, near, down=down)
            count = _crossed(now, between)
            if count < fewest:
                best, fewest = now, count
        if fewest == before:
            break
    return best


def _swept(layers: list[list[G]], near: dict[G, list[G]], *, down: bool) -> list[list[G]]:
    """Each layer sorted by the mean place of its neighbours in the layers that were sorted before it."""
    found = [list(layer) for layer in layers]
    place: dict[G, float] = {}
    order = range(len(found)) if down else range(len(found) - 1, -1, -1)
    for rank in order:
        layer = found[rank]
        own = {goal: (at + 0.5) / len(layer) for at, goal in enumerate(layer)}
        mean = {}
        for goal in layer:
            places = [place[other] for other in near.get(goal, ()) if other in place]
            mean[goal] = sum(places) / len(places) if places else own[goal]
        layer.sort(key=mean.__getitem__)
        place |= {goal: (at + 0.5) / len(layer) for at, goal in enumerate(layer)}
    return found
