"""The product as a plan sees it: its goals, links, teams, sprints and members, read once."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goalchain.goals import levels
from goalchain.goals.models import Goal, Link
from goalchain.products.models import Product
from sprints.models import Sprint, SprintGoal

#: A sprint by the names of its team and its own.
SprintName = tuple[str, str]


@dataclass(slots=True)
class StoredGoal:
    """A goal as it is stored. `parents` are its links upward, by number: the rationale of each."""

    pk: int
    number: int
    level_name: str
    title: str
    statement: str
    state: str
    outcome: str
    starts_on: date | None
    ends_on: date | None
    owner: str
    archived: bool
    sprint: SprintName | None = None
    parents: dict[int, str] = field(default_factory=dict)

    @property
    def level(self) -> int:
        """The rank."""
        return levels.LEVELS[self.level_name].rank


@dataclass(slots=True)
class StoredChain:
    """What a plan is made against; `revision`, `last_number` and `one_active_goal` as the database has them."""

    product: Product
    revision: int
    last_number: int
    one_active_goal: bool
    goals: dict[int, StoredGoal]
    teams: dict[str, int]
    sprints: dict[SprintName, int]
    members: dict[str, int]

    def live_parents(self, goal: StoredGoal) -> dict[int, str]:
        """The links of a goal to parents that are not archived."""
        return {number: rationale for number, rationale in goal.parents.items() if not self.goals[number].archived}


def read_chain(product: Product) -> StoredChain:
    """Read the chain of a product. Six queries, whatever its size."""
    columns = "revision", "last_number", "one_active_goal"
    revision, last_number, one_active_goal = Product.objects.values_list(*columns).get(pk=product.pk)
    sprints = {
        pk: (team, name)
        for pk, team, name in Sprint.objects.filter(product=product).values_list("pk", "team__name", "name").order_by()
    }
    goals = _read_goals(product, sprints)
    by_pk = {goal.pk: goal for goal in goals.values()}
    links: Any = Link.objects.filter(product=product).order_by().values_list("child_id", "parent_id", "rationale")
    for child, parent, rationale in links.iterator(chunk_size=5000):
        by_pk[child].parents[by_pk[parent].number] = rationale
    return StoredChain(
        product=product,
        revision=revision,
        last_number=last_number,
        one_active_goal=one_active_goal,
        goals=goals,
        teams=dict(product.teams.order_by().values_list("name", "pk")),
        sprints={name: pk for pk, name in sprints.items()},
        members=dict(product.memberships.order_by().values_list("user__email", "user_id")),
    )


def _read_goals(product: Product, sprints: dict[int, SprintName]) -> dict[int, StoredGoal]:
    columns = "pk number level_name title statement state outcome starts_on ends_on owner__email archived_at"
    found: Any = Goal.objects.filter(product=product).order_by("number").values_list(*columns.split())
    goals = {}
    for pk, number, *facts, owner, archived_at in found.iterator(chunk_size=5000):
        level_name, title, statement, state, outcome, starts_on, ends_on = facts
        goals[number] = StoredGoal(
            *(pk, number, level_name, title, statement, state, outcome, starts_on, ends_on),
            owner=owner or "",
            archived=archived_at is not None,
        )
    placed = SprintGoal.objects.filter(product=product).exclude(sprint=None).values_list("number", "sprint_id")
    for number, sprint_id in placed.order_by():
        goals[number].sprint = sprints[sprint_id]
    return goals
