"""What the board shows, gathered in as few queries as it has parts."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from goalchain.goals import levels
from goalchain.goals.models import Goal, Link
from goalchain.goals.models.goal import State
from goalchain.products.access import READ_PLANNING, Access
from goalchain.products.models import Membership, Product
from goalchain.products.pages import product_context

from .board import Answer, BoardEntry
from .health import Health, delivery, health_of
from .outcomes import NONE, Outcome, outcomes_of
from .sections import NEEDS, SECTIONS, Section

#: So many user and business goals are on the board; all of them are on the strategy page.
GOALS_SHOWN = 40
FORMER_SHOWN = 30
#: One step in the order of a section, as its menu says it.
MOVES = (("up", "Move up"), ("down", "Move down"))


@dataclass
class BoardGoal:
    """A user or business goal on the board, with how it is doing."""

    goal: Goal
    serves: bool
    health: Health
    delivery: str
    outcome: Outcome
    can_edit: bool
    can_decide: bool

    @property
    def field_id(self) -> str:
        """The root id of its title, shown or edited."""
        return f"board-goal-{self.goal.number}"

    @property
    def url(self) -> str:
        """Where it is changed from the board."""
        return f"/p/{self.goal.product.key}/vision/goals/{self.goal.number}/"

    @property
    def edit_url(self) -> str:
        """Where its title is edited; "" for who may not."""
        return self.url if self.can_edit else ""


@dataclass
class ShownEntry:
    """An entry on the board, with the user goals that answer it: `goals` stand here, `also` stand with another need."""

    entry: BoardEntry
    url: str
    can_edit: bool
    goals: list[BoardGoal] = field(default_factory=list)
    also: list[BoardGoal] = field(default_factory=list)

    @property
    def field_id(self) -> str:
        """The root id of its words, shown or edited."""
        return f"entry-{self.entry.pk}-text"

    @property
    def edit_url(self) -> str:
        """Where it is edited; "" for who may not."""
        return self.url if self.can_edit else ""


@dataclass
class ShownSection:
    """A section of the board with its entries."""

    section: Section
    entries: list[ShownEntry] = field(default_factory=list)


@dataclass
class Board:
    """The board of one vision. `vision` is None while the product has none; then it only teaches."""

    vision: Goal | None
    sections: dict[str, ShownSection]
    user_goals: list[BoardGoal] = field(default_factory=list)
    business_goals: list[BoardGoal] = field(default_factory=list)
    more_goals: bool = False
    can_edit: bool = False
    is_former: bool = False

    @property
    def needs(self) -> list[tuple[int, str]]:
        """The needs as choices."""
        return [(shown.entry.pk, shown.entry.text) for shown in self.sections[NEEDS].entries]

    @property
    def loose_goals(self) -> list[BoardGoal]:
        """The user goals that answer no need."""
        placed = {shown.goal.pk for entry in self.sections[NEEDS].entries for shown in entry.goals}
        return [shown for shown in self.user_goals if shown.goal.pk not in placed]

    @property
    def extended(self) -> list[ShownSection]:
        """The sections that fold out."""
        return [shown for shown in self.sections.values() if shown.section.extended]

    @property
    def has_extended(self) -> bool:
        """Whether anything stands in the sections that fold out."""
        return any(shown.entries for shown in self.extended)

    @property
    def density(self) -> str:
        """How small the board is set on paper, so that it fits one page: "", "is-dense", "is-denser"; and a full column
        smaller still."""
        columns = [[entry.entry.text for entry in self.sections[name].entries] for name in ("target_group", "product")]
        needs = [entry.entry.text for entry in self.sections[NEEDS].entries]
        columns.append(needs + [f"{shown.goal.title} {' ' * 40}" for shown in self.user_goals])
        columns.append([f"{shown.goal.title} {' ' * 40}" for shown in self.business_goals])
        tallest = max(map(_lines, columns))
        folded = max((_lines([entry.entry.text for entry in shown.entries]) for shown in self.extended), default=0)
        lines = tallest + (folded + 3 if folded else 0)
        if lines > 70:
            return "is-denser is-densest"
        return "" if lines <= 29 else "is-dense" if lines <= 40 else "is-denser"


def _lines(texts: list[str]) -> float:
    """How many lines a column of these takes, with the space between them."""
    return sum(1 + len(text) // 34 + 0.6 for text in texts)


def title_field(goal: Goal, *, editable: bool = True) -> dict[str, str]:
    """The title of a goal on the board, as `inline` takes it."""
    is_vision = goal.level == levels.VISION
    return {
        "field_id": f"board-goal-{goal.number}",
        "label": "the vision" if is_vision else f"title of {goal.key}",
        "value": goal.title,
        "kind": "title" if is_vision else "entry",
        "edit_url": f"/p/{goal.product.key}/vision/goals/{goal.number}/" if editable else "",
        "key": "e" if is_vision else "",
    }


def visions_of(product: Product) -> list[Goal]:
    """The product's visions, the live one first, then the former ones from the last. One query."""
    found = Goal.objects.filter(product=product, level=levels.VISION).live().select_related("vision", "owner")
    visions = list(found.order_by("-number")[: FORMER_SHOWN + 1])
    for vision in visions:
        vision.product = product
    return sorted(visions, key=lambda vision: vision.state == State.CLOSED)


def board_of(product: Product, access: Access, vision: Goal | None) -> Board:
    """The board of a vision; without one, an empty board. Queries: four with a vision, none without."""
    board = Board(vision, {name: ShownSection(section) for name, section in SECTIONS.items()})
    if vision is None:
        return board
    board.is_former = vision.state == State.CLOSED
    board.can_edit = access.edit_level(levels.VISION) and not board.is_former
    entries = {}
    for entry in BoardEntry.objects.kept().filter(vision_id=vision.pk).in_order():
        url = f"/p/{product.key}/vision/entries/{entry.pk}/"
        entries[entry.pk] = ShownEntry(entry, url, board.can_edit)
        board.sections[entry.section].entries.append(entries[entry.pk])
    _place_goals(board, product, access, vision)
    _place_answers(board, entries)
    return board


def _place_goals(board: Board, product: Product, access: Access, vision: Goal) -> None:
    today = product.today()
    found = list(strategic_goals(product, access, vision, only_serving=board.is_former)[: GOALS_SHOWN + 1])
    board.more_goals = len(found) > GOALS_SHOWN
    found = found[:GOALS_SHOWN]
    outcomes = outcomes_of(found)
    for goal in found:
        goal.product = product
        shown = BoardGoal(
            goal,
            goal.serves,  # type: ignore[attr-defined]
            health_of(goal, below=goal.below, today=today),  # type: ignore[attr-defined]
            delivery(goal.closed_below, goal.below),  # type: ignore[attr-defined]
            outcomes.get(goal.pk, NONE),
            board.can_edit and access.edit_level(goal.level),
            board.can_edit and access.decide_level(goal.level),
        )
        (board.user_goals if goal.level_name == "user" else board.business_goals).append(shown)


def strategic_goals(product: Product, access: Access, vision: Goal | None, *, only_serving: bool) -> Any:
    """The live user and business goals, each with `serves` (the vision), `below` and `closed_below`.

    With `only_serving`, those alone that serve the vision. Draft sprint goals count for those who may see them.
    """
    serving = Exists(Link.objects.filter(child=OuterRef("pk"), parent_id=vision.pk if vision else None))
    goals = Goal.objects.filter(product=product, level=levels.STRATEGIC).live().annotate(serves=serving)
    return counted(goals.filter(serves=True) if only_serving else goals, access).in_order()


def counted(goals: Any, access: Access) -> Any:
    """These goals (a queryset), each with `below`, `closed_below` and `met_below`: how many live goals serve it, how
    many of them are closed, and how many achieved. Draft sprint goals count for those who may see them.
    """
    there = Q(down_links__child__archived_at=None)
    if READ_PLANNING not in access:
        there &= ~Q(down_links__child__level=levels.SPRINT, down_links__child__state=State.DRAFT)
    closed = there & Q(down_links__child__state=State.CLOSED)
    met = there & Q(down_links__child__outcome="achieved")
    return goals.annotate(
        below=Count("down_links", filter=there),
        closed_below=Count("down_links", filter=closed),
        met_below=Count("down_links", filter=met),
    )


def _place_answers(board: Board, entries: dict[int, ShownEntry]) -> None:
    """Put each user goal with the first need that it answers; a word of it with the others. One query."""
    needs = [shown.entry.pk for shown in board.sections[NEEDS].entries]
    answered: dict[int, set[int]] = {}
    for entry_id, goal_id in Answer.objects.filter(entry_id__in=needs).values_list("entry_id", "goal_id"):
        answered.setdefault(goal_id, set()).add(entry_id)
    for shown in board.user_goals:
        mine = [pk for pk in needs if pk in answered.get(shown.goal.pk, ())]
        for place, pk in enumerate(mine):
            (entries[pk].also if place else entries[pk].goals).append(shown)


def board_context(mine: Membership, vision: Goal | None = None, **more: Any) -> dict[str, Any]:
    """The context of the board's page; of the live vision, or of the one that is given. Five queries."""
    product, access = mine.product, mine.access
    visions = visions_of(product)
    live = next((found for found in visions if found.state != State.CLOSED), None)
    shown = vision or live
    return product_context(
        product,
        access,
        "vision",
        board=board_of(product, access, shown),
        vision=shown,
        former=[found for found in visions if found.state == State.CLOSED],
        vision_field=title_field(shown, editable=access.edit_level(levels.VISION) and vision is None) if shown else {},
        moves=MOVES,
        can_replace=live is not None and access.decide_level(levels.VISION) and vision is None,
        **more,
    )
