"""/api/v1/products/KEY/gaps/, its summary, and the acceptance of a gap of a goal."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from goalchain.goals import levels
from goalchain.goals.fetch import goal_or_404
from goalchain.goals.gaps.reach import reach_of
from goalchain.goals.gaps.report import Asking, gaps_beside, kinds_of
from goalchain.goals.gaps.rule import rule_named
from goalchain.goals.models import GapAcceptance, Goal
from goalchain.goals.models.gap_acceptance import REASON_LENGTH
from goalchain.products.fetch import membership_or_404

from .. import gap_shapes as shapes
from ..answers import ApiView, Asked, Row, answer, page_by
from ..fields import Body, Text, checked
from ..gap_words import acceptance_of, gaps_of, summary_of
from ..parsing import require_match
from ..problems import BadQuery, PreconditionFailed
from ..schema import ACCEPTANCE_IF_MATCH, ETAG, GAP_QUERY, IF_MATCH, PAGING
from ..schema_words import page_of

_ACCEPTED = {"false": False, "true": True, "any": None}


class AcceptanceBody(Body):
    """Why a gap is left as it is, and until when."""

    elsewhere = {"version": "Send the version that you read as If-Match.", "accepted_by": "It is whoever asks."}

    reason = Text(max_length=REASON_LENGTH, allow_blank=False)
    until = serializers.DateField(help_text="The day on which it is a gap again: after today, within a year.")


@extend_schema(tags=["gaps"])
class Gaps(ApiView):
    """What is missing in the chain of a product."""

    @extend_schema(operation_id="list_gaps", parameters=[*GAP_QUERY, *PAGING], responses={200: page_of(shapes.GAP)})
    def get(self, request: Asked, key: str) -> HttpResponse:
        """The gaps that the caller may see, by kind, then by the number of the goal."""
        mine = membership_or_404(request.user, key)
        asking = _asking(request, mine)
        accepted = request.query_params.get("accepted") or "false"
        if accepted not in _ACCEPTED:
            raise BadQuery({"accepted": ["Say false, true or any."]})

        def beside(pivot: int | None, limit: int, forward: bool) -> list[Row]:
            found = gaps_beside(asking, pivot or 0, limit, forward=forward, accepted=_ACCEPTED[accepted])
            return list(found)

        return page_by(request, beside, gaps_of)


def _asking(request: Asked, mine: Any) -> Asking:
    """What the query asks for. Raises BadQuery for a rule or a level that there is not."""
    words = request.query_params
    named = [(name, rule_named(name)) for name in words.getlist("rule") if name]
    unknown = [name for name, rule in named if rule is None]
    if unknown:
        raise BadQuery({"rule": [f"There is no rule {unknown[0][:60]}. The summary of the gaps names them all."]})
    ranks = [name for name in words.getlist("level") if name]
    if set(ranks) - set(levels.LEVELS):
        raise BadQuery({"level": [f"The levels are {', '.join(levels.LEVELS)}."]})
    # A rule that is named twice is asked once.
    rules = list({name: rule for name, rule in named if rule}.values())
    return Asking(mine.product, mine.access, only=rules or None, levels=ranks)


@extend_schema(tags=["gaps"])
class GapSummary(ApiView):
    """The headline of the gap report."""

    @extend_schema(operation_id="read_gap_summary", responses={200: shapes.SUMMARY})
    def get(self, request: Asked, key: str) -> HttpResponse:
        """How many sprint goals reach the vision, now and week by week, and how many gaps there are of each kind."""
        mine = membership_or_404(request.user, key)
        kinds = kinds_of(Asking(mine.product, mine.access), size=1)
        return answer(summary_of(mine.product.revision, reach_of(mine.product, mine.access), kinds))


@extend_schema(tags=["gaps"])
class GapAcceptanceOf(ApiView):
    """That a gap of a goal is left as it is for now. Its ETag is its version."""

    @extend_schema(operation_id="read_gap_acceptance", parameters=[ETAG], responses={200: shapes.ACCEPTANCE})
    def get(self, request: Asked, key: str, rule: str) -> HttpResponse:
        """Why, until when, and who said so; 404 for a gap that nobody accepts today."""
        goal = goal_or_404(request.user, key)
        return _answer(_standing(goal, rule))

    @extend_schema(
        operation_id="put_gap_acceptance",
        request=AcceptanceBody,
        parameters=[ACCEPTANCE_IF_MATCH, ETAG],
        responses={200: shapes.ACCEPTANCE, 201: shapes.ACCEPTANCE},
    )
    def put(self, request: Asked, key: str, rule: str) -> HttpResponse:
        """Accept the gap until a day; with the ETag of the acceptance that was read, change it."""
        goal = goal_or_404(request.user, key)
        goal.access.require_edit(goal.level)
        words = checked(AcceptanceBody, request.data)
        stored = _stored(goal, rule)
        stands = stored is not None and stored.stands_on(goal.product.today())
        if stored is not None and stands:
            if "If-Match" not in request.headers:
                raise PreconditionFailed("It is accepted already. Read that, and send its ETag to change it.")
            require_match(request, str(stored.version))
        elif "If-Match" in request.headers:
            raise PreconditionFailed
        version = stored.version if stored else 0
        GapAcceptance.accept(goal, rule, words["reason"], words["until"], by=request.user, version=version)
        return _answer(_standing(goal, rule), 200 if stands else 201)

    @extend_schema(operation_id="delete_gap_acceptance", request=None, parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Asked, key: str, rule: str) -> HttpResponse:
        """Let it be a gap again, before the day."""
        goal = goal_or_404(request.user, key)
        goal.access.require_edit(goal.level)
        stored = _standing(goal, rule)
        require_match(request, str(stored.version))
        stored.take_back(by=request.user, version=stored.version)
        return HttpResponse(status=204)


def _stored(goal: Goal, rule: str) -> GapAcceptance | None:
    """What is stored of this gap, whether it stands or not. One query. Raises Http404 for a rule that there is not."""
    if rule_named(rule) is None:
        raise Http404(f"There is no rule {rule}.")
    stored = GapAcceptance.objects.select_related("accepted_by").filter(goal_id=goal.pk, rule=rule).first()
    if stored is not None:
        stored.goal, stored.product = goal, goal.product
    return stored


def _standing(goal: Goal, rule: str) -> GapAcceptance:
    """The acceptance that stands today. One query. Raises Http404."""
    stored = _stored(goal, rule)
    if stored is None or not stored.stands_on(goal.product.today()):
        raise Http404(f"Nobody accepts this gap of {goal.key}.")
    return stored


def _answer(stored: GapAcceptance, status: int = 200) -> HttpResponse:
    return answer(acceptance_of(stored), status=status, etag=str(stored.version))
