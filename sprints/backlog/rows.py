"""The rows of the backlog, written without templates: a page has a hundred of them.

Their buttons belong to the form `backlog-acts` of the page, so that they work without JavaScript and cost no form each.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from goalchain.lib.templatetags.ui import icon, level, state

from ..models.backlog_item import ItemState
from .reads import ShownItem
from .tracker import tracker_of
from .wording import DRAWN, OTHER_GOAL, STEPS

LABELS = {"product": "Product goal", "release": "Release goal"}


@dataclass(frozen=True)
class Look:
    """How rows look on a page: `first` is the number of the first one (None: no numbers), `is_sortable` whether they
    can be moved past each other, `in_sprint` whether they stand on the page of their sprint, `is_alone` that it is the
    page of the item, which has the title already."""

    product: str
    may_edit: bool
    first: int | None = None
    is_sortable: bool = False
    in_sprint: bool = False
    is_alone: bool = False


def rows(items: Iterable[ShownItem], look: Look) -> SafeString:
    """The rows of a list. No query."""
    writer = _Writer(look)
    return mark_safe("\n".join(writer.row(item, place) for place, item in enumerate(items, start=look.first or 0)))


class _Writer:
    """Writes rows of one look; what many of them share is put into words once."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.base = f"/p/{look.product}/backlog/"
        self.query = "?in=sprint" if look.in_sprint else ""
        self.goal = cache(self._goal)
        self.sprint = cache(self._sprint)
        self.states = {name: self._state(name, label) for name, label in ItemState.choices}
        self.grip, self.info, self.leads_out = icon("drag"), icon("info"), icon("external")

    def row(self, item: ShownItem, number: int) -> str:
        """An item as a list shows it; `number` is its place, where the list is numbered."""
        look, name, title = self.look, f"item-{item.pk}", escape(item.title)
        sortable = " is-sortable" if look.is_sortable else ""
        parts = [f'<li class="item is-{item.state}{sortable}" id="{name}" ']
        parts.append(f'data-item="{item.pk}" data-version="{item.version}">')
        if sortable:
            parts.append(
                f'<button type="button" class="icon-button item-grab needs-script" id="{name}-grab" data-grab '
                f'aria-describedby="grab-help">{self.grip}<span class="unseen">Move {title}</span></button>'
            )
        if look.first is not None:
            parts.append(f'<span class="item-number">{number}</span>')
        if not look.is_alone:
            address = f"{self.base}{item.pk}/"
            parts.append(f'<span class="rows-title"><a id="{name}-title" href="{address}">{title}</a></span>')
        parts += ['<span class="item-facts">', *self._facts(item), '</span><span class="rows-side item-side">']
        if look.may_edit and not item.is_archived:
            parts += self._acts(item, name, title)
        if item.size:
            parts.append(f'<span class="item-size"><span class="unseen">Size </span>{item.size}</span>')
        parts.append(self.states[item.state])
        parts.append("<span>Archived</span></span></li>" if item.is_archived else "</span></li>")
        return "".join(parts)

    def _facts(self, item: ShownItem) -> Iterable[str]:
        """What it serves, where it is planned, that it serves another goal, its link to another tool."""
        if item.goal:
            yield self.goal(item.goal, item.goal_title, item.goal_level, item.goal_is_archived)
        elif item.serves_none:
            yield "<span>Serves no goal, on purpose</span>"
        else:
            yield '<span class="trouble">Not said yet what it serves</span>'
        if item.sprint and not self.look.in_sprint:
            yield self.sprint(item.sprint, item.team_name, item.sprint_name)
        if not item.fits:
            yield f'<span class="item-mark">{self.info}{OTHER_GOAL}</span>'
        tracker = tracker_of(item.tracker_url) if item.tracker_url else None
        if tracker:
            address, words = escape(item.tracker_url), escape(str(tracker))
            yield f'<a href="{address}" rel="noopener noreferrer">{self.leads_out}{words}</a>'

    def _acts(self, item: ShownItem, name: str, title: str) -> Iterable[str]:
        """The step to its next state, the way to the top, and its editor."""
        base, joint = f"{self.base}{item.pk}/", f"{self.query}&amp;" if self.query else "?"
        to, word = STEPS[item.state]
        yield _button(f"{base}state/{joint}to={to}", item.version, f"{name}-step", word, title)
        if not self.look.in_sprint:
            yield _button(f"{base}position/{joint}place=top", item.version, f"{name}-top", "Top", title)
        yield (
            f'<a class="quiet" id="{name}-edit" href="{base}" data-edit hx-get="{base}{self.query}" '
            f'hx-target="#{name}" hx-swap="outerHTML" hx-push-url="false">Edit'
            f'<span class="unseen"> {title}</span></a>'
        )

    def _goal(self, number: int, title: str, level_name: str, is_archived: bool) -> str:
        label = level(level_name, LABELS.get(level_name, ""))
        gone = " (archived)" if is_archived else ""
        address = f"/g/{self.look.product}-{number}/"
        return f'<span class="item-goal">{label} <a href="{address}">{escape(title)}</a>{gone}</span>'

    def _sprint(self, pk: int, team: str, name: str) -> str:
        return f'<a href="/p/{self.look.product}/sprints/{pk}/">{escape(f"{team} · {name}")}</a>'

    def _state(self, name: str, label: str) -> str:
        drawn, outcome = DRAWN[name]
        return state(drawn, outcome, str(label))


def _button(address: str, version: int, name: str, word: str, title: str) -> str:
    """A button of a row; address and title are HTML already."""
    return (
        f'<button class="quiet" id="{name}" form="backlog-acts" formaction="{address}" hx-post="{address}" '
        f'hx-swap="none" name="version" value="{version}">{word}<span class="unseen"> {title}</span></button>'
    )
