"""/api/v1/feedback/bulk/ and /api/v1/feedback/needs/."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError

from goalchain.goals.fetch import split_key
from goalchain.goals.models import Goal
from goalchain.products.access import EDIT_SPRINT_GOAL, READ_FEEDBACK
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership
from goalchain.talk.models import Feedback
from goalchain.talk.reads import needs
from goalchain.talk.taking import Said, receive_all

from .. import shapes
from ..answers import ApiView, Asked, answer
from ..fields import checked
from ..problems import BadQuery
from ..schema import OF_PRODUCT
from ..schema_words import list_of, whole
from ..talk_bodies import FeedbackBulk
from ..talk_words import FEEDBACK_COLUMNS, feedback_of, needs_of

MOST_NEEDS = 100


def goals_of(mine: Membership, rows: list[dict[str, Any]]) -> dict[str, Goal]:
    """The goals that the rows name, by key. One query. Raises ValidationError for a goal that is not in the product."""
    keys = {key for row in rows for key in row.get("goals", ())}
    parts = {key: split_key(key) for key in keys}
    numbers = {part[1] for part in parts.values() if part and part[0] == mine.product.key}
    found = {}
    for goal in Goal.objects.filter(product=mine.product, number__in=numbers).readable(mine.access).order_by():
        goal.product = mine.product
        found[goal.key] = goal
    for place, row in enumerate(rows):
        for key in row.get("goals", ()):
            if key not in found:
                raise ValidationError({f"feedback.{place}.goals": [f"There is no goal {key} in this product."]})
    return found


@extend_schema(tags=["feedback"])
class ManyFeedback(ApiView):
    """Much feedback at once."""

    @extend_schema(
        operation_id="make_much_feedback",
        request=FeedbackBulk,
        responses={201: whole(results=list_of(shapes.FEEDBACK))},
    )
    def post(self, request: Asked) -> HttpResponse:
        """Write down up to 500 voices and attach them to goals, in one change: all of them or none."""
        words = checked(FeedbackBulk, request.data)
        mine = membership_or_404(request.user, words["product"])
        mine.access.require(EDIT_SPRINT_GOAL)
        goals = goals_of(mine, words["feedback"])
        for goal in goals.values():
            mine.access.require_edit(goal.level)
        today = mine.product.today()
        rows = [
            Said(
                text=row["text"],
                said_on=row.get("said_on") or today,
                name=row["name"],
                source=row["source"],
                segment=row["segment"],
                goals=tuple(goals[key] for key in row.get("goals", ())),
            )
            for row in words["feedback"]
        ]
        made = receive_all(mine.product, rows, by=request.user)
        stored = Feedback.objects.filter(pk__in=[one.pk for one in made]).order_by("pk")
        return answer({"results": feedback_of(list(stored.values_list(*FEEDBACK_COLUMNS)))}, status=201)


@extend_schema(tags=["feedback"])
class Needs(ApiView):
    """The needs that customers voice and that nobody serves."""

    @extend_schema(
        operation_id="list_needs",
        parameters=[OF_PRODUCT],
        responses={200: whole(results=list_of(shapes.NEED))},
    )
    def get(self, request: Asked) -> HttpResponse:
        """The goals of a product that feedback speaks for and that nobody works towards, the most voiced first.

        A goal is served while an agreed or active goal hangs directly below it, and a sprint goal while it is agreed or
        active itself. 100 at most.
        """
        key = request.query_params.get("product", "")
        if not key:
            raise BadQuery({"product": ["Say of which product."]})
        mine = membership_or_404(request.user, key)
        if READ_FEEDBACK not in mine.access:
            raise Http404(f"There is no feedback of {key} that you may read.")
        found, _ = needs(mine.product, mine.access, MOST_NEEDS)
        return answer({"results": needs_of(found)})
