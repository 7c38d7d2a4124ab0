"""The whole chain as text: one short row a goal, written without templates so that 20,000 take a moment."""

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from goalchain.products.access import Access
from goalchain.products.models import Product

from . import levels
from .models import Goal, Link


def outline_rows(product: Product, access: Access) -> Iterator[tuple[levels.Level, int, SafeString]]:
    """For each kind of goal that there is: its level, how many, and its rows as HTML. Two queries in all.

    A row is `<li id=BIKE-7><b>BIKE-7</b> <a href=/g/BIKE-7/>title</a> <i>state</i> serves <a href=#BIKE-4>BIKE-4</a>`;
    a goal below the vision that serves nothing says so.
    """
    key = product.key
    parents: dict[int, list[int]] = {}
    numbers: dict[int, int] = {}
    rows: dict[str, list[tuple[int, int, str, str, str]]] = {}
    goals = Goal.objects.filter(product=product).live().readable(access).in_order()
    for pk, number, level_name, title, state, outcome in goals.values_list(
        "pk", "number", "level_name", "title", "state", "outcome"
    ).iterator(2000):
        numbers[pk] = number
        rows.setdefault(level_name, []).append((pk, number, title, state, outcome))
    for child, parent in Link.objects.filter(product=product).order_by().values_list("child_id", "parent_id"):
        if parent in numbers:
            parents.setdefault(child, []).append(numbers[parent])
    for level in levels.LEVELS.values():
        mine = rows.get(level.name)
        if mine:
            html = [
                f"<li id={key}-{number}><b>{key}-{number}</b> <a href=/g/{key}-{number}/>{escape(title)}</a> "
                f"<i>{outcome or state}</i>{_serves(key, parents.get(pk), level.rank)}"
                for pk, number, title, state, outcome in mine
            ]
            yield level, len(mine), mark_safe("\n".join(html))


def _serves(key: str, parents: list[int] | None, rank: int) -> str:
    """The keys of the parents as links within the page; in red that there is none."""
    if parents:
        return " serves " + " ".join([f"<a href=#{key}-{number}>{key}-{number}</a>" for number in parents])
    return "" if rank == levels.VISION else " <em>serves no goal</em>"
