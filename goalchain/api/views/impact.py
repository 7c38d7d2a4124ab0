"""/api/v1/goals/BIKE-12/impact/: what hangs on a goal."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.goals.fetch import goal_or_404
from goalchain.goals.impact.reads import impact_of

from .. import matrix_shapes
from ..answers import ApiView, Asked, answer


@extend_schema(tags=["goals"])
class ImpactOf(ApiView):
    """What hangs on a goal."""

    @extend_schema(
        operation_id="read_impact", parameters=matrix_shapes.IMPACT_QUERY, responses={200: matrix_shapes.IMPACT}
    )
    def get(self, request: Asked, key: str) -> HttpResponse:
        """What is touched when the goal is reworded, moved, closed or archived: counted, the first ten listed."""
        goal = goal_or_404(request.user, key)
        impact = impact_of(goal, whole=request.query_params.get("all", ""))
        return answer(
            {
                "goal": goal.key,
                "parts": [
                    {
                        "name": told.part.name,
                        "count": told.count,
                        "losing_only_parent": told.lone,
                        "listed": [
                            {
                                "title": touched.title,
                                "url": request.build_absolute_uri(touched.url),
                                "goal": touched.key or None,
                                "level": touched.level_name or None,
                                "said": touched.said,
                                "loses_only_parent": touched.is_lone,
                            }
                            for touched in told.listed
                        ],
                    }
                    for told in impact.parts
                ],
            }
        )
