"""What is offered to be shifted along when a goal gets other dates.

With a goal that moves as a whole moves all that serves it; with one end, what no longer fits. What waits for it moves
as far as it must. A sprint keeps its days, as its team planned it: a sprint goal moves to the sprint of the same team
that lies where the work would go, if there is one and its own has not begun.
"""

from datetime import date

from django.db.models import Model

from goalchain.goals import levels
from goalchain.products.access import Access

from .around import Around, Thing
from .days import Days, as_a_whole, beyond, lateness, shifted, to_fit
from .impact import Impact, Shift


class Plan:
    """What can be shifted along, worked out goal by goal."""

    def __init__(self, around: Around, impact: Impact, access: Access, today: date) -> None:
        self.around, self.impact, self.access, self.today = around, impact, access, today
        self.now: dict[int, Days] = {}
        self.sprints: dict[int, list[tuple[int, str, date, date]]] = {}

    def make(self, own: Thing, new: Days) -> None:
        """Fill `impact.shifts` and `impact.staying`. One query, for the sprints of the teams concerned."""
        self._read_sprints()
        self.now[own.pk] = new
        self._below(own, own.days, new)
        queue = [own.pk, *(shift.thing.pk for shift in self.impact.shifts)]
        for pk in queue:
            for blocked in self.around.behind(pk):
                if blocked.pk in self.now:
                    continue
                before = lateness(self.around.things[pk].days, blocked.days)
                late = lateness(self.now[pk], blocked.days)
                if late > max(before, 0) and self._move(blocked, late):
                    queue.append(blocked.pk)
                    moved = self.now[blocked.pk]
                    first = len(self.impact.shifts)
                    self._below(blocked, blocked.days, moved)
                    queue += [shift.thing.pk for shift in self.impact.shifts[first:]]

    def _below(self, thing: Thing, old: Days, new: Days) -> None:
        by = as_a_whole(old, new)
        for child in self.around.below(thing.pk):
            if child.pk in self.now:
                continue
            if by:
                self._move(child, by)
            elif beyond(child.days, new, "") and not beyond(child.days, old, ""):
                self._move(child, to_fit(child.days, new))

    def _move(self, thing: Thing, by: int) -> bool:
        """Note where the goal would go; whether it can go there."""
        shift = self._shift(thing, by) if self.access.edit_level(thing.level) else None
        if shift is None:
            self.now[thing.pk] = thing.days
            if any(misfit.thing.pk == thing.pk for misfit in self.impact.misfits):
                self.impact.staying.append(thing)
            return False
        self.now[thing.pk] = shift.days
        self.impact.shifts.append(shift)
        return True

    def _shift(self, thing: Thing, by: int) -> Shift | None:
        try:
            days = shifted(thing.days, by)
        except OverflowError:
            return None
        if not thing.follows_sprint:
            return Shift(thing, days)
        begins = thing.days[0]
        if thing.state == "active" or days[0] is None or begins is None or begins <= self.today:
            return None
        for pk, name, starts, ends in self.sprints.get(thing.team_id or 0, []):
            if starts <= days[0] <= ends and pk != thing.sprint_id:
                return Shift(thing, (starts, ends), pk, name)
        return None

    def _read_sprints(self) -> None:
        teams = {thing.team_id for thing in self.around.things.values() if thing.follows_sprint}
        if not teams:
            return
        goals: type[Model] = levels.model_of(levels.SPRINT)
        own: type[Model] = goals._meta.get_field("sprint").related_model  # type: ignore[assignment]
        found = own._default_manager.filter(team_id__in=teams).exclude(starts_on=None).exclude(ends_on=None)
        for team, *sprint in found.order_by("starts_on", "pk").values_list(
            "team_id", "pk", "name", "starts_on", "ends_on"
        ):
            self.sprints.setdefault(team, []).append(tuple(sprint))  # type: ignore[arg-type]
