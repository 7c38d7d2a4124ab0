"""What the matrix asks of the database: the goals of each side, and every link above those of the lower side."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Case, Count, IntegerField, Value, When, Window

from goalchain.lib.rows import among, fetch, listed
from goalchain.products.access import Access
from goalchain.products.models import Product

from ..models import Goal, State
from .axes import Axis
from .cells import Link
from .heads import COLUMNS, Head, beside

#: So many goals stand on a side of the page.
SHOWN = 100
#: And on a side of the sheet to download.
ON_SHEET = 1_000
#: Nobody turns more pages; it keeps numbers within what a database counts to.
MOST_PAGES = 1_000


@dataclass
class Side:
    """One side of the matrix: its goals in the order of the chain, and how many there are on all pages."""

    axis: Axis
    heads: list[Head] = field(default_factory=list)
    total: int = 0
    page: int = 1
    size: int = SHOWN

    @property
    def pages(self) -> int:
        """How many pages there are, at least 1."""
        return max(-(-self.total // self.size), 1)

    @property
    def is_part(self) -> bool:
        """Whether there are goals that are not shown."""
        return self.total > len(self.heads)


def side_of(product: Product, access: Access, axis: Axis, page: int = 1, size: int = SHOWN) -> Side:
    """A page of the live goals of one side that this member may read: open ones before closed, the newest first.

    On the page they stand in the order of the chain. One query; a second for a page that there is not: it is the first.
    """
    columns, words = beside(axis.rank)
    goals = Goal.objects.filter(product=product, level=axis.rank, level_name__in=axis.names).live().readable(access)
    is_closed = Case(When(state=State.CLOSED, then=Value(1)), default=Value(0), output_field=IntegerField())
    newest = goals.annotate(total=Window(Count("pk"))).order_by(is_closed, "-number")
    start = (page - 1) * size
    rows: list[tuple[Any, ...]] = list(newest.values_list("total", *COLUMNS, *columns)[start : start + size])
    if not rows and page > 1:
        return side_of(product, access, axis, 1, size)
    own = len(COLUMNS) + 1
    heads = [Head(*(*row[1:own], words(row[own:]))) for row in rows]
    heads.sort(key=lambda head: (axis.names.index(head.level_name), head.position, head.number))
    return Side(axis, heads, rows[0][0] if rows else 0, page, size)


_STEP = """
SELECT l.child_id, l.parent_id, g.number AS parent_number, g.level AS parent_level
FROM {before} goals_link l JOIN goals_goal g ON g.id = l.parent_id
WHERE {child} AND l.parent_level >= %s AND g.archived_at IS NULL
"""
_ABOVE = (
    "WITH RECURSIVE line AS ({first} UNION {next}) SELECT child_id, parent_id, parent_number, parent_level FROM line"
)


@cache
def _query(vendor: str) -> str:
    """The words of `links_above`. PostgreSQL is kept from reading all links: see goals.trace."""
    first = _STEP.format(before="", child=among("l.child_id"))
    if vendor == "postgresql":
        step = _STEP.format(before="", child="l.child_id = line.parent_id")
        following = f"SELECT step.* FROM line CROSS JOIN LATERAL ({step} OFFSET 0) step"
    else:
        following = _STEP.format(before="line CROSS JOIN", child="l.child_id = line.parent_id")
    return _ABOVE.format(first=first, next=following)


def links_above(goals: list[int], rank: int) -> list[Link]:
    """Every link on a line from these goals up to live goals of `rank`, each once. One query; none for no goals."""
    if not goals:
        return []
    return [Link(*row) for row in fetch(_query(connection.vendor), [listed(goals), rank, rank])]
