"""/api/v1/check-ins/, one check-in, and how often one is asked for."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.goals.fetch import goal_or_404
from goalchain.goals.models import Goal
from goalchain.metrics.models import CheckIn, CheckInRhythm

from .. import said_shapes as shapes
from ..answers import ApiView, Asked, answer, page
from ..fields import checked
from ..filters import filtered
from ..parsing import match_if_sent, require_match
from ..said_bodies import CheckInChange, CheckInRhythmBody, NewCheckIn
from ..said_words import CHECK_IN_COLUMNS, CHECK_IN_QUERY, RHYTHM_IF_MATCH, CheckInFilter, check_ins_of, rhythm_of
from ..schema import ETAG, IF_MATCH, PAGING
from ..schema_words import page_of


def visible_check_ins(request: Asked) -> Any:
    """The check-ins on the goals that the caller may see."""
    return CheckIn.objects.filter(goal__in=Goal.objects.visible_to(request.user).order_by().values("pk"))


def editable_check_in(request: Asked, pk: int) -> CheckIn:
    """The check-in, for whoever may edit its goal and has read its version. Two queries."""
    found = visible_check_ins(request).select_related("goal__product").filter(pk=pk).first()
    if found is None:
        raise Http404(f"There is no check-in {pk} that you may see.")
    found.goal = goal_or_404(request.user, found.goal.key)
    found.goal.access.require_edit(found.goal.level)
    require_match(request, str(found.version))
    return found  # type: ignore[no-any-return]


def answer_check_in(request: Asked, pk: int, status: int = 200) -> HttpResponse:
    """The check-in as it is stored now, with its ETag. One query."""
    (told,) = check_ins_of(list(CheckIn.objects.filter(pk=pk).values_list(*CHECK_IN_COLUMNS)))
    where = request.build_absolute_uri(f"/api/v1/check-ins/{pk}/") if status == 201 else None
    return answer(told, status=status, etag=str(told["version"]), location=where)


@extend_schema(tags=["check-ins"])
class CheckIns(ApiView):
    """Check-ins on goals."""

    @extend_schema(
        operation_id="list_check_ins",
        parameters=[*CHECK_IN_QUERY, *PAGING],
        responses={200: page_of(shapes.CHECK_IN)},
    )
    def get(self, request: Asked) -> HttpResponse:
        """Check-ins on the goals of the caller's products, in the order in which they were entered."""
        found = filtered(CheckInFilter, request, visible_check_ins(request))
        return page(request, found, CHECK_IN_COLUMNS, check_ins_of)

    @extend_schema(
        operation_id="make_check_in", request=NewCheckIn, parameters=[ETAG], responses={201: shapes.CHECK_IN}
    )
    def post(self, request: Asked) -> HttpResponse:
        """Check in on a goal; its confidence is the goal's from now on."""
        words = checked(NewCheckIn, request.data)
        goal = goal_or_404(request.user, words.pop("goal"))
        goal.access.require_edit(goal.level)
        return answer_check_in(request, CheckIn.make(goal, by=request.user, **words).pk, status=201)


@extend_schema(tags=["check-ins"])
class OneCheckIn(ApiView):
    """One check-in. Its ETag is its version, which rises when it is corrected."""

    @extend_schema(operation_id="read_check_in", parameters=[ETAG], responses={200: shapes.CHECK_IN})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """What was said."""
        rows = list(visible_check_ins(request).filter(pk=pk).values_list(*CHECK_IN_COLUMNS))
        if not rows:
            raise Http404(f"There is no check-in {pk} that you may see.")
        (told,) = check_ins_of(rows)
        return answer(told, etag=str(told["version"]))

    @extend_schema(
        operation_id="change_check_in",
        request=CheckInChange,
        parameters=[IF_MATCH, ETAG],
        responses={200: shapes.CHECK_IN},
    )
    def patch(self, request: Asked, pk: int) -> HttpResponse:
        """Correct what the body names; the confidence of the newest check-in is the goal's."""
        found = editable_check_in(request, pk)
        found.revise(by=request.user, version=found.version, **checked(CheckInChange, request.data))
        return answer_check_in(request, pk)

    @extend_schema(operation_id="delete_check_in", request=None, parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Asked, pk: int) -> HttpResponse:
        """Take the check-in out; the history keeps it."""
        found = editable_check_in(request, pk)
        found.remove(by=request.user, version=found.version)
        return HttpResponse(status=204)


@extend_schema(tags=["check-ins"])
class OneCheckInRhythm(ApiView):
    """How often a check-in of a goal is asked for. Its ETag is its version."""

    @extend_schema(operation_id="read_check_in_rhythm", parameters=[ETAG], responses={200: shapes.CHECK_IN_RHYTHM})
    def get(self, request: Asked, key: str) -> HttpResponse:
        """Every how many days, and when the next one is due."""
        return _answer_rhythm(goal_or_404(request.user, key))

    @extend_schema(
        operation_id="put_check_in_rhythm",
        request=CheckInRhythmBody,
        parameters=[RHYTHM_IF_MATCH, ETAG],
        responses={200: shapes.CHECK_IN_RHYTHM},
    )
    def put(self, request: Asked, key: str) -> HttpResponse:
        """Ask so often; null: nobody is asked. Sent again it changes nothing."""
        goal = goal_or_404(request.user, key)
        goal.access.require_edit(goal.level)
        read = None
        if "If-Match" in request.headers:
            read = rhythm_of(goal)["version"]
            match_if_sent(request, str(read))
        CheckInRhythm.ask(goal, checked(CheckInRhythmBody, request.data)["days"], by=request.user, version=read)
        return _answer_rhythm(goal)


def _answer_rhythm(goal: Goal) -> HttpResponse:
    told = rhythm_of(goal)
    return answer(told, etag=str(told["version"]))
