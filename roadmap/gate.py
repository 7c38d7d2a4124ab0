"""The gate: at most one active product goal, where the product's setting says so.

The product goal is the long-term objective of a team, and it is fulfilled or abandoned before the next is taken on
(Scrum Guide 2020, Product Goal). `ProductGoal.active_for` is unique, so that the database keeps it; here are the verbs
that set it, the words, and what turning the setting on and off asks of the chain.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from goalchain.goals.models import Goal, State
from goalchain.goals.offences import Finding
from goalchain.goals.rules import gate_refusal
from goalchain.goals.verbs import Archivable, Stateful
from goalchain.products.changes import Change
from goalchain.products.errors import Refused, Stale, Way
from goalchain.products.models import Product

if TYPE_CHECKING:
    from goalchain.accounts.models import User

    from .models import ProductGoal


class Gated(Stateful, Archivable):
    """activate_after, and what the gate asks of every verb that makes a product goal active."""

    def activate_after(
        self,
        former: Goal,
        outcome: str,
        learning: str = "",
        *,
        by: "User | None",
        version: int | None = None,
        former_version: int | None = None,
        within: Change | None = None,
    ) -> None:
        """Close `former`, the active product goal, with what became of it, and activate this one: one change.

        Raises Refused when `former` is not the goal that the gate waits for, or when either verb would; Stale when
        either goal is no longer as it was read.
        """
        with self._change(by, version, within) as begun:
            holder = holder_of(self.product)
            if holder is None or holder.pk != former.pk:
                raise Refused(f"{former.key} does not stand in the way any more. Activate {self.key} again.")
            if former_version is not None and former_version != holder.version:
                raise Stale(former_version)
            holder.close(outcome, learning, by=by, version=holder.version, within=begun)
            self._refuse_archived()
            self._refuse_from("activate", (State.AGREED,))
            self._enter_state(State.ACTIVE)
            self._write(begun, "activate", state=State.ACTIVE)

    def _enter_state(self, state: str) -> None:
        super()._enter_state(state)
        if state == State.ACTIVE:
            self._take_gate()
        else:
            self._leave_gate()

    def _leave_chain(self) -> None:
        self._leave_gate()

    def _rejoin_chain(self) -> None:
        super()._rejoin_chain()
        if self.state == State.ACTIVE:
            self._take_gate()

    def _take_gate(self) -> None:
        """Become the one active product goal where there may be one only. Two queries, one where there may be more."""
        product_id = self.product.pk
        found = Product.objects.filter(pk=product_id).values_list(
            "one_active_goal",
            "active_product_goal__goal_id",
            "active_product_goal__number",
            "active_product_goal__title",
        )
        is_gated, pk, number, title = found.get()
        if not is_gated:
            return
        if pk is not None and pk != self.pk:
            key = f"{self.product.key}-{number}"
            is_next = self.state == State.AGREED and self.archived_at is None
            raise Refused(
                gate_refusal(self.product.name, key, title),
                field="state",
                way=Way(f"/g/{self.key}/gate/", f"Close {key} and activate {self.key} …", asks=True)
                if is_next
                else Way(f"/g/{key}/outcome/", f"Close {key} …"),
            )
        type(self)._default_manager.filter(pk=self.pk).update(active_for=product_id)
        self.active_for_id = product_id

    def _leave_gate(self) -> None:
        """Make room. One query, none for a goal that was not active."""
        if self.state == State.ACTIVE:
            type(self)._default_manager.filter(pk=self.pk).update(active_for=None)
            self.active_for_id = None


def holder_of(product: Product) -> "ProductGoal | None":
    """The active product goal that the next one waits for, with its product; None when nothing stands in the way.

    One query.
    """
    from .models import ProductGoal

    holder = ProductGoal.objects.filter(active_for=product).first()
    if holder is not None:
        holder.product = product
    return holder


def settle_gate(product: Product, one_at_a_time: Any) -> None:
    """Bring the product goals into line with the setting; called under the product's lock, before it is stored.

    Raises Refused, with the names, when several are active. Two queries.
    """
    from .models import ProductGoal

    goals = ProductGoal.objects.filter(product=product)
    if not one_at_a_time:
        goals.exclude(active_for=None).update(active_for=None)
        return
    active = list(goals.live().filter(state=State.ACTIVE).order_by("position", "number"))
    if len(active) > 1:
        raise Refused(
            f"{len(active)} product goals are active: {_named(product, active)}. "
            "Close all but one of them, or return them to draft; then set this.",
            field="one_active_goal",
        )
    goals.filter(pk__in=[goal.pk for goal in active]).update(active_for=product)


#: So many goals are named in a sentence.
_NAMED = 5


def _named(product: Product, goals: "list[ProductGoal]") -> str:
    words = [f"{product.key}-{goal.number} “{goal.title}”" for goal in goals[:_NAMED]]
    if len(goals) > _NAMED:
        words.append(f"{len(goals) - _NAMED} more")
    return f"{', '.join(words[:-1])} and {words[-1]}"


def gate_offences(product: Product) -> Iterator[Finding]:
    """The rules of the gate, asked of the rows as they lie there. Two queries."""
    from .models import ProductGoal

    is_gated = Product.objects.values_list("one_active_goal", flat=True).get(pk=product.pk)
    first: int | None = None
    rows = ProductGoal.objects.filter(product=product).order_by("number")
    for number, state, archived_at, active_for in rows.values_list("number", "state", "archived_at", "active_for"):
        is_active = state == State.ACTIVE and archived_at is None
        if active_for != (product.pk if is_gated and is_active else None):
            values = f"active for {active_for}, {state}{', archived' if archived_at else ''}"
            yield number, "a product goal is active for its product exactly while one may be active and it is", values
        if is_gated and is_active and first is not None:
            yield number, "a product has one active product goal, as its setting says", f"{product.key}-{first} is too"
        elif is_active:
            first = number
