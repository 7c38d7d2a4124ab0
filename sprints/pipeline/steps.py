"""The order of the drafts of a sprint: which of them the product owner would rather have."""

from goalchain.accounts.models import User
from goalchain.goals.models import State
from goalchain.products.changes import Change
from goalchain.products.errors import Refused

from ..models import SprintGoal


def put_first(goal: SprintGoal, *, by: User | None, version: int | None = None, within: Change | None = None) -> None:
    """Let this draft stand before the others of its sprint.

    Raises Refused for what is no draft of a sprint and for the one that stands first, and Stale. One query beside those
    of `reorder`.
    """
    if goal.state != State.DRAFT or goal.sprint_id is None:
        raise Refused(f"{goal.key} is no draft of a sprint. Only drafts of one sprint have an order.")
    drafts = SprintGoal.objects.filter(sprint_id=goal.sprint_id, state=State.DRAFT, archived_at=None)
    first = drafts.order_by("position", "number").first()
    if first is None or first.pk == goal.pk:
        raise Refused(f"{goal.key} stands first already.")
    first.product = goal.product
    goal.reorder(before=first, by=by, version=version, within=within)
