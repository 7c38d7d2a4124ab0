"""The chain page: a window of each level, the links between the goals shown, and one goal's line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.safestring import SafeString

from goalchain.products.access import Access
from goalchain.products.models import Product

from . import levels
from .cards import cards
from .chain_map.asked import COLUMN, MOST, STEP, Asked
from .chain_map.filters import Choice, choices
from .chain_map.order import untangled
from .chain_map.reads import COUNTED, Pool, pool_of, told_of
from .chain_map.window import chosen, unfolded
from .models import Goal
from .models.goal import GoalQuerySet
from .sentence import sentence
from .trace import DOWN_LIMIT, Station, Trace, TraceLink

LEVEL_PAGE = 100
#: So many lines up from the selected goal are counted.
MANY_LINES = 10


@dataclass
class Column:
    """One rank of the chain with the goals of its window.

    `total` counts those that match the filters, as far as they are counted; `matching` is how many of them are shown.
    """

    rank: int
    levels: list[levels.Level]
    goals: list[Goal] = field(default_factory=list)
    total: int = 0
    matching: int = 0
    limit: int = 0
    can_add: bool = False
    cards: SafeString = SafeString("")
    #: Where the column shows more; "" when it shows all or may not show more.
    more_url: str = ""

    @property
    def more(self) -> bool:
        """Whether goals are left out."""
        return self.total > self.matching

    @property
    def count(self) -> str:
        """How many there are, as far as they are counted."""
        total = f"{COUNTED}+" if self.total > COUNTED else str(self.total)
        return f"{self.matching} of {total}" if self.more else str(self.total)

    @property
    def next(self) -> int:
        """How many more a click shows at most."""
        return min(STEP, self.total - self.matching)


@dataclass
class ChainView:
    """What the chain page shows. `folded` counts the goals of the window that folding hides."""

    columns: list[Column]
    edges: list[tuple[int, int]]
    asked: Asked
    choices: list[Choice] = field(default_factory=list)
    folded: int = 0
    selected: Goal | None = None
    lit: frozenset[int] = frozenset()
    line: list[Station] = field(default_factory=list)
    sentence: str = ""
    #: How many other lines lead up from the selected goal; counted as far as `MANY_LINES`.
    more_lines: int = 0
    can_move: bool = False
    can_link: bool = False
    #: The name of the level that a goal added below the selected one has; "" if the person may not add one.
    child_level: str = ""
    #: The goal to stand before when the selected one moves: its key, "" for the last place, None at the end.
    up: str | None = None
    down: str | None = None

    @property
    def goals(self) -> list[Goal]:
        """Every goal that is shown."""
        return [goal for column in self.columns for goal in column.goals]

    @property
    def empty(self) -> bool:
        """Whether there is no goal at all."""
        return not any(column.goals for column in self.columns)

    @property
    def tall(self) -> bool:
        """Whether a column is so long that the others stand at its top rather than at its middle."""
        return any(len(column.goals) > 8 for column in self.columns)

    @property
    def other_lines(self) -> str:
        """How many lines the sentence does not tell, after the word that leads to them: ": 2 more lines", or ""."""
        count = f"{self.more_lines}{'+' if self.more_lines == MANY_LINES - 1 else ''}"
        return f": {count} more line{'s' if self.more_lines > 1 else ''}" if self.more_lines else ""

    @property
    def left_out(self) -> bool:
        """Whether any column shows a part only."""
        return any(column.more for column in self.columns)


def chain_columns(product: Product, access: Access, asked: Asked | None = None) -> ChainView:
    """The window of each level that the preset uses or that has goals, and the links between the goals shown.

    A selected goal that the person may not see selects nothing. Queries: three, whatever the size of the product.
    """
    asked = asked or Asked(product.key)
    pool = pool_of(product, access, asked)
    whole = _trace(pool)
    lit = _shown_of(whole, asked)
    wanted = chosen(pool.by_rank, pool.known, pool.links, lit, asked)
    found = {rank: [pool.goal(one.pk) for one in candidates] for rank, candidates in wanted.items()}
    shown = {goal.pk: goal for goals in found.values() for goal in goals}
    crowded = [rank for rank in levels.RANKS if len(pool.by_rank.get(rank, ())) > asked.limit(rank)]
    lower = {link.child_id for link in pool.down}
    loose = [pk for pk in shown if pk in lower]
    told = told_of(product, access, asked, shown, crowded, loose)
    above = pool.links
    for child, parent in told.links:
        if parent not in above.setdefault(child, []):
            above[child].append(parent)
    totals = {rank: told.totals.get(rank, len(goals)) for rank, goals in pool.by_rank.items()}
    view = drawn(product, asked, found, above, totals)
    view.choices = choices(asked, told.owners, told.teams)
    for column in view.columns:
        column.can_add = access.edit_level(column.rank)
    if whole is not None:
        select(view, whole)
        view.can_move = asked.order == "position" and access.edit_level(whole.goal.level)
        view.can_link = access.edit_level(whole.goal.level) and whole.goal.level > levels.VISION
        below = [level for level in levels.used_by(product.preset) if level.rank > whole.goal.level]
        view.child_level = below[0].name if below and access.edit_level(below[0].rank) else ""
        if view.can_move:
            _place(view, whole.goal)
    write_cards(view, product.key, product.today())
    return view


def _trace(pool: Pool) -> Trace | None:
    """The line of the selected goal, from what was read around it. No query."""
    if pool.selected is None:
        return None
    goal = pool.goal(pool.selected.pk)
    whole = Trace(goal, more=len(pool.down) > DOWN_LIMIT)
    waiting, seen = [goal.pk], {goal.pk}
    while waiting:
        child = waiting.pop(0)
        for parent, rationale in pool.above.get(child, {}).items():
            if parent in pool.known:
                whole.links.append(TraceLink(child, parent, rationale))
                if parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
                    whole.up.append(pool.goal(parent))
    below = pool.down[:DOWN_LIMIT]
    whole.down = list({link.child_id: pool.goal(link.child_id) for link in below}.values())
    whole.links += below
    return whole


def _shown_of(whole: Trace | None, asked: Asked) -> set[int]:
    """The primary keys of the line, less what the address leaves out."""
    goals = whole.goals.values() if whole else ()
    return {goal.pk for goal in goals if not (asked.only_open and goal.state == "closed")}


def drawn(
    product: Product, asked: Asked, found: dict[int, list[Goal]], above: Mapping[int, list[int]], totals: dict[int, int]
) -> ChainView:
    """The columns in their order, folded as asked, with the links between what is shown. No query.

    Each goal gets the numbers of its parents that are shown, and `serves`, whether it serves any goal at all.
    """
    left = unfolded(found, above, asked.folded)
    used = levels.ranks_of(product.preset)
    ranks = [rank for rank in levels.RANKS if left[rank] or found[rank] or rank in used]
    shown = {goal.pk: goal for goals in left.values() for goal in goals}
    edges = [(child, parent) for child in shown for parent in above.get(child, ()) if parent in shown]
    layers = [[goal.pk for goal in sorted(left[rank], key=_by_place)] for rank in ranks]
    if asked.order != "position":
        layers = untangled(layers, edges)
    for goal in shown.values():
        goal.parent_numbers = []  # type: ignore[attr-defined]
        goal.serves = bool(above.get(goal.pk))  # type: ignore[attr-defined]
    for child, parent in edges:
        shown[child].parent_numbers.append(shown[parent].number)  # type: ignore[attr-defined]
    columns = []
    for rank, layer in zip(ranks, layers, strict=True):
        matching = sum(goal.matches for goal in found[rank])  # type: ignore[attr-defined]
        total = max(totals.get(rank, 0), matching)
        column = Column(rank, levels.at_rank(rank), [shown[pk] for pk in layer], total, matching, asked.limit(rank))
        if column.more and column.limit < MOST and rank in COLUMN:
            column.more_url = asked.query(limits={**asked.limits, rank: min(column.limit + STEP, MOST)})
        columns.append(column)
    folded = sum(len(found[rank]) - len(left[rank]) for rank in levels.RANKS)
    return ChainView(columns, [(shown[c].number, shown[p].number) for c, p in edges], asked, folded=folded)


def _by_place(goal: Goal) -> tuple[int, int]:
    return goal.position, goal.number


def select(view: ChainView, whole: Trace) -> None:
    """Light the line of a goal and tell it. No query."""
    view.selected = whole.goal
    view.lit = frozenset(whole.goals)
    lines = whole.lines(MANY_LINES)
    view.line, view.more_lines = lines[0], len(lines) - 1
    view.sentence = sentence(view.line)


def _place(view: ChainView, goal: Goal) -> None:
    column = next((column.goals for column in view.columns if column.rank == goal.level), [])
    if goal in column:
        place = column.index(goal)
        view.up = column[place - 1].key if place else None
        after = column[place + 2].key if place + 2 < len(column) else ""
        view.down = after if place + 1 < len(column) else None


def write_cards(view: ChainView, product_key: str, today: date) -> None:
    """Write the cards of each column. No query."""
    for column in view.columns:
        column.cards = cards(column.goals, product_key, view.asked, selected=view.selected, lit=view.lit, today=today)


def more_of_level(product: Product, access: Access, rank: int, page: Any) -> Page[Goal]:
    """A page of all live goals of one rank. Two queries."""
    return _page(product, Goal.objects.filter(product=product, level=rank).live().readable(access).in_order(), page)


def archived_goals(product: Product, access: Access, page: Any) -> Page[Goal]:
    """A page of the goals that were taken out of the chain, the latest first. Two queries."""
    goals = Goal.objects.filter(product=product).exclude(archived_at=None).readable(access)
    return _page(product, goals.order_by("-archived_at", "-number"), page)


def _page(product: Product, goals: GoalQuerySet[Goal], page: Any) -> Page[Goal]:
    found = Paginator(goals, LEVEL_PAGE).get_page(page)
    for goal in found:
        goal.product = product
    return found
