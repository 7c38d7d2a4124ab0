"""The cells of the time line, written without templates: a year of many teams has hundreds of them."""

from collections.abc import Iterable
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from goalchain.lib.templatetags.ui import state

from .models import Sprint
from .reads import Told
from .wording import NOW, PAST, phase_of, short_dates

#: A cell of fewer days has little room.
SHORT = 10


def cells(placed: Iterable[tuple[int, Told | None]], product_key: str, today: date, next_pk: int | None) -> SafeString:
    """A team's row from left to right, a cell for each sprint and each time between. No query.

    Args:
        placed: how many days each takes; None for days without a sprint.
        next_pk: the sprint that comes next: that it has no goal is told in red, as with the one under way.
    """
    return mark_safe(
        "\n".join(
            f'<td class="between" colspan="{days}"></td>'
            if told is None
            else _cell(days, told, product_key, today, next_pk)
            for days, told in placed
        )
    )


def _cell(days: int, told: Told, product_key: str, today: date, next_pk: int | None) -> str:
    sprint, goal, phase = told.sprint, told.goal, phase_of(told.sprint, today)
    assert sprint.span is not None
    is_due = phase == NOW or sprint.pk == next_pk
    kind = f"cell is-{phase}{'' if goal else ' is-gap'}{' is-short' if days < SHORT else ''}"
    title = f'<span class="cell-goal">{escape(goal.title)}</span>' if goal else ""
    words = escape(f"{sprint.name}: {goal.title}" if goal else sprint.name)
    return (
        f'<td colspan="{days}"><a class="{kind}" id="sprint-{sprint.pk}" href="/p/{product_key}/sprints/{sprint.pk}/" '
        f'title="{words}"{" aria-current=date" if phase == NOW else ""}><span class="cell-name">{_name(sprint)}</span> '
        f'<span class="cell-dates">{short_dates(sprint.span)}</span>{title}'
        f'<span class="cell-facts">{"".join(_facts(told, phase, is_due))}</span></a></td>'
    )


def _name(sprint: Sprint) -> str:
    """The name, without the year where it is at the end; the word before a number apart, for narrow cells."""
    name = sprint.name.removesuffix(f", {sprint.starts_on.isocalendar().year}" if sprint.starts_on else "")
    word, _, number = name.rpartition(" ")
    if word and number.isdigit():
        return f'<span class="cell-word">{escape(word)} </span>{escape(number)}'
    return escape(name)


def _facts(told: Told, phase: str, is_due: bool) -> Iterable[str]:
    """Its outcome or state, as word and shape; that there is no goal; how many drafts there are for it."""
    goal = told.goal
    if told.sprint.cancelled:
        yield "<span>Cancelled</span>"
    elif goal is not None:
        yield state(goal.state, goal.outcome, goal.get_outcome_display())
        if phase == PAST and goal.state != "closed":
            yield '<span class="trouble">not reviewed</span>'
    elif phase == PAST:
        yield "<span>No goal</span>"
    else:
        yield f'<span class="{"trouble" if is_due else "open"}">No goal yet</span>'
    if told.drafts:
        count = len(told.drafts)
        yield f'<span class="cell-drafts">{count} draft{"" if count == 1 else "s"}</span>'
