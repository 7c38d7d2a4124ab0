"""What the templates of the chain map take, beside the map itself."""

from typing import Any

from ..columns import ChainView
from .nest import nest

#: The words of a filter's form; all others of the address are kept when it is sent.
FILTERS = ("state", "outcome", "owner", "team", "when")


def map_context(view: ChainView, product_key: str) -> dict[str, Any]:
    """The map with its list, and the addresses that show it otherwise. No query."""
    asked = view.asked

    def tabs(view: str, map_view: str) -> list[dict[str, Any]]:
        now = "list" if view == "list" else asked.by
        return [
            {"label": "Columns", "url": asked.query(by="columns", view=map_view), "current": now == "columns"},
            {"label": "Rows", "url": asked.query(by="rows", view=map_view), "current": now == "rows"},
            {"label": "List", "url": asked.query(view="list"), "current": now == "list"},
        ]

    return {
        "chain": view,
        "asked": asked,
        "is_bare": view.empty and not asked.narrowed,
        "nest": nest(view, product_key) if asked.view != "map" else "",
        "views": tabs(asked.view, asked.view and "map"),
        # Where the address does not say, a narrow screen shows the list.
        "narrow_views": tabs("list", "map"),
        "kept": {name: word for name, word in asked.words().items() if name not in FILTERS},
        "toggle_open": asked.query(only_open=not asked.only_open),
        "order_url": asked.query(order="" if asked.order else "position"),
        "clear_url": asked.cleared(),
        "unfold_url": asked.query(folded=frozenset()),
        "unselect_url": f"/p/{product_key}/{asked.query(selected=None)}",
    }
