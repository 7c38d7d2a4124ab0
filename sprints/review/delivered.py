"""What a sprint goal delivered, for lists of goals that know nothing of reviews (see goals.results)."""

from typing import Any

from goalchain.goals import levels
from goalchain.goals.models import Goal, State
from goalchain.goals.results import Source, delivered_words
from goalchain.lib.rows import among, array


def _words() -> str:
    said = array("s.ends_on, r.increment, r.beneficiary, r.effect")
    return (
        f"SELECT r.goal_id, {said} AS said FROM sprints_sprintreview r JOIN sprints_sprint s ON s.id = r.sprint_id "
        f"WHERE {among('r.goal_id')} AND r.removed_at IS NULL"
    )


def _tell(said: list[Any]) -> str:
    day, increment, beneficiary, effect = said
    return delivered_words(day, increment, beneficiary, effect)


def _is_over(goal: Goal) -> bool:
    """A review closes its goal; one that was opened again has yet to deliver."""
    return goal.level == levels.SPRINT and goal.state == State.CLOSED


DELIVERED = Source("sprint reviews", "delivered", _words, _tell, _is_over)
