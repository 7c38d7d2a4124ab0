"""Paths through the dependencies of a product, so that no goal comes to wait for itself. Plain functions, no query."""

from collections import deque
from collections.abc import Iterable, Mapping


def path_between(waits: Mapping[int, Iterable[int]], start: int, end: int) -> list[int]:
    """The shortest way from `start` to `end` along `waits` (of each goal the ones it waits for), both ends included.

    Empty when there is none.
    """
    came_from: dict[int, int | None] = {start: None}
    queue = deque([start])
    while queue:
        at = queue.popleft()
        if at == end:
            path = []
            step: int | None = at
            while step is not None:
                path.append(step)
                step = came_from[step]
            return path[::-1]
        for following in waits.get(at, ()):
            if following not in came_from:
                came_from[following] = at
                queue.append(following)
    return []


def cycle_in(waits: Mapping[int, Iterable[int]]) -> list[int]:
    """One cycle among them, from a goal back to the same one; empty when there is none."""
    done: set[int] = set()
    for start in waits:
        trail: list[int] = []
        places: dict[int, int] = {}
        steps = [(start, iter(waits[start]))] if start not in done else []
        while steps:
            at, following = steps[-1]
            if at not in places:
                places[at] = len(trail)
                trail.append(at)
            for onward in following:
                if onward in places:
                    return [*trail[places[onward] :], onward]
                if onward not in done:
                    steps.append((onward, iter(waits.get(onward, ()))))
                    break
            else:
                steps.pop()
                done.add(at)
                trail.pop()
                del places[at]
    return []
