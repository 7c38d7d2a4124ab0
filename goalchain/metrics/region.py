"""What the goal page shows of metrics, check-ins and assumptions: three regions that share one query."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.goals.page import CHILDREN_SHOWN
from goalchain.goals.regions import Children, Region
from goalchain.lib.rows import array

from .flat import FLAT, flat_words
from .plot import SMALL, Plot
from .reads import Also, standings
from .said import asks, said_of
from .standing import Standing, due_said, unmoved_said


def gather(goal: Goal, children: Children) -> dict[str, Any]:
    """The context of all three; each child gets `metric`, the standing of its first one, and `flat`. One query."""
    today, served = goal.product.today(), [child["goal"] for child in children]
    own, below, told = standings(goal, served, asks(goal, goal.above, goal.access) + asks_flat(served))
    flat = {row[1] for row in told if row[0] == "flat"}
    said = said_of(goal, [row for row in told if row[0] != "flat"])
    for child in children:
        child["metric"] = below.get(child["goal"].pk)
        child["flat"] = FLAT if child["goal"].pk in flat else ""
    # With more children than were read, nobody knows here whether all of them were met.
    outcomes = [child["goal"].outcome for child in children] if len(children) < CHILDREN_SHOWN else []
    return {
        "metrics": [shown(standing, today) for standing in own],
        "first_metric": own[0] if own else None,
        "unmoved": unmoved_said(own, outcomes),
        "is_measured": goal.level != levels.VISION,
        "said": said,
        "check_in_due": said.asked.due_said(today) if goal.state != "closed" else "",
        "can_check_in": goal.access.edit_level(goal.level) and goal.archived_at is None and goal.state != "closed",
    }


def asks_flat(children: Sequence[Goal]) -> list[Also]:
    """What the query of the metrics is to ask for too: which of the goals below are done while their metric is flat."""
    if not children:
        return []
    pair = array("'flat', f.goal_id")
    words, parameters = flat_words([child.pk for child in children])
    return [(f"SELECT {pair} AS said FROM ({words}) f", parameters)]


def shown(standing: Standing, today: date) -> dict[str, Any]:
    """A metric as `metrics/_metric.html` takes it today. No query."""
    metric = standing.metric
    return {
        "metric": metric,
        "standing": standing,
        "plot": Plot(standing, SMALL, f"metric-{metric.pk}") if standing.readings else None,
        "due": due_said(standing, today),
    }


def _gathered(goal: Goal, children: Children) -> dict[str, Any]:
    """Nothing: the metrics have asked for it."""
    return {}


METRICS = Region("metrics", "metrics/_metrics.html", gather, fact="metrics/_fact.html", child_row="metrics/_child.html")
CHECK_INS = Region("check-ins", "metrics/_check_ins.html", _gathered)
ASSUMPTIONS = Region("assumptions", "metrics/_assumptions.html", _gathered, notice="metrics/_for_review.html")
