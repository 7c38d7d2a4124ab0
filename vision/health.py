"""How a user or business goal and what serves it are doing, in words. Computed from the chain, never stored."""

from dataclasses import dataclass
from datetime import date

from django.utils.dateformat import format as date_format

from goalchain.goals.models import Goal
from goalchain.goals.models.goal import State

#: Said of a goal by its owner; "on track" is no trouble.
TROUBLED = ("at_risk", "off_track")


@dataclass(frozen=True)
class Health:
    """A few words on how a goal is doing; `trouble` when somebody should look."""

    words: str
    trouble: bool = False


def health_of(goal: Goal, *, below: int, today: date) -> Health:
    """What to say of a goal with so many live goals below. What is gravest is said first. No query."""
    if goal.state == State.CLOSED:
        return Health(goal.get_outcome_display())
    if goal.ends_on and goal.ends_on < today:
        return Health(f"late since {date_format(goal.ends_on, 'j M Y')}", trouble=True)
    if not below:
        return Health("nothing serves it", trouble=True)
    if goal.confidence:
        return Health(goal.get_confidence_display().lower(), trouble=goal.confidence in TROUBLED)
    return Health("")


def delivery(closed: int, below: int) -> str:
    """How many of the goals below are closed: "1 of 3 closed"; "" when there is none."""
    return f"{closed} of {below} closed" if below else ""
