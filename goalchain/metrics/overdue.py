"""Which check-ins are due: for the first page, and for lists of goals."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery

from goalchain.goals import levels
from goalchain.goals.due import Due
from goalchain.goals.models import Goal
from goalchain.goals.models.goal import State
from goalchain.products.models import Membership
from goalchain.products.zones import latest_today

from .models import CheckInRhythm
from .said import due_said

#: More than so many are not counted: whoever has so many to do needs no exact number.
MOST_TOLD = 60


def due_check_ins(memberships: Sequence[Membership]) -> list[Due]:
    """The check-ins that a person is asked for: of the goals that are theirs, or nobody's, and that they may edit.

    The longest overdue first, up to MOST_TOLD. One query; none for who may edit nothing.
    """
    products = {mine.product_id: mine.product for mine in memberships}
    user_id = memberships[0].user_id
    upper = [mine.product_id for mine in memberships if mine.access.edit_level(levels.PRODUCT)]
    sprints = [mine.product_id for mine in memberships if mine.access.edit_level(levels.SPRINT)]
    if not sprints:
        return []
    mine = Q(goal__level__lt=levels.SPRINT, product__in=upper) | Q(goal__level=levels.SPRINT, product__in=sprints)
    due: Any = (
        CheckInRhythm.objects.filter(mine, due_on__lte=latest_today(), goal__archived_at=None)
        .filter(Q(goal__owner=user_id) | Q(goal__owner=None))
        .exclude(goal__state=State.CLOSED)
        .order_by("due_on", "goal_id")
        .values_list("product_id", "goal__number", "goal__title", "due_on")[:MOST_TOLD]
    )
    told = []
    for product_id, number, title, due_on in due:
        product = products[product_id]
        if due_on > product.today():
            continue
        key = f"{product.key}-{number}"
        told.append(Due(f"Check in on {key} {title}", f"/g/{key}/#check-ins", product, due_on))
    return told


def due_on() -> Any:
    """The day on which a check-in of a goal is due, to annotate goals with; None where nobody asks."""
    return Subquery(CheckInRhythm.objects.filter(goal_id=OuterRef("pk")).values("due_on")[:1])


def overdue_said(goal: Goal, today: date) -> str:
    """Of a goal that is annotated with `due_on()` as `check_in_due`: since when its check-in is due, else ""."""
    said = "" if goal.state == State.CLOSED else due_said(goal.check_in_due, today)  # type: ignore[attr-defined]
    return f"check-in {said}" if said else ""
