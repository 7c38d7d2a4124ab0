"""What the page of a sprint shows."""

from typing import Any

from goalchain.goals.fields import fields_of
from goalchain.goals.models import Goal
from goalchain.goals.page import shown
from goalchain.goals.sentence import sentence
from goalchain.goals.trace import Station, trace
from goalchain.metrics import region as metrics
from goalchain.products.hold import mark_of
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from .backlog.page import sprint_backlog
from .capacity.page import capacity_of
from .models import Sprint
from .reads import BESIDE, Told, around
from .region import gather
from .review.page import goal_reviewed, review_of
from .wording import dates_said, left_said, phase_of


def sprint_context(mine: Membership, sprint: Sprint, **more: Any) -> dict[str, Any]:
    """The sprint with its goal, the line above it, the drafts, its backlog, its capacity, and what other teams do.

    Queries: two, one more for who plans, and two more for the line and the metrics when the sprint has a goal.
    """
    product, access, today = mine.product, mine.access, mine.product.today()
    told, beside = around(sprint, access)
    if told.goal:
        told.goal.access = access
        told.goal.sprint = sprint  # type: ignore[attr-defined]
    backlog, capacity = sprint_backlog(mine, sprint, told.goal), capacity_of(mine, sprint)
    return product_context(
        product,
        access,
        "sprints",
        sprint=sprint,
        team=sprint.team,
        dates=dates_said(sprint),
        left=left_said(sprint, today),
        phase=phase_of(sprint, today),
        goal=told.goal,
        drafts=told.drafts,
        former_goals=told.former,
        beside=beside[:BESIDE],
        more_beside=len(beside) > BESIDE,
        **backlog,
        **capacity,
        can_remove=access.plan_sprints and _is_empty(told, backlog, capacity),
        read=mark_of(sprint) if access.plan_sprints else "",
        **review_of(sprint, told, access),
        **(_of_goal(told.goal) if told.goal else _of_reviewed(sprint, told)),
        **more,
    )


def _is_empty(told: Told, backlog: dict[str, Any], capacity: dict[str, Any]) -> bool:
    """Whether nothing that the page shows is in the sprint, so that it may be taken away."""
    planned = backlog["backlog"] and backlog["backlog"]["rows"]
    noted = capacity["capacity"] and capacity["capacity"]["has_words"]
    return not (told.goal or told.drafts or told.former or planned or noted)


def _of_goal(goal: Goal) -> dict[str, Any]:
    """What the page shows of the sprint's goal. Two queries."""
    access = goal.access
    line, parents = _line(goal)
    can_edit = access.edit_level(goal.level) and goal.archived_at is None
    return {
        "can_edit": can_edit,
        "can_decide": access.decide_level(goal.level),
        "line": line,
        "above": parents,
        "sentence": sentence(line) if len(line) > 1 else "",
        "shown": {field.name: shown(goal, field) for field in fields_of(goal)},
        **gather(goal, []),
        **metrics.gather(goal, []),
    }


def _of_reviewed(sprint: Sprint, told: Told) -> dict[str, Any]:
    """The goals above one that was abandoned and reviewed. One query; none without a review."""
    goal = goal_reviewed(sprint, told) if sprint.reviewed else None
    if goal is None:
        return {}
    above = list(Goal.objects.filter(down_links__child=goal.pk).live().in_order())
    for parent in above:
        parent.product = sprint.product
    return {"above": above}


def _line(goal: Goal) -> tuple[list[Station], list[Goal]]:
    """The line from the vision down, and the goals that this one serves.

    The line's arrow keys are the page's: they lead to the sprints before and after.
    """
    upward = trace(goal, goal.access)
    goal.above = upward.up
    (line, *_) = upward.lines()
    for station in line:
        station.arrow = ""
    return line, [upward.goals[link.parent_id] for link in upward.parents_of(goal.pk)]
