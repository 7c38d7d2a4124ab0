"""What stored acceptances of gaps may not be."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q

from goalchain.lib.text import storable
from goalchain.products.models import Product

from ..models import Event, GapAcceptance
from ..models.gap_acceptance import SUBJECT
from ..offences import Finding
from .rule import rule_named


def gap_offences(product: Product) -> Iterator[Finding]:
    """The rules of accepted gaps. Two queries."""
    events = Event.objects.filter(product=product, subject=SUBJECT).order_by("pk")
    last: dict[int, Any] = {after["id"]: after for after in events.values_list("after", flat=True)}
    found = GapAcceptance.objects.filter(Q(product=product) | Q(goal__product=product))
    for stored in found.annotate(number=F("goal__number"), of_goal=F("goal__product")).order_by("pk"):
        where = f"{stored.rule}, acceptance {stored.pk}"
        if not stored.product_id == stored.of_goal == product.pk:
            yield stored.number, "an accepted gap and its goal are of one product", where
        if rule_named(stored.rule) is None:
            yield stored.number, "a gap is accepted by a rule that exists", stored.rule
        if not stored.reason.strip():
            yield stored.number, "a gap is accepted with a reason", where
        try:
            storable(stored.reason)
        except ValidationError as error:
            yield stored.number, "text can be stored in every database", error.messages[0]
        if last.get(stored.pk) != stored.facts():
            yield stored.number, "the last event tells an accepted gap as it is stored", where
