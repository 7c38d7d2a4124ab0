"""What the chain itself knows of an impact: the goals below, what was agreed of them, and who waits for whom."""

from .parts import Part, goal_told

_GOALS = """
SELECT g.number, g.level_name, g.title, CASE WHEN g.outcome = '' THEN g.state ELSE g.outcome END AS said, 0 AS ref,
    CASE WHEN EXISTS (SELECT 1 FROM goals_link k JOIN here ON k.parent_id = here.id WHERE k.child_id = g.id)
        AND NOT EXISTS (
            SELECT 1 FROM goals_link k JOIN goals_goal p ON p.id = k.parent_id JOIN here ON k.parent_id <> here.id
            WHERE k.child_id = g.id AND p.archived_at IS NULL)
    THEN 1 ELSE 0 END AS lone, g.level, g.position
FROM below JOIN goals_goal g ON g.id = below.id
"""
#: The goals below, those first that serve nothing else.
GOALS = Part("goals", "goal", "goals", _GOALS, "lone DESC, level, position, number", goal_told, 1)

_AGREEMENTS = """
SELECT g.number, g.level_name, g.title, g.state AS said, 0 AS ref, 0 AS lone, g.level, g.position
FROM below JOIN goals_goal g ON g.id = below.id WHERE g.state IN ('agreed', 'active')
"""
#: The goals below that somebody agreed to, as the chain stood.
AGREEMENTS = Part("agreements", "agreement", "agreements", _AGREEMENTS, "level, position, number", goal_told, 4)

_DEPENDENCIES = """
SELECT g.number, g.level_name, g.title, 'waits for it' AS said, 0 AS ref, 0 AS lone, 0 AS place
FROM here JOIN goals_dependency d ON d.blocker_id = here.id JOIN goals_goal g ON g.id = d.blocked_id
WHERE g.archived_at IS NULL {hidden}
UNION ALL SELECT g.number, g.level_name, g.title, 'blocks it' AS said, 0 AS ref, 0 AS lone, 1 AS place
FROM here JOIN goals_dependency d ON d.blocked_id = here.id JOIN goals_goal g ON g.id = d.blocker_id
WHERE g.archived_at IS NULL {hidden}
"""
#: What waits for the goal, and what it waits for.
DEPENDENCIES = Part("dependencies", "dependency", "dependencies", _DEPENDENCIES, "place, number", goal_told, 5)
