"""Readings from a sheet: CSV with the columns date, value and note, from a file or pasted from a spreadsheet.

Every row is read; every bad one is named with its line and its reason. No query.
"""

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from goalchain.lib.sheets import BadRow, Unreadable, rows_in, unguard
from goalchain.lib.text import storable

from .models.reading import NOTE_LENGTH
from .numbers import NotANumber, read_number
from .rules import in_full, reading_day_refusal
from .verbs.reading import Row

#: A reading an hour for a year, and more, is no sheet that a person has looked through.
MOST_ROWS = 10_000
COLUMNS = ("date", "value", "note")
#: The page calls it so, and so do people.
ALSO = {"day": "date"}


@dataclass
class ReadingSheet:
    """The rows of a sheet by day, and those that cannot be taken."""

    rows: list[Row] = field(default_factory=list)
    refused: list[BadRow] = field(default_factory=list)


def read_readings(text: str, unit: str, today: date) -> ReadingSheet:
    """The readings of a sheet. Without a line of column names, the columns are date, value and note. Raises Unreadable.

    A day that stands in the sheet twice is refused the second time.
    """
    sheet = ReadingSheet()
    days: dict[date, int] = {}
    lines = list(rows_in(text))
    if not lines:
        raise Unreadable("There is no row. Each row has a date and a value, for example 2026-11-20,41.5")
    columns = _columns([ALSO.get(cell.strip().lower(), cell.strip().lower()) for cell in lines[0][1]])
    for line, cells in lines[columns is not None :]:
        if len(sheet.rows) + len(sheet.refused) >= MOST_ROWS:
            raise Unreadable(f"There are more than {MOST_ROWS} rows. Import them in parts.")
        try:
            row = _row(cells, columns or {"date": 0, "value": 1, "note": 2}, unit, today)
            if row.day in days:
                raise ValueError(f"{in_full(row.day)} stands in line {days[row.day]} already. Keep one of the two.")
        except ValueError as error:
            sheet.refused.append(BadRow(line, ", ".join(cells)[:80], str(error)))
        else:
            days[row.day] = line
            sheet.rows.append(row)
    if not sheet.rows and not sheet.refused:
        raise Unreadable("There are column names and no row below them.")
    return sheet


def _columns(names: list[str]) -> dict[str, int] | None:
    """Where each column stands; None when the first row holds no names. Raises Unreadable for names that are none."""
    if "date" not in names and "value" not in names:
        return None
    unknown = [name for name in names if name and name not in COLUMNS]
    missing = [name for name in ("date", "value") if name not in names]
    if unknown or missing or len(set(names)) < len(names):
        raise Unreadable(f"The columns are {', '.join(names)[:100]}. They have to be date, value and note, each once.")
    return {name: place for place, name in enumerate(names) if name}


def _row(cells: list[str], columns: dict[str, int], unit: str, today: date) -> Row:
    """A row as a reading. Raises ValueError, with what is wrong."""
    told = {name: cells[place].strip() if place < len(cells) else "" for name, place in columns.items()}
    if len(cells) > len(columns) and any(cell.strip() for cell in cells[len(columns) :]):
        raise ValueError(
            f"There are {len(cells)} cells instead of {len(columns)}. Put text with a comma in quotation marks, and a "
            "value like 41,5 too."
        )
    try:
        day = date.fromisoformat(told["date"]) if len(told["date"]) == 10 else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"“{told['date'][:40]}” is no date. Write year-month-day, for example 2026-11-20.")
    if refusal := reading_day_refusal(day, today):
        raise ValueError(refusal)
    if not told["value"]:
        raise ValueError("The value is missing.")
    note = unguard(told.get("note", ""))
    if len(note) > NOTE_LENGTH:
        raise ValueError(f"The note has {len(note)} characters; {NOTE_LENGTH} are kept. Shorten it.")
    try:
        storable(note)
        return Row(day, read_number(told["value"], unit), note)
    except NotANumber as error:
        raise ValueError(str(error)) from None
    except ValidationError as error:
        raise ValueError(error.messages[0]) from None
