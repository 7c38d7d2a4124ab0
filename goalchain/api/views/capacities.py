"""/api/v1/sprints/ID/capacity/."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.products.access import EDIT_SPRINT_GOAL, READ_PLANNING
from goalchain.products.errors import Refused
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership, Product
from sprints.capacity.days import ZERO, Share
from sprints.capacity.reads import Noted, capacities
from sprints.models import Sprint, SprintCapacity
from sprints.models.capacity import planners

from .. import capacity_shapes
from ..answers import ApiView, Asked, answer
from ..capacity_bodies import CapacityChange
from ..fields import checked
from ..parsing import require_match
from ..schema import ETAG, IF_MATCH


def planned_sprint(request: Asked, pk: int) -> tuple[Membership, Sprint]:
    """A sprint of a product in which the caller takes part in planning. Raises Http404. Two queries."""
    visible = Sprint.objects.filter(pk=pk, product__in=Product.objects.visible_to(request.user))
    sprint = visible.select_related("product", "team").first()
    if sprint is not None:
        mine = membership_or_404(request.user, sprint.product.key)
        if READ_PLANNING in mine.access:
            sprint.product = mine.product
            return mine, sprint
    raise Http404(f"There is no capacity of a sprint {pk} that you may see.")


def noted(sprint: Sprint) -> Noted:
    """What is noted of it; an empty one of version 0 where nothing is. One query."""
    own, _ = capacities(sprint)
    return own or Noted(sprint, SprintCapacity(sprint=sprint, version=0))


def answer_capacity(sprint: Sprint, found: Noted) -> HttpResponse:
    """The capacity with its ETag."""
    return answer(capacity_shapes.capacity_of(sprint, found), etag=str(found.capacity.version))


def shares_of(sprint: Sprint, found: Noted, bodies: Sequence[dict[str, Any]]) -> list[Share]:
    """Shares as the verb takes them. Raises Refused for an address of nobody who plans. One query."""
    people = {member.user.email.lower(): member.user_id for member in planners(sprint.product_id)}
    people |= {person.email.lower(): person.pk for person, _ in found.people}
    shares = []
    for body in bodies:
        person = people.get(body["person"].lower())
        if person is None:
            raise Refused(f"“{body['person'][:80]}” takes no part in planning here.", field="people")
        shares.append(Share(person, body["days"], body.get("away", ZERO), body["reason"]))
    return shares


@extend_schema(tags=["sprints"])
class OneCapacity(ApiView):
    """What a team has for a sprint, for those who take part in planning. Its ETag is its version."""

    @extend_schema(operation_id="read_capacity", parameters=[ETAG], responses={200: capacity_shapes.CAPACITY})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """The days of the team's people, holidays and absences taken off."""
        _, sprint = planned_sprint(request, pk)
        return answer_capacity(sprint, noted(sprint))

    @extend_schema(
        operation_id="change_capacity",
        request=CapacityChange,
        parameters=[IF_MATCH, ETAG],
        responses={200: capacity_shapes.CAPACITY},
    )
    def patch(self, request: Asked, pk: int) -> HttpResponse:
        """Note what the team has, or change it; people who are left out of the list have no days any more."""
        mine, sprint = planned_sprint(request, pk)
        mine.access.require(EDIT_SPRINT_GOAL)
        found = noted(sprint)
        require_match(request, str(found.capacity.version))
        words = checked(CapacityChange, request.data)
        if "people" in words:
            words["people"] = shares_of(sprint, found, words["people"])
        SprintCapacity.keep(sprint, by=request.user, version=found.capacity.version, **words)
        return answer_capacity(sprint, noted(sprint))
