"""/api/v1/sprints/ and one sprint."""

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.products.access import PLAN_SPRINTS
from goalchain.products.changes import change
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Product
from sprints.models import Sprint

from .. import shapes
from ..answers import ApiView, Asked, answer, hashed, page
from ..bodies import NewSprint, SprintChange
from ..fields import checked
from ..filters import SprintFilter, filtered
from ..parsing import require_match
from ..representations import SPRINT_COLUMNS, sprints_of
from ..schema import ETAG, IF_MATCH, PAGING, SPRINT_QUERY
from ..schema_words import page_of
from .teams import team_or_404


def read_sprint(request: Asked, pk: int) -> dict[str, object]:
    """The sprint as it is stored now. Raises Http404 for what the caller may not see. One query."""
    visible = Sprint.objects.filter(pk=pk, product__in=Product.objects.visible_to(request.user))
    rows = list(visible.values_list(*SPRINT_COLUMNS))
    if not rows:
        raise Http404(f"There is no sprint {pk} that you may see.")
    return sprints_of(rows)[0]


@extend_schema(tags=["sprints"])
class Sprints(ApiView):
    """Sprints of the caller's products."""

    @extend_schema(
        operation_id="list_sprints",
        parameters=[*SPRINT_QUERY, *PAGING],
        responses={200: page_of(shapes.SPRINT)},
    )
    def get(self, request: Asked) -> HttpResponse:
        """Sprints, oldest first."""
        sprints = Sprint.objects.filter(product__in=Product.objects.visible_to(request.user))
        return page(request, filtered(SprintFilter, request, sprints), SPRINT_COLUMNS, sprints_of)

    @extend_schema(operation_id="make_sprint", request=NewSprint, parameters=[ETAG], responses={201: shapes.SPRINT})
    def post(self, request: Asked) -> HttpResponse:
        """Plan a sprint of a team."""
        words = checked(NewSprint, request.data)
        team = team_or_404(request, words.pop("team"))
        membership_or_404(request.user, team.product.key).access.require(PLAN_SPRINTS)
        sprint = read_sprint(request, Sprint.plan(team, by=request.user, **words).pk)
        where = request.build_absolute_uri(f"/api/v1/sprints/{sprint['id']}/")
        return answer(sprint, status=201, etag=hashed(sprint), location=where)


@extend_schema(tags=["sprints"])
class OneSprint(ApiView):
    """One sprint."""

    @extend_schema(operation_id="read_sprint", parameters=[ETAG], responses={200: shapes.SPRINT})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """One sprint, with the key of its agreed goal."""
        sprint = read_sprint(request, pk)
        return answer(sprint, etag=hashed(sprint))

    @extend_schema(
        operation_id="change_sprint", request=SprintChange, parameters=[IF_MATCH, ETAG], responses={200: shapes.SPRINT}
    )
    def patch(self, request: Asked, pk: int) -> HttpResponse:
        """Change the name or the dates."""
        sprint = read_sprint(request, pk)
        membership = membership_or_404(request.user, str(sprint["product"]))
        membership.access.require(PLAN_SPRINTS)
        require_match(request, hashed(sprint))
        words = checked(SprintChange, request.data)
        with change(membership.product, request.user) as begun:
            require_match(request, hashed(read_sprint(request, pk)))
            stored = Sprint.objects.select_related("product").get(pk=pk)
            stored.replan(by=request.user, within=begun, **words)
        sprint = read_sprint(request, pk)
        return answer(sprint, etag=hashed(sprint))

    @extend_schema(operation_id="remove_sprint", parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Asked, pk: int) -> HttpResponse:
        """Take an empty sprint away: one that never had a goal, an item or a capacity."""
        told = read_sprint(request, pk)
        membership = membership_or_404(request.user, str(told["product"]))
        membership.access.require(PLAN_SPRINTS)
        require_match(request, hashed(told))
        with change(membership.product, request.user) as begun:
            require_match(request, hashed(read_sprint(request, pk)))
            stored = Sprint.objects.get(pk=pk)
            stored.product = membership.product
            stored.remove(by=request.user, within=begun)
        return HttpResponse(status=204)
