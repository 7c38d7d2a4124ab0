"""Say that a goal stays as it is although it rests on an assumption that was refuted."""

from typing import TYPE_CHECKING

from goalchain.goals.models import Goal
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused

from .hanging import refuse_archived_goal

if TYPE_CHECKING:
    from goalchain.accounts.models import User
    from goalchain.metrics.models import Assumption, Upholding

SUBJECT = "upholding"


def uphold(
    goal: Goal, assumption: "Assumption", reason: str, *, by: "User | None", within: Change | None = None
) -> "Upholding":
    """Record that somebody looked at the goal after the assumption was refuted, and why it stays.

    Raises Refused without a reason, and when the assumption does not ask for this goal (any more). Queries: four beside
    the change.
    """
    from goalchain.metrics.for_review import asking
    from goalchain.metrics.models import Upholding

    with change(goal.product, by, within) as begun:
        refuse_archived_goal(goal, "what was said of it")
        if not reason.strip():
            raise Refused("Say why the goal stays as it is.", field="reason")
        assumption.refresh_from_db(fields=["state", "settled_in", "statement", "archived_at"])
        if assumption.pk not in asking([goal.pk]).get(goal.pk, []):
            raise Refused(f"{goal.key} is not for review because of this assumption any more. Look at it again.")
        upholding = Upholding.objects.create(
            assumption=assumption,
            goal=goal,
            settled_in=assumption.settled_in or 0,
            reason=reason,
            author=by,
            at=begun.at,
        )
        _record(begun, "uphold", upholding, goal)
    return upholding


def withdraw(upholding: "Upholding", goal: Goal, *, by: "User | None", within: Change | None = None) -> None:
    """Take it back: the goal is for review again, if the assumption still is refuted."""
    with change(goal.product, by, within) as begun:
        refuse_archived_goal(goal, "what was said of it")
        _record(begun, "withdraw", upholding, goal)
        upholding.delete()


def _record(begun: Change, verb: str, upholding: "Upholding", goal: Goal) -> None:
    goal.latest_change = begun
    begun.record(verb, SUBJECT, goal_id=goal.pk, after=upholding.facts(), former={}, planning=goal.planning)
