"""What the inbox shows, gathered in as few queries as it has parts."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from goalchain.products.access import ANSWER_FEEDBACK, EDIT, EDIT_SPRINT_GOAL
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from .models import Evidence, Feedback
from .reads import STATES, Filters, Need, facets, feedback_of, needs, state_of

A_PAGE = 30
#: So many needs stand on top of the inbox; the others have a page.
ON_TOP = 5


def inbox_context(mine: Membership, filters: Filters, page: str = "", **more: Any) -> dict[str, Any]:
    """The context of the inbox.

    Four queries: a page of feedback, what each speaks for, how many there are of what, and on the first page the needs.
    """
    product = mine.product
    number = page_asked(page)
    start = (number - 1) * A_PAGE
    found = list(feedback_of(product, mine.access, filters)[start : start + A_PAGE + 1])
    told = facets(product)
    address = f"/p/{product.key}/feedback/"
    query = urlencode(filters.query)
    voiced: list[Need] = []
    has_more_needs = False
    if number == 1 and filters.show == "new" and not filters.goal and not filters.words:
        voiced, has_more_needs = needs(product, mine.access, ON_TOP, told=filters.voices)
    return product_context(
        product,
        mine.access,
        "feedback",
        rows=rows_of(mine, found[:A_PAGE]),
        needs=voiced,
        has_more_needs=has_more_needs,
        filters=filters,
        tabs=[_tab(address, filters, name, label, told["state"]) for name, label in STATES.items()],
        segments=told["segment"],
        sources=told["source"],
        is_empty=not told["state"],
        newer=f"?{query}&page={number - 1}" if number > 1 else "",
        older=f"?{query}&page={number + 1}" if len(found) > A_PAGE else "",
        number=number,
        can_write=EDIT_SPRINT_GOAL in mine.access,
        **more,
    )


def _tab(address: str, filters: Filters, name: str, label: str, counts: dict[str, int]) -> dict[str, Any]:
    """A tab leads to another state with the other filters kept; it counts what is there without them."""
    query = urlencode(filters.query | {"show": name})
    count = sum(counts.values()) if name == "all" else counts.get(name, 0)
    said = f"{label} {count}" if count else label
    return {"label": said, "url": f"{address}?{query}", "current": name == filters.show}


def page_asked(page: str) -> int:
    """The page that an address asks for, from 1."""
    return max(int(page), 1) if page.isascii() and page.isdigit() and len(page) < 6 else 1


def rows_of(mine: Membership, found: Iterable[Feedback]) -> list[dict[str, Any]]:
    """Feedback as `talk/_feedback.html` takes it, each with the goals that it speaks for. One query."""
    feedback = list(found)
    speaks: dict[int, list[dict[str, Any]]] = {}
    linked: set[int] = set()
    evidence = Evidence.objects.filter(feedback__in=[one.pk for one in feedback]).select_related("goal").order_by("id")
    for row in evidence:
        linked.add(row.feedback_id)
        row.goal.product = mine.product
        if row.goal.planning and not mine.access.read_planning:
            continue
        told = {"goal": row.goal, "can_detach": mine.access.edit_level(row.goal.level)}
        speaks.setdefault(row.feedback_id, []).append(told)
    for one in feedback:
        one.product = mine.product
        if one.about:
            one.about.product = mine.product
    return [
        {
            "feedback": one,
            "state": state_of(one, is_linked=one.pk in linked),
            "evidence": speaks.get(one.pk, []),
            "can_answer": ANSWER_FEEDBACK in mine.access,
            "can_sort": EDIT in mine.access,
            "can_correct": EDIT_SPRINT_GOAL in mine.access,
            "address": f"/p/{mine.product.key}/feedback/{one.pk}/",
        }
        for one in feedback
    ]
