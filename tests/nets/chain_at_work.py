"""A chain at work: two products in which any step may be tried, each of which is accepted or leaves no trace.

The steps themselves are in test_state_machine.py.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.db import transaction
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from goalchain.goals.history import chain_as_of, chain_now
from goalchain.goals.models import Goal
from goalchain.goals.offences import offences
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product
from goalchain.sharing.sheet.writing import SheetRefused
from tests.factories import fresh, make_goal, make_members, make_product, make_sprint
from tests.nets.rules import broken_rules

#: Step → how often it was accepted, refused, stale over the run: a machine that is refused everything proves nothing.
tally: Counter[tuple[str, str]] = Counter()


class ChainAtWork(RuleBasedStateMachine):
    """Two products with members, teams and sprints; every verb of a goal, on goals read now or long ago."""

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.copies: dict[int, list[dict[str, Any]]] = {}
        self.read_long_ago: list[Goal] = []
        self.goals: list[int] = []
        self.touched: list[Product] = []

    def teardown(self) -> None:
        """Compare every past state with its replay; put the database back."""
        try:
            for product in getattr(self, "products", ()):
                for copy in self.copies.get(product.pk, ()):
                    then = chain_as_of(product, revision=copy["revision"])
                    assert then == copy, f"{then} is replayed; it was {copy}"
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)

    @initialize()
    def found(self) -> None:
        """Make the products; the first has goals in every state already, so that every step has something to meet."""
        self.products = [make_product(), make_product(preset="pichler")]
        self.people = list(make_members(self.products[0]).values())
        self.sprints = [make_sprint(self.products[0]), make_sprint(self.products[0]), make_sprint(self.products[1])]
        first = self.products[0]
        release = make_goal(first, "release", parents=[make_goal(first, "product")])
        for state in ("draft", "agreed", "draft"):
            make_goal(first, "sprint", parents=[release], sprint_id=self.sprints[0].pk, state=state)
        for state in ("closed", "active"):
            make_goal(first, "sprint", parents=[release], sprint_id=self.sprints[1].pk, state=state)
        for state in ("active", "agreed", "agreed"):
            make_goal(first, "product", state=state)
        make_goal(first, "business", state="closed")
        make_goal(first, "business", archived=True)
        make_goal(first, "vision", archived=True)
        make_goal(first, "vision")
        self.state = [chain_now(product) for product in self.products]
        self.copies = {product.pk: [copy] for product, copy in zip(self.products, self.state, strict=True)}
        self.touched = list(self.products)
        self.goals = list(Goal.objects.filter(product__in=self.products).order_by("pk").values_list("pk", flat=True))

    # -- what is drawn -----------------------------------------------------------------------------------------------

    def goal(self, number: int, fits: Callable[[Goal], bool] | None = None) -> Goal:
        """A goal as it is stored now; of five times four one that `fits`, if there is one."""
        goals = list(Goal.objects.filter(pk__in=self.goals).order_by("pk"))
        if fits is not None and number % 5 != 4:
            goals = [goal for goal in goals if fits(goal)] or goals
        return fresh(goals[number % len(goals)])

    def above(self, number: int, level: int, product_id: int) -> Goal:
        """A goal that one of this level might serve, or any."""
        return self.goal(
            number,
            lambda goal: goal.level < level and goal.product_id == product_id and goal.archived_at is None,
        )

    def read(self, number: int, old: bool, fits: Callable[[Goal], bool] | None = None) -> Goal:
        """A goal as somebody has it before them: just read, or read at an earlier step."""
        if old and self.read_long_ago:
            return self.read_long_ago.pop(number % len(self.read_long_ago))
        goal = self.goal(number, fits or (lambda goal: goal.archived_at is None))
        # Somebody else has it before them at this moment too, and acts on it later.
        self.read_long_ago = [*self.read_long_ago[-5:], fresh(goal)]
        return goal

    def attempt(self, step: str, goal: Goal | None, act: Any) -> None:
        """Do it, or be refused without a trace; after an accepted step the goal in memory is the stored one."""
        before = self.state
        read = goal.version if goal else None
        stored = fresh(goal).version if goal else None
        try:
            changed = act()
        except (Refused, Stale, SheetRefused) as refusal:
            tally[step, "Stale" if isinstance(refusal, Stale) else "Refused"] += 1
            after = [chain_now(product) for product in self.products]
            assert after == before, f"{step} was refused, and yet it changed {before} to {after}"
            return
        tally[step, "accepted"] += 1
        after = [chain_now(product) for product in self.products]
        rises = sorted(new["revision"] - old["revision"] for new, old in zip(after, before, strict=True))
        assert rises in ([0, 0], [0, 1]), f"{step} raised the revisions by {rises}"
        assert (after == before) is (rises == [0, 0]), f"{step}: {before} became {after}, the revisions rose by {rises}"
        self.state = after
        self.touched = [product for product, new, old in zip(self.products, after, before, strict=True) if new != old]
        if goal is not None and changed is not False:
            assert read == stored, f"{step} was accepted on version {read}; stored was {stored}"
            assert goal.facts() == fresh(goal).facts(), f"{step} left {goal.facts()} in memory: {fresh(goal).facts()}"
        for product, copy in zip(self.products, after, strict=True):
            if product in self.touched:
                self.copies[product.pk].append(copy)

    @invariant()
    def the_rules_hold(self) -> None:
        """Every rule, and the replay of this very moment."""
        for product in self.touched:
            wrong = [*broken_rules(product), *map(str, offences(product))]
            assert not wrong, wrong
            now = self.copies[product.pk][-1]
            then = chain_as_of(product, revision=now["revision"])
            assert then == now, f"{then} is replayed; it was {now}"
        self.touched = []
        tally["", "steps"] += 1
