"""The evidence on the goal page: what people said that speaks for the goal.

It takes no query of its own: it is read along with the goal's history (`goals.reads.read_along`).
"""

import json
from datetime import date
from typing import Any

from goalchain.goals.models import Goal
from goalchain.goals.regions import Children, Region

#: So many of the newest are told; `count` says how many there are. What is put aside speaks for nothing.
SHOWN = 5

_ROWS = f"""
SELECT f.id, f.text, f.name, f.source, f.segment, f.said_on, COUNT(*) OVER () AS count
FROM talk_evidence e JOIN talk_feedback f ON f.id = e.feedback_id
WHERE e.goal_id = %s AND f.put_aside_at IS NULL ORDER BY e.id DESC LIMIT {SHOWN}
"""
_NAMES = ("id", "text", "name", "source", "segment", "said_on", "count")


def evidence_words(vendor: str) -> str:
    """The words of a scalar subquery that tells the newest evidence of a goal as a JSON list."""
    if vendor == "postgresql":
        return f"(SELECT COALESCE(json_agg(x), '[]'::json) FROM ({_ROWS}) x)"
    pairs = ", ".join(f"'{name}', x.{name}" for name in _NAMES)
    return f"(SELECT json_group_array(json_object({pairs})) FROM ({_ROWS}) x)"


def gather(goal: Goal, children: Children) -> dict[str, Any]:
    """The context of the region. No query."""
    told = getattr(goal, "along", {}).get(EVIDENCE.name) or []
    rows = json.loads(told) if isinstance(told, str) else told
    return {
        "evidence": [row | {"said_on": date.fromisoformat(row["said_on"])} for row in rows],
        "evidence_count": rows[0]["count"] if rows else 0,
    }


EVIDENCE = Region("evidence", "talk/_evidence.html", gather)
