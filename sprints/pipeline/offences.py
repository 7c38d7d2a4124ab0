"""What stored shapings may not be."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F

from goalchain.goals import levels
from goalchain.goals.models import Event
from goalchain.goals.offences import Finding
from goalchain.products.models import Product

from ..models import Shaping


def shaping_offences(product: Product) -> Iterator[Finding]:
    """The rules of shapings. Two queries."""
    last: dict[int, Any] = {}
    events = Event.objects.filter(product=product, subject="shaping").order_by("pk")
    for after, planning in events.values_list("after", "planning"):
        last[after["id"]] = after
        if not planning:
            yield 0, "a shaping is planning", f"shaping {after['id']}"
    found = Shaping.objects.filter(product=product).select_related("goal")
    for shaping in found.annotate(of_goal=F("goal__product")).order_by("pk"):
        number, where = shaping.goal.number, f"shaping {shaping.pk}"
        if shaping.of_goal != product.pk or shaping.goal.level != levels.SPRINT:
            yield number, "a shaping and its sprint goal are of one product", where
        if last.get(shaping.pk) != shaping.facts():
            yield number, "the last event tells a shaping as it is stored", where
