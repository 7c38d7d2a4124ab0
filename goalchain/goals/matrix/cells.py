"""The cells of the matrix: how many lines lead from a lower goal up to a higher one, and through which goals."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple


class Link(NamedTuple):
    """A link by the primary keys of its ends, with the number and the rank of the parent."""

    child: int
    parent: int
    parent_number: int
    parent_level: int


class Through(NamedTuple):
    """A goal between the two of a cell. They sort from the top down."""

    level: int
    number: int


@dataclass(frozen=True)
class Cell:
    """How a lower goal reaches a higher one: by so many lines, through these goals, and whether also directly."""

    lines: int
    through: tuple[Through, ...]
    is_direct: bool


def cells_between(tops: Collection[int], bottoms: Iterable[int], links: Iterable[Link]) -> dict[tuple[int, int], Cell]:
    """The cells that are not empty, by the primary keys of the higher and the lower goal.

    `links` are all that lie on lines between them; none of `tops` stands above another. No query. What is above a goal
    is worked out once, whatever the number of goals below it.
    """
    parents: dict[int, list[Link]] = defaultdict(list)
    for link in links:
        parents[link.child].append(link)
    wanted = frozenset(tops)

    @cache
    def above(goal: int) -> dict[int, tuple[int, frozenset[Through], bool]]:
        found: dict[int, tuple[int, frozenset[Through], bool]] = {}
        for link in parents.get(goal, ()):
            if link.parent in wanted:
                lines, through, _ = found.get(link.parent, (0, frozenset(), False))
                found[link.parent] = (lines + 1, through, True)
            here = Through(link.parent_level, link.parent_number)
            for top, (further, between, _) in above(link.parent).items():
                lines, through, is_direct = found.get(top, (0, frozenset(), False))
                found[top] = (lines + further, through | between | {here}, is_direct)
        return found

    return {
        (top, bottom): Cell(lines, tuple(sorted(through)), is_direct)
        for bottom in bottoms
        for top, (lines, through, is_direct) in above(bottom).items()
    }
