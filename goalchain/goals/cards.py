"""The cards of the chain page, written without templates: a screen has 150 of them."""

from collections.abc import Callable, Container, Iterable
from datetime import date
from html import escape

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from goalchain.lib.templatetags.ui import icon, level, state

from . import levels
from .chain_map.asked import Asked
from .models import Goal


def cards(
    goals: Iterable[Goal],
    product_key: str,
    asked: Asked,
    *,
    selected: Goal | None,
    lit: Container[int],
    today: date | None = None,
) -> SafeString:
    """The goals of one column as cards, in their order. No query.

    Args:
        goals: as `columns.drawn` makes them, with parent_numbers, serves, matches, child_count, closed_count and marks.
        asked: the address of the map, which the addresses on a card repeat. In the past, cards lead to the traces of
            that time.
        selected: the goal whose line is lit; `lit` holds the primary keys of that line.
        today: the day on which they are shown, if not today.
    """
    day = today or timezone.localdate()
    line = escape(f"/p/{product_key}/{asked.before('goal', selected=None)}{product_key}-")
    past, fold = escape(asked.past), asked.folding()
    number = selected.number if selected else None
    return mark_safe("\n".join(_card(goal, product_key, asked, line, past, fold, number, lit, day) for goal in goals))


def _card(
    goal: Goal,
    product_key: str,
    asked: Asked,
    line: str,
    past: str,
    fold: Callable[[int], str],
    selected: int | None,
    lit: Container[int],
    today: date,
) -> str:
    key = f"{product_key}-{goal.number}"
    title = escape(goal.title)
    page = f"/g/{key}/trace/{past}" if past else f"/g/{key}/"
    context = "" if goal.matches else " is-context"
    return (
        f'<article class="card is-{goal.level_name}{context}{_light(goal, selected, lit)}" id="{key}"'
        f' data-goal="{goal.number}" data-parents="{" ".join(map(str, goal.parent_numbers))}">'
        f'<h3 class="card-title"><a id="open-{goal.number}" href="{page}">{title}</a></h3>'
        f'<div class="card-meta">{"".join(_facts(goal, today))}</div>'
        f'<div class="card-acts">{_fold(goal, asked, fold, title)}'
        f'<a class="quiet" href="{line}{goal.number}" data-select>Line<span class="unseen"> of {title}</span></a>'
        "</div></article>"
    )


def _fold(goal: Goal, asked: Asked, fold: Callable[[int], str], title: str) -> str:
    """The word that folds what is below a goal, or unfolds it."""
    is_folded = goal.number in asked.folded
    if not (goal.child_count or is_folded):
        return ""
    words = f"Unfold {goal.child_count}" if is_folded else "Fold"
    kept = " is-on" if is_folded else ""
    return (
        f'<a class="quiet{kept}" id="fold-{goal.number}" data-remap'
        f' href="{escape(fold(goal.number))}">{words}<span class="unseen"> below {title}</span></a>'
    )


def _light(goal: Goal, selected: int | None, lit: Container[int]) -> str:
    if selected is None:
        return ""
    if goal.number == selected:
        return " is-selected"
    return " is-lit" if goal.pk in lit else " is-receded"


def _facts(goal: Goal, today: date) -> Iterable[str]:
    """What stands under a title: the kind where a column has two, state, end, progress, marks, a missing parent."""
    if goal.level == levels.STRATEGIC:
        yield level(goal.level_name, goal.label)
    yield state(goal.state, goal.outcome)
    if goal.ends_on and goal.level > levels.STRATEGIC:
        yield _end(goal, today)
    if goal.child_count:
        yield f"<span>{goal.closed_count} of {goal.child_count} closed</span>"
    for word in goal.marks:
        yield f'<span class="trouble">{icon("warning")} {word}</span>'
    if not goal.serves and goal.level > levels.VISION:
        yield '<span class="trouble">serves no goal</span>'


def _end(goal: Goal, today: date) -> str:
    """The day by which the goal is meant to be met, with its year unless that is this one; late when it is over."""
    ends_on = goal.ends_on
    assert ends_on is not None
    day = f"{ends_on.day} {ends_on:%b}" + (f" {ends_on.year}" if ends_on.year != today.year else "")
    if goal.state != "closed" and ends_on < today:
        return f'<span class="trouble">late: {day}</span>'
    return f"<span>by {day}</span>" if goal.state != "closed" else f"<span>{day}</span>"
