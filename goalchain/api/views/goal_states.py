"""What happens to a goal: POST /api/v1/goals/KEY-n/agreement/ and its siblings. Actions are nouns."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError

from goalchain.goals.fetch import goal_or_404
from goalchain.goals.models import Goal
from goalchain.products.errors import Refused
from roadmap.gate import holder_of
from roadmap.models import ProductGoal

from .. import shapes
from ..answers import ApiView, Asked
from ..bodies import ActivationBody, OutcomeBody, PositionBody, ReopeningBody
from ..fields import Body, checked
from ..parsing import require_match
from ..schema import ETAG, IF_MATCH
from .goals import answer_goal, goal_named


def told(operation: str, body: type[Body] | None = None) -> Any:
    """The schema of one such action."""
    return extend_schema(
        operation_id=operation,
        tags=["goals"],
        request=body,
        parameters=[IF_MATCH, ETAG],
        responses={200: shapes.GOAL},
    )


def decided(request: Asked, key: str) -> Goal:
    """The goal, when the caller may decide on it and has read its version."""
    goal = goal_or_404(request.user, key)
    goal.access.require_decide(goal.level)
    require_match(request, str(goal.version))
    return goal


class Agreement(ApiView):
    """Draft → agreed."""

    @told("agree_goal")
    def post(self, request: Asked, key: str) -> HttpResponse:
        """Agree a draft."""
        goal = decided(request, key)
        goal.agree(by=request.user, version=goal.version)
        return answer_goal(request, goal.pk)


class Activation(ApiView):
    """Agreed → active."""

    @told("activate_goal", ActivationBody)
    def post(self, request: Asked, key: str) -> HttpResponse:
        """Begin work on an agreed goal. A product goal that waits for another says with `former` what became of it."""
        goal = decided(request, key)
        former = checked(ActivationBody, request.data).get("former")
        if former is None:
            goal.activate(by=request.user, version=goal.version)
        else:
            _take_over(request, goal, former)
        return answer_goal(request, goal.pk)


def _take_over(request: Asked, goal: Goal, words: dict[str, Any]) -> None:
    """Close the active product goal and activate this one, in one change."""
    active = holder_of(goal.product) if isinstance(goal, ProductGoal) else None
    if active is None or not isinstance(goal, ProductGoal):
        raise ValidationError({"former": [f"No active goal keeps {goal.key} waiting. Send no former."]})
    version = words.pop("version")
    try:
        goal.activate_after(active, **words, by=request.user, version=goal.version, former_version=version)
    except Refused as refusal:
        field = f"former.{refusal.field}" if refusal.field in words else refusal.field
        raise Refused(refusal.message, field=field) from None


class Withdrawal(ApiView):
    """Agreed or active → draft."""

    @told("withdraw_goal")
    def post(self, request: Asked, key: str) -> HttpResponse:
        """Take the agreement back."""
        goal = decided(request, key)
        goal.withdraw(by=request.user, version=goal.version)
        return answer_goal(request, goal.pk)


class OutcomeOf(ApiView):
    """Agreed or active → closed."""

    @told("close_goal", OutcomeBody)
    def post(self, request: Asked, key: str) -> HttpResponse:
        """Close a goal with its outcome and what was learnt."""
        goal = decided(request, key)
        goal.close(**checked(OutcomeBody, request.data), by=request.user, version=goal.version)
        return answer_goal(request, goal.pk)


class Reopening(ApiView):
    """Closed → active or agreed."""

    @told("reopen_goal", ReopeningBody)
    def post(self, request: Asked, key: str) -> HttpResponse:
        """Open a closed goal again; its outcome goes, its learning stays."""
        goal = decided(request, key)
        goal.reopen(**checked(ReopeningBody, request.data), by=request.user, version=goal.version)
        return answer_goal(request, goal.pk)


class Archive(ApiView):
    """Out of the chain."""

    @told("archive_goal")
    def post(self, request: Asked, key: str) -> HttpResponse:
        """Take a goal out of the chain. Nothing is deleted."""
        goal = decided(request, key)
        goal.archive(by=request.user, version=goal.version)
        return answer_goal(request, goal.pk)


class Restoration(ApiView):
    """Back into the chain."""

    @told("restore_goal")
    def post(self, request: Asked, key: str) -> HttpResponse:
        """Bring an archived goal back, with its links."""
        goal = decided(request, key)
        goal.restore(by=request.user, version=goal.version)
        return answer_goal(request, goal.pk)


class Position(ApiView):
    """The place among the goals of the level."""

    @told("place_goal", PositionBody)
    def post(self, request: Asked, key: str) -> HttpResponse:
        """Stand right before another goal of the same level, or last."""
        goal = goal_or_404(request.user, key)
        goal.access.require_edit(goal.level)
        require_match(request, str(goal.version))
        named = checked(PositionBody, request.data)["before"]
        before = goal_named(request.user, named, "before") if named else None
        goal.reorder(before=before, by=request.user, version=goal.version)
        return answer_goal(request, goal.pk)
