"""On the goal page of a sprint goal: its template (why, how, success) and the way to its sprint with the review."""

from typing import Any

from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.goals.page import shown
from goalchain.goals.regions import Children, Region

from .fields import TEMPLATE_FIELDS


def gather(goal: Goal, children: Children) -> dict[str, Any]:
    """The context of the region: its fields by name, for sprint goals alone. No query."""
    if goal.level != levels.SPRINT:
        return {"template": None}
    return {"template": {field.name: shown(goal, field) for field in TEMPLATE_FIELDS}}


def _of_sprint(goal: Goal, children: Children) -> dict[str, Any]:
    """Nothing: the goal was read with its sprint."""
    return {}


TEMPLATE = Region("template", "sprints/_template.html", gather, fact="sprints/_backlog_fact.html")
IN_SPRINT = Region("in-sprint", "sprints/_in_sprint.html", _of_sprint)
