"""What the inbox reads of feedback: which is asked for, in which states it is, and which needs it voices.

A need is a goal that feedback speaks for. It is served while somebody works towards it: an agreed or active goal hangs
directly below it, or it is a sprint goal that is agreed or active itself. Closed and archived goals are needs no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from django.db.models import Q, QuerySet

from goalchain.goals import levels
from goalchain.goals.fetch import split_key
from goalchain.goals.models import Goal
from goalchain.lib.rows import fetch
from goalchain.products.access import Access
from goalchain.products.models import Product

from .models import Evidence, Feedback
from .models.feedback import FeedbackQuerySet

STATES: Final = {
    "new": "New",
    "linked": "Linked",
    "answered": "Answered",
    "aside": "Put aside",
    "all": "All",
}
#: So many sources and segments are offered in a choice.
OFFERED = 200


def state_of(feedback: Feedback, *, is_linked: bool) -> str:
    """Its state: the last that became of it counts. No query."""
    if feedback.put_aside_at is not None:
        return "aside"
    if feedback.answered_at is not None:
        return "answered"
    return "linked" if is_linked else "new"


@dataclass(frozen=True)
class Filters:
    """Which feedback a page is asked for, as its address says it; what it says otherwise is passed over.

    `goal` is the key of a goal that feedback is about or speaks for, whatever its state; `show` one of STATES.
    """

    show: str = "new"
    words: str = ""
    segment: str = ""
    source: str = ""
    goal: str = ""

    @classmethod
    def asked(cls, query: Any, product: Product) -> "Filters":
        """The filters that an address names."""
        told = {name: query.get(name, "").replace("\0", "").strip()[:200] for name in ("q", "segment", "source")}
        parts = split_key(query.get("goal", ""))
        goal = f"{product.key}-{parts[1]}" if parts and parts[0] == product.key else ""
        show = query.get("show", "")
        # Asked for one goal, or for words, it looks everywhere unless it is told where.
        usual = "all" if goal or told["q"] else "new"
        return cls(show if show in STATES else usual, told["q"], told["segment"], told["source"], goal)

    @cached_property
    def query(self) -> dict[str, str]:
        """The parameters of an address, without the page."""
        told = {
            "show": self.show,
            "q": self.words,
            "segment": self.segment,
            "source": self.source,
            "goal": self.goal,
        }
        return {name: value for name, value in told.items() if value}

    @property
    def is_narrow(self) -> bool:
        """Whether they leave out something besides the state."""
        return bool(self.words or self.segment or self.source or self.goal)

    @property
    def voices(self) -> dict[str, str]:
        """Whose voices are counted where needs are."""
        return {name: value for name, value in (("segment", self.segment), ("source", self.source)) if value}


def feedback_of(product: Product, access: Access, filters: Filters) -> "QuerySet[Feedback]":
    """The feedback that is asked for, the last said first."""
    found: FeedbackQuerySet = Feedback.objects.filter(product=product)
    found = {
        "new": found.new,
        "linked": found.linked,
        "answered": found.answered,
        "aside": found.put_aside,
        "all": found.all,
    }[filters.show]()
    if filters.words:
        words = filters.words
        found = found.filter(Q(text__icontains=words) | Q(name__icontains=words) | Q(answer__icontains=words))
    found = found.filter(**filters.voices)
    if filters.goal:
        found = found.filter(_of_goal(product, access, int(filters.goal.rpartition("-")[2])))
    return found.select_related("about", "answered_by").order_by("-said_on", "-id")


def _of_goal(product: Product, access: Access, number: int) -> Q:
    """That feedback is about a goal which this member may see, or speaks for it."""
    goals = Goal.objects.filter(product=product, number=number).readable(access).order_by().values("pk")
    return Q(about__in=goals) | Q(pk__in=Evidence.objects.filter(goal__in=goals).order_by().values("feedback_id"))


_FACETS = """
SELECT 'state', CASE WHEN f.put_aside_at IS NOT NULL THEN 'aside' WHEN f.answered_at IS NOT NULL THEN 'answered'
    WHEN EXISTS (SELECT 1 FROM talk_evidence e WHERE e.feedback_id = f.id) THEN 'linked' ELSE 'new' END, COUNT(*)
FROM talk_feedback f WHERE f.product_id = %s GROUP BY 2
UNION ALL SELECT 'segment', segment, COUNT(*) FROM talk_feedback WHERE product_id = %s AND segment <> '' GROUP BY 2
UNION ALL SELECT 'source', source, COUNT(*) FROM talk_feedback WHERE product_id = %s AND source <> '' GROUP BY 2
"""


def facets(product: Product) -> dict[str, dict[str, int]]:
    """How many voices there are in each state, and of each segment and source, the most first. One query."""
    told: dict[str, dict[str, int]] = {"state": {}, "segment": {}, "source": {}}
    for kind, word, count in sorted(fetch(_FACETS, [product.pk] * 3), key=lambda row: (-row[2], row[1].lower())):
        if len(told[kind]) < OFFERED:
            told[kind][word] = count
    return told


class Need(NamedTuple):
    """A goal that feedback speaks for: how many voices, the day of the newest and its words."""

    key: str
    level_name: str
    title: str
    voices: int
    newest: date
    said: str

    @property
    def label(self) -> str:
        """The word for the goal's level."""
        return levels.LEVELS[self.level_name].label


_NEEDS = """
WITH voiced AS (
    SELECT e.goal_id, COUNT(*) AS voices, MAX(f.said_on) AS newest
    FROM talk_evidence e JOIN talk_feedback f ON f.id = e.feedback_id
    WHERE e.product_id = %s AND {counted} GROUP BY e.goal_id
), unserved AS (
    SELECT g.id, g.number, g.level_name, g.title, v.voices, v.newest
    FROM voiced v JOIN goals_goal g ON g.id = v.goal_id
    WHERE g.archived_at IS NULL AND g.state <> 'closed' AND NOT (g.level = 5 AND {of_sprint})
        AND NOT EXISTS (
            SELECT 1 FROM goals_link k JOIN goals_goal c ON c.id = k.child_id
            WHERE k.parent_id = g.id AND c.archived_at IS NULL AND c.state IN ('agreed', 'active')
        )
    ORDER BY v.voices DESC, v.newest DESC, g.number LIMIT %s OFFSET %s
)
SELECT u.number, u.level_name, u.title, u.voices, u.newest, (
    SELECT f.text FROM talk_evidence e JOIN talk_feedback f ON f.id = e.feedback_id
    WHERE e.goal_id = u.id AND {counted} ORDER BY f.said_on DESC, f.id DESC LIMIT 1
)
FROM unserved u ORDER BY u.voices DESC, u.newest DESC, u.number
"""


def needs(
    product: Product, access: Access, limit: int, start: int = 0, told: Mapping[str, str] = MappingProxyType({})
) -> tuple[list[Need], bool]:
    """The unserved needs, the most voiced first, of equal ones the last voiced; and whether there are more.

    What is put aside is no voice; `told`, the voices of Filters, narrows whose count. One query.
    """
    counted = " AND ".join(["f.put_aside_at IS NULL", *(f"f.{name} = %s" for name in told)])
    of_sprint = (
        "g.state IN ('agreed', 'active')" if access.read_planning else "g.state IN ('draft', 'agreed', 'active')"
    )
    words = list(told.values())
    rows = fetch(
        _NEEDS.format(counted=counted, of_sprint=of_sprint),
        [product.pk, *words, limit + 1, start, *words],
    )
    found = [
        Need(
            f"{product.key}-{number}",
            level_name,
            title,
            voices,
            newest if isinstance(newest, date) else date.fromisoformat(newest),
            said,
        )
        for number, level_name, title, voices, newest, said in rows[:limit]
    ]
    return found, len(rows) > limit
