"""What other dates of a goal do to the goals around it, before they are saved. Reads, and writes nothing.

A goal moves as a whole (both ends by as many days) or at one end. What no longer fits is named: releases and sprint
goals that reach beyond the goal that they serve, goals that would have to begin before what they wait for is done.
"""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date

from goalchain.goals.models import Goal
from goalchain.metrics.rules import in_short

from .around import Around, Thing
from .days import Days, beyond, counted, lateness, said


@dataclass(frozen=True, slots=True)
class Misfit:
    """A goal that no longer fits, and why: "ends 9 Jun 2027, 12 days after BIKE-4"."""

    thing: Thing
    why: str


@dataclass(frozen=True, slots=True)
class Shift:
    """Where a goal would go: other days, or another sprint of the same team."""

    thing: Thing
    days: Days
    sprint_id: int | None = None
    sprint: str = ""

    @property
    def words(self) -> str:
        """The new days, or the sprint."""
        return self.sprint or said(self.days)


@dataclass(slots=True)
class Impact:
    """What no longer fits, what can be shifted along, and what would stay where it is although it does not fit."""

    misfits: list[Misfit] = field(default_factory=list)
    shifts: list[Shift] = field(default_factory=list)
    staying: list[Thing] = field(default_factory=list)

    @property
    def is_clear(self) -> bool:
        """Whether everything still fits."""
        return not self.misfits

    @property
    def mark(self) -> str:
        """A short word that stands for the shifts, goals and versions included: what a person has agreed to."""
        told = [(s.thing.pk, s.thing.version, str(s.days), s.sprint_id) for s in self.shifts]
        return hashlib.blake2b(repr(sorted(told)).encode(), digest_size=9).hexdigest()


def impact_of(goal: Goal, starts_on: date | None, ends_on: date | None) -> Impact:
    """What it would do if the goal had these days. `goal.access` says what may be shifted along. Five queries at most.

    Raises nothing for days in the wrong order or an archived goal: there is nothing to say but what the verb says.
    """
    old, new = (goal.starts_on, goal.ends_on), (starts_on, ends_on)
    if old == new or goal.archived_at is not None or (starts_on and ends_on and ends_on < starts_on):
        return Impact()
    from .plan import Plan

    around = Around.of(goal)
    own = replace(around.things[goal.pk], days=old)
    around.things[goal.pk] = own
    impact = Impact()
    for child in around.below(goal.pk):
        why = beyond(child.days, new, goal.key)
        if why and not beyond(child.days, old, goal.key):
            impact.misfits.append(Misfit(child, why))
    for parent in around.above:
        why = beyond(new, parent.days, parent.key)
        if why and not beyond(old, parent.days, parent.key):
            impact.misfits.append(Misfit(parent, f"{goal.key} {why}"))
    for blocker in around.blockers:
        late = lateness(blocker.days, new)
        if late > max(lateness(blocker.days, old), 0):
            ends = in_short(blocker.days[1])  # type: ignore[arg-type]
            impact.misfits.append(Misfit(blocker, f"ends {ends}, {counted(late)} after {goal.key} needs it"))
    for blocked in around.behind(goal.pk):
        late = lateness(new, blocked.days)
        if late > max(lateness(old, blocked.days), 0):
            impact.misfits.append(Misfit(blocked, f"waits for {goal.key} and would begin {counted(late)} too early"))
    if impact.misfits:
        Plan(around, impact, goal.access, goal.product.today()).make(own, new)
    return impact
