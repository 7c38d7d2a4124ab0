"""What the chain map asks about sprint goals: the days of their sprints, and whose they are."""

_DAY = (
    "COALESCE((SELECT s.{day} FROM sprints_sprintgoal o JOIN sprints_sprint s ON s.id = o.sprint_id "
    "WHERE o.goal_id = g.id), g.{day})"
)
#: A sprint goal begins and ends with its sprint, if that has days.
STARTS, ENDS = _DAY.format(day="starts_on"), _DAY.format(day="ends_on")
OF_TEAM = (
    "g.id IN (SELECT o.goal_id FROM sprints_sprintgoal o JOIN sprints_sprint s ON s.id = o.sprint_id "
    "WHERE s.team_id = %s)"
)
