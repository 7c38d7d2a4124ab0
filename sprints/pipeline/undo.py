"""Undo in the pipeline: the opposite of one step, as a new change."""

from goalchain.accounts.models import User
from goalchain.goals.models import Event, Goal
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused

from ..models import Shaping, Sprint, SprintGoal


def undo_shaping(event: Event, goal: Goal, by: User) -> None:
    """Take back that a draft was shaped, or that it has to be shaped again. Raises Refused when it was shaped again
    since."""
    assert isinstance(goal, SprintGoal)
    with change(goal.product, by) as begun:
        begun.undoes_id = event.pk
        shaping = Shaping.objects.get(pk=event.after["id"], goal_id=goal.pk)
        if shaping.version != event.after["version"]:
            raise Refused(f"{goal.key} was shaped again since. Look at it and change it by hand.")
        shaping.put_back(event.former, goal, begun)


def undo_postponing(event: Event, goal: Goal, by: User, begun: Change) -> None:
    """Move a draft back into the sprint where it was. Raises Refused when that sprint is gone."""
    former = event.former["sprint_id"]
    if not Sprint.objects.filter(pk=former, product_id=goal.product_id).exists():
        raise Refused(f"The sprint in which {goal.key} was is gone. Choose another one for it.")
    goal.revise(by=by, within=begun, sprint_id=former)
