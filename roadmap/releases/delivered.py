"""What a release delivered, for lists of goals that know nothing of checkpoints (see goals.results)."""

from typing import Any

from goalchain.goals import levels
from goalchain.goals.results import Source, delivered_words
from goalchain.lib.rows import among, array


def _words() -> str:
    said = array("c.shipped_on, c.result, c.value, c.beneficiary, c.effect")
    return (
        f"SELECT c.goal_id, {said} AS said FROM roadmap_checkpoint c "
        f"WHERE {among('c.goal_id')} AND c.taken_back_at IS NULL"
    )


def _tell(said: list[Any]) -> str:
    day, result, value, beneficiary, effect = said
    return delivered_words(day, result, value, beneficiary, effect)


DELIVERED = Source("checkpoints", "delivered", _words, _tell, lambda goal: goal.level == levels.RELEASE)
