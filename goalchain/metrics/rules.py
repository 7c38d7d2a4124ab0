"""What the values of a metric must be to each other, and which days can be right. Plain functions, no query."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from .numbers import in_words

FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(2199, 12, 31)


def metric_refusal(values: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Pairs of a field and what is wrong with it; nothing when all is well. `values` are those of a metric."""
    unit = values["unit"].strip()
    if not values["name"].strip():
        yield "name", "Name what is measured, for example “Bookings without a call”."
    if not unit:
        yield "unit", "Say the unit, for example %, €, riders or minutes."
    if values["direction"] not in ("up", "down", "within"):
        yield "direction", f"“{values['direction']}” is no direction. Choose up, down or within."
    elif values["direction"] == "within":
        yield from _bounds(values["lower"], values["upper"], unit)
    else:
        yield from _aim(values["direction"], values["baseline"], values["target"], unit)
    if values["target_on"] and (refusal := day_refusal(values["target_on"])):
        yield "target_on", refusal


def _aim(direction: str, baseline: Any, target: Any, unit: str) -> Iterator[tuple[str, str]]:
    if baseline is None:
        yield "baseline", "Say where it starts: the baseline is what the metric was before anybody worked on it."
    if target is None:
        yield "target", "Say where it is to go: without a target nobody can tell whether the goal came true."
    if baseline is None or target is None:
        return
    if baseline == target:
        yield (
            "target",
            f"The target {in_words(target, unit)} is the baseline: there is nothing to move. Choose another target, or "
            "“keep within” with two bounds.",
        )
    elif (direction == "up") != (target > baseline):
        other, place = ("down", "below") if direction == "up" else ("up", "above")
        yield (
            "target",
            f"The target {in_words(target, unit)} is {place} the baseline {in_words(baseline, unit)}, but the metric "
            f"is to go {direction}. Choose {other}, or another target.",
        )


def _bounds(lower: Any, upper: Any, unit: str) -> Iterator[tuple[str, str]]:
    if lower is None:
        yield "lower", "Say the lower bound: the least that is still well."
    if upper is None:
        yield "upper", "Say the upper bound: the most that is still well."
    if lower is None or upper is None or lower < upper:
        return
    yield (
        "upper",
        f"The upper bound {in_words(upper, unit)} is not above the lower bound {in_words(lower, unit)}. Turn them "
        "round, or choose others.",
    )


def day_refusal(day: date) -> str:
    """Why a day cannot be right; "" when it can: a slip of the finger is caught, a plan is not."""
    if FIRST_DAY <= day <= LAST_DAY:
        return ""
    return f"{in_full(day)} cannot be right. Choose a day from 1970 to 2199."


def reading_day_refusal(day: date, today: date) -> str:
    """Why a reading cannot be of this day; "" when it can."""
    if day > today:
        return f"{in_full(day)} is still to come. A reading is of today or of a day before."
    return day_refusal(day)


def in_full(day: date) -> str:
    """A day as people read it: 20 November 2026."""
    return f"{day.day} {day:%B} {day.year}"


def in_short(day: date) -> str:
    """A day as people read it in a narrow place: 20 Nov 2026."""
    return f"{day.day} {day:%b} {day.year}"
