"""What pages read of the backlog, in words written here: a window of items in their order, each with what it serves.

Who may not read planning is not told into which sprint an item is planned, unless that sprint has an agreed goal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from goalchain.goals import levels
from goalchain.goals.fetch import split_key
from goalchain.goals.models import Goal
from goalchain.lib.rows import fetch
from goalchain.products.access import Access
from goalchain.products.models import Product

from ..models import Sprint
from .planning import shown_plan
from .rules import SERVED, STATES, size_said

#: So many items a page shows; the next page goes on behind the last of them.
SHOWN = 100
#: So many goals and sprints are offered in a choice.
OFFERED = 200
#: Sprints that ended longer ago are not offered any more.
OFFERED_SINCE = timedelta(weeks=13)

_TO_DO = "i.state IN ('open', 'doing') AND i.archived_at IS NULL"

#: Whether an item serves what the goal of its sprint serves: a goal on the line above it, or one below a goal that it
#: serves directly. True where there is nothing to compare.
#: Written without EXISTS, which PostgreSQL may answer by reading all links of the product once.
_FITS = """(i.goal_id IS NULL OR {goal} IS NULL
    OR (SELECT 1 FROM goals_link k WHERE k.child_id = {goal} AND k.parent_id = i.goal_id LIMIT 1) IS NOT NULL
    OR (SELECT 1 FROM goals_link k JOIN goals_link u ON u.child_id = k.parent_id
        WHERE k.child_id = {goal} AND u.parent_id = i.goal_id LIMIT 1) IS NOT NULL
    OR (SELECT 1 FROM goals_link k JOIN goals_link d ON d.parent_id = k.parent_id
        WHERE k.child_id = {goal} AND d.child_id = i.goal_id LIMIT 1) IS NOT NULL)"""
_ITEMS = f"""
SELECT i.id, i.title, i.size, i.state, i.tracker_url, i.serves_none, i.position, i.version, i.archived_at IS NOT NULL,
    g.number, g.title, g.level_name, g.archived_at IS NOT NULL, s.id, s.name, t.name, {_FITS}
FROM sprints_backlogitem i
LEFT JOIN goals_goal g ON g.id = i.goal_id
LEFT JOIN sprints_sprint s ON s.id = i.sprint_id {{shown}}
LEFT JOIN products_team t ON t.id = s.team_id
LEFT JOIN sprints_sprintgoal o ON o.agreed_for_id = s.id
WHERE i.product_id = %s AND {{wanted}} ORDER BY i.position LIMIT %s
"""
_SPRINTS = f"""
SELECT t.name, s.id, s.name FROM (
    SELECT w.* FROM (SELECT s.id, s.team_id, s.name, s.starts_on FROM sprints_sprint s
        WHERE s.product_id = %s AND s.ends_on >= %s {{shown}} ORDER BY s.ends_on, s.id LIMIT {OFFERED}) w
    UNION ALL SELECT w.* FROM (SELECT s.id, s.team_id, s.name, s.starts_on FROM sprints_sprint s
        WHERE s.product_id = %s AND s.ends_on IS NULL {{shown}} ORDER BY s.id LIMIT {OFFERED}) w
) s JOIN products_team t ON t.id = s.team_id
ORDER BY t.name, t.id, CASE WHEN s.starts_on IS NULL THEN 1 ELSE 0 END, s.starts_on, s.id
"""


class ShownItem(NamedTuple):
    """An item as pages show it; `sprint` and what follows are None where it is in none that the member may know."""

    pk: int
    title: str
    size: str
    state: str
    tracker_url: str
    serves_none: bool
    position: int
    version: int
    is_archived: bool
    goal: int | None
    goal_title: str | None
    goal_level: str | None
    goal_is_archived: bool
    sprint: int | None
    sprint_name: str | None
    team_name: str | None
    fits: bool


@dataclass(frozen=True)
class Filters:
    """Which items a page is asked for, as its address says it; what it says otherwise is passed over.

    `goal` is a key, `none` (serves none on purpose) or `unsaid`; `sprint` a primary key or `none`; `state` one of the
    states, `all`, `archived` or "" for what is to do; `after` the position behind which the page begins.
    """

    words: str = ""
    goal: str = ""
    state: str = ""
    sprint: str = ""
    after: int | None = None

    @classmethod
    def asked(cls, query: Any) -> "Filters":
        """The filters that an address names."""
        after, sprint, state = query.get("after", ""), query.get("sprint", ""), query.get("state", "")
        goal = query.get("goal", "")
        return cls(
            words=query.get("q", "").replace("\0", "").strip()[:200],
            goal=goal if goal in ("none", "unsaid") or split_key(goal) else "",
            state=state if state in (*STATES, "all", "archived") else "",
            sprint=sprint if sprint == "none" or _is_number(sprint) else "",
            after=int(after) if _is_number(after) else None,
        )

    @property
    def narrow(self) -> bool:
        """Whether they leave out something of what is to do."""
        return bool(self.words or self.goal or self.state or self.sprint)

    @cached_property
    def query(self) -> dict[str, str]:
        """The parameters of an address, without where the page begins."""
        told = {"q": self.words, "goal": self.goal, "state": self.state, "sprint": self.sprint}
        return {name: value for name, value in told.items() if value}

    def wanted(self, product: Product) -> tuple[str, list[Any]]:
        """The condition in SQL, with its parameters."""
        parts = [_of_state(self.state)]
        values: list[Any] = []
        if self.words:
            parts.append("UPPER(i.title) LIKE UPPER(%s) ESCAPE '\\'")
            values.append(f"%{_literally(self.words)}%")
        if self.goal in ("none", "unsaid"):
            parts.append("i.goal_id IS NULL AND " + ("i.serves_none" if self.goal == "none" else "NOT i.serves_none"))
        elif parts_of_key := split_key(self.goal):
            parts.append("i.goal_id = (SELECT id FROM goals_goal WHERE product_id = %s AND number = %s)")
            values += [product.pk, parts_of_key[1] if parts_of_key[0] == product.key else 0]
        if self.sprint == "none":
            parts.append("s.id IS NULL")
        elif self.sprint:
            parts.append("i.sprint_id = %s AND s.id IS NOT NULL")
            values.append(int(self.sprint))
        return " AND ".join(parts), values


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _literally(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _of_state(state: str) -> str:
    if state == "archived":
        return "i.archived_at IS NOT NULL"
    if state == "all":
        return "i.archived_at IS NULL"
    return f"i.state = '{state}' AND i.archived_at IS NULL" if state else _TO_DO


def items_of(product: Product, access: Access, filters: Filters, limit: int = SHOWN) -> tuple[list[ShownItem], bool]:
    """A window of the backlog in its order, and whether there is more behind it. One query."""
    wanted, values = filters.wanted(product)
    if filters.after is not None:
        wanted += " AND i.position > %s"
        values.append(filters.after)
    sql = _ITEMS.format(goal="o.goal_id", shown=shown_plan(access, "s"), wanted=wanted)
    found = [_shown(row) for row in fetch(sql, [product.pk, *values, limit + 1])]
    return found[:limit], len(found) > limit


def item_shown(product: Product, access: Access, pk: int) -> ShownItem:
    """One item as pages show it. One query."""
    sql = _ITEMS.format(goal="o.goal_id", shown=shown_plan(access, "s"), wanted="i.id = %s")
    (row,) = fetch(sql, [product.pk, pk, 1])
    return _shown(row)


def items_in_sprint(sprint: Sprint, goal_pk: int | None, limit: int) -> list[ShownItem]:
    """What is planned into a sprint, compared with its goal. One query.

    Only for who may know the plan: whoever reads planning, and everybody once the sprint has a goal beyond a draft.
    """
    goal = "NULL" if goal_pk is None else str(int(goal_pk))
    sql = _ITEMS.format(goal=goal, shown="", wanted="i.sprint_id = %s AND i.archived_at IS NULL")
    return [_shown(row) for row in fetch(sql, [sprint.product_id, sprint.pk, limit])]


def _shown(row: Sequence[Any]) -> ShownItem:
    values = list(row)
    values[2] = "" if row[2] is None else size_said(Decimal(str(row[2])))
    return ShownItem(*values)


def count_before(product: Product, position: int) -> int:
    """How many items that are to do stand up to a position. One query."""
    sql = f"SELECT COUNT(*) FROM sprints_backlogitem i WHERE i.product_id = %s AND {_TO_DO} AND i.position <= %s"
    return int(fetch(sql, [product.pk, position])[0][0])


def goals_offered(product: Product) -> list[Any]:
    """The goals that an item may serve, for a choice: product goals, then release goals. One query."""
    found = Goal.objects.filter(product=product, level__in=SERVED).open().order_by("level", "position", "number")
    rows = list(found.values_list("level", "number", "title")[:OFFERED])
    groups: list[Any] = []
    for rank, label in ((levels.PRODUCT, "Product goals"), (levels.RELEASE, "Release goals")):
        offered = [(f"{product.key}-{number}", title) for level, number, title in rows if level == rank]
        if offered:
            groups.append((label, offered))
    return groups


def sprints_offered(product: Product, access: Access) -> list[Any]:
    """The sprints that are under way, to come or not long over, the soonest, team by team, for a choice. One query.

    Who may not read planning is offered those that have a goal beyond a draft.
    """
    sql = _SPRINTS.format(shown=shown_plan(access, "s"))
    since = product.today() - OFFERED_SINCE
    groups: dict[str, list[Any]] = {}
    for team, pk, name in fetch(sql, [product.pk, since, product.pk]):
        groups.setdefault(team, []).append((str(pk), name))
    return list(groups.items())
