"""The pipeline of preliminary goals: what lies ahead, readiness, shaping, moving on, lead times."""

from django.db.models import Q
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.goals.fetch import goal_or_404
from sprints.fetch import planner_or_404
from sprints.models import Shaping, SprintGoal
from sprints.pipeline.lead_reads import leads_of
from sprints.pipeline.reads import drafts_of, pipeline_of

from .. import pipeline_shapes, shapes
from ..answers import ApiView, Asked, answer
from ..parsing import require_match
from ..pipeline_words import leads_told, pipeline_told, readiness_told
from ..problems import BadQuery
from ..schema import ETAG, IF_MATCH
from .goals import answer_goal

#: So many sprints of a team are told, if nobody asks for another number, and at most.
USUAL, MOST = 4, 26


def planned(request: Asked, key: str) -> SprintGoal:
    """The sprint goal, for who takes part in planning. Raises Http404. One query."""
    goal = goal_or_404(request.user, key)
    if not isinstance(goal, SprintGoal) or not goal.access.read_planning:
        raise Http404(f"There is no sprint goal {key} that you may plan.")
    return goal


def plannable(request: Asked, key: str) -> SprintGoal:
    """The same, when the caller may edit it and has read its version."""
    goal = planned(request, key)
    goal.access.require_edit(goal.level)
    require_match(request, str(goal.version))
    return goal


def answer_readiness(goal: SprintGoal) -> HttpResponse:
    """The readiness of a goal as it is stored now. Four queries."""
    found = drafts_of(goal.product, goal.product.today(), Q(pk=goal.pk), is_any=True)
    return answer(readiness_told(found[0]), etag=str(found[0].goal.version))


@extend_schema(tags=["pipeline"])
class Readiness(ApiView):
    """What a preliminary goal lacks."""

    @extend_schema(operation_id="read_readiness", parameters=[ETAG], responses={200: pipeline_shapes.READINESS})
    def get(self, request: Asked, key: str) -> HttpResponse:
        """What a draft of a sprint goal lacks; computed, and nothing for a goal that is more than a draft."""
        return answer_readiness(planned(request, key))


@extend_schema(tags=["pipeline"])
class ShapingOf(ApiView):
    """That a draft was shaped with the team."""

    @extend_schema(
        operation_id="shape_goal",
        request=None,
        parameters=[IF_MATCH, ETAG],
        responses={200: pipeline_shapes.READINESS},
    )
    def post(self, request: Asked, key: str) -> HttpResponse:
        """Note that the draft was shaped with the team, as it was read. The goal itself does not change."""
        goal = plannable(request, key)
        Shaping.record(goal, by=request.user, version=goal.version)
        return answer_readiness(goal)


@extend_schema(tags=["pipeline"])
class ReshapingOf(ApiView):
    """That a draft has to be shaped with the team again."""

    @extend_schema(
        operation_id="reshape_goal",
        request=None,
        parameters=[IF_MATCH, ETAG],
        responses={200: pipeline_shapes.READINESS},
    )
    def post(self, request: Asked, key: str) -> HttpResponse:
        """Note that the draft has to be shaped with the team again. The goal itself does not change."""
        goal = plannable(request, key)
        Shaping.take_back(goal, by=request.user, version=goal.version)
        return answer_readiness(goal)


@extend_schema(tags=["pipeline"])
class Postponement(ApiView):
    """A draft in the next sprint."""

    @extend_schema(
        operation_id="postpone_goal", request=None, parameters=[IF_MATCH, ETAG], responses={200: shapes.GOAL}
    )
    def post(self, request: Asked, key: str) -> HttpResponse:
        """Move a draft on to the next sprint of its team that is not over."""
        goal = plannable(request, key)
        goal.postpone(by=request.user, version=goal.version)
        return answer_goal(request, goal.pk)


@extend_schema(tags=["pipeline"])
class PipelineOf(ApiView):
    """The sprints ahead with their drafts."""

    @extend_schema(
        operation_id="read_pipeline", parameters=[pipeline_shapes.AHEAD], responses={200: pipeline_shapes.PIPELINE}
    )
    def get(self, request: Asked, key: str) -> HttpResponse:
        """The sprint under way and the next ones of every team, each with its goal and the drafts that compete."""
        product = planner_or_404(request.user, key).product
        text = request.query_params.get("ahead", str(USUAL))
        if not (text.isascii() and text.isdigit() and len(text) < 3 and 1 <= int(text) <= MOST):
            raise BadQuery({"ahead": [f"Give a number of sprints from 1 to {MOST}."]})
        return answer(pipeline_told(pipeline_of(product, product.today(), int(text))))


@extend_schema(tags=["pipeline"])
class LeadTimes(ApiView):
    """How early goals were ready."""

    @extend_schema(operation_id="list_lead_times", responses={200: pipeline_shapes.LEAD_TIMES})
    def get(self, request: Asked, key: str) -> HttpResponse:
        """Of every team's newest goals, how many days before their sprints they were shaped and agreed."""
        return answer(leads_told(leads_of(planner_or_404(request.user, key).product)))
