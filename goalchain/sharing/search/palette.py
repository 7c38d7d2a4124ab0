"""What is listed while somebody types: what was found, by kind, and in the palette what can be begun beside it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q

from goalchain.goals import levels
from goalchain.goals.fetch import split_key
from goalchain.goals.models import Goal
from goalchain.products.access import Access
from goalchain.products.models import Product

from .finding import Row
from .sources import KINDS

#: So many goals are listed, so many of each other kind, and so many altogether.
GOALS, OF_A_KIND, ALTOGETHER = 6, 3, 20
#: So many goals that were opened lately are listed.
RECENT: Final = 6


@dataclass(frozen=True)
class Step:
    """A place to go to or a thing to do: its words, its address, the drawing beside it."""

    label: str
    url: str
    icon: str
    more: str = ""


#: What can be begun outside of a product.
ANYWHERE: Final = [Step("New product", "/products/new/", "plus")]


def chosen(rows: Iterable[Row]) -> list[Row]:
    """The rows that are listed, kind by kind in the order of the kinds, the best of each."""
    by_kind: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    for row in rows:
        if len(by_kind[row.kind]) < (GOALS if row.kind == "goal" else OF_A_KIND):
            by_kind[row.kind].append(row)
    return [row for rows in by_kind.values() for row in rows][:ALTOGETHER]


def grouped(found: Sequence[Any]) -> list[tuple[str, list[Any]]]:
    """What was found under the words for its kind; `found` is in the order of the kinds."""
    groups: dict[str, list[Any]] = {}
    for one in found:
        groups.setdefault(KINDS[one.kind][0], []).append(one)
    return list(groups.items())


def recent(user: Any, keys: str) -> list[Goal]:
    """The goals that these keys name (`BIKE-12,BIKE-4`), in their order, of those that the person may see. One query;
    none without keys."""
    named = [parts for parts in map(split_key, keys.split(",")[:RECENT]) if parts]
    if not named:
        return []
    these = Q()
    for key, number in named:
        these |= Q(product__key=key, number=number)
    goals = Goal.objects.visible_to(user).live().filter(these).select_related("product")
    return sorted(goals, key=lambda goal: named.index((goal.product.key, goal.number)))


def products(mine: Iterable[Product], at: Product | None) -> list[Step]:
    """The other products, to go to."""
    return [Step(one.name, one.get_absolute_url(), "chain", one.key) for one in mine if one != at]


def steps(product: Product, access: Access) -> list[Step]:
    """What this member may begin in the product, from anywhere."""
    told = [
        Step(f"New {level.label.lower()}", f"/p/{product.key}/goals/new/?level={level.name}", "plus")
        for level in levels.used_by(product.preset)
        if level.rank > levels.VISION and access.edit_level(level.rank)
    ]
    if access.edit_backlog:
        told.append(Step("New backlog item", f"/p/{product.key}/backlog/#new-item", "plus"))
    if access.manage:
        told.append(Step("Invite a member", f"/p/{product.key}/members/", "plus"))
    return told
