"""Getting a review for a person: through the product, and so through the access rules, or not at all."""

from django.http import Http404

from goalchain.accounts.models import User
from goalchain.products.access import EDIT
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership, Product

from .kinds import Kind
from .review import Review


def editable(user: User, key: str) -> Membership:
    """The person's membership, if the person may write reviews down: whoever may edit the vision.

    Raises Http404 for strangers, PermissionDenied for members without the right. One query.
    """
    mine = membership_or_404(user, key)
    mine.access.require(EDIT)
    return mine


def kind_or_404(name: str) -> Kind:
    """The kind of review that an address names."""
    if name not in Kind.values:
        raise Http404(f"There is no kind of review called {name[:40]}.")
    return Kind(name)


def review_or_404(product: Product, review_id: int) -> Review:
    """A review of the product, removed or not, with its people. Two queries."""
    review = Review.objects.filter(product=product, pk=review_id).with_people().first()
    if review is None:
        raise Http404(f"There is no such review of {product.name}.")
    review.product = product
    return review


def last_revision(product: Product, kind: str) -> int:
    """The revision up to which the last review of a kind looked; 0 before the first. One query."""
    held = Review.objects.kept().filter(product=product, kind=kind).newest_first()
    return held.values_list("until_revision", flat=True).first() or 0
