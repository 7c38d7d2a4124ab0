"""What the metrics of goals say on the board and on the strategy page."""

from collections.abc import Iterable
from dataclasses import dataclass

from goalchain.goals.models import Goal
from goalchain.metrics.flat import FLAT
from goalchain.metrics.reads import first_metrics


@dataclass(frozen=True)
class Outcome:
    """The first metric of a goal in words; `flat` when all that serves it was met and the metric did not follow."""

    words: str = ""
    flat: str = ""


NONE = Outcome()


def outcomes_of(goals: Iterable[Goal]) -> dict[int, Outcome]:
    """The first metric of each goal, such as "Bookings without a call: 41% → 60%", by the goal's primary key.

    The goals tell `below` and `met_below` (see page.counted). Goals without a metric are left out. One query.
    """
    known = {goal.pk: goal for goal in goals}
    found = {}
    for pk, standing in first_metrics(known).items():
        met, below = known[pk].met_below, known[pk].below  # type: ignore[attr-defined]
        is_flat = 0 < below == met and standing.is_unmoved
        found[pk] = Outcome(f"{standing.metric.name}: {standing.short}", FLAT if is_flat else "")
    return found
