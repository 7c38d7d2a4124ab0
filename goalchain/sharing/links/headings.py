"""The headings of a shared roadmap, in its chapters and on its timeline."""

from typing import Final

from roadmap.filters import Wanted
from roadmap.grouping import Group, grouped
from roadmap.rows import Row

from .shown import name_shown

#: Over the goals whose owners have given no name: the address that stands for it in the product is not for visitors.
NO_NAME: Final = "No owner shown"


def groups_shown(rows: list[Row], asked: Wanted) -> list[Group]:
    """The rows under their headings, as the roadmap groups them; those whose owner has no name last. No query."""
    if asked.group != "owner":
        return grouped(rows, asked)
    named = [row for row in rows if row.owner_id is None or name_shown(row.owner)]
    unnamed = [row for row in rows if row.owner_id is not None and not name_shown(row.owner)]
    return [*grouped(named, asked), *([Group("unnamed", NO_NAME, unnamed)] if unnamed else [])]
