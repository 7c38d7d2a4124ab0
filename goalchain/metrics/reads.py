"""What pages and lists read of metrics: a fixed number of queries, and of each metric only its last readings.

The words of the queries are the same however many goals are asked for (see goalchain.lib.rows).
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from goalchain.goals.models import Goal
from goalchain.lib.rows import Columns, among, fetch, listed

from .models import Metric, Reading
from .standing import Standing

#: Of a metric that is plotted, so many last readings are read; of one in a list, the last, or those of a sparkline.
PLOTTED = 200
SPARKED = 30

metrics: Columns[Metric] = Columns(Metric, "m")
readings: Columns[Reading] = Columns(Reading, "r", ("id", "metric_id", "day", "value", "version"))

# The index of (metric, day) finds the day of the n-th last reading without looking at the others.
_FROM = """
FROM metrics_metric m LEFT JOIN metrics_reading r ON r.metric_id = m.id AND r.day >= COALESCE(
    (SELECT x.day FROM metrics_reading x WHERE x.metric_id = m.id ORDER BY x.day DESC LIMIT 1 OFFSET {before}),
    '0001-01-01')
"""
_LATEST = """
FROM metrics_metric m LEFT JOIN metrics_reading r ON r.metric_id = m.id AND r.day =
    (SELECT MAX(x.day) FROM metrics_reading x WHERE x.metric_id = m.id)
"""
_FIRST = """
AND NOT EXISTS (
    SELECT 1 FROM metrics_metric e WHERE e.goal_id = m.goal_id AND e.archived_at IS NULL
    AND (e.position < m.position OR (e.position = m.position AND e.id < m.id)))
"""
_SELECT = f"SELECT {metrics.sql}, {readings.sql}"
_SELECT_ALSO = f"{_SELECT}, CAST(NULL AS TEXT)"
_NOTHING = ", ".join(["NULL"] * (len(metrics) + len(readings)))


#: What else the query of the metrics asks for: a SELECT of one column, which is a JSON array, and its parameters.
Also = tuple[str, list[Any]]


def standings(
    goal: Goal, children: Sequence[Goal] = (), also: Sequence[Also] = ()
) -> tuple[list[Standing], dict[int, Standing], list[list[Any]]]:
    """The live metrics of a goal with what is plotted of them; of each child its first metric with the latest value.

    Those of the children come by the primary key of the child. `also` is answered in the same query: the arrays come
    last, those of each SELECT in its order. One query.
    """
    sql = f"{_SELECT_ALSO} {_FROM.format(before=PLOTTED)} WHERE m.goal_id = %s AND m.archived_at IS NULL"
    parameters: list[Any] = [goal.pk]
    if children:
        words = f"{among('m.goal_id')} AND m.archived_at IS NULL {_FIRST}"
        sql += f" UNION ALL {_SELECT_ALSO} {_LATEST} WHERE {words}"
        parameters.append(listed(child.pk for child in children))
    for words, asked in also:
        sql += f" UNION ALL SELECT {_NOTHING}, also.said FROM ({words}) also"
        parameters += asked
    rows = fetch(sql, parameters)
    found = _standings([row for row in rows if row[-1] is None], PLOTTED)
    told = [json.loads(row[-1]) for row in rows if row[-1] is not None]
    own = [standing for standing in found if standing.metric.goal_id == goal.pk]
    for standing in own:
        standing.metric.goal = goal
    below = {standing.metric.goal_id: standing for standing in found if standing.metric.goal_id != goal.pk}
    return own, below, told


def first_metrics(goals: Iterable[int]) -> dict[int, Standing]:
    """Of each of these goals (primary keys) its first metric with the latest value; those without are left out.

    One query; none for no goals.
    """
    keys = list(goals)
    if not keys:
        return {}
    rows = fetch(first_words(f"{metrics.sql}, {readings.sql}"), [listed(keys)])
    return {standing.metric.goal_id: standing for standing in _standings(rows, 1)}


def first_words(columns: str) -> str:
    """A SELECT of these columns: of each goal its first metric `m` with its latest reading `r`, if any.

    It takes the primary keys of the goals, `listed`.
    """
    return f"SELECT {columns} {_LATEST} WHERE {among('m.goal_id')} AND m.archived_at IS NULL {_FIRST}"


def metrics_of(goals: Iterable[int]) -> dict[int, list[Standing]]:
    """The live metrics of each of these goals (primary keys), in their order, with the latest values.

    One query; none for no goals.
    """
    keys = list(goals)
    if not keys:
        return {}
    sql = f"{_SELECT} {_LATEST} WHERE {among('m.goal_id')} AND m.archived_at IS NULL"
    found: dict[int, list[Standing]] = {}
    for standing in _standings(fetch(sql, [listed(keys)]), 1):
        found.setdefault(standing.metric.goal_id, []).append(standing)
    return found


def latest_of(keys: Iterable[int]) -> dict[int, Standing]:
    """These metrics (primary keys) with their latest values, archived ones too. One query; none for no metrics."""
    wanted = list(keys)
    if not wanted:
        return {}
    sql = f"{_SELECT} {_LATEST} WHERE {among('m.id')}"
    return {standing.metric.pk: standing for standing in _standings(fetch(sql, [listed(wanted)]), 1)}


def sparked(keys: Iterable[int]) -> list[Standing]:
    """These metrics (primary keys), in their order, with the last readings for a sparkline. One query."""
    wanted = list(keys)
    if not wanted:
        return []
    sql = f"{_SELECT} {_FROM.format(before=SPARKED)} WHERE {among('m.id')}"
    found = {standing.metric.pk: standing for standing in _standings(fetch(sql, [listed(wanted)]), SPARKED)}
    return [found[key] for key in wanted if key in found]


def plotted(metric: Metric) -> Standing:
    """One metric, archived or not, with what is plotted of it. One query."""
    (standing,) = _standings(fetch(f"{_SELECT} {_FROM.format(before=PLOTTED)} WHERE m.id = %s", [metric.pk]), PLOTTED)
    standing.metric = metric
    return standing


def _standings(rows: list[tuple[Any, ...]], most: int) -> list[Standing]:
    """Rows of metrics with a reading each, or none, as standings with `most` readings, in the order of metrics.

    One reading more than `most` is read, which tells that there are older ones.
    """
    start = len(metrics)
    found: dict[int, Standing] = {}
    for row in rows:
        standing = found.get(row[0])
        if standing is None:
            standing = found[row[0]] = Standing(metrics.instance(row))
        if row[start] is not None:
            standing.readings.append(readings.instance(row, start))
    for standing in found.values():
        standing.readings.sort(key=lambda reading: reading.day)
        standing.more = len(standing.readings) > most
        del standing.readings[:-most]
    return sorted(found.values(), key=lambda standing: (standing.metric.position, standing.metric.pk))
