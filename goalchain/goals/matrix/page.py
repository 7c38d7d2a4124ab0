"""The matrix as the page shows it: heads, cells in words, what is empty, and where to go on."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from goalchain.products.access import Access
from goalchain.products.models import Product

from .axes import Axis, offered
from .cells import Cell, Through, cells_between
from .heads import Head
from .reads import Side, links_above, side_of


@dataclass
class Matrix:
    """Two sides and what is between them: the cells that are not empty, by the primary keys of row and column."""

    rows: Side
    columns: Side
    cells: dict[tuple[int, int], Cell]

    @property
    def is_possible(self) -> bool:
        """Whether goals of the one side can serve goals of the other: links lead upward, never sideways."""
        return self.rows.axis.rank != self.columns.axis.rank


def matrix_of(product: Product, access: Access, asked: tuple[Axis, Axis], pages: tuple[int, int], size: int) -> Matrix:
    """The matrix of two kinds of goals. Three queries; none for goals of the same rank."""
    if asked[0].rank == asked[1].rank:
        return Matrix(Side(asked[0], size=size), Side(asked[1], size=size), {})
    rows, columns = (side_of(product, access, axis, page, size) for axis, page in zip(asked, pages, strict=True))
    is_down = rows.axis.rank < columns.axis.rank
    upper, lower = (rows, columns) if is_down else (columns, rows)
    bottoms = [head.pk for head in lower.heads]
    links = links_above(bottoms, upper.axis.rank) if upper.heads else []
    found = cells_between([head.pk for head in upper.heads], bottoms, links)
    cells = found if is_down else {(bottom, top): cell for (top, bottom), cell in found.items()}
    return Matrix(rows, columns, cells)


@dataclass(frozen=True)
class Reached:
    """A cell in the list of a narrow screen: the goal of the column, how many lines, and through what."""

    head: Head
    url: str
    lines: int
    through: str


@dataclass
class Row:
    """A row: its goal, its cells as HTML, the same as a list; `lack` says in words that it is empty."""

    head: Head
    cells: SafeString
    reached: list[Reached]
    lack: str


def matrix_context(product: Product, found: Matrix) -> dict[str, Any]:
    """What `goals/_matrix.html` takes. No query."""
    rows, columns = found.rows, found.columns
    cells = {
        pair: _told(product.key, cell, is_down=rows.axis.rank < columns.axis.rank) for pair, cell in found.cells.items()
    }
    full_columns = {column for _, column in found.cells}
    lack_row, lack_column = _lacks(rows, columns)
    blank = {
        head.pk: "<td></td>" if head.pk in full_columns else '<td class="is-lacking"></td>' for head in columns.heads
    }
    told = [_row(product.key, head, columns.heads, found.cells, cells, blank, lack_row) for head in rows.heads]
    heads = [(head, "" if head.pk in full_columns else lack_column) for head in columns.heads]
    return {
        "matrix": found,
        "rows": told,
        "heads": heads,
        "summary": _summary(found, sum(not row.lack for row in told), len(full_columns)),
        "turns": [_turn(found, "rows"), _turn(found, "columns")],
        "axes": _choices(product, found),
        "query": _query(found),
    }


def _row(
    key: str,
    head: Head,
    columns: list[Head],
    cells: dict[tuple[int, int], Cell],
    told: dict[tuple[int, int], tuple[str, str]],
    blank: dict[int, str],
    lack: str,
) -> Row:
    drawn, reached = [], []
    for column in columns:
        cell = cells.get((head.pk, column.pk))
        if cell is None:
            drawn.append(blank[column.pk])
            continue
        short, through = told[head.pk, column.pk]
        url = f"/p/{key}/matrix/{key}-{head.number}/{key}-{column.number}/"
        drawn.append(
            f'<td><a id="cell-{head.number}-{column.number}" href="{url}"><b>{cell.lines}</b><span class="unseen"> '
            f"{_lines(cell.lines)} between {key}-{head.number} and {key}-{column.number}, {through}</span>"
            f'<small aria-hidden="true">{escape(short)}</small></a></td>'
        )
        reached.append(Reached(column, url, cell.lines, f"{cell.lines} {_lines(cell.lines)}, {through}"))
    return Row(head, mark_safe("".join(drawn)), reached, "" if reached else lack)


def _lines(count: int) -> str:
    return "line" if count == 1 else "lines"


def _told(key: str, cell: Cell, *, is_down: bool) -> tuple[str, str]:
    """Through what a cell leads: in short, by the goals next to the row's; and in full."""
    if not cell.through:
        return "direct", "direct"
    nearest = cell.through[0].level if is_down else cell.through[-1].level
    near = [through for through in cell.through if through.level == nearest]
    more = len(near) - 1 + cell.is_direct
    full = f"through {', '.join(_key(key, through) for through in cell.through)}"
    return _key(key, near[0]) + (f" +{more}" if more else ""), full + (", and direct" if cell.is_direct else "")


def _key(key: str, through: Through) -> str:
    return f"{key}-{through.number}"


def _lacks(rows: Side, columns: Side) -> tuple[str, str]:
    """What is said of an empty row and of an empty column: it holds for the goals that are shown, and says so."""
    is_down = rows.axis.rank < columns.axis.rank
    return _lack(columns, is_served=is_down), _lack(rows, is_served=not is_down)


def _lack(other: Side, *, is_served: bool) -> str:
    if other.is_part:
        these = f"of these {other.axis.plural}"
        return f"None {these} serves it" if is_served else f"Serves none {these}"
    return f"No {other.axis.singular} serves it" if is_served else f"Serves no {other.axis.singular}"


def _summary(found: Matrix, full_rows: int, full_columns: int) -> str:
    """How much is connected, in a sentence for each side; "" when one of them is empty."""
    rows, columns = found.rows, found.columns
    if not rows.heads or not columns.heads:
        return ""
    upper, lower = (rows, columns) if rows.axis.rank < columns.axis.rank else (columns, rows)
    served, serving = (full_rows, full_columns) if upper is rows else (full_columns, full_rows)
    return (
        f"{_of(served, upper)} {'is' if served == 1 else 'are'} served by {_these(lower)}, "
        f"and {_of(serving, lower)} {'serves' if serving == 1 else 'serve'} {_these(upper)}."
    )


def _of(count: int, side: Side) -> str:
    total = len(side.heads)
    return f"{count} of {total} {side.axis.plural if total != 1 else side.axis.singular}"


def _these(side: Side) -> str:
    return f"{'these ' if side.is_part else ''}{side.axis.plural}"


def _query(found: Matrix, **other: Any) -> str:
    """The address of this matrix, after the question mark, with other words in it."""
    words = {"rows": found.rows.axis.value, "columns": found.columns.axis.value}
    words |= {f"{name}_page": side.page for name, side in _sides(found) if side.page > 1}  # type: ignore[misc]
    return urlencode({name: word for name, word in (words | other).items() if word is not None})


def _sides(found: Matrix) -> list[tuple[str, Side]]:
    return [("rows", found.rows), ("columns", found.columns)]


def _turn(found: Matrix, name: str) -> dict[str, Any]:
    """What is left out of a side, and the addresses of the goals before and after."""
    side = dict(_sides(found))[name]
    page = f"{name}_page"
    first = (side.page - 1) * side.size + 1
    return {
        "side": side,
        "words": f"{first}–{first + len(side.heads) - 1} of {side.total} {side.axis.plural}",
        "newer": _query(found, **{page: side.page - 1}) if side.page > 1 else "",
        "older": _query(found, **{page: side.page + 1}) if side.page < side.pages else "",
    }


def _choices(product: Product, found: Matrix) -> list[dict[str, Any]]:
    """The two choosers: those of the preset, and what stands there already."""
    choices = []
    for name, label, side in (("rows", "Rows", found.rows), ("columns", "Columns", found.columns)):
        axes = offered(product.preset)
        axes += [side.axis] if side.axis not in axes else []
        choices.append({"name": name, "label": label, "axes": axes, "chosen": side.axis})
    return choices
