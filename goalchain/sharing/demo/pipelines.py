"""The drafts of the demo that were shaped with their teams, and the days that the teams have for the first of them."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from goalchain.products.access import Role
from sprints.capacity.days import Share
from sprints.models import Shaping, Sprint, SprintCapacity, SprintGoal

NOTE = "Nobody in the team has sent push notifications yet; mail and text messages are routine."


def shape(told: Iterable[int], goals: Sequence[Goal], people: Mapping[Role, User]) -> None:
    """Note that the drafts of these numbers were shaped with the team, and the capacity of the first one's sprint."""
    coach = people[Role.COACH]
    shaped = [goals[number - 1] for number in told]
    for goal in shaped:
        assert isinstance(goal, SprintGoal)
        Shaping.record(goal, by=coach)
    first = next((goal.sprint for goal in shaped if isinstance(goal, SprintGoal)), None)
    if first is not None:
        _note_capacity(first, people)


def _note_capacity(sprint: Sprint, people: Mapping[Role, User]) -> None:
    """Two people have days: one is away for some, the other helps out."""
    shares = [
        Share(people[Role.DEVELOPER].pk, away=Decimal(2), reason="Accessibility conference"),
        Share(people[Role.COACH].pk, days=Decimal(3)),
    ]
    SprintCapacity.keep(sprint, by=people[Role.COACH], note=NOTE, people=shares)


BIKE_SHAPED = (8, 10)
EAT_SHAPED = (15,)
