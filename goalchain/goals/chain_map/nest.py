"""The chain map as a nested list: the same goals for screen readers, small screens and those who rather read."""

from html import escape

from django.utils.safestring import SafeString, mark_safe

from goalchain.lib.templatetags.ui import level, state

from ..columns import ChainView
from ..levels import LEVELS
from ..models import Goal


def nest(view: ChainView, product_key: str) -> SafeString:
    """The goals of the map, each under every goal that it serves, in the order of the columns. No query.

    What hangs on a goal with several parents is told once; the other places lead there. A goal whose parents are not on
    the map stands at the beginning of the list's lines, as the vision does.
    """
    goals = {goal.number: goal for goal in view.goals}
    if not goals:
        return SafeString("")
    place = {number: at for at, number in enumerate(goals)}
    below: dict[int, list[int]] = {}
    for child, parent in view.edges:
        below.setdefault(parent, []).append(child)
    for children in below.values():
        children.sort(key=place.__getitem__)
    told: set[int] = set()
    row = _Row(view, product_key)

    def branch(numbers: list[int]) -> str:
        return f"<ul>{''.join([twig(number) for number in numbers])}</ul>"

    def twig(number: int) -> str:
        goal, children = goals[number], below.get(number, [])
        if number in told:
            return f"<li>{row.told(goal)}{' <i>told above</i>' if children else ''}</li>"
        told.add(number)
        return f"<li>{row.told(goal, is_first=True)}{branch(children) if children else ''}</li>"

    return mark_safe(branch([number for number, goal in goals.items() if not goal.parent_numbers]))  # type: ignore[attr-defined]


class _Row:
    """How a goal of this map is told in one row, with what can be done with it."""

    def __init__(self, view: ChainView, product_key: str) -> None:
        self.view, self.key = view, product_key
        self.past, self.fold = view.asked.past, view.asked.folding()
        self.line = escape(f"{view.asked.before('goal', selected=None)}{product_key}-")
        self.levels = {name: level(name, known.label) for name, known in LEVELS.items()}

    def told(self, goal: Goal, *, is_first: bool = False) -> str:
        """The row; the first one of a goal can be addressed."""
        key, title = f"{self.key}-{goal.number}", escape(goal.title)
        page = escape(f"/g/{key}/trace/{self.past}") if self.past else f"/g/{key}/"
        anchor = f' id="row-{goal.number}"' if is_first else ""
        return (
            f'<div class="nest-row is-{goal.level_name}{self._light(goal)}"{anchor}>'
            f'<a class="nest-title" href="{page}">{title}</a> '
            f"{self.levels[goal.level_name]} {state(goal.state, goal.outcome)} "
            f'<a class="quiet" href="{self.line}{goal.number}#row-{goal.number}">Line'
            f'<span class="unseen"> of {title}</span></a>'
            f"{self._folding(goal, title)}</div>"
        )

    def _light(self, goal: Goal) -> str:
        context = "" if goal.matches else " is-context"  # type: ignore[attr-defined]
        selected = self.view.selected
        if selected is None:
            return context
        is_lit = " is-lit" if goal.pk in self.view.lit else " is-receded"
        return context + (" is-selected" if goal.number == selected.number else is_lit)

    def _folding(self, goal: Goal, title: str) -> str:
        """The word that folds what is below a goal, or unfolds it."""
        is_folded = goal.number in self.view.asked.folded
        if not (goal.child_count or is_folded):  # type: ignore[attr-defined]
            return ""
        words = f"Unfold {goal.child_count}" if is_folded else "Fold"  # type: ignore[attr-defined]
        return (
            f'<a class="quiet" href="{escape(self.fold(goal.number))}" data-remap>{words}'
            f'<span class="unseen"> below {title}</span></a>'
        )
