"""GET /api/v1/: where everything is."""

from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.utils import extend_schema

from .. import shapes
from ..answers import ApiView, Asked, answer


class Root(ApiView):
    """The lists of this API."""

    @extend_schema(operation_id="root", tags=["start"], responses={200: shapes.ROOT})
    def get(self, request: Asked) -> HttpResponse:
        """Where the lists are, and who is asking."""
        lists = {
            name: request.build_absolute_uri(reverse(f"api:{name}"))
            for name in (
                "products",
                "goals",
                "board_entries",
                "features",
                "links",
                "dependencies",
                "metrics",
                "check_ins",
                "assumptions",
                "reviews",
                "sprints",
                "teams",
                "feedback",
                "share_links",
                "search",
            )
        }
        return answer({"you": request.user.email, **lists})
