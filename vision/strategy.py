"""User goals and business goals with what serves them: the rows of the strategy page."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q

from goalchain.goals import levels
from goalchain.goals.models import Goal, Link
from goalchain.goals.models.goal import State
from goalchain.metrics.overdue import due_on, overdue_said
from goalchain.products.access import READ_PLANNING, Access
from goalchain.products.models import Product

from .fetch import live_vision
from .health import Health, delivery, health_of
from .outcomes import NONE, Outcome, outcomes_of
from .page import counted, strategic_goals

#: So many user and business goals, and so many goals below them, are on the page.
GOALS_SHOWN = 60
BELOW_SHOWN = 300
LOOSE_SHOWN = 50


@dataclass
class Serving:
    """A goal that serves a user or business goal, and why. `also` marks one that stands below another goal too."""

    goal: Goal
    rationale: str
    health: Health
    delivery: str
    outcome: Outcome
    also: bool = False
    check_in: str = ""


@dataclass
class Row:
    """A user or business goal with what serves it."""

    goal: Goal
    serves: bool
    health: Health
    delivery: str
    outcome: Outcome
    check_in: str = ""
    below: list[Serving] = field(default_factory=list)


@dataclass
class Strategy:
    """The strategy page: both kinds of goals, and the product goals that serve none of them."""

    has_vision: bool
    user: list[Row] = field(default_factory=list)
    business: list[Row] = field(default_factory=list)
    loose: list[Serving] = field(default_factory=list)
    more: bool = False

    @property
    def gaps(self) -> int:
        """How many user and business goals nothing serves."""
        return sum(not row.below for row in [*self.user, *self.business])


def strategy_of(product: Product, access: Access) -> Strategy:
    """The user and business goals of a product, what serves each, and what serves none. Four queries, and one for
    metrics."""
    vision = live_vision(product)
    goals_there = strategic_goals(product, access, vision, only_serving=False).annotate(check_in_due=due_on())
    found = list(goals_there[: GOALS_SHOWN + 1])
    strategy = Strategy(vision is not None, more=len(found) > GOALS_SHOWN)
    found = found[:GOALS_SHOWN]
    links, loose = _serving_goals(product, access, found)
    goals = {goal.pk: goal for goal in [*found, *(goal for _, _, goal in links), *loose]}
    for goal in goals.values():
        goal.product = product
    outcomes, today = outcomes_of(goals.values()), product.today()
    rows = {}
    for goal in found:
        health = health_of(goal, below=goal.below, today=today)  # type: ignore[attr-defined]
        told = delivery(goal.closed_below, goal.below)  # type: ignore[attr-defined]
        row = rows[goal.pk] = Row(
            goal,
            goal.serves,  # type: ignore[attr-defined]
            health,
            told,
            outcomes.get(goal.pk, NONE),
            overdue_said(goal, today),
        )
        (strategy.user if goal.level_name == "user" else strategy.business).append(row)
    seen: set[int] = set()
    # The first of a goal's places is the one that is read first: a stable sort keeps the order within a row.
    places = {row.goal.pk: place for place, row in enumerate([*strategy.user, *strategy.business])}
    for parent_id, rationale, goal in sorted(links, key=lambda link: places[link[0]]):
        rows[parent_id].below.append(_serving(goal, rationale, outcomes, today, also=goal.pk in seen))
        seen.add(goal.pk)
    strategy.loose = [_serving(goal, "", outcomes, today) for goal in loose]
    return strategy


def _serving(goal: Goal, rationale: str, outcomes: dict[int, Outcome], today: date, *, also: bool = False) -> Serving:
    below, closed = goal.below, goal.closed_below  # type: ignore[attr-defined]
    # What a sprint goal is served by is work, not goals: it has nothing below.
    health = health_of(goal, below=1 if goal.level == levels.SPRINT else below, today=today)
    return Serving(
        goal, rationale, health, delivery(closed, below), outcomes.get(goal.pk, NONE), also, overdue_said(goal, today)
    )


def _serving_goals(
    product: Product, access: Access, parents: list[Goal]
) -> tuple[list[tuple[int, str, Goal]], list[Goal]]:
    """What serves these goals, as (parent, rationale, goal), and the open product goals that serve no such goal.

    Both in the order of the chain. Two queries.
    """
    links = Link.objects.filter(parent_id__in=[goal.pk for goal in parents], child__archived_at=None)
    rows = list(
        links.readable(READ_PLANNING in access)
        .order_by("child__level", "child__position", "child__number")
        .values_list("parent_id", "rationale", "child_id")[:BELOW_SHOWN]
    )
    below = {child for _, _, child in rows}
    strategic = Link.objects.filter(child=OuterRef("pk"), parent_level=levels.STRATEGIC, parent__archived_at=None)
    loose = Q(product=product, level=levels.PRODUCT, archived_at=None) & ~Q(state=State.CLOSED) & ~Exists(strategic)
    there = counted(Goal.objects.filter(loose | Q(pk__in=below)), access).annotate(check_in_due=due_on())
    found = there.in_order()[: len(below) + LOOSE_SHOWN]
    goals = {goal.pk: goal for goal in found}
    return (
        [(parent, rationale, goals[child]) for parent, rationale, child in rows if child in goals],
        [goal for pk, goal in goals.items() if pk not in below],
    )
