"""/api/v1/assumptions/, one assumption; and what of a goal stays although one was refuted."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError

from goalchain.goals.fetch import goal_or_404
from goalchain.goals.models import Goal
from goalchain.metrics.for_review import asking
from goalchain.metrics.models import Assumption
from goalchain.metrics.verbs.upholding import uphold
from goalchain.products.changes import change

from .. import said_shapes as shapes
from ..answers import ApiView, Asked, Row, answer, page
from ..fields import checked
from ..filters import filtered
from ..parsing import require_match
from ..said_bodies import AssumptionChange, NewAssumption, NewUpholding
from ..said_words import ASSUMPTION_COLUMNS, ASSUMPTION_QUERY, AssumptionFilter, assumptions_of, upholdings_of
from ..schema import ETAG, IF_MATCH, PAGING
from ..schema_words import page_of
from .board import goals_named


def visible_assumptions(request: Asked) -> Any:
    """The assumptions of the goals that the caller may see."""
    return Assumption.objects.filter(goal__in=Goal.objects.visible_to(request.user).order_by().values("pk"))


def editable_assumption(request: Asked, pk: int) -> Assumption:
    """The assumption, for whoever may edit its goal and has read its version. Two queries."""
    found = visible_assumptions(request).select_related("goal__product").filter(pk=pk).first()
    if found is None:
        raise Http404(f"There is no assumption {pk} that you may see.")
    found.goal = goal_or_404(request.user, found.goal.key)
    found.goal.access.require_edit(found.goal.level)
    require_match(request, str(found.version))
    return found  # type: ignore[no-any-return]


def answer_assumption(request: Asked, pk: int, status: int = 200) -> HttpResponse:
    """The assumption as it is stored now, with its ETag. Two queries."""
    rows = list(Assumption.objects.filter(pk=pk).values_list(*ASSUMPTION_COLUMNS))
    (told,) = assumptions_of(rows, request.user)
    where = request.build_absolute_uri(f"/api/v1/assumptions/{pk}/") if status == 201 else None
    return answer(told, status=status, etag=str(told["version"]), location=where)


class Named(ApiView):
    """What the verbs call `goal` is a list here."""

    names = {"goal": "tested_by"}


def tested(request: Asked, keys: list[str]) -> list[Goal]:
    """The goals of these keys. Raises ValidationError beside the key that names none."""
    try:
        return goals_named(request, keys)
    except ValidationError as error:
        assert isinstance(error.detail, dict)
        told = {name.replace("goals.", "tested_by."): words for name, words in error.detail.items()}
        raise ValidationError(told) from None


@extend_schema(tags=["assumptions"])
class Assumptions(Named):
    """Assumptions of goals."""

    @extend_schema(
        operation_id="list_assumptions",
        parameters=[*ASSUMPTION_QUERY, *PAGING],
        responses={200: page_of(shapes.ASSUMPTION)},
    )
    def get(self, request: Asked) -> HttpResponse:
        """Assumptions of the goals of the caller's products, oldest first."""
        found = filtered(AssumptionFilter, request, visible_assumptions(request), archived="false")

        def told(rows: list[Row]) -> list[dict[str, Any]]:
            return assumptions_of(rows, request.user)

        return page(request, found, ASSUMPTION_COLUMNS, told)

    @extend_schema(
        operation_id="make_assumption", request=NewAssumption, parameters=[ETAG], responses={201: shapes.ASSUMPTION}
    )
    def post(self, request: Asked) -> HttpResponse:
        """Write down what a goal assumes."""
        words = checked(NewAssumption, request.data)
        goal = goal_or_404(request.user, words["goal"])
        goal.access.require_edit(goal.level)
        goals = tested(request, words.get("tested_by", []))
        with change(goal.product, request.user) as begun:
            made = Assumption.create(goal, words["statement"], words["test"], by=request.user, within=begun)
            made.test_exactly(goals, by=request.user, within=begun)
        return answer_assumption(request, made.pk, status=201)


@extend_schema(tags=["assumptions"])
class OneAssumption(Named):
    """One assumption. Its ETag is its version."""

    @extend_schema(operation_id="read_assumption", parameters=[ETAG], responses={200: shapes.ASSUMPTION})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """One assumption, archived or not, with the sprint goals that test it."""
        rows = list(visible_assumptions(request).filter(pk=pk).values_list(*ASSUMPTION_COLUMNS))
        if not rows:
            raise Http404(f"There is no assumption {pk} that you may see.")
        (told,) = assumptions_of(rows, request.user)
        return answer(told, etag=str(told["version"]))

    @extend_schema(
        operation_id="change_assumption",
        request=AssumptionChange,
        parameters=[IF_MATCH, ETAG],
        responses={200: shapes.ASSUMPTION},
    )
    def patch(self, request: Asked, pk: int) -> HttpResponse:
        """Change what the body names; all of it is one change. With `tested_by`, exactly these test it afterwards."""
        found = editable_assumption(request, pk)
        words = checked(AssumptionChange, request.data)
        goals = tested(request, words.pop("tested_by")) if "tested_by" in words else None
        with change(found.goal.product, request.user) as begun:
            found.revise(by=request.user, version=found.version, within=begun, **words)
            if goals is not None:
                found.test_exactly(goals, by=request.user, within=begun)
        return answer_assumption(request, pk)


@extend_schema(tags=["assumptions"])
class AssumptionArchive(ApiView):
    """Take an assumption out of sight."""

    @extend_schema(
        operation_id="archive_assumption", request=None, parameters=[IF_MATCH, ETAG], responses={200: shapes.ASSUMPTION}
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Archive the assumption."""
        found = editable_assumption(request, pk)
        found.archive(by=request.user, version=found.version)
        return answer_assumption(request, pk)


@extend_schema(tags=["assumptions"])
class AssumptionRestoration(ApiView):
    """Bring an assumption back."""

    @extend_schema(
        operation_id="restore_assumption", request=None, parameters=[IF_MATCH, ETAG], responses={200: shapes.ASSUMPTION}
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Restore an archived assumption."""
        found = editable_assumption(request, pk)
        found.restore(by=request.user, version=found.version)
        return answer_assumption(request, pk)


@extend_schema(tags=["assumptions"])
class GoalUpholdings(ApiView):
    """Which refuted assumptions ask for a goal, and why it stays."""

    @extend_schema(operation_id="read_upholdings", responses={200: shapes.UPHOLDINGS})
    def get(self, request: Asked, key: str) -> HttpResponse:
        """What the goal is for review for, and what was said of it."""
        return _answer_upholdings(goal_or_404(request.user, key))


@extend_schema(tags=["assumptions"])
class Upholdings(ApiView):
    """Goals that stay although what they rest on was refuted."""

    @extend_schema(operation_id="uphold_goal", request=NewUpholding, responses={201: shapes.UPHOLDINGS})
    def post(self, request: Asked) -> HttpResponse:
        """Say why the goal stays as it is although the assumption was refuted."""
        words = checked(NewUpholding, request.data)
        goal = goal_or_404(request.user, words["goal"])
        goal.access.require_edit(goal.level)
        found = visible_assumptions(request).filter(pk=words["assumption"], product_id=goal.product_id).first()
        if found is None:
            raise ValidationError({"assumption": [f"There is no assumption {words['assumption']} that you may see."]})
        uphold(goal, found, words["reason"], by=request.user)
        return _answer_upholdings(goal, 201)


def _answer_upholdings(goal: Goal, status: int = 200) -> HttpResponse:
    return answer(upholdings_of(goal, asking([goal.pk]).get(goal.pk, [])), status=status)
