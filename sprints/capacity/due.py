"""The reminder of a sprint that has no ready goal: for the first page."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from goalchain.goals.due import Due
from goalchain.goals.models import State
from goalchain.products.access import READ_PLANNING
from goalchain.products.models import Membership

from ..models import Sprint, SprintGoal
from ..pipeline.needs import has_ready_goal

#: More than so many are not looked for: whoever has so many sprints to shape needs no exact number.
MOST_TOLD = 60
A_DAY = timedelta(days=1)


def due_goals(memberships: Sequence[Membership]) -> list[Due]:
    """The sprints that start within the days which their product has chosen, or are under way, and have no ready goal.

    For those who take part in planning alone. The one that starts first comes first, up to MOST_TOLD. One query; none
    for who plans nowhere.
    """
    products = {mine.product_id: mine.product for mine in memberships if READ_PLANNING in mine.access}
    asking = defaultdict(list)
    for pk, product in products.items():
        if product.ready_days:
            asking[product.ready_days].append(pk)
    if not asking:
        return []
    soon, today = Q(), timezone.localdate()
    for days, pks in asking.items():
        # The product's own day may be one beside that of the server.
        soon |= Q(product__in=pks, starts_on__lte=today + timedelta(days=days) + A_DAY)
    found: Any = Sprint.objects.filter(soon, ends_on__gte=today - A_DAY, cancelled="")
    missing = found.exclude(has_ready_goal()).exclude(_had_goal()).select_related("team").order_by("starts_on", "pk")
    told = []
    for sprint in missing[:MOST_TOLD]:
        product = products[sprint.product_id]
        day = product.today()
        if sprint.ends_on >= day and sprint.starts_on <= day + timedelta(days=product.ready_days):
            told.append(Due(_said(sprint, day), f"/p/{product.key}/sprints/{sprint.pk}/", product, sprint.starts_on))
    return told


def _had_goal() -> Exists:
    """Whether a sprint had a goal that is closed by now, and was not given up."""
    closed = SprintGoal.objects.filter(sprint_id=OuterRef("pk"), state=State.CLOSED, archived_at=None)
    return Exists(closed.exclude(outcome="abandoned"))


def _said(sprint: Any, today: date) -> str:
    """It in words: "Web · Sprint 4 starts tomorrow and has no ready goal"."""
    days = (sprint.starts_on - today).days
    if days < 0:
        when = "is under way"
    else:
        when = ("starts today", "starts tomorrow")[days] if days < 2 else f"starts in {days} days"
    return f"{sprint.team.name} · {sprint.name} {when} and has no ready goal"
