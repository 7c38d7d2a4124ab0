"""Undo of what was done to a proposal: the opposite, as a new change."""

from typing import TYPE_CHECKING

from goalchain.products.changes import change
from goalchain.products.errors import Refused

from ..models import Event, Goal, Proposal
from ..undo import put_goal_back

if TYPE_CHECKING:
    from goalchain.accounts.models import User


def undo_proposal(event: Event, goal: Goal, by: "User") -> None:
    """Take back a step of a proposal; of an adopted one, what it did to the goal too.

    Raises Refused when the proposal or, after its adoption, the goal was changed again since.
    """
    with change(goal.product, by) as begun:
        begun.undoes_id = event.pk
        proposal = Proposal.objects.select_related("origin").get(pk=event.after["id"], goal_id=goal.pk)
        proposal.product = proposal.origin.product = goal.product
        proposal.goal = goal
        if proposal.version != event.after["version"]:
            raise Refused("This proposal was decided on again since. Look at it and choose again.")
        match event.verb:
            case "suggest" | "reopen":
                proposal.withdraw(by=by, within=begun)
            case "decline" | "withdraw":
                proposal.reopen(by=by, within=begun)
            case "adopt":
                put_goal_back(event, goal, by, begun)
                proposal.reopen(by=by, within=begun)
            case _:
                raise Refused(f"“{event.verb}” cannot be undone.")
