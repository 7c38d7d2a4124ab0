"""What became of the sprint goals of a product: team by team, or by the product goals that they serve.

Teams stand in alphabetical order and are never compared: nothing here adds up over teams, ranks or praises.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from goalchain.goals import levels
from goalchain.goals.models import Goal, Link, State
from goalchain.goals.models.goal import Outcome
from goalchain.products.models import Product

from ..models import SprintGoal
from .wording import LABELS

#: So many reviews are told of a team or a goal; all of them on a page of its own.
SHOWN = 8
_REVIEW = (*LABELS, "removed_at", "goal_id")
_COLUMNS = (
    *("pk", "number", "title", "state", "outcome", "learning"),
    *("sprint_id", "sprint__name", "sprint__starts_on", "sprint__ends_on", "sprint__cancelled"),
    *("sprint__team_id", "sprint__team__name"),
    *(f"sprint__review__{name}" for name in _REVIEW),
)


@dataclass
class Held:
    """A sprint goal whose sprint is over or that is closed, with its review; `serves` are product goals by number."""

    number: int
    title: str
    state: str
    outcome: str
    learning: str
    sprint_id: int
    sprint: str
    starts_on: date | None
    ends_on: date | None
    cancelled: str
    team_id: int
    team: str
    review: dict[str, str] = field(default_factory=dict)
    serves: list[int] = field(default_factory=list)

    @property
    def word(self) -> str:
        """What became of it."""
        return Outcome(self.outcome).label if self.outcome else "Not reviewed"


@dataclass
class Group:
    """The goals of a team, or those that serve a product goal, oldest first."""

    name: str
    query: str
    key: str = ""
    held: list[Held] = field(default_factory=list)

    @property
    def said(self) -> str:
        """How many of them were met, in words."""
        return rate_said(self.held)

    @property
    def quarters(self) -> list[tuple[str, str]]:
        """The same by quarter of the year, oldest first."""
        found: dict[tuple[int, int], list[Held]] = defaultdict(list)
        for held in self.held:
            if day := held.ends_on or held.starts_on:
                found[day.year, (day.month - 1) // 3].append(held)
        return [(_quarter(*at), rate_said(found[at])) for at in sorted(found)]

    @property
    def latest(self) -> list[Held]:
        """The newest of them, newest first."""
        return self.held[: -SHOWN - 1 : -1]

    @property
    def everything(self) -> list[Held]:
        """All of them, newest first."""
        return self.held[::-1]

    @property
    def more(self) -> bool:
        """Whether there are older ones."""
        return len(self.held) > SHOWN


def _quarter(year: int, quarter: int) -> str:
    first, last = date(year, 3 * quarter + 1, 1), date(year, 3 * quarter + 3, 1)
    return f"{first:%b} – {last:%b} {year}"


def rate_said(held: Iterable[Held]) -> str:
    """How many goals were met: "3 of 5 achieved, 1 partly, 1 missed; 1 not reviewed"."""
    counts = Counter(one.outcome for one in held)
    closed = sum(count for outcome, count in counts.items() if outcome)
    words = f"{counts['achieved']} of {closed} achieved" if closed else ""
    for outcome in ("partly", "missed", "abandoned"):
        if counts[outcome]:
            words += f", {counts[outcome]} {outcome}"
    if counts[""]:
        words += f"{'; ' if words else ''}{counts['']} not reviewed"
    return words


def held_in(product: Product) -> list[Held]:
    """The goals of all sprints that are over or reviewed, oldest first, with the product goals that each serves.

    Drafts are none of them: everybody may read this. Two queries.
    """
    over = Q(state=State.CLOSED) | Q(state__in=[State.AGREED, State.ACTIVE], sprint__ends_on__lt=product.today())
    goals = SprintGoal.objects.filter(over, product=product, sprint__isnull=False, archived_at=None)
    found: list[Held] = []
    serving = _serving(product)
    for row in goals.order_by("sprint__starts_on", "sprint_id", "number").values(*_COLUMNS):
        review = {name: row[f"sprint__review__{name}"] or "" for name in LABELS}
        counts = row["sprint__review__goal_id"] == row["pk"] and row["sprint__review__removed_at"] is None
        names = ("number", "title", "state", "outcome", "learning", "sprint_id")
        held = Held(
            **{name: row[name] for name in names},
            sprint=row["sprint__name"],
            starts_on=row["sprint__starts_on"],
            ends_on=row["sprint__ends_on"],
            cancelled=row["sprint__cancelled"],
            team_id=row["sprint__team_id"],
            team=row["sprint__team__name"],
            review=review if counts else {},
            serves=sorted(serving(row["pk"])),
        )
        found.append(held)
    return found


def _serving(product: Product) -> Any:
    """Tell the product goals, by number, that a sprint goal serves, directly or by a release goal. One query."""
    above: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    links = Link.objects.filter(product=product, parent__archived_at=None)
    ranks = {"parent_level__in": (levels.PRODUCT, levels.RELEASE)}
    columns = ("child_id", "parent_id", "parent_level", "parent__number")
    for child, parent, rank, number in links.filter(**ranks).values_list(*columns):
        above[child].append((parent, rank, number))

    def serves(goal: int) -> set[int]:
        found: set[int] = set()
        for parent, rank, number in above[goal]:
            found |= {number} if rank == levels.PRODUCT else serves(parent)
        return found

    return serves


def by_team(held: Iterable[Held]) -> list[Group]:
    """The goals of each team, in alphabetical order. No query."""
    groups: dict[int, Group] = {}
    for one in held:
        groups.setdefault(one.team_id, Group(one.team, f"?team={one.team_id}")).held.append(one)
    return sorted(groups.values(), key=lambda group: group.name.casefold())


def by_goal(product: Product, held: Iterable[Held]) -> list[Group]:
    """The sprint goals below each product goal, in the order of the chain; those that serve none last. One query."""
    goals = Goal.objects.filter(product=product, level=levels.PRODUCT).live().in_order()
    titles = dict(goals.values_list("number", "title"))
    groups = {
        number: Group(title, f"?by=goal&goal={number}", f"{product.key}-{number}") for number, title in titles.items()
    }
    rest = Group("No product goal", "?by=goal&goal=0")
    for one in held:
        for group in [groups[number] for number in one.serves if number in groups] or [rest]:
            group.held.append(one)
    return [group for group in [*groups.values(), rest] if group.held]


HEADINGS = (
    *("team", "sprint", "starts_on", "ends_on", "goal", "title", "outcome", "learning", "product_goals", "cancelled"),
    *LABELS,
)


def rows(product: Product, held: Iterable[Held]) -> Iterator[list[str]]:
    """The rows of the export, without the headings, oldest first. No query."""
    for one in held:
        days = [day.isoformat() if day else "" for day in (one.starts_on, one.ends_on)]
        serves = " ".join(f"{product.key}-{number}" for number in one.serves)
        words = [f"{product.key}-{one.number}", one.title, one.outcome, one.learning, serves, one.cancelled]
        yield [one.team, one.sprint, *days, *words, *(one.review.get(name, "") for name in LABELS)]
