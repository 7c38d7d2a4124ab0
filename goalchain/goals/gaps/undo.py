"""Undo of the acceptance of a gap: the opposite, as a new change."""

from typing import TYPE_CHECKING

from goalchain.products.changes import change
from goalchain.products.errors import Refused

from ..models import Event, GapAcceptance, Goal

if TYPE_CHECKING:
    from goalchain.accounts.models import User


def undo_gap(event: Event, goal: Goal, by: "User") -> None:
    """Take back that a gap was accepted, or that this was taken back. Raises Refused when it was changed since."""
    with change(goal.product, by) as begun:
        begun.undoes_id = event.pk
        stored = GapAcceptance.objects.get(pk=event.after["id"], goal_id=goal.pk)
        stored.goal, stored.product = goal, goal.product
        if stored.version != event.after["version"]:
            raise Refused("This was changed again since. Look at the gap report and choose again.")
        former = event.former
        if former and former["ended_at"] is None:
            stored.put_back(former, by=by, within=begun)
        else:
            stored.take_back(by=by, within=begun)
