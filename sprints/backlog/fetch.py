"""Getting an item of a product's backlog: those of another product are not found."""

from django.http import Http404

from goalchain.accounts.models import User
from goalchain.products.access import EDIT_BACKLOG
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership, Product

from ..models import BacklogItem


def refining(user: User, key: str) -> Membership:
    """The person's membership, if the person may change the backlog.

    Raises Http404 for strangers, PermissionDenied for members without the right. One query.
    """
    mine = membership_or_404(user, key)
    mine.access.require(EDIT_BACKLOG)
    return mine


def item_or_404(product: Product, pk: int) -> BacklogItem:
    """An item of the product with its goal and its sprint. Raises Http404. One query."""
    found = BacklogItem.objects.select_related("goal", "sprint").filter(product=product, pk=pk).first()
    if found is None:
        raise Http404("There is no such item in this backlog.")
    found.product = product
    return found
