"""What the database is asked about the readiness of sprint goals: one EXISTS a question, in the query that reads them.

Other rooms offer a need of their own when the app is ready: the capacity of a team, concerns that wait for an answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from goalchain.goals import levels
from goalchain.goals.models import Link, State
from goalchain.metrics.models import Reading
from goalchain.talk.models import Evidence

from ..models import SprintGoal
from .readiness import Facts, Readiness, readiness


@dataclass(frozen=True)
class Need:
    """Something else that a ready goal has. `name` is an identifier; `word` and `said` are told while it is missing.

    `met` makes the condition under which a row of SprintGoal has it: an Exists, whose OuterRef is that row. With
    `of_sprint` it is something of the sprint, and not asked of a draft that is in none ahead.
    """

    name: str
    word: str
    said: str
    met: Callable[[], Any]
    of_sprint: bool = False


#: What the rows of goals are asked, by the names of Facts.
ASKED = ("has_parent", "has_open_parent", "has_evidence", "is_first", "is_sprint_taken")
_NEEDS: dict[str, Need] = {}


def need(offered: Need) -> None:
    """Ask this of every draft; called by its room when the app is ready."""
    _NEEDS[offered.name] = offered


def needs() -> list[Need]:
    """What was offered, in its order."""
    return list(_NEEDS.values())


def with_readiness(goals: "QuerySet[SprintGoal]") -> "QuerySet[Any]":
    """These goals with what `readiness_of` needs to know of each. No query more."""
    others = {f"has_{offered.name}": offered.met() for offered in needs()}
    return goals.annotate(**_own_questions(), **others)


def readiness_of(goal: Any, today: date) -> Readiness:
    """The readiness of a goal that was read `with_readiness`, and with its sprint. No query."""
    ends_on = goal.sprint.ends_on if goal.sprint else None
    is_over = ends_on is not None and ends_on < today
    is_ahead = goal.sprint is not None and not is_over
    asked = [offered for offered in needs() if is_ahead or not offered.of_sprint]
    others = [(offered.word, offered.said, getattr(goal, f"has_{offered.name}")) for offered in asked]
    facts = Facts(
        goal.state,
        has_sprint=goal.sprint is not None,
        is_sprint_over=is_over,
        **{name: getattr(goal, name) for name in ASKED},
        others=others,
    )
    return readiness(facts)


def has_ready_goal() -> Exists:
    """The condition under which a row of Sprint has a goal that is ready: agreed or active, or a draft that lacks
    nothing. It stands in a filter or in an annotation of sprints, and does not ask whether they are over."""
    asked = _own_questions()
    lacks_nothing = Q(asked["has_open_parent"]) & asked["has_evidence"] & asked["is_first"] & ~asked["is_sprint_taken"]
    for offered in needs():
        lacks_nothing &= Q(offered.met())
    own = SprintGoal.objects.filter(sprint_id=OuterRef("pk"), archived_at=None)
    return Exists(own.filter(Q(state__in=[State.AGREED, State.ACTIVE]) | (Q(state=State.DRAFT) & lacks_nothing)))


def _own_questions() -> dict[str, Any]:
    """The conditions by the names in ASKED, about a row of SprintGoal."""
    above = Link.objects.filter(child_id=OuterRef("pk"), parent__archived_at=None)
    beside = SprintGoal.objects.filter(sprint_id=OuterRef("sprint_id"), state=State.DRAFT, archived_at=None)
    before = Q(position__lt=OuterRef("position")) | Q(position=OuterRef("position"), number__lt=OuterRef("number"))
    return {
        "has_parent": Exists(above),
        "has_open_parent": Exists(above.exclude(parent__state=State.CLOSED)),
        "has_evidence": _evidence(),
        "is_first": ~Exists(beside.filter(before)),
        "is_sprint_taken": Exists(
            SprintGoal.objects.filter(agreed_for_id=OuterRef("sprint_id")).exclude(pk=OuterRef("pk"))
        ),
    }


def _evidence() -> Any:
    """Whether something speaks for the goal: feedback that is not put aside, or a reading of a live metric; of the goal
    itself, of one that it serves, or of a product goal which that one serves."""
    own = Evidence.objects.filter(goal_id=OuterRef("pk"), feedback__put_aside_at=None)
    found = Exists(own) | Exists(Reading.objects.filter(metric__goal_id=OuterRef("pk"), metric__archived_at=None))
    links = Link.objects.filter(child_id=OuterRef("pk"), parent__archived_at=None)
    beyond = "parent__up_links__parent"
    higher = links.filter(**{f"{beyond}__level": levels.PRODUCT, f"{beyond}__archived_at": None})
    for path, above in (("parent", links), (beyond, higher)):
        voices = {f"{path}__evidence__feedback__isnull": False, f"{path}__evidence__feedback__put_aside_at": None}
        readings = {f"{path}__metrics__readings__isnull": False, f"{path}__metrics__archived_at": None}
        found = found | Exists(above.filter(**voices)) | Exists(above.filter(**readings))
    return found
