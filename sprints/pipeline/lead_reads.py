"""The lead times of a product's teams, read from goals and their events."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from goalchain.goals.models import Event, State
from goalchain.products.models import Product, Team

from ..models import SprintGoal
from .lead import Lead, agreed_at, day_of, lead_said, usual_said

#: So many goals of a team are told, the newest of them.
SHOWN = 12


@dataclass(frozen=True)
class Led:
    """A sprint's goal with its lead."""

    goal: SprintGoal
    lead: Lead

    @property
    def shaped_said(self) -> str:
        """When it was shaped, in words."""
        return lead_said(self.lead.shaped) or "not recorded"

    @property
    def agreed_said(self) -> str:
        """When it was agreed, in words."""
        if self.lead.is_hindsight:
            return "written down when the sprint was over"
        return lead_said(self.lead.agreed) or "not yet"


@dataclass
class TeamLead:
    """A team with the leads of its newest goals, the newest sprint first."""

    team: Team
    led: list[Led] = field(default_factory=list)

    @property
    def usual(self) -> str:
        """What is usual, in words."""
        return usual_said([one.lead.agreed for one in reversed(self.led) if one.lead.agreed is not None])


def leads_of(product: Product) -> list[TeamLead]:
    """The teams that have goals with a lead, by name. Two queries."""
    goals = list(_goals(product))
    steps = _steps(goal.pk for goal in goals)
    zone = ZoneInfo(product.time_zone)
    teams: dict[int, TeamLead] = {}
    for goal in goals:
        goal.product = product
        sprint = goal.sprint
        assert sprint is not None and sprint.starts_on is not None
        shaping = getattr(goal, "shaping", None)
        shaped = shaping.at if shaping and shaping.removed_at is None else None
        written = day_of(goal.created_at, zone)
        assert written is not None
        agreed = day_of(agreed_at(steps[goal.pk]), zone)
        lead = Lead(sprint.starts_on, sprint.ends_on, written, day_of(shaped, zone), agreed)
        teams.setdefault(sprint.team_id, TeamLead(sprint.team)).led.append(Led(goal, lead))
    return list(teams.values())


def _goals(product: Product) -> Any:
    """The newest goals of each team that were shaped or are more than drafts, with sprint and team. One query."""
    ready = ~Q(state=State.DRAFT) | Q(shaping__isnull=False, shaping__removed_at=None)
    place = Window(RowNumber(), partition_by=F("sprint__team_id"), order_by=F("sprint__starts_on").desc())
    found = SprintGoal.objects.filter(ready, product=product, archived_at=None, sprint__starts_on__isnull=False)
    newest = found.annotate(place=place).filter(place__lte=SHOWN)
    in_order = ("sprint__team__name", "sprint__team_id", F("sprint__starts_on").desc(), "number")
    return newest.select_related("sprint__team", "shaping").order_by(*in_order)


def _steps(goals: Iterable[int]) -> dict[int, list[tuple[datetime, str]]]:
    """The moments of the events of these goals, with the state after each. One query."""
    found: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    events = Event.objects.filter(goal_id__in=list(goals), subject="goal").order_by("id")
    for goal, at, state in events.values_list("goal_id", "at", "after__state"):
        found[goal].append((at, state))
    return found
