"""The rules that the chain itself can tell: goals, links, states and days."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import connection

from ..writing.fit import HORIZON, HORIZONS, SLACK, WORKING_WEEK
from .rule import EVERY, NO_OTHER, Asked, GapRule, Words

#: A goal that was agreed so long ago is long agreed, in days; the work of a sprint begins within weeks.
LONG_AGREED, LONG_AGREED_SPRINT = 90, 30

_NO_PARENT = f"""
SELECT g.id, {NO_OTHER} FROM live g
WHERE g.level > 1 AND g.state <> 'closed' AND g.id NOT IN (SELECT child_id FROM lines)
"""
_NO_CHILD = f"""
SELECT g.id, {NO_OTHER} FROM live g
WHERE g.level {{levels}} AND g.state <> 'closed' AND g.id NOT IN (SELECT parent_id FROM lines)
"""
_OPEN_UNDER_CLOSED = """
SELECT p.id, MIN(c.id) FROM lines l JOIN live p ON p.id = l.parent_id JOIN live c ON c.id = l.child_id
WHERE p.state = 'closed' AND c.state <> 'closed' AND c.id NOT IN (
    SELECT k.child_id FROM lines k JOIN live q ON q.id = k.parent_id WHERE q.state <> 'closed')
GROUP BY p.id
"""
_ACTIVE_UNDER_DRAFT = """
SELECT c.id, MIN(p.id) FROM lines l JOIN live p ON p.id = l.parent_id JOIN live c ON c.id = l.child_id
WHERE c.state = 'active' AND p.state = 'draft' AND c.id NOT IN (
    SELECT k.child_id FROM lines k JOIN live q ON q.id = k.parent_id WHERE q.state IN ('agreed', 'active'))
GROUP BY c.id
"""
_ENDS_LATE = """
SELECT c.id, MIN(p.id) FROM lines l JOIN live p ON p.id = l.parent_id JOIN live c ON c.id = l.child_id
WHERE c.level < 5 AND c.state <> 'closed' AND p.state <> 'closed' AND c.ends_on > p.ends_on
GROUP BY c.id
"""
# Only keys of the JSON are followed by a colon right after the quotation mark: those inside a text are escaped.
_NEVER_STARTED = f"""
SELECT g.id, {NO_OTHER} FROM live g
WHERE g.state = 'agreed' AND g.level > 1 AND (g.starts_on IS NULL OR g.starts_on < %s)
AND g.created_at < CASE WHEN g.level = 5 THEN {{moment}} ELSE {{moment}} END
AND g.id NOT IN (
    SELECT l.parent_id FROM lines l JOIN live c ON c.id = l.child_id WHERE c.state IN ('active', 'closed'))
AND NOT EXISTS (
    SELECT 1 FROM goals_event e WHERE e.goal_id = g.id AND e.subject = 'goal'
    AND CAST(e.former AS TEXT) LIKE '%%"state":%%'
    AND e.at >= CASE WHEN g.level = 5 THEN {{moment}} ELSE {{moment}} END)
"""


def _no_parent(asked: Asked) -> Words:
    return _NO_PARENT, []


def _no_child(asked: Asked) -> Words:
    return _NO_CHILD.format(levels="IN (1, 3, 4)"), []


def _unserved(asked: Asked) -> Words:
    return _NO_CHILD.format(levels="= 2"), []


def _open_under_closed(asked: Asked) -> Words:
    return _OPEN_UNDER_CLOSED, []


def _active_under_draft(asked: Asked) -> Words:
    return _ACTIVE_UNDER_DRAFT, []


def _ends_late(asked: Asked) -> Words:
    return _ENDS_LATE, []


def _never_started(asked: Asked) -> Words:
    midnight = datetime.combine(asked.today, time.min, ZoneInfo(asked.product.time_zone))
    of_sprint, above = (midnight - timedelta(days=days) for days in (LONG_AGREED_SPRINT, LONG_AGREED))
    moments = [connection.ops.adapt_datetimefield_value(moment) for moment in (of_sprint, above)]
    # PostgreSQL takes a bare parameter inside CASE for text.
    moment = "CAST(%s AS timestamptz)" if connection.vendor == "postgresql" else "%s"
    today = connection.ops.adapt_datefield_value(asked.today)
    return _NEVER_STARTED.format(moment=moment), [today, *moments, *moments]


def days_words(starts: str, ends: str) -> str:
    """How many days a goal takes, the first and the last included, as an expression of this database."""
    if connection.vendor == "postgresql":
        return f"({ends} - {starts} + 1)"
    return f"(julianday({ends}) - julianday({starts}) + 1)"


def _horizon(asked: Asked) -> Words:
    """The same limits as the writing check: see writing.fit."""
    days = days_words("g.starts_on", "g.ends_on")
    fits = []
    for level, (shortest, longest, _) in HORIZONS.get(asked.product.preset, HORIZONS["releases"]).items():
        least = WORKING_WEEK if level == "sprint" else shortest * (1 - SLACK)
        most = "" if longest is None else f" AND {days} <= {longest * (1 + SLACK)!r}"
        fits.append(f"(g.level_name = '{level}' AND {days} >= {least!r}{most})")
    return (
        f"SELECT g.id, {NO_OTHER} FROM live g WHERE g.state <> 'closed' AND g.starts_on IS NOT NULL "
        f"AND g.ends_on IS NOT NULL AND NOT ({' OR '.join(fits)})",
        [],
    )


_BELOW: Final = EVERY[1:]
NO_PARENT = GapRule(
    "no-parent",
    "Serves no goal",
    _BELOW,
    "Nobody can say why this is worth doing: no line leads from it to the vision.",
    "Link it to the goal that it moves, with the reason; or close it.",
    "/g/{key}/parents/",
    "Link it upward",
    _no_parent,
)
NO_CHILD = GapRule(
    "no-child",
    "Nothing below it",
    ("vision", "product", "release"),
    "Nobody can say how it will come about: no goal below it moves it.",
    "Add the next goal on the way to it, or link one that is there.",
    "/g/{key}/#quick-add-title",
    "Add a goal below",
    _no_child,
)
UNSERVED = GapRule(
    "unserved",
    "User and business goals that nothing serves",
    ("user", "business"),
    "It was promised to users or to the company, and no work leads there.",
    "Add a product goal that moves it; or say that it is no goal any more.",
    "/g/{key}/#quick-add-title",
    "Add a goal below",
    _unserved,
)
OPEN_UNDER_CLOSED = GapRule(
    "open-under-closed",
    "Closed, with open goals below",
    EVERY[:-1],
    "The goals below go on for something that is over.",
    "Move them to a goal that is open, or close them.",
    "/g/{other}/parents/{key}/move/",
    "Move {other}",
    _open_under_closed,
    of_other=True,
    about="{other} is open and serves no other open goal",
)
ACTIVE_UNDER_DRAFT = GapRule(
    "active-under-draft",
    "Active below a draft",
    _BELOW,
    "Work is under way for something that nobody has agreed on.",
    "Agree on the goal above, or move this one to a goal that is agreed.",
    "/g/{other}/",
    "Open {other}",
    _active_under_draft,
    decides=True,
    of_other=True,
    about="serves {other}, which is a draft",
)
NEVER_STARTED = GapRule(
    "never-started",
    "Agreed long ago, never started",
    _BELOW,
    f"Agreed for more than {LONG_AGREED} days ({LONG_AGREED_SPRINT} for a sprint goal), and nothing below it has "
    "begun: what was right then may not be right now.",
    "Start it, return it to draft, or close it.",
    "/g/{key}/",
    "Open it",
    _never_started,
    decides=True,
)
ENDS_LATE = GapRule(
    "ends-late",
    "Ends after the goal that it serves",
    _BELOW,
    "It cannot help a goal that is over before it is reached.",
    "Bring its end forward, or give the goal above more time.",
    "/g/{key}/edit/ends_on/",
    "Change its end",
    _ends_late,
    about="ends after {other}",
)
HORIZON_GAP = GapRule(
    "horizon",
    HORIZON.label,
    HORIZON.levels,
    HORIZON.reason,
    "Change the dates, or make it a goal of another level.",
    "/g/{key}/edit/ends_on/",
    "Change its end",
    _horizon,
)
CHAIN_RULES = (
    *(NO_PARENT, NO_CHILD, UNSERVED, OPEN_UNDER_CLOSED, ACTIVE_UNDER_DRAFT, NEVER_STARTED, ENDS_LATE),
    HORIZON_GAP,
)
