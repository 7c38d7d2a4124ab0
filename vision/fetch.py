"""Getting the vision and the entries of its board for a person: through the access rules or not at all."""

from django.http import Http404

from goalchain.accounts.models import User
from goalchain.goals import levels
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership, Product

from .board import BoardEntry
from .models import Vision


def editable(user: User, key: str) -> Membership:
    """The person's membership, if the person may edit the vision and its board.

    Raises Http404 for strangers, PermissionDenied for members without the right. One query.
    """
    mine = membership_or_404(user, key)
    mine.access.require_edit(levels.VISION)
    return mine


def live_vision(product: Product) -> Vision | None:
    """The vision that the product has now. One query."""
    vision = Vision.objects.filter(product=product).open().first()
    if vision is not None:
        vision.product = product
    return vision


def live_vision_or_404(product: Product) -> Vision:
    """The vision that the product has now, or Http404. One query."""
    vision = live_vision(product)
    if vision is None:
        raise Http404(f"{product.name} has no vision now. Write it first.")
    return vision


def entry_or_404(product: Product, entry_id: int, *, removed: bool = False) -> BoardEntry:
    """An entry of the board of one of the product's visions, removed ones only if asked for. One query."""
    entries = BoardEntry.objects.filter(product=product).select_related("vision")
    entry = (entries if removed else entries.kept()).filter(pk=entry_id).first()
    if entry is None:
        raise Http404("There is no such entry on the board; somebody may have removed it.")
    entry.product = entry.vision.product = product
    return entry
