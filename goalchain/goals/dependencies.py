"""Dependencies beside their goals: how one stands, what histories say, how it is taken back, what is an offence."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from django.db.models import F

from goalchain.products.changes import change
from goalchain.products.errors import Refused
from goalchain.products.models import Product

from .cycles import cycle_in
from .models import Dependency, Event, Goal
from .offences import Finding, repeated

if TYPE_CHECKING:
    from goalchain.accounts.models import User


class Dated(Protocol):
    """What is asked of the two goals of a dependency."""

    @property
    def state(self) -> str: ...

    @property
    def outcome(self) -> str: ...

    @property
    def starts_on(self) -> date | None: ...

    @property
    def ends_on(self) -> date | None: ...


@dataclass(frozen=True)
class Wait:
    """How a dependency stands: done, or late by so many days, or in trouble because the blocker was given up.

    `days` counts from the day on which the blocked goal needs the blocker: its start, or its end when it has no start.
    """

    is_done: bool = False
    is_lost: bool = False
    days: int = 0

    @property
    def is_late(self) -> bool:
        """Whether the blocker comes later than it is needed."""
        return self.days > 0

    @property
    def is_trouble(self) -> bool:
        """Whether somebody has to do something about it."""
        return self.is_late or self.is_lost

    @property
    def words(self) -> str:
        """The same in words: "late by 9 days", "done", "given up"; "" when all is well."""
        if self.is_lost:
            return "not delivered"
        if self.is_late:
            return f"late by {self.days} day{'' if self.days == 1 else 's'}"
        return "done" if self.is_done else ""


def wait_of(blocker: Dated, blocked: Dated, today: date) -> Wait:
    """How it stands that `blocked` waits for `blocker`.

    A blocker whose end has passed while it is open comes today at the earliest. A closed goal waits for nothing. On the
    day on which one goal ends the next may begin. No query.
    """
    if blocker.state == "closed":
        lost = blocker.outcome in ("missed", "abandoned") and blocked.state != "closed"
        return Wait(is_done=not lost, is_lost=lost)
    needed = blocked.starts_on or blocked.ends_on
    if blocked.state == "closed" or blocker.ends_on is None or needed is None:
        return Wait()
    return Wait(days=max((max(blocker.ends_on, today) - needed).days, 0))


# -- history and undo --------------------------------------------------------------------------------------------------


def tell_dependency(event: Event) -> tuple[str, list[tuple[str, str]]]:
    """An event of a dependency in words. No query."""
    longer = "" if event.verb == "wait" else "no longer "
    return f"said that it {longer}waits for {event.after['blocker']}", []


def undo_dependency(event: Event, goal: Goal, by: "User") -> None:
    """Take back that a goal waits for another, or that it no longer does. Raises Refused when that changed since."""
    key = event.after["blocker"]
    number = key.rpartition("-")[2]
    blocker = Goal.objects.select_related("product").get(product_id=goal.product_id, number=number)
    with change(goal.product, by) as begun:
        begun.undoes_id = event.pk
        newest = Event.objects.filter(goal_id=goal.pk, subject="dependency", after__blocker=key).order_by("-id")
        if newest.values_list("pk", flat=True).first() != event.pk:
            raise Refused(f"What {goal.key} waits for was changed again since. Look at its page and change it by hand.")
        if event.verb == "wait":
            goal.stop_waiting_for(blocker, by=by, within=begun)
        else:
            goal.wait_for(blocker, by=by, within=begun)


# -- offences ----------------------------------------------------------------------------------------------------------


def dependency_offences(product: Product) -> Iterator[Finding]:
    """The rules of dependencies. Two queries."""
    numbers: dict[int, int] = {}
    waits: dict[int, list[int]] = defaultdict(list)
    pairs: Counter[tuple[int, int]] = Counter()
    stored = Dependency.objects.filter(product=product).order_by() | Dependency.objects.filter(blocked__product=product)
    facts = stored.order_by("pk").annotate(
        number=F("blocked__number"),
        other=F("blocker__number"),
        of_blocked=F("blocked__product"),
        of_blocker=F("blocker__product"),
    )
    columns = ("blocked_id", "blocker_id", "number", "other", "product_id", "of_blocked", "of_blocker")
    for blocked, blocker, number, other, *products in facts.values_list(*columns):
        numbers |= {blocked: number, blocker: other}
        pairs[number, other] += 1
        waits[blocked].append(blocker)
        if set(products) != {product.pk}:
            yield number, "a dependency and both its goals are of one product", ", ".join(map(str, products))
    for (number, other), count in pairs.items():
        yield from repeated(f"a goal waits for {product.key}-{other} once", Counter({number: count}))
    cycle = cycle_in(waits)
    if cycle:
        path = " waits for ".join(f"{product.key}-{numbers[pk]}" for pk in cycle)
        yield numbers[cycle[0]], "no goal waits for itself", path
