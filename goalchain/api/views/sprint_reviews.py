"""/api/v1/sprint-reviews/, one review, and the cancelling of a sprint."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError

from goalchain.goals import levels
from goalchain.goals.fetch import goal_or_404
from goalchain.goals.models import Goal
from goalchain.products.access import CANCEL_SPRINT
from goalchain.products.changes import change
from goalchain.products.errors import Refused
from goalchain.products.fetch import membership_or_404
from sprints.models import Sprint, SprintReview

from .. import shapes, sprint_review_shapes
from ..answers import ApiView, Asked, answer, hashed, page
from ..fields import checked
from ..filters import SprintReviewFilter, filtered
from ..parsing import require_match
from ..schema import ETAG, IF_MATCH, PAGING, SPRINT_REVIEW_QUERY
from ..schema_words import page_of
from ..sprint_review_bodies import CancellationBody, NewSprintReview, SprintReviewChange
from ..sprint_review_words import REVIEW_COLUMNS, reviews_of
from .sprints import read_sprint


def visible_reviews(request: Asked) -> Any:
    """The reviews of goals which the caller may see, without those that were taken back."""
    visible = Goal.objects.visible_to(request.user).values("pk")
    return SprintReview.objects.filter(goal__in=visible, removed_at=None)


def answer_review(pk: int, request: Asked, status: int = 200) -> HttpResponse:
    """The review as it is stored now, with its ETag. One query."""
    (told,) = reviews_of(list(SprintReview.objects.filter(pk=pk).values_list(*REVIEW_COLUMNS)))
    where = request.build_absolute_uri(f"/api/v1/sprint-reviews/{pk}/") if status == 201 else None
    return answer(told, status=status, etag=str(told["version"]), location=where)


def texts(words: dict[str, Any]) -> dict[str, Any]:
    """A body's words as the verbs take them: the links, one a line."""
    return words | ({"links": "\n".join(words["links"])} if "links" in words else {})


@extend_schema(tags=["sprints"])
class SprintReviews(ApiView):
    """What became of sprints."""

    @extend_schema(
        operation_id="list_sprint_reviews",
        parameters=[*SPRINT_REVIEW_QUERY, *PAGING],
        responses={200: page_of(sprint_review_shapes.SPRINT_REVIEW)},
    )
    def get(self, request: Asked) -> HttpResponse:
        """Reviews of sprints, oldest first."""
        found = filtered(SprintReviewFilter, request, visible_reviews(request))
        return page(request, found, REVIEW_COLUMNS, reviews_of)

    @extend_schema(
        operation_id="make_sprint_review",
        request=NewSprintReview,
        parameters=[ETAG],
        responses={201: sprint_review_shapes.SPRINT_REVIEW},
    )
    def post(self, request: Asked) -> HttpResponse:
        """Write a review down; the goal is closed in the same change."""
        words = texts(checked(NewSprintReview, request.data))
        goal: Any = goal_or_404(request.user, words.pop("goal"))
        goal.access.require_decide(levels.SPRINT)
        if goal.level != levels.SPRINT or goal.sprint is None:
            raise ValidationError({"goal": [f"{goal.key} is in no sprint. Review a goal of a sprint."]})
        goal.sprint.product = goal.product
        with change(goal.product, request.user) as begun:
            if SprintReview.objects.filter(sprint=goal.sprint, removed_at=None).exists():
                raise Refused("This sprint has a review already. Correct that one.", field="goal")
            review = SprintReview.record(goal.sprint, goal, by=request.user, within=begun, **words)
        return answer_review(review.pk, request, status=201)


@extend_schema(tags=["sprints"])
class OneSprintReview(ApiView):
    """One review of a sprint. Its ETag is its version."""

    @extend_schema(
        operation_id="read_sprint_review", parameters=[ETAG], responses={200: sprint_review_shapes.SPRINT_REVIEW}
    )
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """One review."""
        if not visible_reviews(request).filter(pk=pk).exists():
            raise Http404(f"There is no review {pk} that you may see.")
        return answer_review(pk, request)

    @extend_schema(
        operation_id="change_sprint_review",
        request=SprintReviewChange,
        parameters=[IF_MATCH, ETAG],
        responses={200: sprint_review_shapes.SPRINT_REVIEW},
    )
    def patch(self, request: Asked, pk: int) -> HttpResponse:
        """Correct what the body names; all of it is one change."""
        review = visible_reviews(request).select_related("product", "sprint", "goal").filter(pk=pk).first()
        if review is None:
            raise Http404(f"There is no review {pk} that you may see.")
        membership_or_404(request.user, review.product.key).access.require_decide(levels.SPRINT)
        require_match(request, str(review.version))
        words = texts(checked(SprintReviewChange, request.data))
        review.sprint.product = review.goal.product = review.product
        says = words.pop("says", "")
        if {"outcome", "learning"} & set(words):
            words = {"outcome": review.goal.outcome, "learning": review.goal.learning} | words
        with change(review.product, request.user) as begun:
            review.correct(by=request.user, version=review.version, within=begun, **words)
            if says and says != review.says:
                review.say(says, by=request.user, within=begun)
        return answer_review(pk, request)


@extend_schema(tags=["sprints"])
class Cancellation(ApiView):
    """Cancelling a sprint whose goal is obsolete."""

    @extend_schema(
        operation_id="cancel_sprint",
        request=CancellationBody,
        parameters=[IF_MATCH, ETAG],
        responses={200: shapes.SPRINT},
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Cancel the sprint; its goal is abandoned with the reason."""
        told = read_sprint(request, pk)
        mine = membership_or_404(request.user, str(told["product"]))
        mine.access.require(CANCEL_SPRINT)
        require_match(request, hashed(told))
        reason = checked(CancellationBody, request.data)["cancelled"]
        with change(mine.product, request.user) as begun:
            require_match(request, hashed(read_sprint(request, pk)))
            sprint = Sprint.objects.get(pk=pk)
            sprint.product = mine.product
            sprint.cancel(reason, by=request.user, within=begun)
        told = read_sprint(request, pk)
        return answer(told, etag=hashed(told))
