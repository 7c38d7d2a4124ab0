"""/api/v1/reviews/, one review, what had changed before it; and the rhythm of reviews."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.products.access import EDIT
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Product
from vision.reviews.changed import Span, events_in
from vision.reviews.due import Standing, standings
from vision.reviews.fetch import kind_or_404
from vision.reviews.review import Review
from vision.reviews.rhythm import ReviewRhythm

from .. import shapes
from ..answers import ApiView, Asked, answer, page
from ..event_words import EVENT_COLUMNS, events_of
from ..fields import checked
from ..filters import filtered
from ..parsing import require_match
from ..review_bodies import NewReview, ReviewChange, ReviewFilter, RhythmBody
from ..review_words import REVIEW_COLUMNS, people_named, reviews_of, rhythm_of
from ..schema import ETAG, IF_MATCH, PAGING, REVIEW_KIND, REVIEW_QUERY
from ..schema_words import page_of


def visible_reviews(request: Asked) -> Any:
    """The reviews of the caller's products, removed ones too."""
    return Review.objects.filter(product__in=Product.objects.visible_to(request.user))


def review_or_404(request: Asked, pk: int) -> Review:
    """The review, with its product; Http404 for what the caller may not see. One query."""
    review = visible_reviews(request).select_related("product").filter(pk=pk).first()
    if review is None:
        raise Http404(f"There is no review {pk} that you may see.")
    return review


def editable_review(request: Asked, pk: int) -> Review:
    """The review, for whoever may write reviews down, and has read its version. Two queries."""
    review = review_or_404(request, pk)
    membership_or_404(request.user, review.product.key).access.require(EDIT)
    require_match(request, str(review.version))
    return review


def answer_review(request: Asked, pk: int, status: int = 200) -> HttpResponse:
    """The review as it is stored now, with its ETag. Two queries."""
    (review,) = reviews_of(list(Review.objects.filter(pk=pk).values_list(*REVIEW_COLUMNS)))
    where = request.build_absolute_uri(f"/api/v1/reviews/{pk}/") if status == 201 else None
    return answer(review, status=status, etag=str(review["version"]), location=where)


@extend_schema(tags=["reviews"])
class Reviews(ApiView):
    """Strategy reviews and roadmap reviews."""

    @extend_schema(
        operation_id="list_reviews",
        parameters=[*REVIEW_QUERY, *PAGING],
        responses={200: page_of(shapes.REVIEW)},
    )
    def get(self, request: Asked) -> HttpResponse:
        """The reviews of the caller's products, in the order in which they were written down."""
        return page(
            request, filtered(ReviewFilter, request, visible_reviews(request).kept()), REVIEW_COLUMNS, reviews_of
        )

    @extend_schema(operation_id="record_review", request=NewReview, parameters=[ETAG], responses={201: shapes.REVIEW})
    def post(self, request: Asked) -> HttpResponse:
        """Write down a review that was held; it looks at what changed since the one of its kind before it."""
        words = checked(NewReview, request.data)
        membership = membership_or_404(request.user, words.pop("product"))
        membership.access.require(EDIT)
        members = people_named(membership.product, words.pop("members", []))
        review = Review.record(membership.product, words.pop("kind"), members=members, by=request.user, **words)
        return answer_review(request, review.pk, status=201)


@extend_schema(tags=["reviews"])
class OneReview(ApiView):
    """One review. Its ETag is its version, which rises with every correction."""

    @extend_schema(operation_id="read_review", parameters=[ETAG], responses={200: shapes.REVIEW})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """One review, removed or not."""
        rows = list(visible_reviews(request).filter(pk=pk).values_list(*REVIEW_COLUMNS))
        if not rows:
            raise Http404(f"There is no review {pk} that you may see.")
        (review,) = reviews_of(rows)
        return answer(review, etag=str(review["version"]))

    @extend_schema(
        operation_id="correct_review", request=ReviewChange, parameters=[IF_MATCH, ETAG], responses={200: shapes.REVIEW}
    )
    def patch(self, request: Asked, pk: int) -> HttpResponse:
        """Correct the fields that the body names."""
        review = editable_review(request, pk)
        words = checked(ReviewChange, request.data)
        if "members" in words:
            words["members"] = people_named(review.product, words["members"], review)
        review.correct(by=request.user, version=review.version, **words)
        return answer_review(request, pk)

    @extend_schema(operation_id="remove_review", request=None, parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Asked, pk: int) -> HttpResponse:
        """Take the review out of the list; it can be put back."""
        review = editable_review(request, pk)
        review.remove(by=request.user, version=review.version)
        return HttpResponse(status=204)


@extend_schema(tags=["reviews"])
class ReviewRestoration(ApiView):
    """Put a review back."""

    @extend_schema(
        operation_id="restore_review", request=None, parameters=[IF_MATCH, ETAG], responses={200: shapes.REVIEW}
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Put a removed review back into the list."""
        review = editable_review(request, pk)
        review.put_back(by=request.user, version=review.version)
        return answer_review(request, pk)


@extend_schema(tags=["reviews"])
class ReviewChanges(ApiView):
    """What had changed before a review."""

    @extend_schema(operation_id="list_review_changes", parameters=PAGING, responses={200: page_of(shapes.EVENT)})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """The events of goals between the review before and this one, oldest first."""
        review = review_or_404(request, pk)
        access = membership_or_404(request.user, review.product.key).access
        span = Span(review.product, review.since_revision, review.until_revision)
        return page(request, events_in(span, access), EVENT_COLUMNS, events_of)


@extend_schema(tags=["reviews"])
class OneReviewRhythm(ApiView):
    """How often a product holds reviews of a kind. The ETag is the version, 0 before the rhythm was ever set."""

    @extend_schema(
        operation_id="read_review_rhythm", parameters=[REVIEW_KIND, ETAG], responses={200: shapes.REVIEW_RHYTHM}
    )
    def get(self, request: Asked, key: str, kind: str) -> HttpResponse:
        """The rhythm, when the last review was held and when the next one is due."""
        return _answer_rhythm(membership_or_404(request.user, key).product, kind)

    @extend_schema(
        operation_id="set_review_rhythm",
        request=RhythmBody,
        parameters=[REVIEW_KIND, IF_MATCH, ETAG],
        responses={200: shapes.REVIEW_RHYTHM},
    )
    def patch(self, request: Asked, key: str, kind: str) -> HttpResponse:
        """Set every how many weeks reviews of this kind are held."""
        mine = membership_or_404(request.user, key)
        mine.access.require(EDIT)
        stored = _standing(mine.product, kind)
        require_match(request, str(stored.version))
        weeks = checked(RhythmBody, request.data)["weeks"]
        ReviewRhythm.settle(mine.product, stored.kind, weeks, by=request.user, version=stored.version)
        return _answer_rhythm(mine.product, kind)


def _standing(product: Product, name: str) -> Standing:
    """How it stands with a kind of review. Two queries. Raises Http404 for a kind that is none."""
    kind = kind_or_404(name)
    return next(found for found in standings(product, product.today()) if found.kind == kind)


def _answer_rhythm(product: Product, name: str) -> HttpResponse:
    rhythm = rhythm_of(product, _standing(product, name))
    return answer(rhythm, etag=str(rhythm["version"]))
