"""Reading: all reviews, one of them, and what had changed in the chain before it."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ..changed import SORTS, Span, sorted_events, told
from ..fetch import kind_or_404, last_revision, review_or_404
from ..page import list_context, review_context

CHANGES_A_PAGE = 50


@require_safe
def reviews(request: PersonRequest, key: str) -> HttpResponse:
    """What is due, and every review that was held, newest first. Seven queries at most."""
    mine = membership_or_404(request.user, key)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    if answer := unchanged(request, tag):
        return answer
    return tagged(render(request, "vision/reviews.html", list_context(mine, request.GET.get("page"))), tag)


@require_safe
def review(request: PersonRequest, key: str, review_id: int) -> HttpResponse:
    """One review: who was there, what was decided, and exactly what had changed since the one before it."""
    mine = membership_or_404(request.user, key)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    if answer := unchanged(request, tag):
        return answer
    found = review_or_404(mine.product, review_id)
    return tagged(render(request, "vision/review.html", review_context(mine, found)), tag)


@require_safe
def review_changes(request: PersonRequest, key: str, review_id: int, sort: str) -> HttpResponse:
    """All changes of one sort that a review looked at, a page at a time."""
    mine = membership_or_404(request.user, key)
    found = review_or_404(mine.product, review_id)
    span = Span(mine.product, found.since_revision, found.until_revision)
    back = {"back": found.get_absolute_url(), "back_label": f"{found.get_kind_display()} of {found.held_on:%-d %b %Y}"}
    return _changes(request, mine, span, sort, **back)


@require_safe
def changes_since(request: PersonRequest, key: str, kind: str, sort: str) -> HttpResponse:
    """All changes of one sort since the last review of a kind, a page at a time."""
    mine = membership_or_404(request.user, key)
    asked = kind_or_404(kind)
    span = Span(mine.product, last_revision(mine.product, asked))
    back = {"back": f"/p/{mine.product.key}/reviews/{asked}/", "back_label": f"Next {asked.label.lower()}"}
    return _changes(request, mine, span, sort, **back)


def _changes(request: PersonRequest, mine: Membership, span: Span, name: str, **more: Any) -> HttpResponse:
    sort = SORTS.get(name)
    if sort is None:
        raise Http404(f"There is no sort of change called {name[:40]}.")
    page = Paginator(sorted_events(span, mine.access).filter(sort=name), CHANGES_A_PAGE).get_page(
        request.GET.get("page")
    )
    changes = [told(event, mine.product) for event in page]
    context = product_context(mine.product, mine.access, "reviews", sort=sort, page=page, changes=changes, **more)
    return render(request, "vision/review_changes.html", context)
