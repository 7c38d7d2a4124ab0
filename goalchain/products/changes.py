"""One change of a product: its lock, its next revision, and what is recorded of it.

Every verb opens a `change`. Inside it the product's row is locked, so the changes of a product come one after the
other, each with a revision of its own; what the verbs recorded is written as events when the change ends, in the same
transaction. The events belong to `goalchain.goals`, which comes above: it hands in the writer.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

if TYPE_CHECKING:
    from goalchain.accounts.models import User

    from .models import Product


@dataclass
class Record:
    """One thing that happened: the verb, its subject, the whole subject after it and the former values of what
    changed."""

    verb: str
    subject: str
    after: dict[str, Any]
    former: dict[str, Any]
    goal_id: int | None = None
    planning: bool = False
    undoes_id: int | None = None


@dataclass
class Change:
    """A change under way. `by` is None when a program, not a person, makes it."""

    product: "Product"
    revision: int
    by: "User | None"
    at: datetime
    records: list[Record] = field(default_factory=list)
    undoes_id: int | None = None
    #: The stored events, once the change has ended.
    events: list[Any] = field(default_factory=list)

    def record(self, verb: str, subject: str, **facts: Any) -> None:
        """Note what happened; see Record for the facts."""
        self.records.append(Record(verb, subject, undoes_id=self.undoes_id, **facts))


_writers: list[Callable[..., None]] = []


def write_with(writer: Callable[..., None]) -> None:
    """Let `writer` store the records of the changes that it is given; called once, when the apps are ready."""
    _writers[:] = [writer]


@contextmanager
def change(product: "Product", by: "User | None", within: Change | None = None) -> Iterator[Change]:
    """Lock the product, raise its revision by one and yield the change; write its events at the end.

    With `within`, join that change instead: one revision for several verbs. A change that recorded nothing is undone,
    so that the revision rises only when something happened. Queries: one, and one more for the events.
    """
    if within is not None:
        yield within
        return
    with transaction.atomic():
        savepoint = product.revision
        revision = product.advance()
        begun = Change(product, revision, by, timezone.now())
        yield begun
        if begun.records:
            for write in _writers:
                write(begun)
            product.revision = revision
        else:
            product.revision = savepoint
            transaction.set_rollback(True)


def change_each(products: QuerySet["Product"], by: "User", note: Callable[[Change], None]) -> None:
    """Change every one of these products at once: `note` records on each change what happened there.

    They are locked in one order, so that two such changes wait for each other instead of blocking each other.
    Queries: three, however many products. Call it inside a transaction.
    """
    now = timezone.now()
    locked = products.select_for_update().order_by("pk")
    changes = [Change(product, product.revision + 1, by, now) for product in locked]
    held = [begun.product.pk for begun in changes]
    products.model._default_manager.filter(pk__in=held).update(revision=F("revision") + 1)
    for begun in changes:
        note(begun)
        begun.product.revision = begun.revision
    for write in _writers:
        write(*changes)
