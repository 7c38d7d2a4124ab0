"""Pairs of a first and a last day: how they are said, whether they fit into others, how they are shifted. No query."""

from datetime import date, timedelta

from goalchain.metrics.rules import in_short

Days = tuple[date | None, date | None]


def said(days: Days) -> str:
    """Days in words."""
    starts, ends = days
    if starts and ends:
        return f"{in_short(starts)} to {in_short(ends)}"
    return f"from {in_short(starts)}" if starts else f"until {in_short(ends)}" if ends else "no dates"


def beyond(days: Days, window: Days, key: str) -> str:
    """How days reach beyond those of the goal `key`; "" when they do not."""
    (starts, ends), (first, last) = days, window
    if ends and last and ends > last:
        return f"ends {in_short(ends)}, {counted((ends - last).days)} after {key}"
    if starts and first and starts < first:
        return f"begins {in_short(starts)}, {counted((first - starts).days)} before {key}"
    if starts and last and starts > last:
        return f"begins {in_short(starts)}, {counted((starts - last).days)} after {key} ends"
    if ends and first and ends < first:
        return f"ends {in_short(ends)}, {counted((first - ends).days)} before {key} begins"
    return ""


def lateness(blocker: Days, blocked: Days) -> int:
    """By how many days the blocker ends later than the blocked one needs it; negative when there is time."""
    needed = blocked[0] or blocked[1]
    return (blocker[1] - needed).days if blocker[1] and needed else -1


def counted(count: int) -> str:
    """So many days."""
    return f"{count} day{'' if count == 1 else 's'}"


def shifted(days: Days, by: int) -> Days:
    """The days, so many days later (or earlier). Raises OverflowError beyond the calendar."""
    step = timedelta(days=by)
    starts, ends = (day + step if day else None for day in days)
    return starts, ends


def as_a_whole(old: Days, new: Days) -> int:
    """By how many days the goal moves when it moves as a whole; 0 when it does not."""
    steps = {
        (after - before).days if after and before else None
        for before, after in zip(old, new, strict=True)
        if after or before
    }
    return steps.pop() or 0 if len(steps) == 1 else 0


def to_fit(days: Days, window: Days) -> int:
    """By how many days to shift so that the days lie within the window, as far as they can."""
    (starts, ends), (first, last) = days, window
    latest, earliest = ends or starts, starts or ends
    if latest and last and latest > last:
        return (last - latest).days
    return (first - earliest).days if first and earliest and earliest < first else 0


def moved_said(old: Days, new: Days) -> str:
    """How far a goal moves: "7 days later", "ends 3 days earlier"; "" when that cannot be said shortly."""
    if old == new:
        return "as it is"
    whole = as_a_whole(old, new)
    if whole:
        return _later(whole)
    if old[0] == new[0] and old[1] and new[1]:
        return f"ends {_later((new[1] - old[1]).days)}"
    if old[1] == new[1] and old[0] and new[0]:
        return f"begins {_later((new[0] - old[0]).days)}"
    return ""


def _later(days: int) -> str:
    return f"{counted(abs(days))} {'later' if days > 0 else 'earlier'}"
