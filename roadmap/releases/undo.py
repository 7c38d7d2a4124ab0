"""Undo of what was done to a checkpoint: the opposite verb, as a new change."""

from datetime import date
from typing import TYPE_CHECKING, Any

from goalchain.goals.models import Event, Goal
from goalchain.products.changes import change
from goalchain.products.errors import Refused

from .checkpoint import Checkpoint

if TYPE_CHECKING:
    from goalchain.accounts.models import User


def undo_checkpoint(event: Event, goal: Goal, by: "User") -> None:
    """Take back what `event` did to the checkpoint. Raises Refused when somebody has corrected it since."""
    with change(goal.product, by) as begun:
        begun.undoes_id = event.pk
        checkpoint = Checkpoint.objects.select_related("goal").get(pk=event.after["id"], goal_id=goal.pk)
        checkpoint.product = checkpoint.goal.product = goal.product
        if checkpoint.version != event.after["version"]:
            raise Refused("The checkpoint was changed again since. Look at the release and correct it by hand.")
        match event.verb:
            case "hold":
                checkpoint.take_back(by=by, within=begun)
            case "take_back":
                values = {name: getattr(checkpoint, name) for name in Checkpoint.FIELDS}
                Checkpoint.hold(checkpoint.goal, by=by, within=begun, **values)
            case "correct":
                checkpoint.correct(by=by, within=begun, **_typed(event.former))
            case _:
                raise Refused(f"“{event.verb}” cannot be undone.")


def _typed(former: dict[str, Any]) -> dict[str, Any]:
    """The values of an event as the model holds them."""
    if "shipped_on" in former:
        return former | {"shipped_on": date.fromisoformat(former["shipped_on"])}
    return former
