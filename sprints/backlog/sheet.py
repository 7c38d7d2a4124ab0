"""The backlog as a sheet: a row is an item, in the order of the backlog.

`id` is the item's number here: a row with one changes that item, a row without one adds an item at the end. `serves` is
the key of a product or release goal, `none` (no goal, on purpose) or empty (nobody has said yet). `team` and `sprint`
name the sprint that it is planned into. A column that is absent is left alone, an empty cell clears; so a sheet that
comes back as it went out changes nothing. The order of the rows does not move items that are there.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError

from goalchain.goals.fetch import split_key
from goalchain.goals.models import Goal
from goalchain.lib.sheets import BadRow, Unreadable, cells_by_name, columns_of, guard, rows_in
from goalchain.lib.text import storable
from goalchain.products.access import READ_PLANNING, Access
from goalchain.products.errors import Refused
from goalchain.products.models import Product

from ..models import BacklogItem, Sprint
from ..models.backlog_item import ItemState
from .planning import hidden_plans
from .rules import CHECKS, size_said
from .taking import ItemRow

COLUMNS = ("id", "title", "serves", "state", "size", "link", "team", "sprint")
MOST_ROWS = 5_000
_STATES = {word.lower(): value for value, label in ItemState.choices for word in (value, str(label))}
#: Which column a value comes from, where the two are called otherwise.
_COLUMN = {"goal": "serves", "tracker_url": "link"}


@dataclass
class ItemSheet:
    """The rows of a sheet that can be taken, and those that cannot."""

    rows: list[ItemRow] = field(default_factory=list)
    refused: list[BadRow] = field(default_factory=list)


@dataclass
class _Known:
    """What rows may name: the product's items by id, goals by key, sprints by team and name."""

    product: Product
    items: dict[int, BacklogItem]
    goals: dict[str, Goal]
    sprints: dict[tuple[str, str], Sprint]
    #: The lines on which items stand already.
    met: dict[int, int] = field(default_factory=dict)


def read_items(text: str, product: Product) -> ItemSheet:
    """The items of a sheet. Raises Unreadable. Three queries at most, however many rows."""
    sheet = ItemSheet()
    lines = list(rows_in(text))
    if not lines:
        raise Unreadable("There is no row. Paste one item in each row, below the names of the columns.")
    columns = columns_of(lines[0][1], COLUMNS, ["title"])
    if len(lines) == 1:
        raise Unreadable("There are column names and no row below them.")
    if len(lines) - 1 > MOST_ROWS:
        raise Unreadable(f"There are {len(lines) - 1} rows; {MOST_ROWS} at once are the most. Import them in parts.")
    if ("team" in columns) != ("sprint" in columns):
        raise Unreadable("The columns team and sprint belong together. Add the other one, or leave both out.")
    raw: list[tuple[int, str, dict[str, str]]] = []
    for line, cells in lines[1:]:
        words = ", ".join(cell.strip() for cell in cells if cell.strip())[:80]
        try:
            raw.append((line, words, cells_by_name(cells, columns)))
        except ValueError as error:
            sheet.refused.append(BadRow(line, words, str(error)))
    known = _known(product, [cells for _, _, cells in raw])
    for line, words, named in raw:
        reasons: list[str] = []
        row = _row(line, named, known, reasons)
        if reasons:
            sheet.refused.append(BadRow(line, words, " ".join(reasons)))
        else:
            sheet.rows.append(row)
    sheet.refused.sort(key=lambda bad: bad.line)
    return sheet


def _known(product: Product, rows: Sequence[Mapping[str, str]]) -> _Known:
    ids = {int(cells["id"]) for cells in rows if _is_id(cells.get("id", ""))}
    parts = [split_key(cells.get("serves", "").upper()) for cells in rows]
    numbers = {part[1] for part in parts if part and part[0] == product.key}
    items = BacklogItem.objects.filter(product=product, pk__in=ids).select_related("goal", "sprint") if ids else []
    goals = Goal.objects.filter(product=product, number__in=numbers) if numbers else []
    is_planned = any(cells.get("sprint") for cells in rows)
    sprints = Sprint.objects.filter(product=product).select_related("team") if is_planned else []
    for item in items:
        item.product = product
    for goal in goals:
        goal.product = product
    return _Known(
        product,
        {item.pk: item for item in items},
        {goal.key: goal for goal in goals},
        {(sprint.team.name.casefold(), sprint.name.casefold()): sprint for sprint in sprints},
    )


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _row(line: int, cells: Mapping[str, str], known: _Known, reasons: list[str]) -> ItemRow:
    """The row as an item and its values; what is wrong goes to `reasons`, each with its column."""
    item = _item(line, cells.get("id", ""), known, reasons)
    values: dict[str, Any] = {"title": " ".join(cells["title"].split())}
    for column, read in (("serves", _serves), ("state", _state), ("size", _size), ("link", _link), ("sprint", _sprint)):
        if column in cells:
            try:
                values |= read(cells, known)
            except ValueError as error:
                reasons.append(f"{column}: {error}")
    for name, value in values.items():
        if name not in CHECKS or (item is not None and getattr(item, name) == value):
            continue
        try:
            if name == "title":
                storable(value)
            CHECKS[name](known.product.pk, value)
        except Refused as refusal:
            reasons.append(f"{_COLUMN.get(name, name)}: {refusal.message}")
        except ValidationError as error:
            reasons.append(f"{_COLUMN.get(name, name)}: {error.messages[0]}")
    return ItemRow(line, item, values)


def _item(line: int, word: str, known: _Known, reasons: list[str]) -> BacklogItem | None:
    if not word:
        return None
    item = known.items.get(int(word)) if _is_id(word) else None
    if item is None:
        reasons.append(f"id: There is no item {word[:40]} in this backlog. Empty the cell to add it as a new one.")
    elif item.archived_at is not None:
        reasons.append(f"id: Item {word} is archived. Restore it first, or take the row out.")
    elif item.pk in known.met:
        reasons.append(f"id: Item {word} stands in line {known.met[item.pk]} already. Keep one of the two.")
    else:
        known.met[item.pk] = line
    return item


def _serves(cells: Mapping[str, str], known: _Known) -> dict[str, Any]:
    word = cells["serves"]
    if word.lower() in ("", "none"):
        return {"goal": None, "serves_none": bool(word)}
    goal = known.goals.get(word.upper())
    if goal is None:
        raise ValueError(f"There is no goal {word[:40]} in this product. Give the key of a product or release goal.")
    return {"goal": goal, "serves_none": False}


def _state(cells: Mapping[str, str], known: _Known) -> dict[str, Any]:
    word = cells["state"].lower() or "open"
    if word not in _STATES:
        raise ValueError(f"“{word[:40]}” is no state. Write {', '.join(ItemState.values)}.")
    return {"state": _STATES[word]}


def _size(cells: Mapping[str, str], known: _Known) -> dict[str, Any]:
    word = cells["size"].replace(",", ".")
    if not word:
        return {"size": None}
    try:
        size = Decimal(word) if word.isascii() and len(word) < 20 else None
    except InvalidOperation:
        size = None
    if size is None or not size.is_finite() or size != round(size, 1):
        raise ValueError(f"“{word[:40]}” is no size. Give a number with one decimal at most, for example 2.5.")
    return {"size": size}


def _link(cells: Mapping[str, str], known: _Known) -> dict[str, Any]:
    return {"tracker_url": cells["link"]}


def _sprint(cells: Mapping[str, str], known: _Known) -> dict[str, Any]:
    team, name = cells["team"], cells["sprint"]
    if not name:
        if team:
            raise ValueError(f"It is empty, and the team is {team[:40]}. Name the sprint, or empty both.")
        return {"sprint": None}
    sprint = known.sprints.get((team.casefold(), name.casefold()))
    if sprint is None:
        raise ValueError(f"There is no sprint “{name[:40]}” of a team “{team[:40]}”. Look at the page of the sprints.")
    return {"sprint": sprint}


def sheet_rows(product: Product, access: Access) -> Iterator[Sequence[str]]:
    """The live items in their order as rows of COLUMNS, harmless to spreadsheets.

    Who may not read planning is told only sprints that have a goal beyond a draft. Two queries at most.
    """
    columns = ("id", "title", "goal__number", "serves_none", "state", "size", "tracker_url")
    planned = ("sprint_id", "sprint__team__name", "sprint__name")
    rows = list(BacklogItem.objects.filter(product=product).live().order_by("position").values_list(*columns, *planned))
    hidden = set() if READ_PLANNING in access else hidden_plans(row[7] for row in rows if row[7] is not None)
    for pk, title, goal, serves_none, state, size, link, sprint, team, name in rows:
        serves = f"{product.key}-{goal}" if goal else "none" if serves_none else ""
        place = (team, name) if sprint is not None and sprint not in hidden else ("", "")
        yield [str(pk), guard(title), serves, state, size_said(size), guard(link), *map(guard, place)]
