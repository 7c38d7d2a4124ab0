"""/api/v1/feedback/, one piece of feedback, its answer, and what it is evidence of."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.goals.fetch import goal_or_404
from goalchain.goals.models import Goal
from goalchain.products.access import ANSWER_FEEDBACK, EDIT, EDIT_SPRINT_GOAL, READ_FEEDBACK, RIGHTS, Access
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Product
from goalchain.talk.models import Feedback

from .. import shapes
from ..answers import ApiView, Asked, answer, page
from ..fields import checked
from ..filters import FeedbackFilter, filtered
from ..parsing import require_match
from ..schema import ETAG, FEEDBACK_QUERY, IF_MATCH, PAGING
from ..schema_words import page_of
from ..talk_bodies import AnswerBody, AsideBody, EvidenceBody, FeedbackChange, NewFeedback
from ..talk_words import FEEDBACK_COLUMNS, feedback_of
from .goals import goal_named


def products_with(request: Asked, right: str) -> Any:
    """The products in which the caller has a right."""
    return Product.objects.live().filter(memberships__user=request.user.pk, memberships__role__in=RIGHTS[right])


def readable_feedback(request: Asked) -> Any:
    """The feedback of products whose feedback the caller may read."""
    return Feedback.objects.filter(product__in=products_with(request, READ_FEEDBACK))


def feedback_or_404(request: Asked, pk: int) -> tuple[Feedback, Access]:
    """The feedback with its product, and what the caller may do there. Two queries."""
    found = readable_feedback(request).select_related("product").filter(pk=pk).first()
    if found is None:
        raise Http404(f"There is no feedback {pk} that you may read.")
    return found, membership_or_404(request.user, found.product.key).access


def answer_feedback(request: Asked, pk: int, status: int = 200) -> HttpResponse:
    """The feedback as it is stored now, with its ETag. Two queries."""
    (told,) = feedback_of(list(Feedback.objects.filter(pk=pk).values_list(*FEEDBACK_COLUMNS)))
    where = request.build_absolute_uri(f"/api/v1/feedback/{pk}/") if status == 201 else None
    return answer(told, status=status, etag=str(told["version"]), location=where)


@extend_schema(tags=["feedback"])
class AllFeedback(ApiView):
    """What people said."""

    @extend_schema(
        operation_id="list_feedback",
        parameters=[*FEEDBACK_QUERY, *PAGING],
        responses={200: page_of(shapes.FEEDBACK)},
    )
    def get(self, request: Asked) -> HttpResponse:
        """Feedback of the products whose team the caller belongs to, oldest first."""
        return page(
            request, filtered(FeedbackFilter, request, readable_feedback(request)), FEEDBACK_COLUMNS, feedback_of
        )

    @extend_schema(
        operation_id="make_feedback", request=NewFeedback, parameters=[ETAG], responses={201: shapes.FEEDBACK}
    )
    def post(self, request: Asked) -> HttpResponse:
        """Write down what somebody said."""
        words = checked(NewFeedback, request.data)
        membership = membership_or_404(request.user, words.pop("product"))
        membership.access.require(EDIT_SPRINT_GOAL)
        about = words.pop("about", None)
        goal = goal_named(request.user, about, "about") if about else None
        made = Feedback.receive(membership.product, by=request.user, about=goal, **words)
        return answer_feedback(request, made.pk, status=201)


@extend_schema(tags=["feedback"])
class OneFeedback(ApiView):
    """One piece of feedback. Its ETag is its version, which rises as it is corrected, answered and put aside."""

    @extend_schema(operation_id="read_feedback", parameters=[ETAG], responses={200: shapes.FEEDBACK})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """What somebody said."""
        rows = list(readable_feedback(request).filter(pk=pk).values_list(*FEEDBACK_COLUMNS))
        if not rows:
            raise Http404(f"There is no feedback {pk} that you may read.")
        (told,) = feedback_of(rows)
        return answer(told, etag=str(told["version"]))

    @extend_schema(
        operation_id="correct_feedback",
        request=FeedbackChange,
        parameters=[IF_MATCH, ETAG],
        responses={200: shapes.FEEDBACK},
    )
    def patch(self, request: Asked, pk: int) -> HttpResponse:
        """Correct what the team wrote down; of what a visitor wrote, the segment."""
        found, access = feedback_or_404(request, pk)
        access.require(EDIT_SPRINT_GOAL)
        require_match(request, str(found.version))
        found.revise(by=request.user, version=found.version, **checked(FeedbackChange, request.data))
        return answer_feedback(request, pk)


@extend_schema(tags=["feedback"])
class FeedbackAnswer(ApiView):
    """The product owner's answer."""

    @extend_schema(
        operation_id="answer_feedback",
        request=AnswerBody,
        parameters=[IF_MATCH, ETAG],
        responses={200: shapes.FEEDBACK},
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Answer; whoever said it by a share link reads the answer there."""
        found, access = feedback_or_404(request, pk)
        access.require(ANSWER_FEEDBACK)
        require_match(request, str(found.version))
        found.reply(checked(AnswerBody, request.data)["answer"], by=request.user, version=found.version)
        return answer_feedback(request, pk)


@extend_schema(tags=["feedback"])
class FeedbackAside(ApiView):
    """Take feedback out of the inbox."""

    @extend_schema(
        operation_id="put_feedback_aside",
        request=AsideBody,
        parameters=[IF_MATCH, ETAG],
        responses={200: shapes.FEEDBACK},
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Put it aside, and say why."""
        found, access = feedback_or_404(request, pk)
        access.require(EDIT)
        require_match(request, str(found.version))
        reason = checked(AsideBody, request.data)["reason"]
        found.put_aside(reason, by=request.user, version=found.version)
        return answer_feedback(request, pk)


@extend_schema(tags=["feedback"])
class FeedbackRestoration(ApiView):
    """Bring feedback back to the inbox."""

    @extend_schema(
        operation_id="restore_feedback", request=None, parameters=[IF_MATCH, ETAG], responses={200: shapes.FEEDBACK}
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Restore what was put aside."""
        found, access = feedback_or_404(request, pk)
        access.require(EDIT)
        require_match(request, str(found.version))
        found.restore(by=request.user, version=found.version)
        return answer_feedback(request, pk)


@extend_schema(tags=["feedback"])
class FeedbackGoals(ApiView):
    """The goals that feedback is evidence of."""

    @extend_schema(
        operation_id="attach_feedback",
        request=EvidenceBody,
        parameters=[IF_MATCH, ETAG],
        responses={201: shapes.FEEDBACK},
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Make it evidence of a goal; sent again it changes nothing."""
        found, _ = feedback_or_404(request, pk)
        require_match(request, str(found.version))
        goal: Goal = goal_named(request.user, checked(EvidenceBody, request.data)["goal"], "goal")
        goal.access.require_edit(goal.level)
        found.attach(goal, by=request.user)
        return answer_feedback(request, pk, status=201)


@extend_schema(tags=["feedback"])
class FeedbackGoal(ApiView):
    """One goal that feedback is evidence of."""

    @extend_schema(operation_id="detach_feedback", request=None, parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Asked, pk: int, key: str) -> HttpResponse:
        """Make it no evidence of the goal any more."""
        found, _ = feedback_or_404(request, pk)
        goal = goal_or_404(request.user, key)
        goal.access.require_edit(goal.level)
        require_match(request, str(found.version))
        if goal.product_id != found.product_id or not found.detach(goal, by=request.user):
            raise Http404(f"The feedback is no evidence of {key}.")
        return HttpResponse(status=204)
