"""What stored proposals may not be."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F

from goalchain.products.models import Product

from ..models import Event, Proposal
from ..offences import Finding


def proposal_offences(product: Product) -> Iterator[Finding]:
    """The rules of proposals. Two queries."""
    last: dict[int, Any] = {}
    for after in (
        Event.objects.filter(product=product, subject="proposal").order_by("pk").values_list("after", flat=True)
    ):
        last[after["id"]] = after
    found = Proposal.objects.filter(product=product).select_related("goal", "origin")
    for proposal in found.annotate(above=F("goal__product"), below=F("origin__product")).order_by("pk"):
        number, where = proposal.goal.number, f"proposal {proposal.pk}"
        if {proposal.above, proposal.below} != {product.pk}:
            yield number, "a proposal and its goals are of one product", where
        if proposal.goal.level >= proposal.origin.level:
            yield number, "a proposal is for a goal above the one where it was learnt", where
        if not proposal.reason.strip() or not proposal.changes:
            yield number, "a proposal changes something and says why", where
        if last.get(proposal.pk) != proposal.facts():
            yield number, "the last event tells a proposal as it is stored", where
