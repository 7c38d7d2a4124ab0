"""The rules and a goal that is stored."""

from typing import TYPE_CHECKING

from .catalogue import advise
from .rule import Advice
from .wording import Wording

if TYPE_CHECKING:
    from ..models import Goal


def wording_of(goal: "Goal", has_metric: bool | None = None) -> Wording:
    """How a goal is worded. No query."""
    return Wording(
        goal.title, goal.statement, goal.level_name, goal.product.preset, goal.starts_on, goal.ends_on, has_metric
    )


def advice_on(goal: "Goal", has_metric: bool | None) -> list[Advice]:
    """What to tell of a goal with its product's rules; nothing once it is closed or archived. No query."""
    if goal.state == "closed" or goal.archived_at is not None:
        return []
    return advise(wording_of(goal, has_metric), goal.product.quiet_rules)
