"""The trail of a release's date: where it was when it was agreed, and every day to which it was moved since.

It is read from the events, which nobody can change: a date that slipped stays visible. A draft promises nothing, so its
dates are no part of it; a step that was taken back is none either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models.fields.json import KeyTextTransform

from goalchain.goals.models import Event
from goalchain.goals.models.goal import State


@dataclass(frozen=True, slots=True)
class Move:
    """One event that changed the end of a goal; `undoes_id` is the event that it took back."""

    pk: int
    undoes_id: int | None
    state: str
    former: date | None
    after: date | None


@dataclass(frozen=True)
class Trail:
    """The days in their order, the present one last; fewer than two say that the date never moved."""

    days: tuple[date, ...] = ()

    def __bool__(self) -> bool:
        return len(self.days) > 1

    @property
    def short(self) -> str:
        """For the eye: "12 Nov → 26 Nov → 3 Dec 2026", the year where it changes and at the end."""
        told = []
        for place, day in enumerate(self.days):
            is_last_of_year = place + 1 == len(self.days) or self.days[place + 1].year != day.year
            told.append(f"{day.day} {day:%b}{f' {day.year}' if is_last_of_year else ''}")
        return " → ".join(told)

    @property
    def times_said(self) -> str:
        """How often it moved: "once", "twice", "3 times"."""
        times = len(self.days) - 1
        return {1: "once", 2: "twice"}.get(times, f"{times} times")

    @property
    def slip(self) -> int:
        """By how many days it has slipped in all; negative when it was brought forward."""
        return (self.days[-1] - self.days[0]).days if self.days else 0

    @property
    def slip_said(self) -> str:
        """That in words: "21 days later than agreed"."""
        count = f"{abs(self.slip)} day{'' if abs(self.slip) == 1 else 's'}"
        return f"{count} {'later' if self.slip > 0 else 'earlier'} than agreed" if self.slip else "back where it was"

    @property
    def said(self) -> str:
        """For the ear: "moved twice: from 12 November 2026 to 26 November 2026, then to 3 December 2026"."""
        first, second, *rest = [f"{day.day} {day:%B} {day.year}" for day in self.days]
        then = "".join(f", then to {day}" for day in rest)
        return f"moved {self.times_said}: from {first} to {second}{then}"


def trail_of(moves: Iterable[Move]) -> Trail:
    """The trail that these moves leave, given oldest first. No query."""
    kept: list[Move] = []
    taken_back: set[int] = set()
    for move in reversed(list(moves)):
        if move.pk in taken_back:
            continue
        if move.undoes_id is not None:
            taken_back.add(move.undoes_id)
        elif move.state != State.DRAFT:
            kept.append(move)
    days: list[date] = []
    for move in reversed(kept):
        for day in (move.former, move.after):
            if day is not None and (not days or days[-1] != day):
                days.append(day)
    return Trail(tuple(days))


def trails(goals: Iterable[int]) -> dict[int, Trail]:
    """The trails of these goals (primary keys); those whose date never moved are left out.

    One query; none for no goals.
    """
    keys = list(goals)
    if not keys:
        return {}
    events = (
        Event.objects.filter(goal_id__in=keys, subject="goal", former__has_key="ends_on")
        .annotate(
            was=KeyTextTransform("ends_on", "former"),
            became=KeyTextTransform("ends_on", "after"),
            state_then=KeyTextTransform("state", "after"),
        )
        .order_by("pk")
        .values_list("goal_id", "pk", "undoes_id", "state_then", "was", "became")
    )
    moves: dict[int, list[Move]] = {}
    for goal_id, pk, undoes_id, state, was, became in events:
        moves.setdefault(goal_id, []).append(Move(pk, undoes_id, state, _day(was), _day(became)))
    found = {goal_id: trail_of(steps) for goal_id, steps in moves.items()}
    return {goal_id: trail for goal_id, trail in found.items() if trail}


def _day(told: str | None) -> date | None:
    """A date out of JSON: for none, PostgreSQL tells NULL, and SQLite the word."""
    return None if told in (None, "null") else date.fromisoformat(told)
