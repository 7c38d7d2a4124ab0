"""What stored backlogs may not be."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q

from goalchain.goals.models import Event
from goalchain.goals.offences import Finding
from goalchain.lib.text import storable
from goalchain.products.models import Product

from ..models import BacklogItem
from .rules import SERVED, STATES
from .tracker import tracker_refusal


def backlog_offences(product: Product) -> Iterator[Finding]:
    """The rules of backlog items. Two queries."""
    last: dict[int, dict[str, Any]] = {}
    plans: dict[int, int | None] = {}
    events = Event.objects.filter(product=product, subject="backlog").order_by("pk")
    for after in events.values_list("after", flat=True):
        if "sprint" in after:
            plans[after["id"]] = after["sprint"]
        last[after["id"]] = {name: value for name, value in after.items() if name not in ("sprint", "before")}
    items = BacklogItem.objects.filter(Q(product=product) | Q(goal__product=product) | Q(sprint__product=product))
    facts = items.annotate(of_goal=F("goal__product"), of_sprint=F("sprint__product")).select_related("goal")
    known: set[int] = set()
    for item in facts.order_by("position", "pk"):
        where, number = f"item {item.pk}", item.goal.number if item.goal else 0
        if {item.product_id, item.of_goal, item.of_sprint} - {product.pk, None}:
            yield number, "an item, its goal and its sprint are of one product", where
            continue
        if item.goal and item.goal.level not in SERVED:
            yield number, "an item serves a product goal or a release goal", where
        if item.goal and item.serves_none:
            yield number, "an item serves a goal or none", where
        if item.state not in STATES:
            yield number, "a state of an item is one that exists", item.state
        if item.position in known or item.position < 1:
            yield number, "an item has a place of its own", f"{where}: {item.position}"
        known.add(item.position)
        try:
            storable(item.title)
            refusal = item.tracker_url and tracker_refusal(item.tracker_url)
        except ValidationError as error:
            yield number, "text can be stored in every database", error.messages[0]
        else:
            if not item.title.strip():
                yield number, "an item has a title", where
            if refusal:
                yield number, "a link of an item is an https address", where
        if last.get(item.pk) != item.facts() or plans.get(item.pk) != item.sprint_id:
            yield number, "the last event tells an item of the backlog as it is stored", where
