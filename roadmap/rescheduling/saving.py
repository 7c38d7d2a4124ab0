"""Save other dates of a goal, with what is shifted along, as one change; and take all of it back."""

from datetime import date
from typing import TYPE_CHECKING, Any

from goalchain.goals.models import Event, Goal
from goalchain.goals.undo import undo
from goalchain.products.access import Access
from goalchain.products.changes import change
from goalchain.products.errors import Refused

from .impact import Impact, Shift, impact_of

if TYPE_CHECKING:
    from goalchain.accounts.models import User


class PlanChanged(Exception):
    """What would be shifted along is no longer what the person saw; `impact` is how it stands now."""

    def __init__(self, impact: Impact) -> None:
        super().__init__("What would be shifted along has changed meanwhile.")
        self.impact = impact


def reschedule(
    goal: Goal,
    starts_on: date | None,
    ends_on: date | None,
    *,
    by: "User",
    version: int,
    along: str | None = None,
) -> int:
    """Give the goal other dates; with `along` (the mark of the impact that was seen), shift what was offered, too.

    One change, all or none of it, with an event for each goal. Returns how many goals changed. Raises Stale for another
    version, Refused for what a verb refuses, PlanChanged when something else would be shifted than was seen.
    """
    with change(goal.product, by) as begun:
        shifts: list[Shift] = []
        if along is not None:
            impact = impact_of(goal, starts_on, ends_on)
            shifts = _in_turn(impact.shifts)
        changed = int(goal.revise(by=by, version=version, within=begun, starts_on=starts_on, ends_on=ends_on))
        if along is not None and impact.mark != along:
            raise PlanChanged(impact)
        goals = {found.pk: found.of_level for found in Goal.objects.with_level().filter(pk__in=_keys(shifts))}
        for shift in shifts:
            shifted = goals[shift.thing.pk]
            shifted.product = goal.product
            words: dict[str, Any] = {}
            if shift.sprint_id:
                words["sprint_id"] = shift.sprint_id
            if shift.thing.has_own_days:
                words["starts_on"], words["ends_on"] = shift.days
            changed += shifted.revise(by=by, version=shift.thing.version, within=begun, **words)
    return changed


def _keys(shifts: list[Shift]) -> list[int]:
    return [shift.thing.pk for shift in shifts]


def _in_turn(shifts: list[Shift]) -> list[Shift]:
    """The shifts in an order in which no sprint goal comes into a sprint before its former goal has left."""
    later = [shift for shift in shifts if _first(shift.days) >= _first(shift.thing.days)]
    earlier = [shift for shift in shifts if _first(shift.days) < _first(shift.thing.days)]
    return [*sorted(later, key=_day_of, reverse=True), *sorted(earlier, key=_day_of)]


def _day_of(shift: Shift) -> date:
    return _first(shift.days)


def _first(days: tuple[date | None, date | None]) -> date:
    return days[0] or days[1] or date.min


def take_back(event: Event, goal: Goal, access: Access, *, by: "User") -> int:
    """Undo the rescheduling that `event` of `goal` belongs to, for every goal that changed with it, as one change.

    Returns how many goals. Raises PermissionDenied unless all of them may be edited, and Refused when one of them was
    changed again since: then nothing is taken back.
    """
    product = goal.product
    with change(product, by) as begun:
        together = Event.objects.filter(
            product=product, revision=event.revision, subject="goal", verb="revise"
        ).order_by("-id")
        events = list(together)
        found = Goal.objects.with_level().filter(pk__in=[each.goal_id for each in events])
        goals = {each.pk: each.of_level for each in found}
        if event.pk not in {each.pk for each in events}:
            raise Refused(f"{goal.key} was not rescheduled by that. Look at its history and change it by hand.")
        for each in events:
            own = goals[each.goal_id]  # type: ignore[index]
            own.product = product
            access.require_edit(own.level)
            undo(each, own, by=by, within=begun)
    return len(events)
