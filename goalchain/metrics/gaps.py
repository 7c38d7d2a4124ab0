"""The rules of the gap report that are about what is measured and what was assumed."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import connection

from goalchain.goals.gaps.rule import EVERY, NO_OTHER, Asked, GapRule, Words
from goalchain.goals.writing.measure import METRIC

from .flat import flat_in_product
from .for_review import pairs_in_product

#: A metric that nobody has read for so many days is not looked at.
READ_WITHIN: Final = 30

_NO_METRIC = f"""
SELECT g.id, {NO_OTHER} FROM live g
WHERE g.level_name IN ({{levels}}) AND g.state <> 'closed' AND g.id NOT IN (
    SELECT m.goal_id FROM metrics_metric m WHERE m.product_id = %s AND m.archived_at IS NULL)
"""
# A metric that is younger than the time within which it is to be read is not asked about yet.
_STALE = f"""
SELECT g.id, {NO_OTHER} FROM live g
WHERE g.state IN ('agreed', 'active') AND g.id IN (
    SELECT m.goal_id FROM metrics_metric m WHERE m.product_id = %s AND m.archived_at IS NULL
    GROUP BY m.goal_id HAVING MIN(m.created_at) < %s)
AND NOT EXISTS (
    SELECT 1 FROM metrics_metric m JOIN metrics_reading r ON r.metric_id = m.id
    WHERE m.goal_id = g.id AND m.archived_at IS NULL AND r.day > %s)
"""


def _no_metric(asked: Asked) -> Words:
    return _NO_METRIC.format(levels=", ".join(f"'{name}'" for name in METRIC.levels)), [asked.product.pk]


def _stale(asked: Asked) -> Words:
    day = asked.today - timedelta(days=READ_WITHIN)
    moment = datetime.combine(day, time.min, ZoneInfo(asked.product.time_zone))
    adapt = connection.ops
    return _STALE, [asked.product.pk, adapt.adapt_datetimefield_value(moment), adapt.adapt_datefield_value(day)]


def _refuted(asked: Asked) -> Words:
    return f"SELECT DISTINCT asked.goal_id, {NO_OTHER} FROM ({pairs_in_product()}) asked", [asked.product.pk]


_OPEN = "AND g.state <> 'closed'"


def _flat(asked: Asked) -> Words:
    words, parameters = flat_in_product(asked.product.pk)
    return f"SELECT flat.goal_id, {NO_OTHER} FROM ({words}) flat JOIN live g ON g.id = flat.goal_id {_OPEN}", parameters


GAP_RULES = (
    GapRule(
        "refuted",
        "Rests on a refuted assumption",
        EVERY,
        "What had to be true for it turned out to be wrong, and nobody has thought it through again.",
        "Change the goal, or say why it stays as it is.",
        "/g/{key}/",
        "Look at it again",
        _refuted,
    ),
    GapRule(
        "flat",
        "All met, but the metric is flat",
        EVERY,
        "Everything below it was achieved, and the number did not move: the work was done, the effect did not come.",
        "Ask what was learnt, and choose another way to the goal, or another goal.",
        "/g/{key}/#metrics",
        "Look at the metric",
        _flat,
    ),
    GapRule(
        "stale",
        "No reading lately",
        EVERY,
        f"Nobody has read any of its metrics for {READ_WITHIN} days: whether it comes true is a guess.",
        "Enter what the metric is today.",
        "/g/{key}/#metrics",
        "Enter a reading",
        _stale,
    ),
    GapRule(
        "no-metric",
        METRIC.label,
        METRIC.levels,
        METRIC.reason,
        "Add the number that will move when it comes true.",
        "/g/{key}/metrics/",
        "Add a metric",
        _no_metric,
    ),
)
