"""What the pages of releases read, in a fixed number of queries; what hangs on drafts of sprint goals is left out,
counts included, for those who take no part in planning."""

from collections.abc import Iterable
from typing import Any

from goalchain.goals.models import Goal
from goalchain.goals.reads import hidden_goals
from goalchain.lib.rows import Columns, among, fetch, listed
from goalchain.metrics.reads import first_metrics
from goalchain.products.access import Access
from goalchain.products.models import Product

from ..reads import in_sprint
from ..rows import Above
from .checkpoint import Checkpoint
from .rows import ReleaseRow, Work
from .trail import trails

#: So many releases are listed; the level's page has all release goals.
RELEASES_SHOWN = 120
#: So many sprint goals of all those releases, and of the one on its own page.
WORK_SHOWN = 2_000

_GOALS = Columns(Goal, "g", ("id", "number", "title", "state", "outcome", "ends_on", "confidence"))
_CHECKPOINTS = Columns(Checkpoint, "c", ("shipped_on", "result"))
_DELIVERY = """(
    SELECT COUNT(*) FROM goals_link k JOIN goals_goal b ON b.id = k.child_id
    WHERE k.parent_id = g.id AND b.archived_at IS NULL {closed} {hidden})"""
_DONE = "CASE WHEN c.id IS NOT NULL OR g.state = 'closed' THEN 1 ELSE 0 END"
_DAY = "COALESCE(c.shipped_on, g.ends_on)"
_RELEASES = f"""
SELECT {_GOALS.sql}, {_CHECKPOINTS.sql}, r.version_name, {{below}}, {{closed_below}}
FROM goals_goal g JOIN roadmap_releasegoal r ON r.goal_id = g.id
LEFT JOIN roadmap_checkpoint c ON c.goal_id = g.id AND c.taken_back_at IS NULL
WHERE g.product_id = %s AND g.level = 4 AND g.archived_at IS NULL
ORDER BY {_DONE}, CASE WHEN {_DAY} IS NULL THEN 1 ELSE 0 END, CASE {_DONE} WHEN 0 THEN {_DAY} END,
    CASE {_DONE} WHEN 1 THEN {_DAY} END DESC, g.position, g.number
LIMIT {RELEASES_SHOWN + 1}
"""
_ABOVE = """
SELECT l.child_id, g.number, g.level_name, g.title, l.rationale
FROM goals_link l JOIN goals_goal g ON g.id = l.parent_id
WHERE {among} AND g.archived_at IS NULL ORDER BY g.level DESC, g.position, g.number
"""
_WORK = """
SELECT l.parent_id, g.number, g.title, g.state, g.outcome, g.learning, COALESCE(s.name, ''), COALESCE(t.name, '')
FROM goals_link l JOIN goals_goal g ON g.id = l.child_id {in_sprint}
WHERE {among} AND g.level = 5 AND g.archived_at IS NULL {hidden}
ORDER BY CASE WHEN COALESCE(s.starts_on, g.starts_on) IS NULL THEN 1 ELSE 0 END, COALESCE(s.starts_on, g.starts_on),
    t.name, g.position, g.number
LIMIT {most}
"""


def releases_of(product: Product, access: Access) -> tuple[list[ReleaseRow], bool]:
    """The live releases, those ahead first by date, those that are done after them, the newest first; and whether
    there are more than those. Five queries at most."""
    hidden = hidden_goals(access, "b")
    sql = _RELEASES.format(
        below=_DELIVERY.format(closed="", hidden=hidden),
        closed_below=_DELIVERY.format(closed="AND b.state = 'closed'", hidden=hidden),
    )
    found = fetch(sql, [product.pk])
    today = product.today()
    rows = [_row(product, told, today) for told in found[:RELEASES_SHOWN]]
    by_pk = {row.pk: row for row in rows}
    if by_pk:
        for child, *above in fetch(_ABOVE.format(among=among("l.child_id")), [listed(by_pk)]):
            by_pk[child].above.append(Above(*above))
    for pk, work in work_of(by_pk, access).items():
        by_pk[pk].work = work
    for pk, standing in first_metrics(by_pk).items():
        by_pk[pk].metric = standing
    for pk, trail in trails(by_pk).items():
        by_pk[pk].trail = trail
    return rows, len(found) > RELEASES_SHOWN


def _row(product: Product, told: tuple[Any, ...], today: Any) -> ReleaseRow:
    own = dict(zip(_GOALS.names, _GOALS.values(told), strict=True))
    shipped_on, result = _CHECKPOINTS.values(told, len(_GOALS))
    version_name, below, closed_below = told[len(_GOALS) + len(_CHECKPOINTS) :]
    return ReleaseRow(
        pk=own.pop("id"),
        key=f"{product.key}-{own['number']}",
        version_name=version_name,
        shipped_on=shipped_on,
        result=result or "",
        below=below,
        closed_below=closed_below,
        today=today,
        **own,
    )


def work_of(releases: Iterable[int], access: Access) -> dict[int, list[Work]]:
    """The sprint goals that serve each of these releases (primary keys), in the order of their sprints.

    One query; none for no releases.
    """
    keys = list(releases)
    if not keys:
        return {}
    sql = _WORK.format(
        in_sprint=in_sprint(or_none=True),
        among=among("l.parent_id"),
        hidden=hidden_goals(access, "g"),
        most=WORK_SHOWN,
    )
    found: dict[int, list[Work]] = {}
    for pk, *told in fetch(sql, [listed(keys)]):
        found.setdefault(pk, []).append(Work(*told))
    return found


def checkpoint_of(goal: Goal) -> Checkpoint | None:
    """The checkpoint of a release, if it has one that was not taken back. One query."""
    checkpoint = Checkpoint.objects.filter(goal_id=goal.pk, taken_back_at=None).first()
    if checkpoint is not None:
        checkpoint.product, checkpoint.goal = goal.product, goal  # type: ignore[assignment]
    return checkpoint
