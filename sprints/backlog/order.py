"""Where an item stands in a product's backlog: whole numbers with room between them, unique in the product.

A move writes one row. Where no room is left between two neighbours, the few rows around them are spread; their order
stays, so that nothing is recorded of it. Call everything here under the product's lock.
"""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, F, QuerySet, When

from goalchain.products.errors import Refused

#: The first position of a product, far from zero so that there is always room above it; and how far apart items stand
#: when they are added.
FIRST: Final = 1 << 58
STRIDE: Final = 1 << 20
#: So many rows on each side are spread at first, and so far apart at least.
WINDOW, ROOM = 16, 1 << 8
#: Beyond every position: where rows wait while they are spread.
FAR: Final = 1 << 62
#: So many rows are given their place by one statement.
BATCH = 400

Neighbour = tuple[int, int]


@dataclass(frozen=True)
class Place:
    """A place in the order: `top`, `end`, `before` or `after` an item (`of`: its primary key), or the `number` (`of`)
    among the items that are not done yet, counted from 1."""

    word: str
    of: int = 0


TOP, END = Place("top"), Place("end")


def neighbours(others: "QuerySet[Any]", place: Place) -> tuple[Neighbour | None, Neighbour | None]:
    """The items before and after a place, as primary key and position; None at the ends.

    `others` are the items of the product without the one that is to stand there. Two queries at most. Raises Refused
    for an item that is not among them.
    """
    ends = others.order_by("position").values_list("pk", "position")
    if place.word == "top":
        return None, ends.first()
    if place.word == "number":
        upper = others.to_do().order_by("position").values_list("pk", "position")[place.of - 1 :].first()  # type: ignore[attr-defined]
        return (ends.last(), None) if upper is None else (ends.filter(position__lt=upper[1]).last(), upper)
    if place.word == "end":
        return ends.last(), None
    found = others.filter(pk=place.of).values_list("pk", "position").first()
    if found is None:
        raise Refused("That place is not in this backlog any more. Load the page again.", field="before")
    if place.word == "before":
        return ends.filter(position__lt=found[1]).last(), found
    return found, ends.filter(position__gt=found[1]).first()


def between(lower: Neighbour | None, upper: Neighbour | None) -> int | None:
    """A position between two neighbours; None when there is no room."""
    if upper is None:
        return FIRST if lower is None else lower[1] + STRIDE
    if lower is None:
        return upper[1] - STRIDE
    middle = (lower[1] + upper[1]) // 2
    return middle if lower[1] < middle < upper[1] else None


def make_room(items: "QuerySet[Any]", at: int) -> None:
    """Spread the items around a position, as few of them as it takes. `items` are all of the product.

    Two queries to look and two to write; more of both only where many rows stand shoulder to shoulder.
    """
    width = WINDOW
    while True:
        below = list(items.filter(position__lte=at).order_by("-position").values_list("pk", "position")[: width + 1])
        above = list(items.filter(position__gt=at).order_by("position").values_list("pk", "position")[: width + 1])
        floor = below.pop()[1] if len(below) > width else None
        ceiling = above.pop()[1] if len(above) > width else None
        moved = [pk for pk, _ in [*reversed(below), *above]]
        reach = STRIDE * (len(moved) + 1)
        if floor is None:
            floor = FIRST if ceiling is None else ceiling - reach
        if ceiling is None:
            ceiling = floor + reach
        step = (ceiling - floor) // (len(moved) + 1)
        if step >= ROOM:
            _spread(items, moved, floor, step)
            return
        width *= 4


def _spread(items: "QuerySet[Any]", moved: list[int], floor: int, step: int) -> None:
    """Let these items stand at equal distances. They wait far off meanwhile: no two may ever hold one position."""
    for start in range(0, len(moved), BATCH):
        items.filter(pk__in=moved[start : start + BATCH]).update(position=F("position") + FAR)
    for start in range(0, len(moved), BATCH):
        batch = moved[start : start + BATCH]
        places = [When(pk=pk, then=floor + step * place) for place, pk in enumerate(batch, start=start + 1)]
        items.filter(pk__in=batch).update(position=Case(*places))
