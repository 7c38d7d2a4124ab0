"""What the goal page shows of check-ins and assumptions, read in the one query of the metrics (see reads.standings)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.utils import timezone

from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.goals.models.goal import Confidence
from goalchain.goals.reads import hidden_goals
from goalchain.lib.rows import among, array, listed
from goalchain.products.access import Access

from .for_review import UNANSWERED
from .models import AssumptionState
from .reads import Also

#: So many check-ins are on the goal page; the others are on a page of their own.
CHECK_INS_SHOWN = 3


@dataclass
class SaidCheckIn:
    """A check-in as it is shown."""

    pk: int
    confidence: str
    sentence: str
    at: datetime
    version: int
    author: str

    @property
    def label(self) -> str:
        """The confidence as a word."""
        return Confidence(self.confidence).label


@dataclass
class Asked:
    """The rhythm in which check-ins of a goal are asked for; `days` is None while nobody asks."""

    days: int | None = None
    due_on: date | None = None
    version: int = 0

    def due_said(self, today: date) -> str:
        """Since when a check-in is due; "" while none is."""
        return due_said(self.due_on, today)

    @property
    def said(self) -> str:
        """How often, in words."""
        return every(self.days) if self.days else ""


@dataclass
class TestingGoal:
    """A sprint goal that tests an assumption."""

    key: str
    title: str
    state: str
    outcome: str


@dataclass
class SaidAssumption:
    """An assumption as it is shown, with the sprint goals that test it and that the member may see."""

    pk: int
    statement: str
    test: str
    state: str
    evidence: str
    settled_at: datetime | None
    version: int
    tests: list[TestingGoal] = field(default_factory=list)

    @property
    def label(self) -> str:
        """The state as a word."""
        return AssumptionState(self.state).label


@dataclass
class Refuted:
    """A refuted assumption that asks for this goal: its words, and the goal that it is an assumption of."""

    pk: int
    statement: str
    evidence: str
    key: str
    title: str
    is_own: bool


@dataclass
class Said:
    """All of it, for one goal."""

    asked: Asked = field(default_factory=Asked)
    check_ins: list[SaidCheckIn] = field(default_factory=list)
    more_check_ins: bool = False
    assumptions: list[SaidAssumption] = field(default_factory=list)
    refuted: list[Refuted] = field(default_factory=list)
    archived_metrics: int = 0
    archived_assumptions: int = 0


def every(days: int) -> str:
    """A rhythm in words: "every day", "every week", "every 10 days"."""
    if days % 7 == 0:
        return "every week" if days == 7 else f"every {days // 7} weeks"
    return "every day" if days == 1 else f"every {days} days"


def due_said(due_on: date | None, today: date) -> str:
    """Since when a check-in is due; "" while none is."""
    if due_on is None or due_on > today:
        return ""
    late = (today - due_on).days
    return "due today" if not late else f"overdue by {late} day{'s' if late > 1 else ''}"


# -- the words of the query --------------------------------------------------------------------------------------------

#: The columns of each answer, its kind first, and where they are from.
_RHYTHM = "'rhythm', h.days, h.due_on, h.version", "FROM metrics_checkinrhythm h WHERE h.goal_id = %s"
_CHECK_INS = (
    "'check_in', c.id, c.confidence, c.sentence, c.at, c.version, COALESCE(NULLIF(w.name, ''), w.email)",
    f"""
FROM (SELECT * FROM metrics_checkin l WHERE l.goal_id = %s ORDER BY l.at DESC, l.id DESC LIMIT {CHECK_INS_SHOWN + 1}) c
LEFT JOIN accounts_user w ON w.id = c.author_id
""",
)
_ASSUMPTIONS = (
    "'assumption', a.id, a.statement, a.test, a.state, a.evidence, a.settled_at, a.version",
    "FROM metrics_assumption a WHERE a.goal_id = %s AND a.archived_at IS NULL",
)
_ARCHIVED = (
    """'archived',
    (SELECT COUNT(*) FROM metrics_metric m WHERE m.goal_id = %s AND m.archived_at IS NOT NULL),
    (SELECT COUNT(*) FROM metrics_assumption a WHERE a.goal_id = %s AND a.archived_at IS NOT NULL)""",
    "",
)
_TESTS = (
    "'tested', t.assumption_id, g.number, g.title, g.state, g.outcome",
    """
FROM metrics_assumption a JOIN metrics_assumptiontest t ON t.assumption_id = a.id JOIN goals_goal g ON g.id = t.goal_id
WHERE a.goal_id = %s AND a.archived_at IS NULL AND g.archived_at IS NULL {hidden}
""",
)
_REFUTED = (
    "'refuted', a.id, a.statement, a.evidence, s.number, s.title, a.goal_id",
    """
FROM metrics_assumption a JOIN goals_goal s ON s.id = a.goal_id
WHERE {among} AND {unanswered}
""",
)


def _words(told: tuple[str, str], **more: str) -> str:
    columns, source = told
    return f"SELECT {array(columns)} AS said {source.format(**more)}"


def asks(goal: Goal, above: Sequence[Goal], access: Access) -> list[Also]:
    """What the query of the metrics is to ask for too. `above` are all goals that this one serves, however far."""
    asked: list[Also] = [
        (_words(_ARCHIVED), [goal.pk, goal.pk]),
        (_words(_ASSUMPTIONS), [goal.pk]),
        (_words(_TESTS, hidden=hidden_goals(access, "g")), [goal.pk]),
    ]
    if goal.level != levels.VISION:
        asked += [(_words(_RHYTHM), [goal.pk]), (_words(_CHECK_INS), [goal.pk])]
    if goal.archived_at is None and goal.state != "closed":
        carrying = [goal.pk, *(found.pk for found in above)]
        words = _words(_REFUTED, among=among("a.goal_id"), unanswered=UNANSWERED)
        asked.append((words.replace("{goal}", "%s"), [listed(carrying), goal.pk, goal.pk]))
    return asked


def said_of(goal: Goal, told: Sequence[list[Any]]) -> Said:
    """The answers to `asks`, in order of time and of making. No query."""
    said = Said()
    tests: dict[int, list[TestingGoal]] = {}
    for kind, *row in told:
        match kind:
            case "rhythm":
                said.asked = Asked(row[0], date.fromisoformat(row[1]) if row[1] else None, row[2])
            case "check_in":
                pk, confidence, sentence, at, version, author = row
                said.check_ins.append(SaidCheckIn(pk, confidence, sentence, moment(at), version, author or ""))
            case "assumption":
                pk, statement, test, state, evidence, settled_at, version = row
                settled = moment(settled_at) if settled_at else None
                said.assumptions.append(SaidAssumption(pk, statement, test, state, evidence, settled, version))
            case "archived":
                said.archived_metrics, said.archived_assumptions = row
            case "tested":
                pk, number, *words = row
                tests.setdefault(pk, []).append(TestingGoal(f"{goal.product.key}-{number}", *words))
            case _:
                pk, statement, evidence, number, title, source = row
                key = f"{goal.product.key}-{number}"
                said.refuted.append(Refuted(pk, statement, evidence, key, title, source == goal.pk))
    said.check_ins.sort(key=lambda check_in: (check_in.at, check_in.pk), reverse=True)
    said.more_check_ins = len(said.check_ins) > CHECK_INS_SHOWN
    del said.check_ins[CHECK_INS_SHOWN:]
    said.assumptions.sort(key=lambda assumption: assumption.pk)
    said.refuted.sort(key=lambda refuted: (not refuted.is_own, refuted.pk))
    for assumption in said.assumptions:
        assumption.tests = sorted(tests.get(assumption.pk, []), key=lambda tested: int(tested.key.rpartition("-")[2]))
    return said


def moment(text: str) -> datetime:
    """A time as the database tells it in JSON: with its offset, or in UTC."""
    at = datetime.fromisoformat(text)
    return timezone.localtime(at if at.tzinfo else at.replace(tzinfo=UTC))
