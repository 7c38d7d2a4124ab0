"""What the goal page and traces read at each request, in words that are kept (see goalchain.lib.rows).

The access rules are those of `GoalQuerySet.readable` and `EventQuerySet.readable`; a test holds them together.
"""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db import connection

from goalchain.lib.rows import Columns, fetch
from goalchain.products.access import READ_PLANNING, Access

from .models import Event, Goal, Proposal

if TYPE_CHECKING:
    from goalchain.accounts.models import User

#: What a card, a station or a line of a list shows of a goal.
SHORT = (
    "id",
    "product_id",
    "number",
    "level",
    "level_name",
    "title",
    "state",
    "outcome",
    "confidence",
    "starts_on",
    "ends_on",
    "position",
    "version",
    "archived_at",
)
short_goals: Columns[Goal] = Columns(Goal, "g", SHORT)
_events: Columns[Event] = Columns(Event, "e")
_actors: "Columns[User]" = Columns(get_user_model(), "u", ("id", "email", "name", "is_active"))

#: How many goals serve a child, and how many of them are closed.
_DELIVERY = """(
    SELECT COUNT(*) FROM goals_link k JOIN goals_goal b ON b.id = k.child_id
    WHERE k.parent_id = g.id AND b.archived_at IS NULL {closed} {{hidden_below}})"""
_BELOW, _CLOSED_BELOW = _DELIVERY.format(closed=""), _DELIVERY.format(closed="AND b.state = 'closed'")
_CHILDREN = f"""
SELECT {short_goals.sql}, {_BELOW}, {_CLOSED_BELOW}, l.rationale
FROM goals_link l JOIN goals_goal g ON g.id = l.child_id
WHERE l.parent_id = %s AND g.archived_at IS NULL {{hidden}} ORDER BY g.level, g.position, g.number LIMIT %s
"""
_WAITING = f"""
SELECT * FROM (
    SELECT {short_goals.sql}, d.blocker_id, d.blocked_id, ''
    FROM goals_dependency d JOIN goals_goal g ON g.id = d.{{there}}_id
    WHERE d.{{here}}_id = %s AND g.archived_at IS NULL {{hidden}} ORDER BY g.number LIMIT %s) w
"""
_proposals: Columns[Proposal] = Columns(Proposal, "p")
_origins: Columns[Goal] = Columns(Goal, "o", SHORT)
_TOLD = f"SELECT {_events.sql}, {_actors.sql}, {_proposals.sql}, {_origins.sql}"
# The events of the goal, each with what is read along, and the proposals that wait for a decision: one query, in which
# each row is of one sort.
_LATEST = f"""
SELECT * FROM ({_TOLD}{{along}} FROM goals_event e LEFT JOIN accounts_user u ON u.id = e.actor_id
    LEFT JOIN goals_proposal p ON 1 = 0 LEFT JOIN goals_goal o ON 1 = 0
    WHERE e.goal_id = %s AND e.subject IN ('goal', 'proposal') {{hidden}} ORDER BY e.id DESC LIMIT %s) latest
UNION ALL {_TOLD}{{nothing_along}} FROM goals_proposal p JOIN goals_goal o ON o.id = p.origin_id
    LEFT JOIN accounts_user u ON u.id = p.proposer_id LEFT JOIN goals_event e ON 1 = 0
    WHERE p.goal_id = %s AND p.standing = 'open' {{hidden_origin}}
"""


def hidden_goals(access: Access, alias: str) -> str:
    """The condition that leaves out what this member may not see of goals: drafts of sprint goals."""
    return "" if READ_PLANNING in access else f"AND NOT ({alias}.level = 5 AND {alias}.state = 'draft')"


def children(goal: Goal, access: Access, limit: int) -> list[tuple[Goal, str]]:
    """Up to `limit` goals that serve this one, in order, each with its rationale. One query.

    `child_count` and `closed_count` tell how many goals this member may see below each, and how many are closed.
    """
    return [child_of(row, goal) for row in fetch(children_words(access), [goal.pk, limit])]


def children_words(access: Access) -> str:
    """The words of that query; it takes the goal's primary key and the limit."""
    return _CHILDREN.format(hidden=hidden_goals(access, "g"), hidden_below=hidden_goals(access, "b"))


def child_of(row: tuple[Any, ...], goal: Goal) -> tuple[Goal, str]:
    """A row of it, as a child of this goal with its rationale."""
    child = short_goals.instance(row)
    child.product = goal.product
    child.child_count, child.closed_count = row[-3:-1]  # type: ignore[attr-defined]
    return child, row[-1]


def waiting_words(access: Access, *, blockers: bool) -> str:
    """The words of a query for the goals that a goal waits for, or for those that wait for it, by number.

    It takes the goal's primary key and the limit; a row has the columns of a link beside those of the goal.
    """
    here, there = ("blocked", "blocker") if blockers else ("blocker", "blocked")
    return _WAITING.format(here=here, there=there, hidden=hidden_goals(access, "g"))


def waiting_goal(row: tuple[Any, ...], goal: Goal) -> Goal:
    """A row of it, as the goal at the other end of the dependency."""
    other = short_goals.instance(row)
    other.product = goal.product
    return other


#: What is read along with a goal's events: by name, the words of a subquery of one value that takes the goal's
#: primary key once, worded for the vendor of the database.
_along: dict[str, Callable[[str], str]] = {}


def read_along(name: str, words: Callable[[str], str]) -> None:
    """Let the goal page read one value more without a query more; called by an app above when it is ready.

    It is told as `goal.along[name]` when the regions of the page gather.
    """
    _along[name] = words
    _latest_words.cache_clear()


@cache
def _latest_words(vendor: str, access: Access) -> str:
    return _LATEST.format(
        hidden="" if READ_PLANNING in access else "AND NOT e.planning",
        hidden_origin=hidden_goals(access, "o"),
        along="".join(f", {words(vendor)}" for words in _along.values()),
        nothing_along=", NULL" * len(_along),
    )


def latest_events(goal: Goal, access: Access, limit: int) -> tuple[list[Event], list[Proposal]]:
    """The newest events of the goal that this member may read, newest first, with their actors; and its open proposals,
    oldest first, with proposer and origin. One query.

    `goal.along` holds what other apps read along with them.
    """
    words = _latest_words(connection.vendor, access)
    events, proposals = [], []
    of_actor = len(_events)
    of_proposal = of_actor + len(_actors)
    of_origin = of_proposal + len(_proposals)
    goal.along = {}
    for row in fetch(words, [*[goal.pk] * len(_along), goal.pk, limit, goal.pk]):
        actor = _actors.instance(row, of_actor) if row[of_actor] is not None else None
        if row[0] is not None:
            event = _events.instance(row)
            event.actor = actor
            events.append(event)
            goal.along = dict(zip(_along, row[of_origin + len(_origins) :], strict=True))
            continue
        proposal = _proposals.instance(row, of_proposal)
        proposal.proposer, proposal.goal = actor, goal
        proposal.origin = _origins.instance(row, of_origin)
        proposal.origin.product = proposal.product = goal.product
        proposals.append(proposal)
    return sorted(events, key=lambda event: -event.pk), sorted(proposals, key=lambda proposal: proposal.pk)
