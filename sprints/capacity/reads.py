"""What the page of a sprint reads of capacity, in words that are kept (see goalchain.lib.rows)."""

from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model

from goalchain.accounts.models import User
from goalchain.lib.rows import Columns, fetch

from ..models import Availability, Sprint, SprintCapacity
from .days import Share, total, work_days

#: So many former sprints stand beside one.
BESIDE = 5


@dataclass
class Noted:
    """The capacity of a sprint with its people, by name; how many items of its backlog were done, of how many that were
    not dropped; and the outcome of its goal, "" while it has none."""

    sprint: Sprint
    capacity: SprintCapacity
    people: list[tuple[User, Share]] = field(default_factory=list)
    done: int = 0
    items: int = 0
    outcome: str = ""

    @property
    def shares(self) -> list[Share]:
        """The days of its people."""
        return [share for _, share in self.people]

    @property
    def worked(self) -> Decimal | None:
        """The days on which the team works; None while a date is open."""
        return work_days(self.sprint.span, self.capacity.holidays)

    @property
    def days(self) -> Decimal:
        """The days of all its people."""
        return total(self.shares, self.worked)


class _Words:
    """The columns and the statement, put into words on the first call."""

    def __init__(self) -> None:
        self.sprints = Columns(Sprint, "s")
        self.capacities = Columns(SprintCapacity, "c")
        self.shares = Columns(Availability, "a")
        self.people = Columns(get_user_model(), "u", ("id", "email", "name", "is_active"))
        items = (
            "SELECT COUNT(*) FROM sprints_backlogitem i WHERE i.sprint_id = s.id AND i.archived_at IS NULL AND i.state"
        )
        outcome = (
            "SELECT g.outcome FROM sprints_sprintgoal o JOIN goals_goal g ON g.id = o.goal_id WHERE o.sprint_id = s.id "
            "AND g.archived_at IS NULL AND g.state = 'closed' "
            "ORDER BY CASE WHEN g.outcome = 'abandoned' THEN 1 ELSE 0 END, g.number DESC LIMIT 1"
        )
        # The sprint itself first, then those before it, the newest first.
        chosen = (
            "SELECT k.id FROM sprints_sprintcapacity k JOIN sprints_sprint n ON n.id = k.sprint_id "
            "WHERE n.team_id = %s AND (n.id = %s OR n.starts_on < %s) "
            "ORDER BY CASE WHEN n.id = %s THEN 0 ELSE 1 END, n.starts_on DESC, n.id "
            f"LIMIT {BESIDE + 1}"
        )
        self.beside = (
            f"SELECT {self.sprints.sql}, {self.capacities.sql}, {self.shares.sql}, {self.people.sql}, "
            f"({items} = 'done'), ({items} <> 'dropped'), ({outcome}) "
            f"FROM (SELECT x.id FROM ({chosen}) x) w JOIN sprints_sprintcapacity c ON c.id = w.id "
            "JOIN sprints_sprint s ON s.id = c.sprint_id LEFT JOIN sprints_availability a ON a.capacity_id = c.id "
            "LEFT JOIN accounts_user u ON u.id = a.person_id "
            "ORDER BY s.starts_on DESC, s.id, u.name, u.email"
        )

    @classmethod
    @cache
    def once(cls) -> "_Words":
        """The statement, made when the models are ready."""
        return cls()


def capacities(sprint: Sprint) -> tuple[Noted | None, list[Noted]]:
    """The capacity of a sprint, None where nobody has written one; and of the team's sprints before it, newest first.

    One query.
    """
    words = _Words.once()
    rows = fetch(words.beside, [sprint.team_id, sprint.pk, sprint.starts_on, sprint.pk])
    found: dict[int, Noted] = {}
    for row in rows:
        if row[0] not in found:
            found[row[0]] = _noted(row)
        noted = found[row[0]]
        start = len(words.sprints) + len(words.capacities)
        if row[start] is not None:
            person: Any = words.people.instance(row, start + len(words.shares))
            noted.people.append((person, words.shares.instance(row, start).share))
    own = found.pop(sprint.pk, None)
    if own is not None:
        own.sprint = sprint
    return own, [noted for noted in found.values() if noted.people]


def _noted(row: tuple[Any, ...]) -> Noted:
    words = _Words.once()
    done, items, outcome = row[-3:]
    capacity = words.capacities.instance(row, len(words.sprints))
    return Noted(words.sprints.instance(row), capacity, done=done, items=items, outcome=outcome or "")
