"""The chain map as a nested list: the same goals for screen readers, small screens and those who rather read."""

from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString, mark_safe

from goalchain.lib.templatetags.ui import level, state

from ..cards import CARDS_KEPT
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


class Shown(NamedTuple):
    """What a row tells of its goal, and where it leads. `anchor`: its id, which the first one of a goal has; `light`:
    how it stands to the lit line; `line`: what lights it; `fold_url`: what folds what is below, `folding` in a word."""

    title: str
    level_name: str
    state: str
    outcome: str
    anchor: str
    light: str
    page: str
    line: str
    folding: str
    fold_url: str


class _Row:
    """How a goal of this map is told in one row, with what can be done with it."""

    def __init__(self, view: ChainView, product_key: str) -> None:
        self.view, self.key = view, product_key
        self.past, self.fold = view.asked.past, view.asked.folding()
        self.line = f"{view.asked.before('goal', selected=None)}{product_key}-"

    def told(self, goal: Goal, *, is_first: bool = False) -> str:
        """The row; the first one of a goal can be addressed."""
        number, is_folded = goal.number, goal.number in self.view.asked.folded
        children: int = goal.child_count  # type: ignore[attr-defined]
        shown = Shown(
            goal.title,
            goal.level_name,
            goal.state,
            goal.outcome,
            f"row-{number}" if is_first else "",
            self._light(goal),
            f"/g/{self.key}-{number}/trace/{self.past}" if self.past else f"/g/{self.key}-{number}/",
            f"{self.line}{number}#row-{number}",
            f"Unfold {children}" if is_folded else "Fold" if children else "",
            self.fold(number) if is_folded or children else "",
        )
        is_selected = is_first and self.view.selected is not None and number == self.view.selected.number
        return f"{_written(shown)}{self._line(number) if is_selected else ''}</div>"

    def _line(self, number: int) -> str:
        """The line of the selected goal, told where it was asked for: on a phone the list has no other room for it."""
        view, key = self.view, f"{self.key}-{number}"
        acts = [(f"/g/{key}/trace/{self.past}", f"Trace{view.other_lines}")]
        if view.can_link:
            acts.append((f"/g/{key}/parents/", "Link to…"))
        if view.child_level:
            acts.append((f"/p/{self.key}/goals/new/?level={view.child_level}&parent={key}", "Add below"))
        acts.append((f"/p/{self.key}/{view.asked.query(selected=None)}#row-{number}", "Show all"))
        links = "".join(f'<a class="quiet" href="{escape(url)}">{word}</a>' for url, word in acts)
        return (
            f'<div class="nest-line"><p class="say">{escape(view.sentence)}</p><div class="actions small">{links}</div>'
            "</div>"
        )

    def _light(self, goal: Goal) -> str:
        context = "" if goal.matches else " is-context"  # type: ignore[attr-defined]
        selected = self.view.selected
        if selected is None:
            return context
        is_lit = " is-lit" if goal.pk in self.view.lit else " is-receded"
        return context + (" is-selected" if goal.number == selected.number else is_lit)


@lru_cache(maxsize=CARDS_KEPT)
def _written(shown: Shown) -> str:
    """A row but for its end."""
    title, kind = escape(shown.title), LEVELS[shown.level_name]
    anchor = f' id="{shown.anchor}"' if shown.anchor else ""
    folding = (
        f'<a class="quiet" href="{escape(shown.fold_url)}" data-remap>{shown.folding}'
        f'<span class="unseen"> below {title}</span></a>'
    )
    return (
        f'<div class="nest-row is-{kind.name}{shown.light}"{anchor}>'
        f'<a class="nest-title" href="{escape(shown.page)}">{title}</a> '
        f"{level(kind.name, kind.label)} {state(shown.state, shown.outcome)} "
        f'<a class="quiet" href="{escape(shown.line)}">Line<span class="unseen"> of {title}</span></a>'
        f"{folding if shown.folding else ''}"
    )
