"""Undo in the backlog: the opposite of what one change did to an item, or to all that it added, as a new change."""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from goalchain.goals.models import Event, Goal
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused
from goalchain.products.models import Product

from ..models import BacklogItem, Sprint
from .order import END, Place

if TYPE_CHECKING:
    from goalchain.accounts.models import User

_AGAIN = "“{}” was changed again since. Look at it and change it by hand."


def event_of(done: Change | None) -> Event | None:
    """The event by which a change of the backlog is taken back. One query after a change of very many."""
    if done is None:
        return None
    mine = [event for event in done.events if event.subject == "backlog"]
    if mine or not done.records:
        return mine[-1] if mine else None
    told = Event.objects.filter(product=done.product, revision=done.revision, subject="backlog")
    return told.order_by("-pk").first()


def find_event(product: Product, number: str) -> Event | None:
    """The event of the product's backlog with that primary key, as a form names it. One query."""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Event.objects.filter(pk=number, product=product, subject="backlog").first()


def undo(event: Event, product: Product, *, by: "User") -> None:
    """Take back what the change of `event` did: to its item; or all that it added.

    Raises Refused when somebody has changed one of them since.
    """
    with change(product, by) as begun:
        begun.undoes_id = event.pk
        told = Event.objects.filter(product=product, revision=event.revision, subject="backlog").order_by("-pk")
        if event.verb == "add" or any(other.verb == "add" for other in told):
            _take_away([other for other in told if other.verb == "add"], list(told), product, by, begun)
            return
        item = BacklogItem.objects.select_related("goal").get(pk=event.after["id"], product=product)
        item.product = product
        mine = [other for other in told if other.after["id"] == item.pk]
        if mine[0].after["version"] != item.version:
            raise Refused(_AGAIN.format(item.title))
        for step in mine:
            _take_back(step, item, by, begun)


def _take_away(added: Sequence[Event], told: Sequence[Event], product: Product, by: "User", begun: Change) -> None:
    """Archive what was added, unless somebody has changed it since."""
    versions: dict[int, int] = {}
    for event in told:
        versions.setdefault(event.after["id"], event.after["version"])
    wanted = [event.after["id"] for event in added]
    for item in BacklogItem.objects.select_related("goal").filter(product=product, pk__in=wanted).order_by("position"):
        item.product = product
        if item.version != versions[item.pk]:
            raise Refused(_AGAIN.format(item.title))
        item.archive(by=by, within=begun)


def _take_back(event: Event, item: BacklogItem, by: "User", begun: Change) -> None:
    former = event.former
    match event.verb:
        case "archive":
            item.restore(by=by, within=begun)
        case "restore":
            item.archive(by=by, within=begun)
        case "revise":
            item.revise(by=by, within=begun, **_typed(former, item.product_id))
        case "plan":
            sprint = Sprint.objects.filter(pk=former["sprint"], product_id=item.product_id).first()
            item.plan(sprint, by=by, within=begun)
        case "move":
            before = former["before"]
            item.move(END if before is None else Place("before", before), by=by, within=begun)
        case _:
            raise Refused(f"“{event.verb}” cannot be undone.")


def _typed(former: dict[str, Any], product_id: int) -> dict[str, Any]:
    """Values from an event as the verb takes them."""
    values: dict[str, Any] = {name: former[name] for name in ("title", "state") if name in former}
    if "serves" in former:
        number = former["serves"]
        found = Goal.objects.filter(product_id=product_id, number=number).first() if number else None
        values |= {"goal": found, "serves_none": former.get("serves_none", False)}
    elif "serves_none" in former:
        values["serves_none"] = former["serves_none"]
    if "size" in former:
        values["size"] = None if former["size"] is None else Decimal(former["size"])
    if "tracker" in former:
        values["tracker_url"] = former["tracker"]
    return values
