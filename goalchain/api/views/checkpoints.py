"""/api/v1/goals/KEY-n/checkpoint/: what came out when a release shipped."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from goalchain.goals.fetch import goal_or_404
from roadmap.models import ReleaseGoal
from roadmap.releases.checkpoint import Checkpoint
from roadmap.releases.reads import checkpoint_of
from roadmap.releases.rules import LINK_LENGTH, LINKS_MOST, LONG, SHORT

from .. import shapes
from ..answers import ApiView, Asked, answer
from ..fields import Body, Text, checked
from ..parsing import require_match
from ..problems import PreconditionFailed
from ..release_words import release_details_of
from ..schema import CHECKPOINT_IF_MATCH, ETAG, IF_MATCH


class CheckpointBody(Body):
    """The whole checkpoint; what is left out is empty afterwards."""

    shipped_on = serializers.DateField()
    result = Text(max_length=LONG, allow_blank=False, help_text="What was delivered, in a sentence or two.")
    evidence = Text(max_length=LONG, default="")
    links = serializers.ListField(
        child=Text(max_length=LINK_LENGTH, allow_blank=False),
        max_length=LINKS_MOST,
        default=list,
        help_text="Addresses of evidence; they begin with https://.",
    )
    value = Text(max_length=LONG, default="", help_text="What is better now.")
    beneficiary = Text(max_length=SHORT, default="", help_text="Who benefits.")
    effect = Text(max_length=LONG, default="", help_text="What moved of the metrics, and what did not.")


def release_named(request: Asked, key: str) -> ReleaseGoal:
    """The release goal, for whoever may read it. Raises Http404 for goals of other levels."""
    goal = goal_or_404(request.user, key)
    if not isinstance(goal, ReleaseGoal):
        raise Http404(f"{goal.key} is a {goal.label.lower()}. Only a release has a checkpoint.")
    return goal


def answer_checkpoint(goal: ReleaseGoal, status: int = 200) -> HttpResponse:
    """The checkpoint as it is stored now, with its ETag. One query. Raises Http404 where there is none."""
    told: Any = release_details_of([goal.pk])[goal.pk]["checkpoint"]
    if told is None:
        raise Http404(f"{goal.key} has no checkpoint: it has not shipped yet.")
    return answer(told, status=status, etag=str(told["version"]))


@extend_schema(tags=["goals"])
class CheckpointOf(ApiView):
    """The checkpoint of a release. Its ETag is its version, which rises when it is corrected."""

    @extend_schema(operation_id="read_checkpoint", parameters=[ETAG], responses={200: shapes.CHECKPOINT})
    def get(self, request: Asked, key: str) -> HttpResponse:
        """What came out when the release shipped."""
        return answer_checkpoint(release_named(request, key))

    @extend_schema(
        operation_id="put_checkpoint",
        request=CheckpointBody,
        parameters=[CHECKPOINT_IF_MATCH, ETAG],
        responses={200: shapes.CHECKPOINT, 201: shapes.CHECKPOINT},
    )
    def put(self, request: Asked, key: str) -> HttpResponse:
        """Write it down when the release ships; correct it with the ETag of the one that was read."""
        goal = release_named(request, key)
        goal.access.require_edit(goal.level)
        words = checked(CheckpointBody, request.data)
        stored = checkpoint_of(goal)
        if stored is None:
            if "If-Match" in request.headers:
                raise PreconditionFailed
            Checkpoint.hold(goal, by=request.user, **words)
            return answer_checkpoint(goal, 201)
        if "If-Match" not in request.headers:
            raise PreconditionFailed("There is a checkpoint already. Read it, and send its ETag to correct it.")
        require_match(request, str(stored.version))
        stored.correct(by=request.user, version=stored.version, **words)
        return answer_checkpoint(goal)

    @extend_schema(operation_id="delete_checkpoint", request=None, parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Asked, key: str) -> HttpResponse:
        """Take it back: the release has not shipped after all. The history keeps it."""
        goal = release_named(request, key)
        goal.access.require_edit(goal.level)
        stored = checkpoint_of(goal)
        if stored is None:
            raise Http404(f"{goal.key} has no checkpoint.")
        require_match(request, str(stored.version))
        stored.take_back(by=request.user, version=stored.version)
        return HttpResponse(status=204)
