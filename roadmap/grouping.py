"""The rows of the roadmap in groups, and what a filter leaves of them. No query."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field

from goalchain.goals.models.goal import State

from .filters import Wanted
from .rows import Row


@dataclass(slots=True)
class Group:
    """Rows that stand under one heading. `level_name` says the kind where the heading is a goal, `key` is its key."""

    name: str
    label: str
    rows: list[Row] = field(default_factory=list)
    level_name: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be filtered by: pairs of value and label, as far as the rows have them."""

    goals: list[tuple[int, str]]
    owners: list[tuple[int, str]]
    teams: list[tuple[int, str]]


def choices_of(rows: Iterable[Row]) -> Choices:
    """What these rows can be filtered by, each once, by name."""
    goals: dict[int, str] = {}
    owners: dict[int, str] = {}
    teams: dict[int, str] = {}
    for row in rows:
        goals |= {above.number: above.title for above in row.above if above.level_name in ("user", "business")}
        teams |= row.teams
        if row.owner_id:
            owners[row.owner_id] = row.owner
    return Choices(*(sorted(found.items(), key=lambda pair: pair[1].casefold()) for found in (goals, owners, teams)))


def filtered(rows: Iterable[Row], wanted: Wanted) -> list[Row]:
    """The rows that the filters leave; the state was filtered when they were read."""
    return [
        row
        for row in rows
        if (wanted.owner is None or row.owner_id == wanted.owner)
        and (wanted.team is None or wanted.team in row.teams)
        and (wanted.goal is None or any(above.number == wanted.goal for above in row.above))
    ]


def grouped(rows: list[Row], wanted: Wanted) -> list[Group]:
    """The rows under their headings, in the order of the rows; without a grouping, one group without a heading.

    A row that serves two goals or has two teams stands in both groups; one without stands last.
    """
    make = _GROUPS.get(wanted.group)
    if make is None:
        return [Group("all", "", rows)] if rows else []
    groups: dict[Hashable, Group] = {}
    for row in rows:
        for name, group in make(row):
            groups.setdefault(name, group).rows.append(row)
    found = list(groups.values())
    if wanted.group == "state":
        found.sort(key=lambda group: _STATE_ORDER.index(group.name))
    elif wanted.group in ("owner", "team"):
        found.sort(key=lambda group: group.label.casefold())
    return sorted(found, key=lambda group: group.name == "none")


_STATE_ORDER = [State.ACTIVE.value, State.AGREED.value, State.DRAFT.value, State.CLOSED.value]


def _by_goal(row: Row) -> list[tuple[Hashable, Group]]:
    strategic = [above for above in row.above if above.level_name in ("user", "business")]
    product_key = row.key.rpartition("-")[0]
    return [
        (
            above.number,
            Group(f"goal-{above.number}", above.title, [], above.level_name, f"{product_key}-{above.number}"),
        )
        for above in strategic
    ] or [(None, Group("none", "Serves no user or business goal"))]


def _by_state(row: Row) -> list[tuple[Hashable, Group]]:
    return [(row.state, Group(row.state, State(row.state).label))]


def _by_owner(row: Row) -> list[tuple[Hashable, Group]]:
    if row.owner_id is None:
        return [(None, Group("none", "Nobody yet"))]
    return [(row.owner_id, Group(f"owner-{row.owner_id}", row.owner))]


def _by_team(row: Row) -> list[tuple[Hashable, Group]]:
    return [(pk, Group(f"team-{pk}", name)) for pk, name in row.teams.items()] or [
        (None, Group("none", "No team works on it"))
    ]


_GROUPS: dict[str, Callable[[Row], list[tuple[Hashable, Group]]]] = {
    "goal": _by_goal,
    "state": _by_state,
    "owner": _by_owner,
    "team": _by_team,
}
