"""What the gap report shows, gathered in three queries: the gaps, the chain, what happened to it lately."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from goalchain.products.access import Access
from goalchain.products.models import Membership, Product
from goalchain.products.pages import product_context

from .. import levels
from .drawing import drawing_of
from .reach import reach_of
from .report import A_PAGE, WINDOW, Asking, Gap, Kind, kinds_of
from .rule import GapRule, rule_named, rules


@dataclass(frozen=True)
class Filter:
    """What of the report is asked for: one rule or all, one level or all, and which page of one rule."""

    rule: GapRule | None
    level: str
    page: int

    @classmethod
    def read(cls, words: Mapping[str, str]) -> "Filter":
        """The filter of an address; a word that names nothing narrows nothing."""
        level, page = words.get("level", ""), words.get("page", "")
        is_number = page.isascii() and page.isdigit() and len(page) < 7
        return cls(
            rule_named(words.get("rule", "")),
            level if level in levels.LEVELS else "",
            max(int(page), 1) if is_number else 1,
        )

    def address(self, product: Product, place: str = "gaps/", **changed: Any) -> str:
        """The address of the report under this filter, or with some of it changed."""
        told = {"rule": self.rule.name if self.rule else "", "level": self.level, "page": ""} | changed
        words = urlencode({name: value for name, value in told.items() if value})
        return f"/p/{product.key}/{place}{'?' + words if words else ''}"

    def kinds(self, product: Product, access: Access) -> list[Kind]:
        """What it shows: the window of each kind, or a page of the one. One query."""
        start, size = ((self.page - 1) * A_PAGE, A_PAGE) if self.rule else (0, WINDOW)
        return kinds_of(self.asking(product, access), start=start, size=size)

    def asking(self, product: Product, access: Access) -> Asking:
        """What the report is asked for, all pages of it."""
        levels = [self.level] if self.level else []
        return Asking(product, access, only=[self.rule] if self.rule else None, levels=levels)


def gaps_context(mine: Membership, words: Mapping[str, str]) -> dict[str, Any]:
    """The context of the report. Three queries."""
    product, access = mine.product, mine.access
    asked = Filter.read(words)
    kinds = asked.kinds(product, access)
    reach = reach_of(product, access)
    count = sum(kind.count for kind in kinds)
    return product_context(
        product,
        access,
        "gaps",
        filter=asked,
        kinds=[told_kind(kind, asked, access) for kind in kinds if kind.gaps],
        accepted=[row_of(gap, access) for kind in kinds for gap in kind.accepted],
        count=count,
        accepted_count=sum(kind.accepted_count for kind in kinds),
        rules=rules(),
        reach=reach,
        drawing=drawing_of(reach.points),
        tabs=_tabs(product, asked),
        csv=asked.address(product, "gaps.csv"),
        everything=Filter(None, asked.level, 1).address(product),
        pages=_pages(product, asked, max((kind.count for kind in kinds), default=0)),
    )


def beyond_the_last(context: Mapping[str, Any]) -> str:
    """Where the report goes on when a page is asked for that a kind does not have any more; "" for one that it has."""
    asked: Filter = context["filter"]
    shows = context["kinds"] or context["accepted"]
    return asked.address(context["product"]) if asked.page > 1 and not shows else ""


def told_kind(kind: Kind, asked: Filter, access: Access) -> dict[str, Any]:
    """A kind of gap as the page shows it. No query."""
    return {
        "rule": kind.rule,
        "count": kind.count,
        "rows": [row_of(gap, access) for gap in kind.gaps],
        "more": 0 if asked.rule else kind.more,
        "address": f"?{urlencode({'rule': kind.rule.name} | ({'level': asked.level} if asked.level else {}))}",
    }


def row_of(gap: Gap, access: Access) -> dict[str, Any]:
    """A gap as `goals/_gap.html` and `goals/_gap_accepted.html` take it. No query."""
    key = gap.goal.key
    return {
        "gap": gap,
        "goal": gap.goal,
        "key": key,
        "row": f"gap-{gap.rule.name}-{gap.goal.number}",
        "address": f"/g/{key}/gaps/{gap.rule.name}/",
        "can_start": gap.may_start(access),
        "can_accept": access.edit_level(gap.goal.level),
    }


def _tabs(product: Product, asked: Filter) -> list[dict[str, Any]]:
    """All levels, those that the preset uses, and the one that is asked for."""
    used = [*levels.used_by(product.preset), *([levels.LEVELS[asked.level]] if asked.level else [])]
    named = {"": "All levels"} | {level.name: level.plural for level in sorted(used, key=lambda level: level.rank)}
    return [
        {"label": label, "url": asked.address(product, level=name), "current": name == asked.level}
        for name, label in named.items()
    ]


def _pages(product: Product, asked: Filter, count: int) -> dict[str, Any] | None:
    """Where a kind of gap goes on, when it has more than a page."""
    last = -(-count // A_PAGE)
    if asked.rule is None or (last < 2 and asked.page == 1):
        return None
    return {
        "number": asked.page,
        "of": last,
        "previous": asked.address(product, page=asked.page - 1) if asked.page > 1 else "",
        "next": asked.address(product, page=asked.page + 1) if asked.page < last else "",
    }
