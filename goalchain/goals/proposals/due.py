"""Which proposals wait for a person's decision, for the first page."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Min, OuterRef, Subquery

from goalchain.products.access import DECIDE
from goalchain.products.models import Membership

from ..due import Due
from ..models import Proposal


def with_waiting() -> dict[str, Any]:
    """What a query of memberships is annotated with, so that the first page needs no query of its own for this."""
    open_ones = Proposal.objects.open().filter(product=OuterRef("product"))
    of_product = open_ones.order_by().values("product")
    first = open_ones.order_by("pk")
    return {
        "proposals_waiting": Subquery(of_product.annotate(count=Count("pk")).values("count")),
        "proposal_since": Subquery(of_product.annotate(since=Min("proposed_at")).values("since")),
        "proposal_goal": Subquery(first.values("goal__number")[:1]),
        "proposal_id": Subquery(first.values("pk")[:1]),
    }


def due_proposals(memberships: Sequence[Membership]) -> list[Due]:
    """The proposals of each product whose goals the person decides on. No query: see with_waiting."""
    found = []
    for mine in memberships:
        waiting = getattr(mine, "proposals_waiting", None)
        if not waiting or DECIDE not in mine.access:
            continue
        product, told = mine.product, vars(mine)
        said = "A change proposal waits for you" if waiting == 1 else f"{waiting} change proposals wait for you"
        url = f"/g/{product.key}-{told['proposal_goal']}/proposals/{told['proposal_id']}/"
        found.append(Due(said, url, product, product.day_of(told["proposal_since"])))
    return found
