"""Replacing the vision: the old one is closed with its reason and kept, a new one takes its place, in one change."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from goalchain.goals.models import Goal
from goalchain.goals.models.goal import Outcome
from goalchain.goals.rules import title_refusal
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale

from .board import Answer, BoardEntry
from .models import Vision

if TYPE_CHECKING:
    from goalchain.accounts.models import User


def goals_below(vision: Goal) -> list[Goal]:
    """The live goals that serve the vision, in the order of the chain. One query."""
    goals = []
    for goal in Goal.objects.filter(up_links__parent_id=vision.pk).live().in_order().with_level():
        goal.product = vision.product
        goals.append(goal.of_level)
    return goals


def replace_vision(
    vision: Vision,
    *,
    title: str,
    statement: str = "",
    outcome: str,
    why: str,
    move: Collection[int] | None = None,
    keep_board: bool = True,
    by: "User",
    version: int | None = None,
) -> Vision:
    """Close `vision` with its outcome and the reason, make the new one, and move the goals below.

    Args:
        outcome: what became of the former vision; `why` it is replaced becomes its learning.
        move: the numbers of the goals that serve the new vision from now on, None for all; the others stay where they
            are.
        keep_board: begin the new board with a copy of the former one's entries.

    A former vision keeps its board and its first day (else the day it was written); today becomes its last. A draft
    that people worked by is closed as it stands. Raises Refused for missing words and for a vision that is closed or
    archived, Stale when it has another version by now. Queries: about 20, and 8 for every moved goal.
    """
    if version is not None and version != vision.version:
        raise Stale(version)
    _check(title, outcome, why)
    with change(vision.product, by) as begun:
        if vision.state == "closed" or vision.archived_at is not None:
            raise Refused(f"{vision.key} is no longer the vision. Load the page again.")
        today = vision.product.today()
        vision._write(begun, "close", state="closed", outcome=outcome, learning=why, **_days(vision, today))
        new = Goal.create(
            vision.product,
            "vision",
            by=by,
            title=title,
            statement=statement,
            owner_id=vision.owner_id if _is_member(vision) else by.pk,
            starts_on=today,
            within=begun,
        )
        assert isinstance(new, Vision)
        if move is None or move:
            _move(goals_below(vision), vision, new, move, by, begun)
        if keep_board:
            _copy_board(vision, new, begun)
    return new


def _check(title: str, outcome: str, why: str) -> None:
    if refusal := title_refusal(title):
        raise Refused(refusal, field="title")
    if outcome not in Outcome.values:
        raise Refused(f"“{outcome}” is no outcome. Choose achieved, partly, missed or abandoned.", field="outcome")
    if not why.strip():
        raise Refused("Say why the vision is replaced, so that others can follow.", field="why")


def _days(vision: Vision, today: date) -> dict[str, Any]:
    """The first and the last day of the vision that ends today; one that was to begin later never began."""
    first = vision.starts_on or vision.product.day_of(vision.created_at)
    return {"starts_on": min(first, today), "ends_on": today}


def _is_member(vision: Vision) -> bool:
    return vision.owner_id is not None and vision.product.memberships.filter(user_id=vision.owner_id).exists()


def _move(
    goals: Iterable[Goal], old: Vision, new: Vision, numbers: Collection[int] | None, by: "User", begun: Change
) -> None:
    for goal in goals:
        if numbers is None or goal.number in numbers:
            goal.move_parent(old, new, by=by, within=begun)


def _copy_board(old: Vision, new: Vision, begun: Change) -> None:
    """Give the new vision copies of the entries, and let the same goals answer its needs. Four queries."""
    kept = list(BoardEntry.objects.kept().filter(vision_id=old.pk).in_order())
    answers: dict[int, list[tuple[int, int]]] = {}
    for entry_id, pk, number in Answer.objects.filter(entry__in=kept, goal__archived_at=None).values_list(
        "entry_id", "goal_id", "goal__number"
    ):
        answers.setdefault(entry_id, []).append((pk, number))
    copies = BoardEntry.objects.bulk_create(
        BoardEntry(product=new.product, vision=new, section=e.section, text=e.text, position=e.position) for e in kept
    )
    Answer.objects.bulk_create(
        Answer(entry=copy, goal_id=pk)
        for copy, entry in zip(copies, kept, strict=True)
        for pk, _ in answers.get(entry.pk, [])
    )
    for copy, entry in zip(copies, kept, strict=True):
        numbers = sorted(number for _, number in answers.get(entry.pk, []))
        begun.record("add", "board", goal_id=new.pk, after=copy.facts_with(numbers), former={})
