"""What stored capacities may not be."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F

from goalchain.goals.models import Event
from goalchain.goals.offences import Finding
from goalchain.products.errors import Refused
from goalchain.products.models import Product

from ..models import SprintCapacity
from .days import check


def capacity_offences(product: Product) -> Iterator[Finding]:
    """The rules of capacities. Three queries."""
    last: dict[int, Any] = {}
    events = Event.objects.filter(product=product, subject="capacity").order_by("pk")
    for after in events.values_list("after", flat=True):
        last[after["id"]] = after
    found = SprintCapacity.objects.filter(product=product).annotate(of_sprint=F("sprint__product"))
    for capacity in found.prefetch_related("availabilities").order_by("pk"):
        where, shares = f"capacity of sprint {capacity.sprint_id}", capacity.shares()
        if capacity.of_sprint != product.pk:
            yield 0, "a capacity and its sprint are of one product", where
        try:
            check(capacity.holidays, capacity.note, shares)
        except (Refused, ValidationError) as refusal:
            yield 0, "a capacity is one that may be noted", f"{where}: {refusal}"
        if last.get(capacity.pk) != capacity.facts(shares):
            yield 0, "the last event tells a capacity as it is stored", where
