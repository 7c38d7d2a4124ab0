"""What the roadmap reads: the product goals and what each view shows of them, in a fixed number of queries.

The words of the queries are kept (see goalchain.lib.rows). What hangs on
a draft sprint goal is left out, counts included, for those who take no part in planning.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Model

from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.goals.reads import hidden_goals
from goalchain.lib.rows import Columns, among, each, fetch, listed
from goalchain.metrics.reads import first_metrics, metrics_of
from goalchain.products.access import Access
from goalchain.products.models import Product

from .filters import Wanted
from .horizons import horizon_of
from .rows import Above, FeatureRow, Release, Row, SprintBelow

#: So many product goals are on a roadmap; the level's page has all of them.
ROWS_SHOWN = 200
#: So many releases and sprints are drawn on a timeline.
BELOW_SHOWN = 3_000

_COLUMNS = Columns(
    Goal,
    "g",
    (
        *("id", "number", "title", "statement", "owner_id", "state", "outcome", "learning"),
        *("starts_on", "ends_on", "confidence", "position", "version"),
    ),
)
#: How many goals serve one, and how many of these are closed: "5 2". One subquery holds one value.
_DELIVERY = """(
    SELECT CAST(COUNT(*) AS text) || ' ' || CAST(COUNT(CASE WHEN b.state = 'closed' THEN 1 END) AS text)
    FROM goals_link k JOIN goals_goal b ON b.id = k.child_id
    WHERE k.parent_id = g.id AND b.archived_at IS NULL {hidden})"""
_OWNER = "(SELECT COALESCE(NULLIF(o.name, ''), o.email) FROM accounts_user o WHERE o.id = g.owner_id)"
_ROWS = f"""
SELECT {_COLUMNS.sql}, p.timeframe, p.horizon, {_OWNER}, {{delivery}}
FROM goals_goal g {{beside}}
WHERE g.product_id = %s AND g.level = 3 AND g.archived_at IS NULL {{state}}
ORDER BY CASE WHEN COALESCE(g.starts_on, g.ends_on) IS NULL THEN 1 ELSE 0 END, COALESCE(g.starts_on, g.ends_on),
    g.position, g.number
LIMIT {ROWS_SHOWN + 1}
"""
_STATES = {
    "": "AND g.state <> 'closed'",
    "all": "",
    **{state: f"AND g.state = '{state}'" for state in ("draft", "agreed", "active", "closed")},
}
_ABOVE = """
SELECT l.child_id, g.number, g.level_name, g.title, l.rationale
FROM goals_link l JOIN goals_goal g ON g.id = l.parent_id
WHERE {among} AND g.archived_at IS NULL ORDER BY g.level DESC, g.position, g.number
"""
_FEATURES = """
SELECT f.goal_id, f.id, f.text, f.version FROM roadmap_feature f
WHERE {among} AND f.removed_at IS NULL ORDER BY f.goal_id, f.position, f.id
"""


@dataclass
class Found:
    """The product goals that were read, whether there are more, and whether more serves them than was read."""

    rows: list[Row]
    more: bool
    more_below: bool = False

    @property
    def by_pk(self) -> dict[int, Row]:
        """The rows by primary key."""
        return {row.pk: row for row in self.rows}


def rows_for(product: Product, access: Access, wanted: Wanted) -> Found:
    """The product goals of one state with what the view shows of them, those without dates last.

    Queries: five for the grid, four for the other views.
    """
    found = product_goals(product, access, wanted.state)
    add_above(found.by_pk)
    add_metrics(found.by_pk, only_first=wanted.view != "grid")
    if wanted.view == "timeline":
        found.more_below = add_releases_and_sprints(found.by_pk, access)
    else:
        add_teams(found.by_pk, access)
    if wanted.view == "grid":
        add_features(found.by_pk)
    return found


def product_goals(product: Product, access: Access, state: str = "") -> Found:
    """The live product goals of one state: "" for the open ones, "all" for all. One query."""
    hidden, today = hidden_goals(access, "b"), product.today()
    sql = _ROWS.format(
        delivery=_DELIVERY.format(hidden=hidden),
        beside=each("roadmap_productgoal", "p", "p.goal_id = g.id"),
        state=_STATES[state],
    )
    rows = [_row(product, told, today) for told in fetch(sql, [product.pk])]
    return Found(rows[:ROWS_SHOWN], len(rows) > ROWS_SHOWN)


def _row(product: Product, told: tuple[Any, ...], today: date) -> Row:
    own = _COLUMNS.values(told)
    pk, number, title, statement, owner_id, state, outcome, *own = own
    learning, starts_on, ends_on, confidence, position, version = own
    timeframe, chosen, owner, delivery = told[len(_COLUMNS) :]
    below, closed = delivery.split()
    return Row(
        pk,
        f"{product.key}-{number}",
        number,
        title,
        statement,
        state,
        outcome,
        confidence,
        starts_on,
        ends_on,
        owner_id,
        owner or "",
        position,
        version,
        timeframe,
        chosen,
        horizon_of(chosen, state, starts_on, ends_on, today),
        int(below),
        int(closed),
        learning,
    )


def add_above(rows: dict[int, Row]) -> None:
    """Give each row the goals that it serves, nearest level first. One query; none for no rows."""
    if rows:
        for child, *above in fetch(_ABOVE.format(among=among("l.child_id")), [listed(rows)]):
            rows[child].above.append(Above(*above))


def add_metrics(rows: dict[int, Row], *, only_first: bool) -> None:
    """Give each row its metrics with their latest values. One query; none for no rows."""
    if only_first:
        for pk, standing in first_metrics(rows).items():
            rows[pk].metrics.append(standing)
    else:
        for pk, standings in metrics_of(rows).items():
            rows[pk].metrics = standings


def add_features(rows: dict[int, Row]) -> None:
    """Give each row its features in their order. One query; none for no rows."""
    if not rows:
        return
    for goal_id, *feature in fetch(_FEATURES.format(among=among("f.goal_id")), [listed(rows)]):
        rows[goal_id].features.append(FeatureRow(*feature))


def add_teams(rows: dict[int, Row], access: Access) -> None:
    """Give each row the teams whose sprints work towards it. One query; none for no rows."""
    if not rows:
        return
    sql = _teams_sql().format(among=among("l.parent_id"), hidden=hidden_goals(access, "g"))
    for pk, team_id, name in fetch(sql, [listed(rows)]):
        rows[pk].teams[team_id] = name


def add_releases_and_sprints(rows: dict[int, Row], access: Access) -> bool:
    """Give each row its releases, the sprints that work towards it and their teams.

    Returns whether there are more than BELOW_SHOWN: sprints are left out then, before any release is. One query; none
    for no rows.
    """
    if not rows:
        return False
    sql = _below_sql().format(among=among("l.parent_id"), hidden=hidden_goals(access, "g"))
    found = fetch(sql, [listed(rows), BELOW_SHOWN + 1])
    for told in found[:BELOW_SHOWN]:
        pk, number, title, state, outcome, starts_on, ends_on, confidence, version, *sprint = told
        row, days = rows[pk], (_day(starts_on), _day(ends_on))
        if sprint[0] is None:
            has_shipped = bool(sprint[-1])
            row.releases.append(Release(number, title, state, outcome, *days, confidence, version, has_shipped))
            continue
        sprint_id, name, team_id, team, release = sprint
        row.sprints.append(SprintBelow(sprint_id, name, *days, team_id, team, release, number, title, state, outcome))
        row.teams[team_id] = team
    return len(found) > BELOW_SHOWN


@cache
def _below() -> str:
    """The live release and sprint goals right below the product goals, for the queries that come after it."""
    goals = each("goals_goal", "g", "g.id = l.child_id AND g.level IN (4, 5) AND g.archived_at IS NULL {hidden}")
    return f"WITH below AS (SELECT l.parent_id AS row_id, g.* FROM goals_link l {goals} WHERE {{among}})"


@cache
def _through() -> str:
    """The sprint goals below the releases (`r`) of the product goals, with their sprints and teams."""
    links = each("goals_link", "m", "m.parent_id = r.id")
    goals = each("goals_goal", "g", "g.id = m.child_id AND g.level = 5 AND g.archived_at IS NULL {hidden}")
    return f"FROM below r {links} {goals} {in_sprint()} WHERE r.level = 4"


@cache
def in_sprint(*, or_none: bool = False) -> str:
    """The joins from a sprint goal to its sprint and team, with `or_none` also of one that has none.

    Their tables belong to an app beside this one: the model that serves the level tells them.
    """
    own: type[Model] = levels.model_of(levels.SPRINT)
    sprint: type[Model] = own._meta.get_field("sprint").related_model  # type: ignore[assignment]
    team: type[Model] = sprint._meta.get_field("team").related_model  # type: ignore[assignment]
    found = ((own, "w", "w.goal_id = g.id"), (sprint, "s", "s.id = w.sprint_id"), (team, "t", "t.id = s.team_id"))
    if or_none:
        return " ".join(f"LEFT JOIN {model._meta.db_table} {alias} ON {key}" for model, alias, key in found)
    return " ".join(each(model._meta.db_table, alias, key) for model, alias, key in found)


@cache
def _teams_sql() -> str:
    team = "t.id AS team_id, t.name AS team"
    return (
        f"{_below()} SELECT * FROM (SELECT g.row_id AS row_id, {team} FROM below g {in_sprint()} WHERE g.level = 5 "
        f"UNION SELECT r.row_id, {team} {_through()}) AS found ORDER BY team, team_id"
    )


@cache
def _below_sql() -> str:
    goal = "g.number, g.title, g.state, g.outcome"
    releases = (
        f"SELECT g.row_id AS row_id, {goal}, g.starts_on AS starts_on, g.ends_on AS ends_on, g.confidence, g.version, "
        "CAST(NULL AS bigint) AS sprint_id, '' AS sprint, CAST(NULL AS bigint) AS team_id, '' AS team, "
        # Of a sprint goal, the last column is the number of its release; of a release, whether it has shipped.
        "CASE WHEN c.id IS NULL THEN 0 ELSE 1 END AS release FROM below g "
        "LEFT JOIN roadmap_checkpoint c ON c.goal_id = g.id AND c.taken_back_at IS NULL WHERE g.level = 4"
    )
    sprint = f"{goal}, s.starts_on, s.ends_on, g.confidence, g.version, s.id, s.name, t.id, t.name"
    return (
        f"{_below()} SELECT * FROM ({releases} UNION ALL "
        f"SELECT g.row_id, {sprint}, CAST(NULL AS integer) FROM below g {in_sprint()} WHERE g.level = 5 UNION ALL "
        f"SELECT r.row_id, {sprint}, r.number {_through()}) AS found "
        # Undated ones last, which each database would put elsewhere by itself.
        "ORDER BY CASE WHEN sprint_id IS NULL THEN 0 ELSE 1 END, "
        "row_id, CASE WHEN ends_on IS NULL THEN 1 ELSE 0 END, ends_on, number LIMIT %s"
    )


def _day(value: Any) -> date | None:
    """A date from a row: SQLite has dates as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
