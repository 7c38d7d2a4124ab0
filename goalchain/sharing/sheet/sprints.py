"""Which sprint a row's goal belongs to: a sprint has a team and a name, and both are made where they are missing."""

from collections.abc import Iterable

from .plan import Entry, Plan
from .stored import SprintName
from .values import storable_reason

NAME_LENGTH = 80


def place_in_sprints(entries: list[Entry], plan: Plan) -> None:
    """Set the `sprint` of every entry for a sprint goal, and list the teams and sprints that have to be made.

    A row that names a sprint without its team means the only sprint of that name, or the only team.
    """
    teams = dict.fromkeys(plan.chain.teams)
    sprints = dict.fromkeys(plan.chain.sprints)
    rows = [entry for entry in entries if entry.level_name and _concerns(entry)]
    for entry in rows:
        team, name = entry.row.cells.get("team", ""), entry.row.cells.get("sprint", "")
        if team and not entry.reasons:
            teams.setdefault(team)
            if name:
                sprints.setdefault((team, name))
    known = _Known(teams, sprints)
    for entry in rows:
        _place(entry, known, plan)
    used = {entry.values["sprint"] for entry in rows if not entry.reasons and entry.values.get("sprint")}
    plan.sprints = [sprint for sprint in _in_order(sprints, used) if sprint not in plan.chain.sprints]
    named = {entry.row.cells.get("team", "") for entry in rows if not entry.reasons} | {team for team, _ in used}
    plan.teams = [team for team in teams if team in named and team not in plan.chain.teams]


class _Known:
    """The teams and sprints that are stored or that rows name in full."""

    def __init__(self, teams: Iterable[str], sprints: Iterable[SprintName]) -> None:
        self._teams = list(teams)
        self._named: dict[str, list[SprintName]] = {}
        for sprint in sprints:
            self._named.setdefault(sprint[1], []).append(sprint)

    def meant_by(self, name: str) -> SprintName | None:
        """The sprint that a name without a team means; None when it could be several, or nobody's."""
        same_name = self._named.get(name, [])
        if same_name:
            return same_name[0] if len(same_name) == 1 else None
        return (self._teams[0], name) if len(self._teams) == 1 else None


def _in_order(sprints: dict[SprintName, None], used: set[SprintName]) -> list[SprintName]:
    return [sprint for sprint in dict.fromkeys([*sprints, *sorted(used)]) if sprint in used]


def _concerns(entry: Entry) -> bool:
    """Whether the row says something about a sprint; one that should not is refused."""
    cells = entry.row.cells
    if entry.level_name == "sprint":
        entry.values["sprint"] = entry.stored.sprint if entry.stored else None
        return "sprint" in cells or "team" in cells
    for column in ("team", "sprint"):
        if cells.get(column):
            entry.reasons.append(
                f"A {entry.label.lower()} has no {column}; only a sprint goal has one. Empty “{cells[column][:80]}”."
            )
    return False


def _place(entry: Entry, known: _Known, plan: Plan) -> None:
    cells = entry.row.cells
    team, name = cells.get("team", ""), cells.get("sprint", "")
    former = entry.stored.sprint if entry.stored else None
    for column, text in (("team", team), ("sprint", name)):
        if reason := storable_reason(column, text, NAME_LENGTH):
            entry.reasons.append(reason)
    if "sprint" not in cells or (team and not name):
        if team and not (former and former[0] == team and "sprint" not in cells):
            plan.notes.append(
                (entry.line, f"The goal keeps no team {team[:80]}: it has its team through its sprint. Name a sprint.")
            )
        if "sprint" not in cells:
            return
    sprint = (team, name) if name and team else None
    if name and not team:
        sprint = former if former and former[1] == name else known.meant_by(name)
        if sprint is None:
            entry.reasons.append(f"Whose sprint is {name[:80]}? Name the team in the column team.")
    entry.values["sprint"] = sprint
    if entry.stored and sprint != former:
        entry.changes.append("sprint")
