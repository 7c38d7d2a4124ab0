"""What changed in the chain between two revisions, folded by sort: goals added, closed, reworded, moved and so on.

It is read from the events, so that the list of a review that was held stays exactly as it was.
"""

from dataclasses import dataclass, field
from typing import Any, Final

from django.db.models import Case, CharField, Count, F, Max, Q, Value, When, Window
from django.db.models.fields.json import KT
from django.db.models.functions import RowNumber

from goalchain.goals import levels
from goalchain.goals.models import Event, State
from goalchain.goals.wording import tell
from goalchain.products.access import READ_PLANNING, Access
from goalchain.products.models import Product

#: So many changes of a sort are told beside a review; all of them are on a page of their own.
SHOWN = 8


@dataclass(frozen=True)
class Sort:
    """A sort of change: its heading, and which events are of it. An event is of the first sort that takes it."""

    name: str
    label: str
    takes: Q


_CHAIN = Q(subject="goal")


def _verbs(*verbs: str) -> Q:
    return _CHAIN & Q(verb__in=verbs)


def _former(*names: str) -> Q:
    """Events of goals that changed one of these."""
    return _CHAIN & Q(verb__in=("revise", "import")) & Q(former__has_any_keys=list(names))


_ALL = [
    Sort("added", "Goals added", _verbs("create")),
    Sort(
        "closed",
        "Goals closed",
        _verbs("close") | _CHAIN & Q(verb="import", former__has_key="state", after__state="closed"),
    ),
    Sort("reworded", "Goals reworded", _former("title", "statement")),
    Sort("moved", "What goals serve", _verbs("link", "unlink", "move", "relink", "explain") | _former("parents")),
    Sort("rescheduled", "New dates", _former("starts_on", "ends_on", "sprint_id")),
    Sort(
        "decided",
        "Agreed, begun, reopened",
        _verbs("agree", "activate", "withdraw", "reopen", "undo") | _former("state"),
    ),
    Sort("archived", "Archived and restored", _verbs("archive", "restore")),
    Sort("board", "The vision board", Q(subject="board")),
    Sort("measured", "Metrics", Q(subject__in=("metric", "reading"))),
    Sort("assumed", "Assumptions", Q(subject__in=("assumption", "upholding"))),
    Sort("checked", "Check-ins", Q(subject__in=("check_in", "check_rhythm"))),
]
_OTHERS = Sort("other", "Other changes", Q())
SORTS: Final[dict[str, Sort]] = {sort.name: sort for sort in [*_ALL, _OTHERS]}


@dataclass
class Fold:
    """The changes of one sort: the first of them, goal by goal, and how many there are."""

    sort: Sort
    total: int = 0
    changes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many are not among the first."""
        return self.total - len(self.changes)


@dataclass(frozen=True)
class Span:
    """The events after one revision of a product, up to another; None: up to now."""

    product: Product
    since: int
    until: int | None = None


def events_in(span: Span, access: Access) -> Any:
    """The events of goals in the span that a member with this access may read.

    As everywhere, what was planned in draft sprint goals is for the team alone, and a goal that has gone back to
    planning takes its past with it.
    """
    events = Event.objects.filter(product=span.product, goal__isnull=False, revision__gt=span.since).readable(access)
    if span.until is not None:
        events = events.filter(revision__lte=span.until)
    if READ_PLANNING not in access:
        events = events.exclude(goal__level=levels.SPRINT, goal__state=State.DRAFT)
    return events


def sorted_events(span: Span, access: Access) -> Any:
    """The events in the span, each with the name of its `sort`; goal by goal from the vision down, oldest first.

    Of the readings of a metric that were entered, the last one is told alone: a year of them says no more.
    """
    cases = [When(sort.takes, then=Value(sort.name)) for sort in _ALL]
    sort = Case(*cases, default=Value(_OTHERS.name), output_field=CharField())
    events = events_in(span, access)
    entered = Q(subject="reading", verb="record")
    by_metric = events.filter(entered).order_by().values(metric=KT("after__metric"))
    newest = by_metric.annotate(last=Max("pk")).values("last")
    found = events.exclude(entered & ~Q(pk__in=newest)).annotate(sort=sort).select_related("actor", "goal")
    return found.order_by("goal__level", "goal__number", "pk")


def changed(span: Span, access: Access) -> list[Fold]:
    """What changed in the span, folded by sort; sorts without a change are left out. One query."""
    order = [F("goal__level").asc(), F("goal__number").asc(), F("pk").asc()]
    found = sorted_events(span, access).annotate(
        place=Window(RowNumber(), partition_by=[F("sort")], order_by=order),
        total=Window(Count("pk"), partition_by=[F("sort")]),
    )
    folds = {name: Fold(sort) for name, sort in SORTS.items()}
    for event in found.filter(place__lte=SHOWN):
        fold = folds[event.sort]
        fold.total = event.total
        fold.changes.append(told(event, span.product))
    return [fold for fold in folds.values() if fold.total]


def told(event: Any, product: Product) -> dict[str, Any]:
    """A change as `vision/_review_change.html` takes it: the goal under its title of that time, and the words. No
    query."""
    goal = event.goal
    title = event.after.get("title") if event.subject == "goal" else goal.title
    return tell(event, product.key) | {
        "key": f"{product.key}-{goal.number}",
        "title": title,
        "level_name": goal.level_name,
    }
