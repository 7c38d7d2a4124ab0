"""The open proposals on the goal page. They are read together with the history: see goals.reads."""

from typing import Any

from ..models import Goal
from ..regions import Children, Region


def _gathered(goal: Goal, children: Children) -> dict[str, Any]:
    """Nothing: the page has asked for them."""
    return {}


PROPOSALS = Region("proposals", "goals/_proposals.html", _gathered)
