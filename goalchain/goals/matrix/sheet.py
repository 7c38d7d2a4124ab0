"""The matrix as a sheet to download: a row a goal, and in each cell the keys of the goals that lead there."""

from collections.abc import Iterator

from goalchain.lib.sheets import guard

from .cells import Cell
from .page import Matrix


def headings(key: str, found: Matrix) -> list[str]:
    """The first row: what the goals of the rows have, then each column by its key and title."""
    return ["key", "level", "title", *(f"{key}-{head.number} {head.title}" for head in found.columns.heads)]


def sheet_rows(key: str, found: Matrix) -> Iterator[list[str]]:
    """The other rows. A goal that leads directly says so; an empty cell is empty. No query."""
    for head in found.rows.heads:
        cells = (found.cells.get((head.pk, column.pk)) for column in found.columns.heads)
        yield [f"{key}-{head.number}", head.level_name, guard(head.title), *(words_of(key, cell) for cell in cells)]


def words_of(key: str, cell: Cell | None) -> str:
    """A cell: "BIKE-4; BIKE-5", "direct", "direct; BIKE-4" or nothing."""
    if cell is None:
        return ""
    return "; ".join(
        [*(["direct"] if cell.is_direct else []), *(f"{key}-{through.number}" for through in cell.through)]
    )
