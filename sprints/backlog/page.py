"""What the page of the backlog shows, and the sprint backlog on the page of a sprint."""

from typing import Any
from urllib.parse import urlencode

from goalchain.goals.models import Goal
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ..models import Sprint
from ..models.backlog_item import ItemState
from .forms import NewItemForm
from .reads import Filters, count_before, goals_offered, items_in_sprint, items_of, sprints_offered
from .rows import Look, rows

STATES = [("", "To do and doing"), *ItemState.choices, ("all", "All"), ("archived", "Archived")]
#: So many items the page of a sprint shows.
IN_SPRINT = 200


def backlog_context(
    mine: Membership, filters: Filters, *, form: NewItemForm | None = None, **more: Any
) -> dict[str, Any]:
    """A window of the backlog with what narrows it and what adds to it.

    Three queries; one more behind the first page, to number the items.
    """
    product, access = mine.product, mine.access
    items, has_more = items_of(product, access, filters)
    goals = goals_offered(product)
    first = None
    if not filters.narrow:
        first = 1 if filters.after is None else count_before(product, filters.after) + 1
    can_sort = access.edit_backlog and filters.state != "archived" and len(items) > 1
    look = Look(product.key, access.edit_backlog, first=first, is_sortable=can_sort)
    onward = urlencode(filters.query | {"after": str(items[-1].position)}) if has_more else ""
    return product_context(
        product,
        access,
        "backlog",
        rows=rows(items, look),
        has_items=bool(items),
        filters=filters,
        query=urlencode(filters.query),
        onward=onward,
        states=STATES,
        goals=goals,
        sprints=sprints_offered(product, access),
        form=form or new_item_form(goals, filters),
        **more,
    )


def new_item_form(goals: list[Any], filters: Filters, data: Any = None) -> NewItemForm:
    """Quick add; it begins with the goal that the page is narrowed to."""
    chosen = "" if filters.goal == "unsaid" else filters.goal
    return NewItemForm(lambda: goals, data, initial={"goal": chosen})


def sprint_backlog(mine: Membership, sprint: Sprint, goal: Goal | None) -> dict[str, Any]:
    """The sprint backlog, compared with the goal of the sprint. One query.

    None for who may not read planning while the sprint has no goal beyond a draft.
    """
    access = mine.access
    if not access.read_planning and goal is None:
        return {"backlog": None}
    items = items_in_sprint(sprint, goal.pk if goal else None, IN_SPRINT)
    look = Look(mine.product.key, access.edit_backlog, in_sprint=True)
    done = sum(item.state == "done" for item in items)
    live = sum(item.state != "dropped" for item in items)
    return {"backlog": {"rows": rows(items, look), "count": live, "done": done, "is_cut": len(items) == IN_SPRINT}}
