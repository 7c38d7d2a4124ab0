"""/api/v1/teams/ and one team."""

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.products.access import PLAN_SPRINTS
from goalchain.products.changes import change
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Product, Team
from sprints.models import Cadence

from .. import shapes
from ..answers import ApiView, Asked, answer, hashed, page
from ..bodies import NewTeam, TeamChange
from ..fields import checked
from ..filters import TeamFilter, filtered
from ..parsing import require_match
from ..representations import TEAM_COLUMNS, teams_of
from ..schema import ETAG, IF_MATCH, PAGING, PRODUCT_QUERY
from ..schema_words import page_of


def team_or_404(request: Asked, pk: int) -> Team:
    """The team with its product. Raises Http404 for what the caller may not see. One query."""
    team = (
        Team.objects.select_related("product")
        .filter(pk=pk, product__in=Product.objects.visible_to(request.user))
        .first()
    )
    if team is None:
        raise Http404(f"There is no team {pk} that you may see.")
    return team


def read_team(pk: int) -> dict[str, object]:
    """The team as it is stored now. One query."""
    (team,) = teams_of(list(Team.objects.filter(pk=pk).values_list(*TEAM_COLUMNS)))
    return team


@extend_schema(tags=["teams"])
class Teams(ApiView):
    """Teams of the caller's products."""

    @extend_schema(
        operation_id="list_teams",
        parameters=[PRODUCT_QUERY, *PAGING],
        responses={200: page_of(shapes.TEAM)},
    )
    def get(self, request: Asked) -> HttpResponse:
        """Teams, oldest first."""
        teams = Team.objects.filter(product__in=Product.objects.visible_to(request.user))
        return page(request, filtered(TeamFilter, request, teams), TEAM_COLUMNS, teams_of)

    @extend_schema(operation_id="make_team", request=NewTeam, parameters=[ETAG], responses={201: shapes.TEAM})
    def post(self, request: Asked) -> HttpResponse:
        """Make a team."""
        words = checked(NewTeam, request.data)
        membership = membership_or_404(request.user, words["product"])
        membership.access.require(PLAN_SPRINTS)
        with change(membership.product, request.user) as begun:
            made = Team.form(membership.product, words["name"], by=request.user, within=begun)
            if "cadence" in words:
                Cadence.keep(made, by=request.user, today=membership.product.today(), within=begun, **words["cadence"])
        team = read_team(made.pk)
        where = request.build_absolute_uri(f"/api/v1/teams/{team['id']}/")
        return answer(team, status=201, etag=hashed(team), location=where)


@extend_schema(tags=["teams"])
class OneTeam(ApiView):
    """One team."""

    @extend_schema(operation_id="read_team", parameters=[ETAG], responses={200: shapes.TEAM})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """One team."""
        team = team_or_404(request, pk)
        facts = read_team(team.pk)
        return answer(facts, etag=hashed(facts))

    @extend_schema(
        operation_id="change_team", request=TeamChange, parameters=[IF_MATCH, ETAG], responses={200: shapes.TEAM}
    )
    def patch(self, request: Asked, pk: int) -> HttpResponse:
        """Give the team another name or another cadence. With the same cadence again, its sprints are planned on."""
        team = team_or_404(request, pk)
        membership_or_404(request.user, team.product.key).access.require(PLAN_SPRINTS)
        require_match(request, hashed(read_team(pk)))
        words = checked(TeamChange, request.data)
        with change(team.product, request.user) as begun:
            require_match(request, hashed(read_team(pk)))
            team.refresh_from_db(fields=["name"])
            if "name" in words:
                team.rename(words["name"], by=request.user, within=begun)
            if "cadence" in words:
                Cadence.keep(team, by=request.user, today=team.product.today(), within=begun, **words["cadence"])
        facts = read_team(pk)
        return answer(facts, etag=hashed(facts))
