"""Check-ins and assumptions as resources, from rows; and what the lists of them are filtered by."""

from typing import Any

from django_filters import CharFilter, ChoiceFilter, MultipleChoiceFilter
from drf_spectacular.utils import OpenApiParameter

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from goalchain.goals.models.goal import Confidence
from goalchain.metrics.models import Assumption, AssumptionState, AssumptionTest, CheckIn, CheckInRhythm, Upholding

from .answers import Row
from .filters import Filters, GoalKeyFilter
from .representations import day, moment
from .said_shapes import ASSUMPTION_STATE
from .schema import HEADER, IF_MATCH, PRODUCT_QUERY, QUERY
from .schema_words import CONFIDENCE, list_of, one_of

CHECK_IN_COLUMNS = [
    *("pk", "product__key", "goal__number", "confidence", "sentence", "author__email", "at", "version"),
]
ASSUMPTION_COLUMNS = [
    *("pk", "product__key", "goal__number", "statement", "test", "state", "evidence", "settled_at", "version"),
    *("archived_at", "created_at", "updated_at"),
]
_ARCHIVED = [("false", "live"), ("true", "archived"), ("any", "both")]
CHECK_IN_QUERY = [
    PRODUCT_QUERY,
    OpenApiParameter("goal", str, QUERY, description="The key of a goal."),
    OpenApiParameter("confidence", CONFIDENCE, QUERY, description="Only check-ins that said so."),
]
RHYTHM_IF_MATCH = OpenApiParameter(
    "If-Match", IF_MATCH.type, HEADER, description="The ETag of the rhythm, to change only what was read."
)
ASSUMPTION_QUERY = [
    PRODUCT_QUERY,
    OpenApiParameter("goal", str, QUERY, description="The key of a goal."),
    OpenApiParameter("state", list_of(ASSUMPTION_STATE), QUERY, description="Several are alternatives."),
    OpenApiParameter(
        "archived", one_of(["false", "true", "any"]) | {"default": "false"}, QUERY, description="Live ones only."
    ),
]


class CheckInFilter(Filters):
    """`/check-ins/`."""

    product = CharFilter("product__key")
    goal = GoalKeyFilter("goal")
    confidence = ChoiceFilter(choices=Confidence.choices)

    class Meta:
        model = CheckIn
        fields: list[str] = []


class AssumptionFilter(Filters):
    """`/assumptions/`: archived ones are left out unless asked for."""

    product = CharFilter("product__key")
    goal = GoalKeyFilter("goal")
    state = MultipleChoiceFilter(choices=AssumptionState.choices)
    archived = ChoiceFilter(choices=_ARCHIVED, method="archive")

    class Meta:
        model = Assumption
        fields: list[str] = []

    def archive(self, queryset: Any, name: str, choice: str) -> Any:
        """Archived assumptions, live ones, or both."""
        return queryset if choice == "any" else queryset.filter(archived_at__isnull=choice == "false")


def check_ins_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Check-in resources, from rows of CHECK_IN_COLUMNS. No query."""
    return [
        {
            "id": pk,
            "product": key,
            "goal": f"{key}-{number}",
            "confidence": confidence,
            "sentence": sentence,
            "author": author,
            "at": moment(at),
            "version": version,
        }
        for pk, key, number, confidence, sentence, author, at, version in rows
    ]


def rhythm_of(goal: Goal) -> dict[str, Any]:
    """The rhythm of check-ins of a goal. One query."""
    rhythm = CheckInRhythm.objects.filter(goal_id=goal.pk).first()
    return {
        "goal": goal.key,
        "days": rhythm.days if rhythm else None,
        "due_on": day(rhythm.due_on) if rhythm else None,
        "version": rhythm.version if rhythm else 0,
    }


def assumptions_of(rows: list[Row], user: User) -> list[dict[str, Any]]:
    """Assumption resources, from rows of ASSUMPTION_COLUMNS. One query, for those of their tests that `user` sees."""
    tests: dict[int, list[str]] = {}
    seen = Goal.objects.visible_to(user).order_by().values("pk")
    found = AssumptionTest.objects.filter(assumption_id__in=[row[0] for row in rows], goal__in=seen)
    columns = ("assumption_id", "goal__product__key", "goal__number")
    for assumption, key, number in found.order_by("goal__number").values_list(*columns):
        tests.setdefault(assumption, []).append(f"{key}-{number}")
    return [
        {
            "id": pk,
            "product": key,
            "goal": f"{key}-{number}",
            "statement": statement,
            "test": test,
            "state": state,
            "evidence": evidence,
            "settled_at": moment(settled_at),
            "tested_by": tests.get(pk, []),
            "version": version,
            "archived_at": moment(archived_at),
            "created_at": moment(created_at),
            "updated_at": moment(updated_at),
        }
        for pk, key, number, statement, test, state, evidence, settled_at, version, *times in rows
        for archived_at, created_at, updated_at in [times]
    ]


def upholdings_of(goal: Goal, asking: list[int]) -> dict[str, Any]:
    """What asks for the goal, and what was said of it. One query."""
    said = Upholding.objects.filter(goal_id=goal.pk).order_by("pk")
    return {
        "goal": goal.key,
        "for_review": sorted(asking),
        "upholdings": [
            {"assumption": assumption, "reason": reason, "author": author, "at": moment(at)}
            for assumption, reason, author, at in said.values_list("assumption_id", "reason", "author__email", "at")
        ],
    }
