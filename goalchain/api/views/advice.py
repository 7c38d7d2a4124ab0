"""/api/v1/goals/KEY-n/advice/: what the writing checks say of a goal."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.goals.fetch import goal_or_404
from goalchain.goals.writing.goal import advice_on
from goalchain.metrics.models import Metric

from .. import shapes
from ..answers import ApiView, Asked, answer
from ..schema_words import page_of


@extend_schema(tags=["goals"])
class Advice(ApiView):
    """Suggestions for the wording of one goal."""

    @extend_schema(operation_id="advise_goal", responses={200: page_of(shapes.ADVICE)})
    def get(self, request: Asked, key: str) -> HttpResponse:
        """What the writing checks of the product suggest, most important first; nothing for a goal that is over.

        They advise only: nothing of it is stored, and no change is refused for it. The list has one page.
        """
        goal = goal_or_404(request.user, key)
        has_metric = Metric.objects.filter(goal_id=goal.pk, archived_at=None).exists()
        advice = [
            {
                "rule": told.rule.name,
                "message": told.message,
                "reason": told.rule.reason,
                "example": told.rule.example,
                "better": told.rule.better,
                "source": told.rule.source,
            }
            for told in advice_on(goal, has_metric)
        ]
        return answer({"next": None, "previous": None, "results": advice})
