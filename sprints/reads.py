"""What the pages of sprints read at each request, in words that are kept (see goalchain.lib.rows).

The access rules are those of `GoalQuerySet.readable`: drafts only for those who may read planning.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

from django.contrib.auth import get_user_model
from django.db import connection
from django.http import Http404

from goalchain.goals.models import Goal, Proposal, State
from goalchain.goals.reads import SHORT, hidden_goals
from goalchain.lib.rows import Columns, fetch
from goalchain.products.access import Access
from goalchain.products.models import Membership, Product, Team

from .models import Sprint, SprintGoal, SprintReview

#: A sprint that began longer ago than this is not looked for among those of the same weeks: none is so long.
LONGEST = timedelta(weeks=13)
#: So many sprints of other teams are told beside one; the page of all teams' sprints has the others.
BESIDE = 12
#: So many rows the page of a sprint reads at most: its goals and the sprints of other teams with theirs.
AROUND = 60


@dataclass
class Reviewed:
    """The review of a sprint, and the newest change of a goal above that was proposed from it, with that goal's key."""

    review: SprintReview
    proposal: Proposal | None = None
    proposal_goal: str = ""


@dataclass
class Told:
    """A sprint with its goals, as far as a member may see them: the one that counts, the drafts, the others.

    `goal` is the one that is agreed or active; else the closed one that was not abandoned, the newest of several.
    """

    sprint: Sprint
    goal: Goal | None = None
    drafts: list[Goal] = field(default_factory=list)
    former: list[Goal] = field(default_factory=list)

    def take(self, goals: Iterable[Goal]) -> "Told":
        """Sort these goals, which come in their order, into their places."""
        closed = []
        for goal in goals:
            if goal.state == State.DRAFT:
                self.drafts.append(goal)
            elif goal.state == State.CLOSED:
                closed.append(goal)
            else:
                self.goal = goal
        closed.sort(key=lambda goal: (goal.outcome == "abandoned", -goal.number))
        if self.goal is None and closed and closed[0].outcome != "abandoned":
            self.goal = closed.pop(0)
        self.former = closed
        return self


class _Words:
    """The columns and the statements, put into words on the first call."""

    def __init__(self) -> None:
        self.memberships = Columns(Membership, "m")
        self.products = Columns(Product, "p")
        self.teams = Columns(Team, "t")
        self.sprints = Columns(Sprint, "s")
        self.goals = Columns(Goal, "g")
        self.short = Columns(Goal, "g", SHORT)
        self.own = Columns(SprintGoal, "o")
        self.reviews = Columns(SprintReview, "r")
        self.proposals = Columns(Proposal, "q")
        self.owners = Columns(get_user_model(), "u", ("id", "email", "name", "is_active"))
        beside = """(SELECT b.id FROM sprints_sprint b WHERE b.team_id = s.team_id AND b.starts_on {than} s.starts_on
            ORDER BY b.starts_on {order}, b.id {order} LIMIT 1)"""
        former, following = beside.format(than="<", order="DESC"), beside.format(than=">", order="ASC")
        self.one = (
            f"SELECT {self.memberships.sql}, {self.products.sql}, {self.sprints.sql}, {self.teams.sql}, "
            f"{self.reviews.sql}, {self.proposals.sql}, a.number, {former}, {following} FROM products_product p "
            "JOIN products_membership m ON m.product_id = p.id AND m.user_id = %s "
            "JOIN sprints_sprint s ON s.product_id = p.id AND s.id = %s "
            "JOIN products_team t ON t.id = s.team_id "
            "LEFT JOIN sprints_sprintreview r ON r.sprint_id = s.id AND r.removed_at IS NULL "
            "LEFT JOIN goals_proposal q ON q.id = (SELECT MAX(x.id) FROM goals_proposal x "
            "WHERE x.origin_id = r.goal_id AND x.standing <> 'withdrawn') "
            "LEFT JOIN goals_goal a ON a.id = q.goal_id WHERE p.key = %s AND p.deleted_at IS NULL"
        )
        goals_of = (
            "LEFT JOIN (sprints_sprintgoal o JOIN goals_goal g ON g.id = o.goal_id AND g.archived_at IS NULL {hidden}) "
            "ON o.sprint_id = s.id"
        )
        in_order = "s.starts_on, s.id, g.position, g.number"
        told = f"SELECT {self.sprints.sql}, {self.teams.sql}, {{goals}} FROM"
        # The sprints are chosen before anything is asked about their goals: a hundred teams have one each.
        chosen = (
            "(SELECT s.id, CASE WHEN s.id = %s THEN 0 ELSE 1 END AS place "
            "FROM sprints_sprint s JOIN products_team t ON t.id = s.team_id WHERE s.product_id = %s AND (s.id = %s OR "
            "(s.team_id <> %s AND s.starts_on BETWEEN %s AND %s AND s.ends_on >= %s)) "
            f"ORDER BY place, t.name, t.id, s.starts_on, s.id LIMIT {BESIDE + 2})"
        )
        self.around = (
            told.format(goals=f"{self.goals.sql}, {self.own.sql}, {self.owners.sql}")
            + f" {chosen} w JOIN sprints_sprint s ON s.id = w.id JOIN products_team t ON t.id = s.team_id {goals_of} "
            "AND (w.place = 0 OR g.state <> 'draft') LEFT JOIN accounts_user u ON u.id = g.owner_id "
            f"ORDER BY w.place, t.name, t.id, {in_order} LIMIT {AROUND}"
        )
        self.window = (
            f"{told.format(goals=self.short.sql)} sprints_sprint s JOIN products_team t ON t.id = s.team_id {goals_of} "
            "WHERE s.product_id = %s AND "
            "(s.starts_on IS NULL OR s.ends_on IS NULL OR (s.starts_on <= %s AND s.ends_on >= %s)) "
            f"ORDER BY t.name, t.id, {in_order}"
        )

    @classmethod
    @cache
    def once(cls) -> "_Words":
        """The statements, made when the models are ready."""
        return cls()


def sprint_for(user: Any, key: str, sprint_id: int) -> tuple[Membership, Sprint, int | None, int | None]:
    """A sprint with its team, the person's membership, and the sprints of the team before and after, by primary key.

    `sprint.reviewed` is its review with what that led to, if it has one: to be shown to who may see the review's goal.
    Raises Http404 for what the person may not see. One query.
    """
    words = _Words.once()
    signed_in = user.is_authenticated and user.is_active
    rows = fetch(words.one, [user.pk, sprint_id, key]) if signed_in and sprint_id < 2**63 else []
    if not rows:
        raise Http404(f"There is no sprint {sprint_id} in {key} that you may see.")
    (row,) = rows
    start = len(words.memberships)
    membership = words.memberships.instance(row)
    membership.product = words.products.instance(row, start)
    sprint = words.sprints.instance(row, start := start + len(words.products))
    sprint.team = words.teams.instance(row, start := start + len(words.sprints))
    start += len(words.teams)
    if row[start] is not None:
        sprint.reviewed = Reviewed(words.reviews.instance(row, start))
        sprint.reviewed.review.sprint = sprint
        if row[start := start + len(words.reviews)] is not None:
            sprint.reviewed.proposal = words.proposals.instance(row, start)
            sprint.reviewed.proposal_goal = f"{key}-{row[-3]}"
    sprint.product = sprint.team.product = membership.product
    return membership, sprint, row[-2], row[-1]


def around(sprint: Sprint, access: Access) -> tuple[Told, list[Told]]:
    """The sprint with its goals, and the sprints of other teams in the same weeks with theirs, drafts left out.

    The goals are SprintGoals with product, sprint and owner. A page has AROUND of all of them at most. One query.
    """
    span = sprint.span
    first, last = (span.starts_on, span.ends_on) if span else (date.max, date.min)
    since = max(first, date.min + LONGEST) - LONGEST
    sql = _Words.once().around.format(hidden=hidden_goals(access, "g"))
    own = sprint.pk
    rows = fetch(sql, [own, sprint.product_id, own, sprint.team_id, since, last, first])
    told = _told(rows, sprint.product, _whole_goal)
    return told[0], told[1:]


def _whole_goal(row: tuple[Any, ...], start: int) -> Goal | None:
    """The goal that begins there in a row, as SprintGoal with its owner."""
    words = _Words.once()
    if row[start] is None:
        return None
    values = dict(zip(words.goals.names, words.goals.values(row, start), strict=True))
    start += len(words.goals)
    values |= zip(words.own.names, words.own.values(row, start), strict=True)
    names = [column.attname for column in SprintGoal._meta.concrete_fields]
    goal: Goal = SprintGoal.from_db(connection.alias, names, [values[name] for name in names])
    if goal.owner_id:
        goal.owner = words.owners.instance(row, start + len(words.own))
    return goal


def _short_goal(row: tuple[Any, ...], start: int) -> Goal | None:
    return None if row[start] is None else _Words.once().short.instance(row, start)


def in_window(product: Product, access: Access, first: date, last: date) -> list[Told]:
    """The product's sprints of these days with their goals, team by team, and all that have no dates yet.

    One query.
    """
    words = _Words.once().window.format(hidden=hidden_goals(access, "g"))
    return _told(fetch(words, [product.pk, last, first]), product, _short_goal)


def _told(
    rows: list[tuple[Any, ...]], product: Product, goal_in: Callable[[tuple[Any, ...], int], Goal | None]
) -> list[Told]:
    """Each sprint once, with its team, in the order of the rows; `goal_in` makes the goal of a row."""
    words = _Words.once()
    of_team, of_goal = len(words.sprints), len(words.sprints) + len(words.teams)
    teams: dict[int, Team] = {}
    sprints: dict[int, tuple[Sprint, list[Goal]]] = {}
    for row in rows:
        if row[0] not in sprints:
            sprint = words.sprints.instance(row)
            if sprint.team_id not in teams:
                teams[sprint.team_id] = words.teams.instance(row, of_team)
            sprint.team, sprint.product = teams[sprint.team_id], product
            sprints[row[0]] = sprint, []
        goal = goal_in(row, of_goal)
        if goal is not None:
            goal.product = product
            sprints[row[0]][1].append(goal)
    return [Told(sprint).take(goals) for sprint, goals in sprints.values()]
