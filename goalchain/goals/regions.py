"""Regions of the goal page that belong to what hangs on a goal: its metrics and whatever else apps above this one add.

An app offers a region when it is ready. Its fragment has the region's name as its root id, so that the page can refresh
it, and takes what `gather` told. A region may also add to the strip of facts and to the rows of the goals below.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .models import Goal

#: The goals below as `page.children_of` tells them: `{"goal", "rationale"}`. A region may add what it knows of each.
Children = list[dict[str, Any]]


@dataclass(frozen=True)
class Region:
    """A part of the goal page. `gather` tells its context; it may add to `children` what `child_row` shows of each.

    `fact`, `child_row` and `notice` are templates too: for the strip of facts, for each row below (as `child`), for
    what has to be known before anything else; "" for none.
    """

    name: str
    template: str
    gather: Callable[[Goal, Children], dict[str, Any]]
    fact: str = ""
    child_row: str = ""
    notice: str = ""


_REGIONS: dict[str, Region] = {}


def offer(region: Region) -> None:
    """Show this region on every goal page, in the order in which regions are offered."""
    _REGIONS[region.name] = region


def gathered(goal: Goal, children: Children) -> dict[str, Any]:
    """The context of all regions, with `regions` themselves, and the templates of their `notices`, `facts` and
    `child_rows`. As many queries as their `gather` takes."""
    regions = list(_REGIONS.values())
    context: dict[str, Any] = {
        "regions": regions,
        "notices": [region.notice for region in regions if region.notice],
        "facts": [region.fact for region in regions if region.fact],
        "child_rows": [region.child_row for region in regions if region.child_row],
    }
    for region in regions:
        context |= region.gather(goal, children)
    return context
