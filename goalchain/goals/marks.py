"""Words that apps above this one put on the cards of the chain page: "for review", and whatever else asks for a goal.

An app offers a mark when it is ready. All marks are asked for in the query that reads the links of the page.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mark:
    """A word on a card. `words` tells a SELECT of those of the goals (primary keys) that bear it, and its parameters.

    The SELECT stands as a subquery; it is asked about goals of one product that the person may see.
    """

    word: str
    words: Callable[[Sequence[int]], tuple[str, list[Any]]]


_MARKS: list[Mark] = []


def offer(mark: Mark) -> None:
    """Put this mark on the cards that bear it."""
    _MARKS[:] = [known for known in _MARKS if known.word != mark.word] + [mark]


def marks() -> list[Mark]:
    """All marks, in the order in which they were offered."""
    return list(_MARKS)
