"""What of the backlog is planning: the plan into sprints that have no goal beyond a draft."""

from collections.abc import Iterable

from goalchain.goals.models import State
from goalchain.products.access import READ_PLANNING, Access


def hidden_plans(sprints: Iterable[int]) -> set[int]:
    """Those of these sprints (primary keys) that have no goal beyond a draft: what is planned into them is planning.

    One query; none for none.
    """
    from ..models import SprintGoal

    wanted = set(sprints)
    if not wanted:
        return set()
    told = SprintGoal.objects.filter(sprint_id__in=wanted, archived_at=None).exclude(state=State.DRAFT)
    return wanted - set(told.values_list("sprint_id", flat=True))


def shown_plan(access: Access, alias: str) -> str:
    """The condition under which this member may see that something is planned into the sprint `alias` (SQL).

    The same rule as `hidden_plans`; a test holds them together.
    """
    if READ_PLANNING in access:
        return ""
    return (
        f"AND EXISTS (SELECT 1 FROM sprints_sprintgoal h JOIN goals_goal a ON a.id = h.goal_id "
        f"WHERE h.sprint_id = {alias}.id AND a.state <> 'draft' AND a.archived_at IS NULL)"
    )
