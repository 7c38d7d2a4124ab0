"""The timeline: product goals as bars, release goals as milestones, sprints as strokes, and what waits for what."""

from typing import Any

from django.http import HttpRequest

from goalchain.goals import levels
from goalchain.products.access import Access
from goalchain.products.models import Product

from ..filters import ZOOMS, Wanted
from ..grouping import Group
from ..rows import Row
from . import drawing
from .arrows import arrows_of, waits_among
from .geometry import scale_for
from .lanes import days_of, laid_out
from .reads import ties_of

#: More sprints than these are no picture any more: then none is drawn, and the page says how to see them.
SPRINTS_DRAWN = 800


def context(
    product: Product, rows: list[Row], request: HttpRequest, *, access: Access, wanted: Wanted, groups: list[Group]
) -> dict[str, Any]:
    """What `roadmap/_timeline.html` shows beside `rows` and `groups`. One query."""
    today = product.today()
    is_crowded = sum(len(row.sprints) for row in rows) > SPRINTS_DRAWN
    if is_crowded:
        for row in rows:
            row.sprints.clear()
    scale = scale_for(days_of(rows), today, wanted.zoom)
    layout = laid_out(groups, scale)
    ties = ties_of(product) if rows else []
    editable = access.edit_level(levels.PRODUCT) and not wanted.mode
    drawn = drawing.Drawn(layout, waits_among(rows, ties, today), today, editable)
    found = arrows_of(layout, ties, today)
    return {
        "timeline": {
            "scale": scale,
            "axis": drawing.axis(scale, today),
            "grid": drawing.grid(layout, today),
            "arrows": drawing.arrows(found, layout),
            "troubles": drawing.troubles(found, layout),
            "sections": [drawing.section(section, drawn) for section in layout.sections],
            "today_x": round(scale.left(today)),
            "editable": editable,
            "is_crowded": is_crowded,
            "undated": [row for row in rows if not (row.starts_on or row.ends_on)],
            "undated_releases": _undated_releases(rows),
        },
        "zooms": [
            {"label": label, "url": wanted.but(zoom=zoom).url, "current": zoom == wanted.zoom}
            for zoom, label in ZOOMS.items()
        ],
    }


def _undated_releases(rows: list[Row]) -> list[dict[str, str]]:
    """The open releases of these rows that have no date, each once."""
    found = {
        release.number: {
            "key": f"{row.key.rpartition('-')[0]}-{release.number}",
            "title": release.title,
            "of": row.title,
        }
        for row in rows
        for release in row.releases
        if not (release.starts_on or release.ends_on) and release.state != "closed"
    }
    return list(found.values())
