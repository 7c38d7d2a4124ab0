"""Feedback from a sheet and to a sheet: a row is a voice.

The columns may stand in any order; text is the one that has to be there. `goals` names the goals that the voice speaks
for, with semicolons between them. `state`, `answer` and `reason` are written by the export and passed over when a sheet
is read: answers are given in the inbox. Every bad row is named with its line, its column, the value and what to do.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from goalchain.goals.fetch import split_key
from goalchain.goals.models import Goal
from goalchain.lib.sheets import BadRow, Unreadable, cells_by_name, columns_of, guard, rows_in
from goalchain.lib.text import storable
from goalchain.products.access import Access
from goalchain.products.models import Product

from .models import TEXT_LENGTH, WORD_LENGTH, Evidence, Feedback
from .reads import state_of
from .taking import Said

COLUMNS = ("date", "text", "name", "source", "segment", "goals")
#: Written, and passed over when they are read.
ONLY_OUT = ("state", "answer", "reason")
MOST_ROWS = 5_000
_PARTS = re.compile(r"[;,\s]+")


@dataclass
class FeedbackSheet:
    """The rows of a sheet that can be taken, and those that cannot."""

    rows: list[Said] = field(default_factory=list)
    refused: list[BadRow] = field(default_factory=list)


@dataclass(frozen=True)
class _Raw:
    line: int
    words: str
    cells: dict[str, str]
    keys: tuple[str, ...]


def read_feedback(text: str, product: Product, access: Access) -> FeedbackSheet:
    """The voices of a sheet, for a member with this access. Raises Unreadable. One query when goals are named."""
    sheet = FeedbackSheet()
    lines = list(rows_in(text))
    if not lines:
        raise Unreadable("There is no row. Paste one voice in each row, below the names of the columns.")
    columns = columns_of(lines[0][1], (*COLUMNS, *ONLY_OUT), ["text"])
    if len(lines) == 1:
        raise Unreadable("There are column names and no row below them.")
    if len(lines) - 1 > MOST_ROWS:
        raise Unreadable(f"There are {len(lines) - 1} rows; {MOST_ROWS} at once are the most. Import them in parts.")
    raw: list[_Raw] = []
    for line, cells in lines[1:]:
        words = ", ".join(cell.strip() for cell in cells if cell.strip())[:80]
        try:
            named = cells_by_name(cells, columns)
        except ValueError as error:
            sheet.refused.append(BadRow(line, words, str(error)))
        else:
            keys = tuple(part.upper() for part in _PARTS.split(named.get("goals", "")) if part)
            raw.append(_Raw(line, words, named, keys))
    goals = _goals(product, access, {key for row in raw for key in row.keys})
    today = product.today()
    for row in raw:
        reasons = [f"{name}: {reason}" for name, reason in _faults(row, goals, product, access, today)]
        if reasons:
            sheet.refused.append(BadRow(row.line, row.words, " ".join(reasons)))
        else:
            sheet.rows.append(_said(row, goals, today))
    sheet.refused.sort(key=lambda bad: bad.line)
    return sheet


def _goals(product: Product, access: Access, keys: set[str]) -> dict[str, Goal]:
    """The goals that these keys name and the member may see. One query; none without keys."""
    parts = [split_key(key) for key in keys]
    numbers = [part[1] for part in parts if part and part[0] == product.key]
    if not numbers:
        return {}
    found = Goal.objects.filter(product=product, number__in=numbers).readable(access).order_by()
    told = {}
    for goal in found:
        goal.product = product
        told[goal.key] = goal
    return told


def _faults(
    row: _Raw, goals: dict[str, Goal], product: Product, access: Access, today: date
) -> Iterator[tuple[str, str]]:
    """What is wrong with a row: the column, and the reason with the value."""
    if not row.cells["text"]:
        yield "text", "It is empty. Write what was said, or take the row out."
    for name in ("text", "name", "source", "segment"):
        value, most = row.cells.get(name, ""), TEXT_LENGTH if name == "text" else WORD_LENGTH
        if len(value) > most:
            yield name, f"It has {len(value)} characters; {most} is the most. Shorten it."
        try:
            storable(value)
        except ValidationError as error:
            yield name, str(error.messages[0])
    day = row.cells.get("date", "")
    if day and (when := _day(day)) is None:
        yield "date", f"“{day[:40]}” is no date. Write year-month-day, for example {today.isoformat()}."
    elif day and when is not None and when > today:
        yield "date", f"{day} is still to come. Give the day on which it was said."
    for key in row.keys:
        goal = goals.get(key)
        if goal is None:
            yield "goals", f"There is no goal {key[:40]} in {product.name}. Correct it, or leave it out."
        elif goal.archived_at is not None:
            yield "goals", f"{key} is archived. Restore it, or leave it out."
        elif not access.edit_level(goal.level):
            yield "goals", f"Your role cannot attach anything to {key}. Leave it out, or ask a product owner."


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _said(row: _Raw, goals: dict[str, Goal], today: date) -> Said:
    cells = row.cells
    return Said(
        text=cells["text"],
        said_on=_day(cells.get("date", "")) or today,
        name=cells.get("name", ""),
        source=cells.get("source", ""),
        segment=cells.get("segment", ""),
        goals=tuple(dict.fromkeys(goals[key] for key in row.keys)),
    )


def sheet_rows(product: Product, access: Access) -> Iterator[Sequence[str]]:
    """All feedback of the product as rows of COLUMNS and ONLY_OUT, oldest first, harmless to spreadsheets.

    Two queries.
    """
    goals: dict[int, list[int]] = {}
    evidence = Evidence.objects.filter(product=product, goal__in=Goal.objects.filter(product=product).readable(access))
    for pk, number in evidence.order_by("goal__number").values_list("feedback_id", "goal__number"):
        goals.setdefault(pk, []).append(number)
    for one in Feedback.objects.filter(product=product).order_by("said_on", "pk").iterator():
        keys = ";".join(f"{product.key}-{number}" for number in goals.get(one.pk, []))
        words = [one.text, one.name, one.source, one.segment, keys]
        became = [state_of(one, is_linked=one.pk in goals), one.answer, one.aside_reason]
        yield [one.said_on.isoformat(), *map(guard, words), *map(guard, became)]
