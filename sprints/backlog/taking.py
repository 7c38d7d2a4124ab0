"""Taking many items into a backlog at once, and changing many: one change, all or none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from goalchain.accounts.models import User
from goalchain.lib.storing import claim_ids, insert_rows
from goalchain.products.changes import Change, change
from goalchain.products.errors import Stale
from goalchain.products.models import Product

from ..models import BacklogItem
from .order import END, STRIDE, between, neighbours
from .planning import hidden_plans


@dataclass(frozen=True)
class ItemRow:
    """A row of a sheet: the item that it is about (None: a new one) and the values that it gives.

    `values` are what `BacklogItem.revise` takes, and `sprint`; what is not among them stays.
    """

    line: int
    item: BacklogItem | None
    values: dict[str, Any]


@dataclass
class Taking:
    """What rows would do: what is new, what changes and in which columns, and what stays."""

    new: list[ItemRow] = field(default_factory=list)
    changed: list[tuple[ItemRow, list[str]]] = field(default_factory=list)
    unchanged: int = 0


def plan(rows: Sequence[ItemRow]) -> Taking:
    """Compare the rows with the items that they are about. No query."""
    taking = Taking()
    for row in rows:
        if row.item is None:
            taking.new.append(row)
        elif names := [name for name, value in row.values.items() if getattr(row.item, name) != value]:
            taking.changed.append((row, names))
        else:
            taking.unchanged += 1
    return taking


def take_in(product: Product, rows: Sequence[ItemRow], *, by: User, revision: int | None = None) -> Taking:
    """Add the new items at the end, in their order, and change the others, in one change. Returns what was done.

    `revision` is the product's when the rows were read: Stale is raised when something has changed since. Raises
    Refused for what no item can be. Six queries, and two for each item that changes.
    """
    with change(product, by) as begun:
        if revision is not None and begun.revision != revision + 1:
            raise Stale(revision)
        taking = plan(rows)
        add_items(product, [made_of(product, row.values) for row in taking.new], by=by, within=begun)
        for row, names in taking.changed:
            assert row.item is not None
            values = {name: row.values[name] for name in names}
            is_planned, sprint = "sprint" in values, values.pop("sprint", None)
            row.item.revise(by=by, within=begun, **values)
            if is_planned:
                row.item.plan(sprint, by=by, within=begun)
    return taking


def made_of(product: Product, values: dict[str, Any]) -> BacklogItem:
    """A new item with these values, not stored yet. Raises Refused for what no item can be. No query."""
    item = BacklogItem(product=product, sprint=values.get("sprint"))
    item.set_checked({name: value for name, value in values.items() if name != "sprint"})
    return item


def add_items(
    product: Product, items: Sequence[BacklogItem], *, by: User | None, within: Change | None = None
) -> Change:
    """Store new items (see made_of) at the end, in their order: an event for each, one more for its plan.

    Returns the change. Six queries at most, however many they are.
    """
    with change(product, by, within) as begun:
        if not items:
            return begun
        last = neighbours(BacklogItem.objects.filter(product_id=product.pk), END)[0]
        first = between(last, None) or 0
        hidden = hidden_plans(item.sprint_id for item in items if item.sprint_id)
        for place, (item, pk) in enumerate(zip(items, claim_ids(BacklogItem, len(items)), strict=True)):
            item.pk, item.position = pk, first + STRIDE * place
            item.record(begun, "add", {})
            if item.sprint_id:
                item.version = 2
                item.record(begun, "plan", {"sprint": None}, {"sprint": item.sprint_id}, item.sprint_id in hidden)
        columns = [column.attname for column in BacklogItem._meta.concrete_fields]
        insert_rows(BacklogItem, columns, ([getattr(item, name) for name in columns] for item in items))
    return begun
