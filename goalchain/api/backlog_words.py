"""Items of a backlog as resources, from rows."""

from typing import Any

from goalchain.products.access import READ_PLANNING, Access
from sprints.backlog.planning import hidden_plans
from sprints.backlog.tracker import tracker_of

from .answers import Row
from .metric_words import number
from .representations import moment

ITEM_COLUMNS = [
    *("position", "pk", "product__key", "title", "goal__number", "serves_none", "size", "state", "tracker_url"),
    *("sprint_id", "version", "archived_at"),
]


def items_of(rows: list[Row], access: Access) -> list[dict[str, Any]]:
    """Item resources, from rows of ITEM_COLUMNS, as a member with this access may read them. One query at most."""
    hidden: set[int] = set()
    if READ_PLANNING not in access:
        hidden = hidden_plans(row[9] for row in rows if row[9] is not None)
    found = []
    for _, pk, key, title, goal, serves_none, size, state, address, sprint, version, archived_at in rows:
        tracker = tracker_of(address) if address else None
        found.append(
            {
                "id": pk,
                "product": key,
                "title": title,
                "goal": f"{key}-{goal}" if goal else None,
                "serves_none": serves_none,
                "size": number(size),
                "state": state,
                "tracker_url": address,
                "tracker": str(tracker) if tracker else None,
                "sprint": None if sprint in hidden else sprint,
                "version": version,
                "archived_at": moment(archived_at),
            }
        )
    return found
