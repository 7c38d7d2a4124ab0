"""The cards of the chain page, written without templates: a screen has 150 of them."""

from collections.abc import Container, Iterable, Iterator
from datetime import date
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from goalchain.lib.templatetags.ui import icon, level, state

from . import levels
from .chain_map.asked import Asked
from .models import Goal

#: So many cards are kept as they were written last: what did not change since is not written anew.
CARDS_KEPT = 4096


class Shown(NamedTuple):
    """What a card shows of its goal. `light`: how it stands to the lit line; `fold_url`: what folds or unfolds it."""

    number: int
    title: str
    level_name: str
    state: str
    outcome: str
    ends_on: date | None
    child_count: int
    closed_count: int
    marks: tuple[str, ...]
    serves: bool
    parents: tuple[int, ...]
    light: str
    is_folded: bool
    fold_url: str


class Around(NamedTuple):
    """What all cards of a map have in common. `line` begins the address that lights a line, `past` ends that of a trace
    in the past."""

    product_key: str
    line: str
    past: str
    today: date


def cards(
    goals: Iterable[Goal],
    product_key: str,
    asked: Asked,
    *,
    selected: Goal | None,
    lit: Container[int],
    today: date,
) -> SafeString:
    """The goals of one column as cards, in their order. No query.

    Args:
        goals: as `columns.drawn` makes them, with parent_numbers, serves, matches, child_count, closed_count and marks.
        asked: the address of the map, which the addresses on a card repeat. In the past, cards lead to the traces of
            that time.
        selected: the goal whose line is lit; `lit` holds the primary keys of that line.
        today: the day on which they are shown: that of the product, or a former one.
    """
    line = f"/p/{product_key}/{asked.before('goal', selected=None)}{product_key}-"
    around = Around(product_key, line, asked.past, today)
    fold, number = asked.folding(), selected.number if selected else None
    written = []
    for goal in goals:
        is_folded = goal.number in asked.folded
        shown = Shown(
            goal.number,
            goal.title,
            goal.level_name,
            goal.state,
            goal.outcome,
            goal.ends_on,
            goal.child_count,  # type: ignore[attr-defined]
            goal.closed_count,  # type: ignore[attr-defined]
            tuple(goal.marks),  # type: ignore[attr-defined]
            goal.serves,  # type: ignore[attr-defined]
            tuple(goal.parent_numbers),  # type: ignore[attr-defined]
            ("" if goal.matches else " is-context") + _light(goal, number, lit),  # type: ignore[attr-defined]
            is_folded,
            fold(goal.number) if goal.child_count or is_folded else "",  # type: ignore[attr-defined]
        )
        written.append(_card(shown, around))
    return mark_safe("\n".join(written))


def _light(goal: Goal, selected: int | None, lit: Container[int]) -> str:
    if selected is None:
        return ""
    if goal.number == selected:
        return " is-selected"
    return " is-lit" if goal.pk in lit else " is-receded"


@lru_cache(maxsize=CARDS_KEPT)
def _card(shown: Shown, around: Around) -> str:
    number, key = shown.number, f"{around.product_key}-{shown.number}"
    title = escape(shown.title)
    page = f"/g/{key}/trace/{escape(around.past)}" if around.past else f"/g/{key}/"
    return (
        f'<article class="card is-{shown.level_name}{shown.light}" id="{key}"'
        f' data-goal="{number}" data-parents="{" ".join(map(str, shown.parents))}">'
        f'<h3 class="card-title"><a id="open-{number}" href="{page}">{title}</a></h3>'
        f'<div class="card-meta">{"".join(_facts(shown, around.today))}</div>'
        f'<div class="card-acts">{_fold(shown, title)}'
        f'<a class="quiet" href="{escape(around.line)}{number}" data-select>Line<span class="unseen"> of {title}</span>'
        "</a></div></article>"
    )


def _fold(shown: Shown, title: str) -> str:
    """The word that folds what is below a goal, or unfolds it."""
    if not shown.fold_url:
        return ""
    words, kept = (f"Unfold {shown.child_count}", " is-on") if shown.is_folded else ("Fold", "")
    return (
        f'<a class="quiet{kept}" id="fold-{shown.number}" data-remap'
        f' href="{escape(shown.fold_url)}">{words}<span class="unseen"> below {title}</span></a>'
    )


def _facts(shown: Shown, today: date) -> Iterator[str]:
    """What stands under a title: the kind where a column has two, state, end, progress, marks, a missing parent."""
    kind = levels.LEVELS[shown.level_name]
    if kind.rank == levels.STRATEGIC:
        yield level(kind.name, kind.label)
    yield state(shown.state, shown.outcome)
    if shown.ends_on and kind.rank > levels.STRATEGIC:
        yield _end(shown.ends_on, shown.state, today)
    if shown.child_count:
        yield f"<span>{shown.closed_count} of {shown.child_count} closed</span>"
    for word in shown.marks:
        yield f'<span class="trouble">{icon("warning")} {word}</span>'
    if not shown.serves and kind.rank > levels.VISION:
        yield '<span class="trouble">serves no goal</span>'


def _end(ends_on: date, stage: str, today: date) -> str:
    """The day by which the goal is meant to be met, with its year unless that is this one; late when it is over."""
    day = f"{ends_on.day} {ends_on:%b}" + (f" {ends_on.year}" if ends_on.year != today.year else "")
    if stage != "closed" and ends_on < today:
        return f'<span class="trouble">late: {day}</span>'
    return f"<span>by {day}</span>" if stage != "closed" else f"<span>{day}</span>"
