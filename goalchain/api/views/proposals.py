"""/api/v1/proposals/, one proposal, its adoption and its refusal."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError

from goalchain.goals.fetch import goal_or_404
from goalchain.goals.models import Goal, Proposal
from goalchain.products.fetch import membership_or_404

from .. import sprint_review_shapes
from ..answers import ApiView, Asked, answer, page
from ..fields import checked
from ..filters import ProposalFilter, filtered
from ..parsing import require_match
from ..schema import ETAG, IF_MATCH, PAGING, PROPOSAL_QUERY
from ..schema_words import page_of
from ..sprint_review_bodies import NewProposal, RefusalBody
from ..sprint_review_words import PROPOSAL_COLUMNS, proposals_of
from .goals import goal_named


def visible_proposals(request: Asked) -> Any:
    """The proposals that came from goals which the caller may see."""
    return Proposal.objects.filter(origin__in=Goal.objects.visible_to(request.user).values("pk"))


def answer_proposal(pk: int, request: Asked, status: int = 200) -> HttpResponse:
    """The proposal as it is stored now, with its ETag. One query."""
    (told,) = proposals_of(list(Proposal.objects.filter(pk=pk).values_list(*PROPOSAL_COLUMNS)))
    where = request.build_absolute_uri(f"/api/v1/proposals/{pk}/") if status == 201 else None
    return answer(told, status=status, etag=str(told["version"]), location=where)


def decidable(request: Asked, pk: int) -> Proposal:
    """The proposal, when the caller decides on its goal and has read its version. Two queries."""
    found = visible_proposals(request).select_related("goal", "origin", "product").filter(pk=pk).first()
    if found is None:
        raise Http404(f"There is no proposal {pk} that you may see.")
    proposal: Proposal = found
    membership_or_404(request.user, proposal.product.key).access.require_decide(proposal.goal.level)
    require_match(request, str(proposal.version))
    proposal.goal.product = proposal.origin.product = proposal.product
    return proposal


@extend_schema(tags=["proposals"])
class Proposals(ApiView):
    """Changes that are proposed for goals, because of what was learnt below them."""

    @extend_schema(
        operation_id="list_proposals",
        parameters=[*PROPOSAL_QUERY, *PAGING],
        responses={200: page_of(sprint_review_shapes.PROPOSAL)},
    )
    def get(self, request: Asked) -> HttpResponse:
        """Proposals of the caller's products, oldest first."""
        found = filtered(ProposalFilter, request, visible_proposals(request))
        return page(request, found, PROPOSAL_COLUMNS, proposals_of)

    @extend_schema(
        operation_id="make_proposal",
        request=NewProposal,
        parameters=[ETAG],
        responses={201: sprint_review_shapes.PROPOSAL},
    )
    def post(self, request: Asked) -> HttpResponse:
        """Propose a change of a goal, from a goal that serves it."""
        words = checked(NewProposal, request.data)
        origin = goal_or_404(request.user, words.pop("origin"))
        origin.access.require_edit(origin.level)
        goal = goal_named(request.user, words.pop("goal"), "goal")
        follows = None
        if (number := words.pop("follows", None)) is not None:
            follows = visible_proposals(request).filter(pk=number).first()
            if follows is None:
                raise ValidationError({"follows": [f"There is no proposal {number} that you may see."]})
        words = {name: value or "" if name in ("state", "outcome") else value for name, value in words.items()}
        proposal = Proposal.suggest(goal, origin=origin, by=request.user, follows=follows, **words)
        return answer_proposal(proposal.pk, request, status=201)


@extend_schema(tags=["proposals"])
class OneProposal(ApiView):
    """One proposal. Its ETag is its version."""

    @extend_schema(operation_id="read_proposal", parameters=[ETAG], responses={200: sprint_review_shapes.PROPOSAL})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """One proposal, decided or not."""
        if not visible_proposals(request).filter(pk=pk).exists():
            raise Http404(f"There is no proposal {pk} that you may see.")
        return answer_proposal(pk, request)


@extend_schema(tags=["proposals"])
class Adoption(ApiView):
    """Adopting a proposal."""

    @extend_schema(
        operation_id="adopt_proposal",
        request=None,
        parameters=[IF_MATCH, ETAG],
        responses={200: sprint_review_shapes.PROPOSAL},
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Change the goal as proposed, in one change."""
        proposal = decidable(request, pk)
        proposal.adopt(by=request.user, version=proposal.version)
        return answer_proposal(pk, request)


@extend_schema(tags=["proposals"])
class Refusal(ApiView):
    """Declining a proposal."""

    @extend_schema(
        operation_id="decline_proposal",
        request=RefusalBody,
        parameters=[IF_MATCH, ETAG],
        responses={200: sprint_review_shapes.PROPOSAL},
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Leave the goal as it is, with the reason."""
        proposal = decidable(request, pk)
        words = checked(RefusalBody, request.data)
        proposal.decline(words["answer"], by=request.user, version=proposal.version)
        return answer_proposal(pk, request)
