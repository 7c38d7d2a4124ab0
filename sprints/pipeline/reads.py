"""What the pages of the pipeline read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from goalchain.goals.models import Goal, Link, State
from goalchain.metrics.reads import metrics_of
from goalchain.metrics.standing import Standing
from goalchain.products.models import Product, Team

from ..models import Shaping, Sprint, SprintGoal
from .needs import readiness_of, with_readiness
from .readiness import SPRINT_OVER, Readiness

#: So many goals one page compares, and so many metrics each of them shows.
MOST_GOALS, MOST_METRICS = 200, 3


@dataclass
class Draft:
    """A draft as it is compared with others: what it serves and why, what is measured, what it lacks."""

    goal: SprintGoal
    readiness: Readiness
    parents: list[tuple[Goal, str]] = field(default_factory=list)
    metrics: list[Standing] = field(default_factory=list)

    @property
    def shaping(self) -> Shaping | None:
        """That it was shaped with the team; None when it was not, or has to be again."""
        found: Shaping | None = getattr(self.goal, "shaping", None)
        return found if found and found.removed_at is None else None

    @property
    def is_reworded(self) -> bool:
        """Whether it has other words than those that were shaped."""
        return self.shaping is not None and not self.shaping.is_of(self.goal)

    @property
    def is_left(self) -> bool:
        """Whether it was left in a sprint that is over."""
        return any(lack is SPRINT_OVER for lack in self.readiness.missing)

    @property
    def is_first(self) -> bool:
        """Whether no draft of its sprint stands before it."""
        return bool(self.goal.is_first)  # type: ignore[attr-defined]


@dataclass
class Ahead:
    """A sprint that is under way or to come: the goal that is agreed for it, and the drafts that compete."""

    sprint: Sprint
    goal: SprintGoal | None = None
    drafts: list[Draft] = field(default_factory=list)


@dataclass
class TeamPipeline:
    """A team with its sprints ahead, the nearest first."""

    team: Team
    sprints: list[Ahead] = field(default_factory=list)


@dataclass
class Pipeline:
    """The teams' sprints ahead, and the drafts that are in none of them: in no sprint, or in one that is over."""

    teams: list[TeamPipeline]
    loose: list[Draft]


def pipeline_of(product: Product, today: date, ahead: int) -> Pipeline:
    """The next `ahead` sprints of every team with their goals and drafts. Five queries."""
    teams = {team.pk: TeamPipeline(team) for team in product.teams.select_related("cadence").order_by("name", "pk")}
    sprints: dict[int, Ahead] = {}
    for sprint in sprints_ahead(product, today, ahead):
        sprint.product, sprint.team = product, teams[sprint.team_id].team
        sprints[sprint.pk] = Ahead(sprint)
        teams[sprint.team_id].sprints.append(sprints[sprint.pk])
    loose = []
    for draft in drafts_of(product, today, _wanted(sprints, today)):
        place = sprints.get(draft.goal.sprint_id or 0)
        if draft.goal.state != State.DRAFT:
            if place is not None:
                place.goal = draft.goal
        elif place is None:
            loose.append(draft)
        else:
            place.drafts.append(draft)
    return Pipeline(list(teams.values()), loose)


def sprints_ahead(product: Product, today: date, ahead: int) -> Iterable[Sprint]:
    """The sprint under way and those to come, of each team `ahead` at most; those without days last. One query."""
    in_order = [F("starts_on").asc(nulls_last=True), F("pk").asc()]
    place = Window(RowNumber(), partition_by=F("team_id"), order_by=in_order)
    open_ended = Q(ends_on=None) | Q(ends_on__gte=today)
    found = Sprint.objects.filter(open_ended, product=product, cancelled="").annotate(place=place)
    return found.filter(place__lte=ahead).order_by("place", "pk")


def _wanted(sprints: Iterable[int], today: date) -> Q:
    """The goals of these sprints, and the drafts that are in no sprint or in one that is over."""
    left = Q(sprint=None) | Q(sprint__ends_on__lt=today)
    return Q(sprint__in=list(sprints)) | (left & Q(state=State.DRAFT))


def drafts_of(product: Product, today: date, wanted: Q, *, is_any: bool = False) -> list[Draft]:
    """The live and open sprint goals that are wanted, with what they lack, in their order; with `is_any`, archived and
    closed ones too. Three queries."""
    goals = SprintGoal.objects.filter(wanted, product=product)
    if not is_any:
        goals = goals.filter(archived_at=None).exclude(state=State.CLOSED)
    related = ("owner", "shaping", "shaping__by", "sprint", "sprint__team")
    in_order = (F("sprint__starts_on").asc(nulls_last=True), "position", "number")
    found = list(with_readiness(goals).select_related(*related).order_by(*in_order)[:MOST_GOALS])
    parents = _parents(product, [goal.pk for goal in found])
    above = {parent.pk for rows in parents.values() for parent, _ in rows}
    metrics = metrics_of({*(goal.pk for goal in found), *above})
    drafts = []
    for goal in found:
        goal.product = product
        own = [goal.pk, *(parent.pk for parent, _ in parents[goal.pk])]
        shown = [standing for pk in own for standing in metrics.get(pk, ())]
        drafts.append(Draft(goal, readiness_of(goal, today), parents[goal.pk], shown[:MOST_METRICS]))
    return drafts


def _parents(product: Product, goals: list[int]) -> dict[int, list[tuple[Goal, str]]]:
    """What each of these goals serves, nearest level first, with the reasons. One query."""
    found: dict[int, list[tuple[Goal, str]]] = defaultdict(list)
    links: Any = Link.objects.filter(child_id__in=goals, parent__archived_at=None)
    for link in links.select_related("parent").order_by("-parent_level", "parent__number"):
        link.parent.product = product
        found[link.child_id].append((link.parent, link.rationale))
    return found
