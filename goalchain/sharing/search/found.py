"""What was found, as pages and the API tell it: its address, its words, where it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.safestring import SafeString

from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.lib.rows import fetch
from goalchain.products.models import Product

from .finding import Row
from .sources import KINDS
from .words import NOT_IN_TITLE, Wanted


@dataclass(frozen=True)
class Found:
    """One thing that was found. `excerpt` is empty where the title says it; `lit` and `lit_excerpt` are title and
    excerpt as HTML with the words marked; `key` is "" without a goal."""

    kind: str
    kind_label: str
    product: Product
    key: str
    title: str
    excerpt: str
    url: str
    wanted: Wanted
    level_name: str = ""
    label: str = ""
    state: str = ""
    is_archived: bool = False

    @property
    def lit(self) -> SafeString:
        """The title, marked."""
        return self.wanted.lit(self.title)

    @property
    def lit_excerpt(self) -> SafeString:
        """The excerpt, marked."""
        return self.wanted.lit(self.excerpt)

    @property
    def is_goal(self) -> bool:
        """Whether it is a goal itself."""
        return self.kind == "goal"


def told(rows: Sequence[Row], wanted: Wanted, products: Mapping[int, Product]) -> list[Found]:
    """The rows as they are shown, in their order; `products` by primary key. One query; none for none."""
    bodies = dict(_bodies([row.pk for row in rows]))
    return [_found(row, wanted, products[row.product_id], bodies.get(row.pk, "")) for row in rows]


def told_goals(goals: Iterable[Goal]) -> list[Found]:
    """Goals with their products, as they are shown without a query."""
    nothing = Wanted("")
    return [
        Found(
            *("goal", KINDS["goal"][1], goal.product, goal.key, goal.title, ""),
            **_of_goal(goal.level_name, goal.state, goal.outcome),
            url=f"/g/{goal.key}/",
            wanted=nothing,
            is_archived=goal.archived_at is not None,
        )
        for goal in goals
    ]


def _found(row: Row, wanted: Wanted, product: Product, body: str) -> Found:
    title = row.title if row.kind != "goal" and row.title else row.goal_title or row.title
    if row.source == "review":
        # The index holds the day as the database writes it, ten characters at the end.
        title = title[:-10] + date_format(date.fromisoformat(title[-10:]), "j M Y")
    excerpt = wanted.excerpt(body) if wanted.rank(title) == NOT_IN_TITLE else ""
    if excerpt and row.source == "reason":
        excerpt = f"because {excerpt}"
    key = f"{product.key}-{row.number}" if row.number else ""
    # What came out of a release has its page where the product uses the level, else it is left on the goal.
    address = _ADDRESSES["goal" if row.source == "checkpoint" and not product.uses_releases else row.source]
    return Found(
        *(row.kind, KINDS[row.kind][1], product, key, title, excerpt),
        url=address.format(p=f"/p/{product.key}", g=f"/g/{key}", id=row.source_id, number=row.number),
        wanted=wanted,
        **(_of_goal(row.level_name or "", row.state or "", row.outcome or "") if row.kind == "goal" else {}),
        is_archived=bool(row.is_archived),
    )


def _of_goal(level_name: str, state: str, outcome: str) -> dict[str, Any]:
    return {"level_name": level_name, "label": levels.LEVELS[level_name].label, "state": outcome or state}


#: Where each source is shown: {p} the product, {g} the goal on which it hangs.
_ADDRESSES: Final = {
    "goal": "{g}/",
    "reason": "{g}/",
    "template": "{g}/",
    "version": "{g}/",
    "board": "{p}/vision/former/{number}/",
    "feature": "{g}/",
    "backlog": "{p}/backlog/{id}/",
    "metric": "{g}/metrics/{id}/",
    "assumption": "{g}/#assumptions",
    "check-in": "{g}/check-ins/",
    "sprint": "{p}/sprints/{id}/",
    "sprintreview": "{p}/sprints/{id}/#review-heading",
    "checkpoint": "{p}/releases/{number}/",
    "review": "{p}/reviews/{id}/",
    "feedback": "{p}/feedback/{id}/",
}


def _bodies(pks: list[int]) -> list[tuple[Any, ...]]:
    if not pks:
        return []
    return fetch(f"SELECT id, body FROM search_entry WHERE id IN ({', '.join('%s' for _ in pks)})", pks)
