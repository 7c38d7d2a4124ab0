"""The teams of a product with their sprints, as the settings show them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from goalchain.products.models import Product, Team

from .forms import SprintForm, next_sprint
from .models import Sprint
from .wording import rhythm_said

#: So many sprints to come are shown; the others are on the time line.
SHOWN = 6


@dataclass
class TeamPlan:
    """A team with its rhythm, its sprints to come (the current one first; many are ahead, so most of them `later`), its
    former ones (the newest first), the day until which sprints are planned, and the form for the next.

    `is_planning` says that the form was sent and has something wrong with it.
    """

    team: Team
    rhythm: str = ""
    until: date | None = None
    coming: list[Sprint] = field(default_factory=list)
    later: list[Sprint] = field(default_factory=list)
    current: Sprint | None = None
    former: list[Sprint] = field(default_factory=list)
    form: SprintForm | None = None
    is_planning: bool = False


def plans_of(product: Product, today: date) -> list[TeamPlan]:
    """The teams by name. Sprints without dates are still to come. Two queries."""
    teams = product.teams.select_related("cadence")
    plans = {team.pk: TeamPlan(team, rhythm_said(getattr(team, "cadence", None))) for team in teams}
    sprints: dict[int, list[Sprint]] = defaultdict(list)
    for sprint in Sprint.objects.filter(product=product).order_by(F("starts_on").asc(nulls_last=True), "id"):
        sprints[sprint.team_id].append(sprint)
    for team_id, plan in plans.items():
        theirs = sprints[team_id]
        ahead = [sprint for sprint in theirs if sprint.ends_on is None or sprint.ends_on >= today]
        plan.coming, plan.later = ahead[:SHOWN], ahead[SHOWN:]
        plan.until = max((sprint.ends_on for sprint in theirs if sprint.ends_on), default=None)
        plan.current = next((sprint for sprint in plan.coming if sprint.starts_on and sprint.starts_on <= today), None)
        plan.former = [sprint for sprint in reversed(theirs) if sprint.ends_on and sprint.ends_on < today]
        dated = [sprint for sprint in theirs if sprint.ends_on] or theirs
        plan.form = sprint_form(plan.team, initial=next_sprint(dated[-1] if dated else None))
    return list(plans.values())


def sprint_form(team: Team, data: object = None, **words: object) -> SprintForm:
    """The form for a new sprint of a team; several stand on one page, each with labels of its own."""
    return SprintForm(data, auto_id=f"sprint-of-{team.pk}-%s", **words)  # type: ignore[arg-type]
