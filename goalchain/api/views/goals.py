"""/api/v1/goals/, one goal and its trace."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError

from goalchain.accounts.models import User
from goalchain.goals import levels
from goalchain.goals.fetch import find_goal, goal_or_404, split_key
from goalchain.goals.models import Goal
from goalchain.goals.trace import trace
from goalchain.products.changes import change
from goalchain.products.errors import Refused
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Product

from .. import shapes
from ..answers import ApiView, Asked, answer, page
from ..bodies import NEW_GOALS, GoalChange, NewGoal, ProductGoalChange, ReleaseGoalChange, SprintGoalChange
from ..fields import checked
from ..filters import GoalFilter, filtered
from ..parsing import require_match
from ..representations import goals_of, one_goal, rows_of, short_goal
from ..schema import ETAG, GOAL_CHANGE, GOAL_QUERY, IF_MATCH, NEW_GOAL, PAGING
from ..schema_words import page_of
from ..sprint_words import TEMPLATE

NAMES = {
    "parent": "parents",
    "sprint": "details.sprint_id",
    "timeframe": "details.timeframe",
    "horizon": "details.horizon",
    "version_name": "details.version",
}
#: What a body may carry at the levels that have something of their own.
CHANGES: dict[int, type[GoalChange]] = {
    levels.PRODUCT: ProductGoalChange,
    levels.RELEASE: ReleaseGoalChange,
    levels.SPRINT: SprintGoalChange,
}


def answer_goal(request: Asked, pk: int, status: int = 200) -> HttpResponse:
    """The goal as it is stored now, with its ETag. One query."""
    goal = one_goal(Goal.objects.filter(pk=pk))
    assert goal is not None
    where = request.build_absolute_uri(f"/api/v1/goals/{goal['key']}/") if status == 201 else None
    return answer(goal, status=status, etag=str(goal["version"]), location=where)


@extend_schema(tags=["goals"])
class Goals(ApiView):
    """Goals of all levels."""

    names = NAMES

    @extend_schema(operation_id="list_goals", parameters=[*GOAL_QUERY, *PAGING], responses={200: page_of(shapes.GOAL)})
    def get(self, request: Asked) -> HttpResponse:
        """Goals of all the caller's products, oldest first."""
        goals = filtered(GoalFilter, request, Goal.objects.visible_to(request.user), archived="false")
        return page(request, goals, ("pk",), lambda found: goals_of(rows_of([pk for (pk,) in found])))

    @extend_schema(operation_id="make_goal", request=NEW_GOAL, parameters=[ETAG], responses={201: shapes.GOAL})
    def post(self, request: Asked) -> HttpResponse:
        """Make a draft goal, linked to its parents."""
        words = checked(_new_goal_of(request.data), request.data)
        membership = membership_or_404(request.user, words.pop("product"))
        product = membership.product
        level = levels.LEVELS[words.pop("level")]
        membership.access.require_edit(level.rank)
        parents = parents_named(request.user, words.pop("parents", []))
        goal = Goal.create(product, level.name, by=request.user, parents=parents, **columns(product, words))
        return answer_goal(request, goal.pk, status=201)


@extend_schema(tags=["goals"])
class OneGoal(ApiView):
    """One goal. Its ETag is its version, which rises with every change of the goal or of its links upward."""

    names = NAMES

    @extend_schema(operation_id="read_goal", parameters=[ETAG], responses={200: shapes.GOAL})
    def get(self, request: Asked, key: str) -> HttpResponse:
        """One goal, archived or not."""
        product, number = split_key(key) or ("", 0)
        goal = one_goal(Goal.objects.visible_to(request.user).filter(product__key=product, number=number))
        if goal is None:
            raise Http404(f"There is no goal {key} that you may see.")
        return answer(goal, etag=str(goal["version"]))

    @extend_schema(
        operation_id="change_goal", request=GOAL_CHANGE, parameters=[IF_MATCH, ETAG], responses={200: shapes.GOAL}
    )
    def patch(self, request: Asked, key: str) -> HttpResponse:
        """Change the fields that the body names. With `parents`, the goal serves exactly these afterwards."""
        goal = goal_or_404(request.user, key, parents=True)
        goal.access.require_edit(goal.level)
        require_match(request, str(goal.version))
        words = checked(CHANGES.get(goal.level, GoalChange), request.data)
        wanted = words.pop("parents", None)
        parents = None if wanted is None else parents_named(request.user, wanted)
        fields = columns(goal.product, words)
        with change(goal.product, request.user) as begun:
            goal.revise(by=request.user, version=goal.version, within=begun, **fields)
            if parents is not None:
                goal.relink(parents, by=request.user, within=begun)
        return answer_goal(request, goal.pk)


@extend_schema(tags=["goals"])
class Trace(ApiView):
    """The line of a goal."""

    @extend_schema(operation_id="trace_goal", responses={200: shapes.TRACE})
    def get(self, request: Asked, key: str) -> HttpResponse:
        """The line up to the vision and everything below, nearest goals first; `gaps` names missing levels."""
        goal = goal_or_404(request.user, key)
        found = trace(goal, goal.access)
        pages = request.build_absolute_uri("/g/")
        keys = {pk: other.key for pk, other in found.goals.items()}
        return answer(
            {
                "goal": short_goal(goal, pages),
                "up": [short_goal(other, pages) for other in found.up],
                "down": [short_goal(other, pages) for other in found.down],
                "links": [
                    {"child": keys[link.child_id], "parent": keys[link.parent_id], "rationale": link.rationale}
                    for link in found.links
                ],
                "gaps": found.gaps,
                "more": found.more,
            }
        )


def parents_named(user: User, wanted: list[dict[str, str]]) -> list[tuple[Goal, str]]:
    """The goals that a list of parents names, with the rationales. One query; none for an empty list.

    Raises ValidationError beside the key that names no goal the caller may see, or one a second time.
    """
    if not wanted:
        return []
    named = Q(pk__in=[])
    for parent in wanted:
        product, number = split_key(parent["key"]) or ("", 0)
        named |= Q(product__key=product, number=number)
    found = {goal.key: goal for goal in Goal.objects.visible_to(user).select_related("product").filter(named)}
    keys = [parent["key"] for parent in wanted]
    for index, key in enumerate(keys):
        if key not in found:
            raise ValidationError({f"parents.{index}.key": [f"There is no goal {key} that you may see."]})
        if key in keys[:index]:
            raise ValidationError({f"parents.{index}.key": [f"{key} is named twice. A goal serves another once."]})
    return [(found[parent["key"]], parent["rationale"]) for parent in wanted]


def goal_named(user: User, key: str, field: str) -> Goal:
    """The goal that `field` of a body names. One query. Raises ValidationError when the caller sees none."""
    goal = find_goal(user, key)
    if goal is None:
        raise ValidationError({field: [f"There is no goal {key} that you may see."]})
    return goal


def columns(product: Product, words: dict[str, Any]) -> dict[str, Any]:
    """A body's values as the verbs take them. One query for an owner. Raises Refused for one who is no member."""
    details = words.pop("details", {})
    words |= {name: details[name] for name in ("sprint_id", "timeframe") if name in details}
    if "version" in details:
        words["version_name"] = details["version"]
    words |= {name: details[name] or "" for name in ("horizon", *TEMPLATE) if name in details}
    if "confidence" in words:
        words["confidence"] = words["confidence"] or ""
    if "owner" in words:
        email = words.pop("owner")
        words["owner_id"] = None
        if email is not None:
            member = product.memberships.filter(user__email=email.lower()).values_list("user_id", flat=True).first()
            if member is None:
                raise Refused(
                    f"{email} is no member of {product.name}. Add the person first, or name a member.", field="owner"
                )
            words["owner_id"] = member
    return words


def _new_goal_of(body: Any) -> type[NewGoal]:
    """What a new goal may carry, which depends on its level. Raises ValidationError for a level that is none."""
    level = body.get("level") if isinstance(body, dict) else None
    if level is not None and not (isinstance(level, str) and level in levels.LEVELS):
        raise ValidationError({"level": [f"There is no such level. Choose one of {', '.join(levels.LEVELS)}."]})
    return NEW_GOALS.get(level or "", NewGoal)
