"""What stands beside a goal's title in the head of its row or column: told by the app of its level."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..levels import LEVELS


@dataclass(frozen=True)
class Head:
    """A goal as the matrix names it; `beside` is what its level adds: "Sprint 3 of Web"."""

    pk: int
    number: int
    level_name: str
    title: str
    state: str
    outcome: str
    position: int
    beside: str = ""

    @property
    def label(self) -> str:
        """The word for the level."""
        return LEVELS[self.level_name].label


#: The columns of Goal that a head holds, in the order of its fields.
COLUMNS = ("pk", "number", "level_name", "title", "state", "outcome", "position")
Words = Callable[[Sequence[Any]], str]
_beside: dict[int, tuple[tuple[str, ...], Words]] = {}


def name_with(rank: int, columns: Sequence[str], words: Words) -> None:
    """Let goals of a rank be named with more than their title; called by the level's app when it is ready.

    `columns` are values of Goal as `values_list` names them, read in the same query; `words` puts them into words.
    """
    _beside[rank] = (tuple(columns), words)


def beside(rank: int) -> tuple[tuple[str, ...], Words]:
    """The columns that name the goals of a rank, and what puts them into words; none and nothing if nobody said."""
    return _beside.get(rank, ((), lambda values: ""))
