"""Boards of visions as JSON: what stands in each section, with the user goals that answer a need."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from goalchain.lib.rows import fetch, listed, words_of
from vision.board import Answer, BoardEntry, BoardEntryQuerySet
from vision.sections import SECTIONS

from .answers import Row

ENTRY_COLUMNS = ["pk", "product__key", "vision__goal__number", "section", "text", "version"]


def empty_board() -> dict[str, Any]:
    """The `details` of a vision without entries."""
    return {name: [] for name in SECTIONS}


def boards_of(visions: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The `details` of visions by primary key: every section with its entries in order. One query; none for none."""
    wanted = list(visions)
    if not wanted:
        return {}
    rows = fetch(_lines_sql(), [listed(wanted)])
    return dict.fromkeys(wanted, empty_board()) | boards_from(rows)


@cache
def _lines_sql() -> str:
    return words_of(lines_of(BoardEntry.objects.filter(vision_id=0)), '"vision_boardentry"."vision_id"')


def lines_of(entries: BoardEntryQuerySet) -> Any:
    """The entries without the removed ones as rows for `boards_from`, in any order."""
    columns = ("vision_id", "pk", "section", "text", "version", "position", "product__key", "answers__goal__number")
    return entries.kept().order_by().values_list(*columns)


def boards_from(rows: Iterable[Row]) -> dict[int, dict[str, Any]]:
    """The `details` of those visions that have entries, from the rows of `lines_of`. No query beside theirs."""
    boards: dict[int, dict[str, Any]] = {}
    told: dict[int, dict[str, Any]] = {}
    # By section, position, entry and the number of the goal that answers it.
    in_order = sorted(rows, key=lambda row: (row[2], row[5], row[1], row[7] or 0))
    for vision, pk, section, text, version, _, key, number in in_order:
        if pk not in told:
            told[pk] = {"id": pk, "text": text, "version": version, "goals": []}
            boards.setdefault(vision, empty_board())[section].append(told[pk])
        if number is not None:
            told[pk]["goals"].append(f"{key}-{number}")
    return boards


def entries_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Entry resources, from rows of ENTRY_COLUMNS. One query, for what answers them."""
    answers: dict[int, list[str]] = {}
    found = Answer.objects.filter(entry_id__in=[row[0] for row in rows])
    for entry, key, number in found.order_by("goal__number").values_list(
        "entry_id", "goal__product__key", "goal__number"
    ):
        answers.setdefault(entry, []).append(f"{key}-{number}")
    return [
        {
            "id": pk,
            "product": key,
            "vision": f"{key}-{number}",
            "section": section,
            "text": text,
            "goals": answers.get(pk, []),
            "version": version,
        }
        for pk, key, number, section, text, version in rows
    ]
