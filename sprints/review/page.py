"""What the page of a sprint shows of its review. No query."""

from typing import Any

from goalchain.goals import levels
from goalchain.goals.models import Goal, State
from goalchain.goals.models.goal import Confidence
from goalchain.products.access import Access

from ..models import Sprint
from ..reads import Told
from ..wording import AHEAD, phase_of
from .wording import LABELS


def goal_reviewed(sprint: Sprint, told: Told) -> Goal | None:
    """The goal that a review of the sprint is about: the one that was reviewed, the one that counts, the last one."""
    goals = [goal for goal in (told.goal, *told.former) if goal is not None]
    if sprint.reviewed is not None:
        return next((goal for goal in goals if goal.pk == sprint.reviewed.review.goal_id), None)
    return goals[0] if goals else None


def review_of(sprint: Sprint, told: Told, access: Access) -> dict[str, Any]:
    """The context of the review, as far as the member may see its goal."""
    goal = goal_reviewed(sprint, told)
    reviewed = sprint.reviewed if goal is not None else None
    is_running = goal is not None and goal.state in (State.AGREED, State.ACTIVE)
    ahead = phase_of(sprint, sprint.product.today()) == AHEAD
    decides = access.decide_level(levels.SPRINT)
    return {
        "reviewed": reviewed,
        "review_goal": goal,
        "review_parts": _parts(reviewed.review) if reviewed else [],
        "can_review": decides and sprint.reviewed is None and goal is not None and not (ahead and is_running),
        "can_correct": decides and reviewed is not None,
        "can_propose": access.edit_level(levels.SPRINT),
        "can_answer": reviewed is not None and decides and access.edit,
        "can_cancel": access.cancel_sprint and is_running and not sprint.cancelled,
        "confidences": Confidence.choices,
    }


def _parts(review: Any) -> list[dict[str, Any]]:
    """The texts that were written down, each with its label; the links stand with the evidence."""
    parts = []
    for name, label in LABELS.items():
        if name == "links":
            continue
        links = review.addresses if name == "evidence" else []
        text = getattr(review, name)
        if text or links:
            parts.append({"label": label, "text": text, "links": links})
    return parts
