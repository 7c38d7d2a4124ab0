"""A slow reference for whatever rolls up along the chain: it walks the stored rows one goal at a time.

No query of the product is used here, so that both can only agree by being right.
"""

from collections.abc import Iterator

from goalchain.goals.models import Goal, Link
from goalchain.products.models import Product


class Walked:
    """A product's chain, to be walked by a member who may (`planning`) or may not see drafts of sprint goals."""

    def __init__(self, product: Product, *, planning: bool) -> None:
        self.every = {goal.pk: goal for goal in Goal.objects.filter(product=product)}
        self.links = [(link.child_id, link.parent_id) for link in Link.objects.filter(product=product)]
        self.planning = planning

    def is_seen(self, pk: int) -> bool:
        """Whether the goal is in the chain, for this member."""
        goal = self.every[pk]
        is_draft = goal.level == 5 and goal.state == "draft"
        return goal.archived_at is None and (self.planning or not is_draft)

    @property
    def goals(self) -> Iterator[Goal]:
        """The goals that the member sees."""
        return (goal for pk, goal in self.every.items() if self.is_seen(pk))

    def children(self, pk: int) -> set[int]:
        """The goals that serve one directly."""
        return {child for child, parent in self.links if parent == pk and self.is_seen(child)}

    def parents(self, pk: int) -> set[int]:
        """The goals that one serves directly."""
        return {parent for child, parent in self.links if child == pk and self.is_seen(parent)}

    def below(self, pk: int) -> set[int]:
        """Every goal that serves one, through live goals."""
        found = set()
        for child in self.children(pk):
            found |= {child} | self.below(child)
        return found

    def above(self, pk: int) -> set[int]:
        """Every goal that one serves, through live goals."""
        found = set()
        for parent in self.parents(pk):
            found |= {parent} | self.above(parent)
        return found

    def delivery(self, pk: int) -> tuple[int, int]:
        """How many goals serve one directly, and how many of them are closed."""
        states = [self.every[child].state for child in self.children(pk)]
        return len(states), states.count("closed")

    def delivery_said(self, pk: int) -> str:
        """The same as people read it; "" where nothing serves the goal."""
        below, closed = self.delivery(pk)
        return f"{closed} of {below} closed" if below else ""

    def reaching(self, *, only_open: bool) -> tuple[int, int]:
        """How many sprint goals reach a vision, of how many: the open ones the open vision, else any of them any."""
        reached = counted = 0
        for goal in self.goals:
            if goal.level == 5 and not (only_open and goal.state == "closed"):
                tops = [self.every[pk] for pk in self.above(goal.pk) if self.every[pk].level == 1]
                counted += 1
                reached += any(not (only_open and top.state == "closed") for top in tops)
        return reached, counted
