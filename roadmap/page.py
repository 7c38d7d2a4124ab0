"""What the roadmap's page shows, gathered in as few queries as it has parts."""

from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token

from goalchain.goals import levels
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from . import timeline
from .filters import GROUPS, MODES, STATES, VIEWS, Wanted
from .grid import COLUMNS_ON_WALL, LABELS, even, grid
from .grouping import choices_of, filtered, grouped
from .later import boards
from .marks import Look
from .reads import rows_for


def roadmap_context(mine: Membership, wanted: Wanted, request: HttpRequest, **more: Any) -> dict[str, Any]:
    """The context of the roadmap in the view that is wanted. Five queries at most, those of the timeline included."""
    product, access = mine.product, mine.access
    found = rows_for(product, access, wanted)
    rows = filtered(found.rows, wanted)
    context = product_context(
        product,
        access,
        "roadmap",
        wanted=wanted,
        rows=rows,
        groups=grouped(rows, wanted),
        choices=choices_of(found.rows),
        more_rows=found.more,
        more_below=found.more_below,
        is_empty=not found.rows and not wanted.is_filtered,
        can_edit=access.edit_level(levels.PRODUCT) and not wanted.mode,
        today=product.today(),
        view_template=f"roadmap/_{wanted.view}.html",
        tabs=[
            {"label": label, "url": wanted.but(view=view).url, "current": view == wanted.view}
            for view, label in VIEWS.items()
        ],
        modes=[{"label": label, "url": wanted.but(mode=mode).url} for mode, label in MODES.items() if mode],
        clear_url=wanted.but(state="", owner=None, team=None, goal=None).url,
        leave_url=wanted.but(mode="").url,
        group_choices=list(GROUPS.items()),
        state_choices=list(STATES.items()),
    )
    can_edit = context["can_edit"]
    token = get_token(request) if can_edit and wanted.view == "now" else ""
    look = Look(context["today"], can_edit, plain=wanted.mode == "wall", token=token)
    if wanted.view == "grid":
        # A wall cannot be scrolled to the side: what is too many columns for its width stands one row under the other.
        most = COLUMNS_ON_WALL if look.plain else len(rows)
        told = [
            {"group": group, "rows": [grid(part, look) for part in even(group.rows, most)]}
            for group in context["groups"]
        ]
        context |= {"grids": told, "labels": LABELS}
    elif wanted.view == "now":
        context["boards"] = boards(context["groups"], look)
    else:
        context |= timeline.context(product, rows, request, access=access, wanted=wanted, groups=context["groups"])
    return context | more
