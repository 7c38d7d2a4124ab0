"""The rules of the chain in words. The verbs and the import ask here, so that a rule has one wording.

Each function returns why something is refused, with the value and the remedy, or "" when it is allowed. No queries.
"""

from datetime import date
from typing import Protocol

TITLE_LENGTH = 200


class Placed(Protocol):
    """What the rule of links looks at: a goal, stored or planned."""

    @property
    def key(self) -> str: ...

    @property
    def level(self) -> int: ...

    @property
    def label(self) -> str: ...


def link_refusal(child: Placed, parent: Placed, *, itself: bool, archived: bool, linked: bool) -> str:
    """Whether `child` may serve `parent`, both of one product.

    `itself`: they are one goal; `archived`: the parent is; `linked`: the link is there already.
    """
    if itself:
        return f"{child.key} cannot serve itself. Choose a goal above it."
    if parent.level >= child.level:
        where = "on the same level as" if parent.level == child.level else "below"
        return (
            f"{parent.key} is a {parent.label.lower()}, {where} {child.key}, a {child.label.lower()}. "
            "A link leads upward: choose a parent of a higher level."
        )
    if archived:
        return f"{parent.key} is archived. Restore it first, or choose another parent."
    if linked:
        return f"{child.key} serves {parent.key} already. Change the rationale of that link instead."
    return ""


def title_refusal(title: str) -> str:
    """Whether a goal may have this title."""
    if not title.strip():
        return "A goal needs a title. Say in a few words what will be true."
    if len(title) > TITLE_LENGTH:
        return f"The title has {len(title)} characters; {TITLE_LENGTH} is the most. Say the rest in the statement."
    return ""


def dates_refusal(starts_on: date | None, ends_on: date | None) -> str:
    """Whether something may start and end on these days."""
    if starts_on and ends_on and ends_on < starts_on:
        return f"It would end on {ends_on}, before it starts on {starts_on}. Choose a later end or an earlier start."
    return ""


def second_vision_refusal(product: str, key: str, title: str) -> str:
    """What to say when the product has the live vision `key` already."""
    return (
        f"{product} has a vision already: {key} “{title}”. A product has one vision; close or archive that one first."
    )


def parentless_refusal(key: str) -> str:
    """What to say when a sprint goal that serves nothing would be agreed."""
    return f"{key} serves no goal yet, and an agreed sprint goal has a parent. Link it to one first."


def sprint_taken_refusal(sprint: str, key: str, title: str) -> str:
    """What to say when the sprint has the agreed goal `key` already."""
    return (
        f"{sprint} has an agreed goal already: {key} “{title}”. "
        "Close or withdraw that one first, or choose another sprint."
    )


def gate_refusal(product: str, key: str, title: str) -> str:
    """What to say when the product works on the active product goal `key` already, and on one at a time."""
    return (
        f"{product} works on one product goal at a time, and {key} “{title}” is active. "
        "Close that one first: achieved, partly, missed, or abandoned with the reason."
    )
