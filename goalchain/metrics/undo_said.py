"""Undo of check-ins, their rhythm, assumptions and what was upheld: the opposite verb, as a new change."""

from datetime import datetime
from typing import TYPE_CHECKING

from goalchain.goals.models import Event, Goal
from goalchain.products.changes import change
from goalchain.products.errors import Refused

from .models import Assumption, CheckIn, CheckInRhythm, Upholding
from .verbs.upholding import withdraw

if TYPE_CHECKING:
    from goalchain.accounts.models import User

_CHANGED = "This was changed again since. Look at it as it stands now, and change it by hand."


def undo_check_in(event: Event, goal: Goal, by: "User") -> None:
    """Take back a check-in, a correction or a removal. Raises Refused when it was changed again since."""
    with change(goal.product, by) as begun:
        begun.undoes_id = event.pk
        if event.verb == "remove":
            gone = event.former
            again = CheckIn.make(
                goal,
                gone["confidence"],
                gone["sentence"],
                by=by,
                at=datetime.fromisoformat(gone["at"]),
                author_id=gone["user"],
                within=begun,
            )
            goal.latest_change = again.latest_change
            return
        check_in = CheckIn.objects.filter(pk=event.after["id"], goal_id=goal.pk).first()
        if check_in is None or check_in.version != event.after["version"]:
            raise Refused(_CHANGED)
        check_in.goal = goal
        if event.verb == "create":
            check_in.remove(by=by, within=begun, confidence=event.former["confidence"])
        else:
            check_in.revise(by=by, within=begun, **event.former)


def undo_rhythm(event: Event, goal: Goal, by: "User") -> None:
    """Ask as before. Raises Refused when the rhythm was changed again since."""
    rhythm = CheckInRhythm.objects.filter(goal_id=goal.pk).first()
    if rhythm is None or rhythm.version != event.after["version"]:
        raise Refused(_CHANGED)
    with change(goal.product, by) as begun:
        begun.undoes_id = event.pk
        CheckInRhythm.ask(goal, event.former["days"], by=by, version=rhythm.version, within=begun)


def undo_assumption(event: Event, goal: Goal, by: "User") -> None:
    """Take back a change of an assumption. Raises Refused when it was changed again since."""
    with change(goal.product, by) as begun:
        begun.undoes_id = event.pk
        assumption = Assumption.objects.filter(pk=event.after["id"], goal_id=goal.pk).first()
        if assumption is None or assumption.version != event.after["version"]:
            raise Refused(_CHANGED)
        assumption.goal = goal
        match event.verb:
            case "create" | "restore":
                assumption.archive(by=by, within=begun)
            case "archive":
                assumption.restore(by=by, within=begun)
            case "revise" | "settle":
                words = {name: event.former[name] for name in Assumption.REVISABLE if name in event.former}
                assumption.revise(by=by, within=begun, **words)
            case _:
                number = event.after["sprint_goal"].rpartition("-")[2]
                tested = Goal.objects.get(product_id=goal.product_id, number=number)
                tested.product = goal.product
                act = assumption.leave_untested if event.verb == "test" else assumption.test_with
                act(tested, by=by, within=begun)


def undo_upholding(event: Event, goal: Goal, by: "User") -> None:
    """Take back that a goal stays. Raises Refused when that was taken back already."""
    upholding = Upholding.objects.filter(pk=event.after["id"], goal_id=goal.pk).select_related("assumption").first()
    if event.verb != "uphold" or upholding is None:
        raise Refused("This was taken back already.")
    with change(goal.product, by) as begun:
        begun.undoes_id = event.pk
        withdraw(upholding, goal, by=by, within=begun)
