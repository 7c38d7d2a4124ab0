"""The rules of the gap report that know sprints: what the sprints of now serve, and when their goals end."""

from django.db import connection

from goalchain.goals.gaps.rule import NO_OTHER, Asked, Further, GapRule, Words

# A product goal is above a sprint goal directly or by one release goal: a link never leads sideways. What is agreed for
# a sprint to come may well serve the product goal that is next.
_OFF_GOAL = f"""
SELECT g.id, {NO_OTHER} FROM live g JOIN sprints_sprintgoal o ON o.goal_id = g.id
LEFT JOIN sprints_sprint s ON s.id = o.sprint_id
WHERE (g.state = 'active' OR (g.state = 'agreed' AND s.starts_on <= %s))
AND g.id NOT IN (
    SELECT l.child_id FROM lines l JOIN live p ON p.id = l.parent_id WHERE p.level = 3 AND p.state = 'active')
AND g.id NOT IN (
    SELECT l.child_id FROM lines l JOIN lines u ON u.child_id = l.parent_id JOIN live p ON p.id = u.parent_id
    WHERE p.level = 3 AND p.state = 'active')
"""
# A sprint goal ends with its sprint, if that has an end.
_ENDS_LATE = """
SELECT c.id, MIN(p.id) FROM lines l JOIN live p ON p.id = l.parent_id JOIN live c ON c.id = l.child_id
JOIN sprints_sprintgoal o ON o.goal_id = c.id LEFT JOIN sprints_sprint s ON s.id = o.sprint_id
WHERE c.state <> 'closed' AND p.state <> 'closed' AND COALESCE(s.ends_on, c.ends_on) > p.ends_on
GROUP BY c.id
"""


def _off_goal(asked: Asked) -> Words:
    return _OFF_GOAL, [connection.ops.adapt_datefield_value(asked.today)]


def _ends_late(asked: Asked) -> Words:
    return _ENDS_LATE, []


OFF_GOAL = GapRule(
    "off-goal",
    "Sprints that serve no active product goal",
    ("sprint",),
    "The work of this sprint leads nowhere that the product is going now (Scrum Guide 2020: the product goal is the "
    "long-term objective of the team).",
    "Link the sprint goal to the active product goal, by what it moves there; or make the goal that it serves active.",
    "/g/{key}/parents/",
    "Link it upward",
    _off_goal,
)
#: What `ends-late` finds among sprint goals.
ENDS_LATE = Further("sprint", _ends_late, "/g/{key}/edit/sprint/", "Choose another sprint")
