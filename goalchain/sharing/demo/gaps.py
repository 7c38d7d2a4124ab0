"""The gaps of the demo that its people leave as they are for now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from goalchain.accounts.models import User
from goalchain.goals.models import GapAcceptance, Goal


@dataclass(frozen=True)
class ToldGap:
    """A gap of the goal with this number, by its rule: why it stays, and in how many days somebody looks again."""

    number: int
    rule: str
    reason: str
    days: int


def leave(told: Iterable[ToldGap], goals: Sequence[Goal], by: User) -> None:
    """Accept the gaps."""
    for words in told:
        goal = goals[words.number - 1]
        until = goal.product.today() + timedelta(days=words.days)
        GapAcceptance.accept(goal, words.rule, words.reason, until, by=by)


BIKE_GAPS = (
    ToldGap(21, "no-child", "It is the goal after next: we cut its releases once riders book and pay in the app.", 60),
)
