"""Undo: the opposite of one event, as a new change.

What hangs on a goal (its metrics, say) is undone by its own app, which says how with `undo_with`.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused

from .models import Event, Goal
from .verbs.linking import Linkable

if TYPE_CHECKING:
    from goalchain.accounts.models import User

#: The verbs that can be taken back.
UNDOABLE = frozenset(
    """create revise link unlink explain move relink reorder agree withdraw activate close reopen reassess
    archive restore""".split()
)


def last_event(goal: Goal) -> Event | None:
    """The newest event of the goal itself, not of what hangs on it. One query."""
    return Event.objects.filter(goal_id=goal.pk, subject="goal").order_by("-id").first()


#: How an event is taken back, by its subject: called with the event, its goal and the person.
Undoer = Callable[[Event, Goal, "User"], None]
_undoers: dict[str, Undoer] = {}
_decisions: set[str] = set()


def undo_with(subject: str, undoer: Undoer, *, decides: bool = False) -> None:
    """Let `undoer` take back the events of a subject that hangs on goals; called by its app when it is ready.

    It raises Refused for an event that is not the newest of its subject, or that cannot be undone. `decides`: only
    those may undo who may decide on the goal; otherwise, all who may edit it.
    """
    _undoers[subject] = undoer
    _decisions.discard(subject)
    if decides:
        _decisions.add(subject)


def is_decision(event: Event) -> bool:
    """Whether taking this back is for those who may decide on the goal, as its app said."""
    return event.subject in _decisions


#: How a verb that only one level has is taken back: called with the event, its goal, the person and the change.
VerbUndoer = Callable[[Event, Goal, "User", Change], None]
_verb_undoers: dict[str, VerbUndoer] = {}


def undo_verb_with(verb: str, undoer: VerbUndoer) -> None:
    """Let `undoer` take back what a level's own verb did to a goal; called by its app when it is ready.

    It is called inside a change, for the newest event of the goal.
    """
    _verb_undoers[verb] = undoer


def can_undo(event: Event) -> bool:
    """Whether this kind of event can be taken back at all."""
    if event.subject == "goal":
        return event.verb in UNDOABLE or event.verb in _verb_undoers
    return event.subject in _undoers


def undo(event: Event, goal: Goal, *, by: "User", within: Change | None = None) -> None:
    """Take back what `event` did to `goal`, by the verb that does the opposite.

    Only the newest event of a goal can be taken back: raises Refused when somebody has changed the goal since, so that
    nobody's work goes with it. `within` joins a change under way, for what is taken back together.
    """
    if event.subject in _undoers:
        _undoers[event.subject](event, goal, by)
        return
    with change(goal.product, by, within) as begun:
        begun.undoes_id = event.pk
        newest = last_event(goal)
        goal._read_again()
        if newest is None or newest.pk != event.pk:
            raise Refused(f"{goal.key} was changed again since. Look at its history and change it by hand.")
        put_back(event, goal, by, begun)


def put_back(event: Event, goal: Goal, by: "User", begun: Change) -> None:
    """Do the opposite of one event of a goal, which is its newest, inside a change."""
    former = event.former
    match event.verb:
        case "create":
            goal.archive(by=by, within=begun)
        case "archive":
            goal.restore(by=by, within=begun)
        case "restore":
            goal.archive(by=by, within=begun)
        case "link" | "unlink" | "explain" | "move" | "relink":
            _put_links_back(goal, former["parents"], by, begun)
        case "revise":
            goal.revise(by=by, within=begun, **{name: _typed(name, value) for name, value in former.items()})
        case "reorder":
            _put_place_back(goal, former["position"], by, begun)
        case "agree" | "withdraw" | "activate" | "close" | "reopen":
            goal._refuse_archived()
            goal._enter_state(former["state"])
            goal._write(begun, "undo", **former)
            if event.verb == "activate":
                _reopen_what_was_closed(event, goal, begun)
        case "reassess":
            goal._refuse_archived()
            goal._write(begun, "undo", **former)
        case verb if verb in _verb_undoers:
            goal._refuse_archived()
            _verb_undoers[verb](event, goal, by, begun)
        case _:
            raise Refused(f"“{event.verb}” cannot be undone.")


def put_goal_back(event: Event, goal: Goal, by: "User", begun: Change) -> None:
    """Undo, the last first, what was done to the goal under the revision of `event`, inside a change.

    Raises Refused when the goal was changed again since.
    """
    done = Event.objects.filter(product_id=goal.product_id, revision=event.revision, goal_id=goal.pk, subject="goal")
    steps = list(done.order_by("-id"))
    goal._read_again()
    newest = last_event(goal)
    if steps and (newest is None or newest.pk != steps[0].pk):
        raise Refused(f"{goal.key} was changed again since. Look at its history and change it by hand.")
    for step in steps:
        put_back(step, goal, by, begun)


def reopened_with(event: Event, goal: Goal) -> list[str]:
    """The keys of the goals that undoing this event opens again with its own. One query, for an activation."""
    if event.verb != "activate":
        return []
    return [
        f"{goal.product.key}-{number}" for number in _closed_for(event, goal).values_list("goal__number", flat=True)
    ]


def _closed_for(event: Event, goal: Goal) -> QuerySet[Event]:
    """The events of other goals that were closed in the same change, to make room for this one."""
    closed = Event.objects.filter(product_id=goal.product_id, revision=event.revision, subject="goal", verb="close")
    return closed.exclude(goal_id=goal.pk).order_by("pk")


def _reopen_what_was_closed(event: Event, goal: Goal, begun: Change) -> None:
    """Take back, too, that a goal was closed in the same change to make room. One query where none was."""
    for other in _closed_for(event, goal).select_related("goal"):
        assert other.goal is not None
        former = Goal.objects.with_level().get(pk=other.goal.pk).of_level
        former.product = goal.product
        newest = last_event(former)
        if newest is None or newest.pk != other.pk:
            raise Refused(f"{former.key} was changed again since. Look at its history and change it by hand.")
        former._refuse_archived()
        former._enter_state(other.former["state"])
        former._write(begun, "undo", **other.former)


def _put_links_back(goal: Linkable, parents: list[dict[str, Any]], by: "User", begun: Any) -> None:
    by_number = {
        parent.number: parent
        for parent in Goal.objects.filter(
            product_id=goal.product_id, number__in=[parent["number"] for parent in parents]
        ).select_related("product")
    }
    goal.relink([(by_number[p["number"]], p["rationale"]) for p in parents], by=by, within=begun)


def _put_place_back(goal: Goal, position: int, by: "User", begun: Any) -> None:
    """Stand at the former place; before the goal that has taken it meanwhile, if one has."""
    taken = Goal.objects.filter(product_id=goal.product_id, level=goal.level, position=position).exclude(pk=goal.pk)
    holder = taken.select_related("product").order_by("number").first()
    if holder is None:
        goal._write(begun, "reorder", position=position)
    else:
        goal.reorder(before=holder, by=by, within=begun)


def _typed(name: str, value: Any) -> Any:
    """A value from an event as the model holds it."""
    if isinstance(value, str) and name.endswith("_on"):
        return date.fromisoformat(value)
    if isinstance(value, str) and name.endswith("_at"):
        return datetime.fromisoformat(value)
    return value
