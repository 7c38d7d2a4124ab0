"""Sheets: rows of cells from a CSV file or pasted from a spreadsheet, and cells that no spreadsheet runs.

What the columns mean is for whoever reads a sheet; here is what all sheets share. No query.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.cache import patch_cache_control

MOST_BYTES = 2_000_000
#: So many bad rows a page names.
REFUSED_SHOWN = 100

#: What spreadsheets take for a formula at the start of a cell (OWASP, CSV Injection), after any number of apostrophes.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_MARKS = "\t;,"


class Unreadable(ValueError):
    """It cannot be read as a sheet at all; the message says why and what to do."""


@dataclass(frozen=True)
class BadRow:
    """A row that cannot be taken: its line in the file, counted from 1, its words, and why."""

    line: int
    words: str
    reason: str


def guard(text: str) -> str:
    """The text as a cell that no spreadsheet runs: with an apostrophe before what would begin a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(cell: str) -> str:
    """The text of a cell that `guard` made; any other cell as it stands."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def text_of(content: bytes) -> str:
    """The text of a file, in UTF-8 with or without its mark. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Import it in parts.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("The file is not in UTF-8. Save it as “CSV UTF-8” and choose it again.") from None


def rows_in(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, each with the line on which it begins. Raises Unreadable.

    Commas, semicolons and tabs may part the cells: the first row says which.
    """
    if "\0" in text:
        raise Unreadable("The file holds NUL characters: it is no text. Save it as “CSV UTF-8” and choose it again.")
    text = text.removeprefix("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_MARKS, key=lambda mark: (first.count(mark) > 0, mark == "\t", -_MARKS.index(mark)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise Unreadable(
            f"Line {reader.line_num} cannot be read: a cell is too long, or a quotation mark is never closed."
        ) from None


def columns_of(cells: Sequence[str], known: Sequence[str], needed: Iterable[str]) -> dict[str, int]:
    """Where each column stands, by the names in the first row. Raises Unreadable for names that are none."""
    names = [cell.strip().lower() for cell in cells]
    unknown = [name for name in names if name and name not in known]
    missing = [name for name in needed if name not in names]
    twice = [name for name in set(names) if name and names.count(name) > 1]
    if not unknown and not missing and not twice:
        return {name: place for place, name in enumerate(names) if name}
    if len(missing) == len(list(needed)) and len(unknown) == len([name for name in names if name]):
        wrong = "The first row does not name the columns."
    elif unknown:
        wrong = f"“{unknown[0][:40]}” is no column here."
    elif missing:
        wrong = f"The column “{missing[0]}” is missing."
    else:
        wrong = f"The column “{twice[0]}” stands there twice."
    raise Unreadable(f"{wrong} The first row names the columns, in any order, from: {', '.join(known)}.")


def cells_by_name(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    """A row's cells by the name of their column, without blanks at their ends and as they were before `guard`.

    Raises ValueError for a row that has more cells than there are columns.
    """
    if any(cell.strip() for cell in cells[max(columns.values()) + 1 :]):
        raise ValueError(
            f"There are {len(cells)} cells instead of {len(columns)}. Put text with a comma in quotation marks."
        )
    return {name: unguard(cells[place].strip()) if place < len(cells) else "" for name, place in columns.items()}


def csv_answer(name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """A sheet to download under this name. Cells that hold what people typed went through `guard`."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    response = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    patch_cache_control(response, private=True, no_cache=True)
    return response
