"""What an item of the backlog may be: each check raises Refused with the rule, the value and what to do. No queries."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.products.errors import Refused

from .lines import TITLE_LENGTH
from .tracker import tracker_refusal

MOST_SIZE: Final = Decimal(9999)
STATES: Final = ("open", "doing", "done", "dropped")
#: An item serves a goal of these levels.
SERVED: Final = (levels.PRODUCT, levels.RELEASE)


def size_said(size: Decimal | None) -> str:
    """A size without needless noughts: "3", "0.5"; "" for none."""
    if size is None:
        return ""
    words = f"{size:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def _title(product_id: int, title: str) -> None:
    if not title.strip():
        raise Refused("An item needs words. Say in a few what is to be done.", field="title")
    if len(title) > TITLE_LENGTH:
        raise Refused(f"It has {len(title)} characters; {TITLE_LENGTH} is the most. Say it shorter.", field="title")


def _goal(product_id: int, goal: Goal | None) -> None:
    if goal is None:
        return
    if goal.product_id != product_id:
        raise Refused("That goal belongs to another product. Choose one of this product.", field="goal")
    if goal.level not in SERVED:
        raise Refused(
            f"“{goal.title}” is a {goal.label.lower()}. An item serves a product goal or a release goal.", field="goal"
        )
    if goal.archived_at is not None:
        raise Refused(f"“{goal.title}” is archived. Restore it first, or choose another goal.", field="goal")


def _size(product_id: int, size: Decimal | None) -> None:
    if size is not None and not 0 <= size <= MOST_SIZE:
        raise Refused(f"A size is a number from 0 to {MOST_SIZE}.", field="size")


def _state(product_id: int, state: str) -> None:
    if state not in STATES:
        raise Refused(f"“{state}” is no state of an item. Choose one of the list.", field="state")


def _tracker(product_id: int, address: str) -> None:
    if address and (refusal := tracker_refusal(address)):
        raise Refused(refusal, field="tracker_url")


#: The check of a field, by its name; called with the product's primary key and the value.
CHECKS: Final[dict[str, Callable[[int, Any], None]]] = {
    "title": _title,
    "goal": _goal,
    "size": _size,
    "state": _state,
    "tracker_url": _tracker,
}
