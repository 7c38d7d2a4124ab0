"""Building a synthetic chain: fan-out over the levels, sprints in time, gaps, archived goals, second parents."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from goalchain.goals import levels
from goalchain.goals.bulk import insert_goals, insert_links, record
from goalchain.goals.models import Goal
from goalchain.goals.verbs.revising import STRIDE
from goalchain.products.changes import Change, change
from goalchain.products.models import Product, Team
from sprints.bulk import plan_sprints
from sprints.models import Sprint

from . import words

#: How many goals of a rank there are for each 1,000; the sprint goals are the rest.
FAN_OUT = {levels.STRATEGIC: 6, levels.PRODUCT: 22, levels.RELEASE: 90}
#: How many goals are archived, serve nothing, serve a second parent, skip a level.
ARCHIVED, ORPHANED, SECOND_PARENT, SKIPPING = 0.03, 0.03, 0.1, 0.05
#: Sprints of one team: so many are over, and some lie ahead.
SPRINTS_OVER, SPRINTS_AHEAD = 60, 8
OUTCOMES = ("achieved", "achieved", "achieved", "partly", "partly", "missed", "abandoned")


@dataclass
class Shape:
    """A chain in the making: its goals by rank, and the links (child, parent, rationale)."""

    product: Product
    begun: Change
    rng: Random
    number: int
    today: date
    owners: list[int | None]
    goals: dict[int, list[Goal]] = field(default_factory=lambda: {rank: [] for rank in levels.RANKS})
    links: dict[int, list[tuple[Goal, str]]] = field(default_factory=dict)
    above: dict[int, list[list[Goal]]] = field(default_factory=dict)
    #: Whether no product goal may become active any more.
    gate_is_taken: bool = False

    def add(self, level_name: str, state: str, **fields: Any) -> Goal:
        """Make a goal, not stored yet, with a number and a place behind the others of its level."""
        level = levels.LEVELS[level_name]
        rng = self.rng
        closed = state == "closed"
        wording = words.title(level_name, rng)
        archived = level.rank != levels.VISION and rng.random() < ARCHIVED
        goal = levels.model_of(level.rank)(
            product=self.product,
            number=self.number,
            level=level.rank,
            level_name=level_name,
            title=wording,
            statement=words.statement(wording, rng),
            owner_id=rng.choice(self.owners),
            state=state,
            outcome=rng.choice(OUTCOMES) if closed else "",
            learning=rng.choice(words.LEARNING) if closed else "",
            confidence=rng.choice(("on_track", "on_track", "at_risk", "off_track")) if state == "active" else "",
            position=self.number * STRIDE,
            archived_at=self.begun.at if archived else None,
            created_at=self.begun.at,
            updated_at=self.begun.at,
            **fields,
        )
        self.number += 1
        self.goals[level.rank].append(goal)
        if level.rank == levels.PRODUCT and state == "active" and not archived and self.product.one_active_goal:
            goal.active_for = self.product  # type: ignore[attr-defined]
            self.gate_is_taken = True
        return goal

    def serve(self, child: Goal, share: float) -> None:
        """Link a goal upward. `share` is how far along its level it is: neighbours serve the same parents."""
        rng = self.rng
        needed = child.level == levels.SPRINT and child.state in ("agreed", "active") and not child.archived_at
        skips = rng.random() < SKIPPING
        orphaned = rng.random() < ORPHANED
        second = rng.random() < SECOND_PARENT
        above = self._above(child.level, skips)
        if not above or (orphaned and not needed):
            return
        first = above[min(int(share * len(above)), len(above) - 1)]
        parents = {first.number: first}
        if second:
            other = rng.choice(above)
            parents[other.number] = other
        self.links[child.number] = [(parent, rng.choice(words.BECAUSE)) for parent in parents.values()]

    def _above(self, rank: int, skips: bool) -> list[Goal]:
        """The live goals of the nearest rank above that has any; of the one above that when `skips`."""
        if rank not in self.above:
            # Levels are filled from the vision down, so what is above does not change any more.
            live = [
                [goal for goal in self.goals[above] if goal.archived_at is None] for above in range(rank - 1, 0, -1)
            ]
            self.above[rank] = [goals for goals in live if goals] or [[]]
        above = self.above[rank]
        return above[1] if skips and len(above) > 1 else above[0]

    def store(self) -> None:
        """Write goals, links and events."""
        goals = [goal for rank in levels.RANKS for goal in self.goals[rank] if goal.pk is None]
        insert_goals(goals)
        insert_links((goal, *link) for goal in goals for link in self.links.get(goal.number, []))
        for goal in goals:
            links = sorted(self.links.get(goal.number, []), key=lambda link: link[0].number)
            facts = [{"number": parent.number, "rationale": rationale} for parent, rationale in links]
            record(self.begun, "create", goal, facts, {})


def make_chain(product: Product, count: int, seed: int) -> int:
    """Add `count` synthetic goals to a product, in one change, and return how many links they have.

    The same seed makes the same chain, its dates apart, which count from today.
    """
    with change(product, None) as begun:
        stored = Goal.objects.filter(product=product, level=levels.VISION).open().first()
        members = list(product.memberships.order_by("pk").values_list("user_id", flat=True))
        first = product.claim_numbers(count)
        shape = Shape(product, begun, Random(seed), first, timezone.localdate(), [*members, None])
        product.refresh_from_db(fields=["one_active_goal"])
        active = Goal.objects.filter(product=product, level=levels.PRODUCT, state="active").live()
        shape.gate_is_taken = product.one_active_goal and active.exists()
        if stored:
            shape.goals[levels.VISION].append(stored)
        last = first + count
        _upper_levels(shape, count, with_vision=stored is None)
        _sprint_goals(shape, last)
        shape.store()
    return sum(len(links) for links in shape.links.values())


def _upper_levels(shape: Shape, count: int, *, with_vision: bool) -> None:
    if with_vision:
        shape.add("vision", "active", starts_on=_monday(shape) - timedelta(weeks=120))
    left = count - with_vision
    for rank, per_mille in FAN_OUT.items():
        amount = min(max(1, count * per_mille // 1000), left)
        left -= amount
        names = [level.name for level in levels.at_rank(rank)]
        for place in range(amount):
            share = place / amount
            starts_on = _monday(shape) + timedelta(weeks=int(120 * share) - 90)
            weeks = {levels.STRATEGIC: 80, levels.PRODUCT: 36, levels.RELEASE: 10}[rank]
            state = _state_in_time(shape, starts_on, starts_on + timedelta(weeks=weeks))
            if rank == levels.PRODUCT and state == "active" and shape.product.one_active_goal:
                is_over = starts_on + timedelta(weeks=weeks) < shape.today
                state = "closed" if is_over else "agreed" if shape.gate_is_taken else "active"
            goal = shape.add(
                names[place % len(names)],
                state,
                starts_on=starts_on,
                ends_on=starts_on + timedelta(weeks=weeks, days=-3),
            )
            shape.serve(goal, share)


def _state_in_time(shape: Shape, starts_on: date, ends_on: date) -> str:
    """Mostly what the dates suggest; some are late, some are agreed early."""
    if ends_on < shape.today:
        return "closed" if shape.rng.random() < 0.9 else "active"
    if starts_on <= shape.today:
        return "active"
    return "agreed" if shape.rng.random() < 0.3 else "draft"


def _sprint_goals(shape: Shape, last: int) -> None:
    """Team by team, sprint by sprint, until the numbers are used up; drafts compete for sprints that lie ahead."""
    amount = last - shape.number
    begins = shape.number
    team_number = shape.product.teams.count()
    while shape.number < last:
        team_number += 1
        team = Team.form(shape.product, f"Team {team_number}", by=None, within=shape.begun)
        planned = _sprints_of(shape, team)
        plan_sprints(shape.begun, planned)
        for place, sprint in enumerate(planned):
            for state in _states_of_sprint(shape.rng, place)[: last - shape.number]:
                share = (shape.number - begins) / amount
                dates = {"starts_on": sprint.starts_on, "ends_on": sprint.ends_on}
                goal = shape.add("sprint", state, sprint=sprint, **dates)
                if state in ("agreed", "active") and goal.archived_at is None:
                    goal.agreed_for = sprint  # type: ignore[attr-defined]
                shape.serve(goal, share)


def _sprints_of(shape: Shape, team: Team) -> list[Sprint]:
    first = _monday(shape) - timedelta(weeks=2 * SPRINTS_OVER)
    return [
        Sprint(
            product=shape.product,
            team=team,
            name=f"Sprint {place + 1}",
            starts_on=first + timedelta(weeks=2 * place),
            ends_on=first + timedelta(weeks=2 * place, days=11),
        )
        for place in range(SPRINTS_OVER + 1 + SPRINTS_AHEAD)
    ]


def _states_of_sprint(rng: Random, place: int) -> list[str]:
    """The states of the goals of one sprint of a team: one that counts at most."""
    if place < SPRINTS_OVER:
        return ["closed", "closed"] if rng.random() < 0.1 else ["closed"]
    if place == SPRINTS_OVER:
        return ["active"]
    if place == SPRINTS_OVER + 1 and rng.random() < 0.5:
        return ["agreed", "draft"]
    return ["draft"] * rng.choice((0, 1, 1, 2, 3))


def _monday(shape: Shape) -> date:
    return shape.today - timedelta(days=shape.today.weekday())
