"""/api/v1/dependencies/ and one dependency."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.goals.dependencies import wait_of
from goalchain.goals.fetch import goal_or_404
from goalchain.goals.models import Dependency, Goal
from goalchain.products.zones import today_in

from .. import shapes
from ..answers import ApiView, Asked, Row, answer, page
from ..dependency_bodies import NewDependency
from ..fields import checked
from ..filters import DependencyFilter, filtered
from ..parsing import require_match
from ..schema import DEPENDENCY_QUERY, ETAG, IF_MATCH, PAGING
from ..schema_words import page_of
from .goals import goal_named

_DATED = ("state", "outcome", "starts_on", "ends_on")
DEPENDENCY_COLUMNS = [
    *("pk", "product__key", "product__time_zone", "blocker__number", "blocked__number"),
    *(f"blocker__{name}" for name in _DATED),
    *(f"blocked__{name}" for name in _DATED),
]


def visible_dependencies(user: Any) -> Any:
    """The live dependencies of which the caller may see both goals."""
    goals = Goal.objects.visible_to(user).order_by().values("pk")
    return Dependency.objects.live().filter(blocker__in=goals, blocked__in=goals)


def dependencies_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Dependency resources, from rows of DEPENDENCY_COLUMNS. No query."""
    found = []
    for pk, key, zone, blocker, blocked, *days in rows:
        ends = [Goal(**dict(zip(_DATED, part, strict=True))) for part in (days[:4], days[4:])]
        found.append(
            {
                "id": pk,
                "product": key,
                "blocker": f"{key}-{blocker}",
                "blocked": f"{key}-{blocked}",
                "late_by": wait_of(ends[0], ends[1], today_in(zone)).days,
            }
        )
    return found


@extend_schema(tags=["dependencies"])
class Dependencies(ApiView):
    """Which goals wait for which."""

    @extend_schema(
        operation_id="list_dependencies",
        parameters=[*DEPENDENCY_QUERY, *PAGING],
        responses={200: page_of(shapes.DEPENDENCY)},
    )
    def get(self, request: Asked) -> HttpResponse:
        """Dependencies between live goals, oldest first."""
        found = filtered(DependencyFilter, request, visible_dependencies(request.user))
        return page(request, found, DEPENDENCY_COLUMNS, dependencies_of)

    @extend_schema(
        operation_id="make_dependency", request=NewDependency, parameters=[ETAG], responses={201: shapes.DEPENDENCY}
    )
    def post(self, request: Asked) -> HttpResponse:
        """Let one goal wait for another. Neither version rises; a cycle is refused with its path."""
        words = checked(NewDependency, request.data)
        blocked = goal_or_404(request.user, words["blocked"])
        blocked.access.require_edit(blocked.level)
        made = blocked.wait_for(goal_named(request.user, words["blocker"], "blocker"), by=request.user)
        (told,) = dependencies_of(list(Dependency.objects.filter(pk=made.pk).values_list(*DEPENDENCY_COLUMNS)))
        where = request.build_absolute_uri(f"/api/v1/dependencies/{made.pk}/")
        return answer(told, status=201, etag=str(made.pk), location=where)


@extend_schema(tags=["dependencies"])
class OneDependency(ApiView):
    """One dependency. It is made and removed, never changed, so that its ETag stays as it is."""

    @extend_schema(operation_id="read_dependency", parameters=[ETAG], responses={200: shapes.DEPENDENCY})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """One dependency, with the days by which the blocker comes too late."""
        rows = list(visible_dependencies(request.user).filter(pk=pk).values_list(*DEPENDENCY_COLUMNS))
        if not rows:
            raise Http404(f"There is no dependency {pk} that you may see.")
        (told,) = dependencies_of(rows)
        return answer(told, etag=str(pk))

    @extend_schema(operation_id="delete_dependency", request=None, parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Asked, pk: int) -> HttpResponse:
        """Let the blocked goal no longer wait."""
        numbers = visible_dependencies(request.user).filter(pk=pk)
        for key, number, blocker_id in numbers.values_list("product__key", "blocked__number", "blocker_id"):
            blocked = goal_or_404(request.user, f"{key}-{number}")
            blocked.access.require_edit(blocked.level)
            require_match(request, str(pk))
            blocker = Goal.objects.select_related("product").get(pk=blocker_id)
            blocked.stop_waiting_for(blocker, by=request.user)
            return HttpResponse(status=204)
        raise Http404(f"There is no dependency {pk} that you may see.")
