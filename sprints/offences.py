"""What stored sprints and sprint goals may not be."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from goalchain.goals.models import Link
from goalchain.goals.offences import Finding
from goalchain.products.models import Product

from .models import Cadence, Sprint, SprintGoal
from .models.cadence import Kind
from .models.goal import GoalKind


def sprint_offences(product: Product) -> Iterator[Finding]:
    """The rules of sprints, of cadences and of sprint goals. Five queries."""
    former: dict[int, Sprint] = {}
    for sprint in Sprint.objects.filter(product=product).select_related("team"):
        if sprint.team.product_id != product.pk:
            yield 0, "a sprint's team is of its product", sprint.name
        if not sprint.name.strip():
            yield 0, "a sprint has a name", sprint.pk
        if sprint.starts_on and sprint.ends_on and sprint.ends_on < sprint.starts_on:
            yield 0, "a sprint ends after it starts", f"{sprint.name}: {sprint.starts_on} to {sprint.ends_on}"
        elif span := sprint.span:
            before = former.get(sprint.team_id)
            if before and before.span and before.span.overlaps(span):
                yield 0, "a team has one sprint at a time", f"{sprint.team}: {before.name} and {sprint.name}"
            if not before or not before.span or before.span.ends_on < span.ends_on:
                former[sprint.team_id] = sprint
    for cadence in Cadence.objects.filter(Q(product=product) | Q(team__product=product)).select_related("team"):
        if not cadence.product_id == cadence.team.product_id == product.pk:
            yield 0, "a cadence and its team are of one product", cadence.team
        weeks, weekday = cadence.weeks, cadence.weekday
        if cadence.kind not in Kind.values or not (1 <= weeks <= 4 and 1 <= weekday <= 7):
            yield 0, "a cadence is Scrum of 1 to 4 weeks, or Kanban", f"{cadence.kind}: {weeks} weeks, day {weekday}"
        elif cadence.kind == Kind.KANBAN and (weeks, weekday) != (1, 1):
            yield 0, "a Kanban team's weeks are those of the calendar", f"{weeks} weeks, day {weekday}"
    served = Exists(Link.objects.filter(child_id=OuterRef("pk"), parent__archived_at=None))
    goals = SprintGoal.objects.filter(product=product).annotate(sprint_of=F("sprint__product"), served=served)
    holders: dict[int, int] = {}
    for goal in goals.order_by("number"):
        if goal.sprint_id and goal.sprint_of != product.pk:
            yield goal.number, "a goal's sprint is of its product", goal.sprint_id
        if goal.kind not in ("", *GoalKind.values):
            yield goal.number, "a sprint goal is to learn, to test a risk or to deliver", goal.kind
        expected = goal.sprint_id if goal.holds_sprint else None
        if goal.agreed_for_id != expected:
            values = f"agreed for {goal.agreed_for_id}, sprint {goal.sprint_id}, {goal.state}"
            yield goal.number, "a goal is agreed for its sprint exactly while it is agreed or active", values
        if goal.holds_sprint and not goal.served:
            yield goal.number, "an agreed or active sprint goal has a parent", goal.state
        if expected and expected in holders:
            yield goal.number, "a sprint has one agreed or active goal", f"{product.key}-{holders[expected]} is another"
        elif expected:
            holders[expected] = goal.number
