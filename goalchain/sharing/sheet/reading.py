"""From the bytes of a file to rows: encoding, delimiter, header, cells. Nothing here knows the product."""

import csv
import difflib
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from goalchain.lib.sheets import unguard

from .columns import COLUMNS

MEGABYTE = 1024 * 1024
#: The most that a page takes; a command takes more.
PAGE_LIMIT = 10 * MEGABYTE
COMMAND_LIMIT = 30 * MEGABYTE
ROW_LIMIT = 50_000
#: Spreadsheets write empty columns too, but not without end.
COLUMNS_MOST = 500

#: What the first bytes of other formats look like, and what to do then.
_SIGNATURES = (
    (b"PK\x03\x04", "This is a workbook or a zip file, not CSV. Save the sheet as “CSV UTF-8” and choose that file."),
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old Excel workbook, not CSV. Save the sheet as “CSV UTF-8” and choose that file.",
    ),
    (b"%PDF", "This is a PDF, not CSV. Export the sheet as “CSV UTF-8” and choose that file."),
    (b"\xff\xfe", "This file is in UTF-16 (“Unicode text”). Save it as “CSV UTF-8” and choose that file."),
    (b"\xfe\xff", "This file is in UTF-16 (“Unicode text”). Save it as “CSV UTF-8” and choose that file."),
)


class Unreadable(Exception):
    """A file that is no sheet of goals; the text says why and what to do, with the line where there is one."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(f"Line {line}: {message}" if line else message)


@dataclass(slots=True)
class Row:
    """One row: the line of the file it begins on, and its cells by column. A cell that is missing was not given."""

    line: int
    cells: dict[str, str]
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    """A file that was read."""

    columns: list[str]
    rows: list[Row]


def read_sheet(content: bytes | str, *, limit: int = PAGE_LIMIT) -> Sheet:
    """Read a file, or text that was pasted.

    Args:
        content: UTF-8 with or without BOM; cells parted by commas, semicolons or tabs, as its header shows.
        limit: the most bytes that are taken.

    Raises Unreadable when there is no header of ours, or the file ends inside a quoted cell.
    """
    text = _decoded(content, limit)
    delimiter = _delimiter(text)
    rows = _records(text, delimiter)
    header_line, header = next(rows, (0, []))
    if not header:
        raise Unreadable(f"The file is empty. Its first line names the columns: {','.join(COLUMNS)}")
    columns = _columns(header, header_line)
    sheet = Sheet([name for name in columns if name], [])
    for line, cells in rows:
        if len(sheet.rows) == ROW_LIMIT:
            raise Unreadable(f"The file has more than {ROW_LIMIT:,} rows. Import it in parts.", line)
        sheet.rows.append(_row(line, cells, columns))
    return sheet


def _decoded(content: bytes | str, limit: int) -> str:
    size = len(content) if isinstance(content, bytes) else len(content.encode("utf-8", "surrogatepass"))
    if size > limit:
        raise Unreadable(
            f"The file has {size / MEGABYTE:.1f} MB; {limit // MEGABYTE} MB is the most. Import it in parts."
        )
    if isinstance(content, str):
        return content.removeprefix("\ufeff")
    for signature, message in _SIGNATURES:
        if content.startswith(signature):
            raise Unreadable(message)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"Byte 0x{content[error.start]:02X} is not UTF-8. Save the sheet as “CSV UTF-8” and choose that file.", line
        ) from None


def _delimiter(text: str) -> str:
    """The character that parts the header into the most columns that we know; a comma when none does."""
    first = text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r")[:10_000]

    def known(delimiter: str) -> int:
        return sum(_name(cell) in COLUMNS for cell in first.split(delimiter))

    return max(",;\t", key=known)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each record that is not empty, with the line that it begins on (lines inside quotes count)."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(_why(error), begins) from None


def _why(error: csv.Error) -> str:
    """What the reader of CSV complains about, as something to do."""
    told = str(error)
    if "unexpected end" in told:
        return (
            'The cell that begins with a quotation mark here is never closed. Close it, or write "" for a mark in it.'
        )
    if "expected after" in told:
        return 'Something follows the end of a quoted cell. Inside quotation marks, write "" for one of them.'
    if "field limit" in told:
        return (
            f"A cell here has more than {csv.field_size_limit():,} characters; perhaps a quotation mark is not closed."
        )
    return f"This is not CSV: {told}."


def _name(cell: str) -> str:
    return cell.strip().strip('"').strip().casefold().replace(" ", "_")


def _columns(header: list[str], line: int) -> list[str]:
    """The names of the columns, "" for one without a name."""
    if len(header) > COLUMNS_MOST:
        raise Unreadable(f"The first line has {len(header)} cells; {COLUMNS_MOST} is the most.", line)
    columns = [_name(cell) for cell in header]
    known = ", ".join(COLUMNS)
    unknown = [name for name in columns if name and name not in COLUMNS]
    if len(unknown) == len([name for name in columns if name]):
        raise Unreadable(f"The first line names none of the columns: {known}. Begin with the example file.", line)
    if unknown:
        near = difflib.get_close_matches(unknown[0], COLUMNS, 1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise Unreadable(f"There is no column “{unknown[0][:80]}”.{hint} The columns are {known}.", line)
    twice = next((name for name in columns if name and columns.count(name) > 1), "")
    if twice:
        raise Unreadable(f"The column {twice} stands there twice. Keep one of them.", line)
    if "rationale" in columns and "parents" not in columns:
        raise Unreadable("The column rationale needs the column parents, whose links it gives the reasons for.", line)
    missing = [name for name in ("level", "title") if name not in columns]
    if "key" not in columns and missing:
        raise Unreadable(
            f"The column {missing[0]} is missing. New goals need level and title; goals that exist are named by key.",
            line,
        )
    return columns


def _row(line: int, cells: list[str], columns: list[str]) -> Row:
    row = Row(line, {})
    for name, cell in zip(columns, cells, strict=False):
        if name:
            # A rationale may keep a blank at its end, escaped; everything else is stripped, as forms do.
            row.cells[name] = unguard(cell if name == "rationale" else cell.strip())
        elif cell.strip():
            row.faults.append(f"“{cell.strip()[:80]}” stands in a column without a name. Name it in the first line.")
    if any(cell.strip() for cell in cells[len(columns) :]):
        row.faults.append(
            f"It has {len(cells)} cells, the first line {len(columns)}. Put quotation marks around a cell with a comma."
        )
    return row
