"""What the pages of reviews show."""

from typing import Any

from django.core.paginator import Paginator

from goalchain.products.access import EDIT
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from .changed import Span, changed
from .due import standings
from .fetch import last_revision
from .kinds import Kind
from .review import Review

REVIEWS_A_PAGE = 30


def list_context(mine: Membership, page: str | None = None, **more: Any) -> dict[str, Any]:
    """The context of the list: how it stands with each kind, and a page of those held. Five queries."""
    held = Review.objects.kept().filter(product=mine.product).with_people().newest_first()
    return product_context(
        mine.product,
        mine.access,
        "reviews",
        standings=standings(mine.product, mine.product.today()),
        page=Paginator(held, REVIEWS_A_PAGE).get_page(page),
        can_edit=EDIT in mine.access,
        **more,
    )


def review_context(mine: Membership, review: Review, **more: Any) -> dict[str, Any]:
    """The context of one review, with what had changed before it. One query."""
    span = Span(mine.product, review.since_revision, review.until_revision)
    return product_context(
        mine.product,
        mine.access,
        "reviews",
        review=review,
        folds=changed(span, mine.access),
        changes_url=f"/p/{mine.product.key}/reviews/{review.pk}/changes/",
        can_edit=EDIT in mine.access,
        **more,
    )


def next_context(mine: Membership, kind: Kind, **more: Any) -> dict[str, Any]:
    """The context of the next review of a kind: how it stands, what changed since the last one. Four queries."""
    span = Span(mine.product, last_revision(mine.product, kind))
    standing = next(found for found in standings(mine.product, mine.product.today()) if found.kind == kind)
    return product_context(
        mine.product,
        mine.access,
        "reviews",
        kind=kind,
        standing=standing,
        folds=changed(span, mine.access),
        changes_url=f"/p/{mine.product.key}/reviews/{kind}/changes/",
        can_edit=EDIT in mine.access,
        **more,
    )
