"""POST /api/v1/goals/KEY-n/replacement/: another vision in place of this one."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError

from goalchain.goals import levels
from goalchain.products.errors import Refused
from vision.models import Vision
from vision.replacing import goals_below, replace_vision

from .. import shapes
from ..answers import ApiView, Asked
from ..fields import checked
from ..review_bodies import ReplacementBody
from ..schema import ETAG, IF_MATCH
from .goal_states import decided
from .goals import answer_goal


class Replacement(ApiView):
    """Another vision in place of this one."""

    @extend_schema(
        operation_id="replace_vision",
        tags=["goals"],
        request=ReplacementBody,
        parameters=[IF_MATCH, ETAG],
        responses={201: shapes.GOAL},
    )
    def post(self, request: Asked, key: str) -> HttpResponse:
        """Close the vision with its outcome and the reason, make the new one, and move the goals below; one change.

        The answer is the new vision.
        """
        goal = decided(request, key)
        if goal.level != levels.VISION or not isinstance(goal, Vision):
            raise Refused(f"{key} is {goal.label.lower()}, not a vision. Only a vision is replaced.")
        words = checked(ReplacementBody, request.data)
        wanted = words.pop("goals")
        move = None if wanted is None else _numbers(goal, wanted)
        new = replace_vision(goal, by=request.user, version=goal.version, move=move, **words)
        return answer_goal(request, new.pk, status=201)


def _numbers(vision: Vision, keys: list[str]) -> list[int]:
    """The numbers of these goals below the vision. One query. Raises ValidationError beside a key of any other."""
    below = {goal.key: goal.number for goal in goals_below(vision)}
    for place, key in enumerate(keys):
        if key not in below:
            raise ValidationError({f"goals.{place}": [f"{key} does not serve {vision.key}. Name goals that do."]})
    return [below[key] for key in keys]
