"""Getting feedback for a person: through the access rules or not at all."""

from typing import Any

from django.http import Http404

from goalchain.products.access import READ_FEEDBACK
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership, Product

from .models import Feedback


def reader_or_404(user: Any, key: str) -> Membership:
    """The person's membership; raises PermissionDenied for a member who may not read feedback. One query."""
    mine = membership_or_404(user, key)
    mine.access.require(READ_FEEDBACK)
    return mine


def feedback_or_404(product: Product, pk: int) -> Feedback:
    """Feedback of the product. One query."""
    found = Feedback.objects.select_related("about", "answered_by").filter(product=product, pk=pk).first()
    if found is None:
        raise Http404(f"{product.name} has no such feedback.")
    found.product = product
    if found.about:
        found.about.product = product
    return found
