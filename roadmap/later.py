"""Now / Next / Later: the product goals in three columns, written without templates."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from goalchain.lib.templatetags.ui import icon

from .grouping import Group
from .horizons import derived_said
from .marks import MARKS_KEPT, Look, days_said, joined, outcome, standing
from .models import Horizon
from .rows import Row


@dataclass(slots=True)
class Lane:
    """One column of a group, with its cards as they are shown."""

    horizon: str
    label: str
    count: int
    cards: SafeString


@dataclass(slots=True)
class Board:
    """A group with its three columns; `closed` are the goals that are over, which stand in none of them."""

    group: Group
    lanes: list[Lane]
    closed: SafeString
    closed_count: int


def boards(groups: Iterable[Group], look: Look) -> list[Board]:
    """The groups as Now / Next / Later. No query."""
    return [_board(group, look) for group in groups]


def _board(group: Group, look: Look) -> Board:
    rows = sorted(group.rows, key=lambda row: (row.position, row.number))
    lanes = []
    for horizon in Horizon:
        mine = [row for row in rows if row.horizon == horizon and not row.is_closed]
        told = _told(mine, group, look)
        lanes.append(Lane(horizon.value, horizon.label, len(mine), told))
    over = [row for row in rows if row.is_closed]
    return Board(group, lanes, _told(over, group, replace(look, token="")), len(over))


def _told(rows: list[Row], group: Group, look: Look) -> SafeString:
    return mark_safe("\n".join(_card(row, group, look) for row in rows))


def _card(row: Row, group: Group, look: Look) -> str:
    root = f"now-{group.name}-{row.number}"
    opening = look.link(row.url, escape(row.title), f' id="{root}-open"')
    marks = f' data-goal="{row.number}" data-key-of="{row.key}" data-version="{row.version}"' if look.token else ""
    return (
        f'<li class="card is-product now-card" id="{root}"{marks}>'
        f'<h4 class="card-title">{opening}</h4>'
        f'<div class="card-meta"><span class="key">{row.key}</span>{joined(_facts(row, look))}</div>'
        f"{_move(row, root, look) if look.token else ''}</li>"
    )


def _facts(row: Row, look: Look) -> Iterator[str]:
    told, when = standing(row, look.today), row.timeframe or days_said(row.starts_on, row.ends_on)
    yield told[0]
    if when:
        yield f"<span>{escape(when)}</span>"
    yield from told[1:]
    yield outcome(row, look)
    if row.owner:
        yield f"<span>{escape(row.owner)}</span>"
    if row.is_closed and row.learning:
        yield f'<p class="go-learning">{escape(row.learning[:260])}</p>'


def _move(row: Row, root: str, look: Look) -> str:
    """The ways to move a card that are no drag: a handle for the keyboard, and a choice that works without script."""
    itself = "By its dates"
    if not row.chosen_horizon:
        itself = derived_said(row.state, row.starts_on, row.ends_on, look.today)
    before, after = _moving(row.key, row.version, root, row.chosen_horizon, itself)
    return f"{before}{look.token}{after}"


@lru_cache(maxsize=MARKS_KEPT)
def _moving(key: str, version: int, root: str, chosen: str, itself: str) -> tuple[str, str]:
    """The form that moves a card, before and after what it must carry to be believed."""
    choices = "".join(
        f'<option value="{value}"{" selected" if value == chosen else ""}>{label}</option>'
        for value, label in (("", itself), *Horizon.choices)
    )
    return (
        f'<form class="now-move" method="post" action="/g/{key}/horizon/" hx-post="/g/{key}/horizon/" '
        'hx-trigger="change, submit" hx-swap="none"><input type="hidden" name="csrfmiddlewaretoken" value="',
        f'"><input type="hidden" name="version" value="{version}">'
        f'<button type="button" class="icon-button needs-script" id="{root}-grab" data-grab>{icon("drag")}'
        f'<span class="unseen">Move {key} with the arrow keys</span></button>'
        f'<label class="unseen" for="{root}-horizon">Column of {key}</label>'
        f'<select id="{root}-horizon" name="horizon">{choices}</select>'
        '<button class="button without-script">Move</button></form>',
    )
