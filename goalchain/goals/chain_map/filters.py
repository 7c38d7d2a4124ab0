"""What narrows the chain map, as conditions on a goal `g` in SQL; and the choices that its form offers.

Teams and the days of sprints belong to an app above: it says how to ask for them when it is ready.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Protocol

from django.db import connection
from django.utils.safestring import SafeString

from goalchain.lib.long_select import options

from ..models.goal import Outcome, State
from .asked import WHENS, Asked

#: So many lists of options are kept as they were written last.
CHOICES_KEPT = 128
#: The words for a goal's first and last day, and for whether it is a team's (one parameter).
_words = {"starts": "g.starts_on", "ends": "g.ends_on", "team": "1 = %s AND 1 = 0"}


def tell_days_with(starts: str, ends: str) -> None:
    """Take these words for the days of a goal `g`."""
    _words["starts"], _words["ends"] = starts, ends


def tell_team_with(words: str) -> None:
    """Take this condition on a goal `g` for being a team's; it takes the team's primary key."""
    _words["team"] = words


def condition(asked: Asked, today: date) -> tuple[str, list[Any]]:
    """What the filters ask of a goal `g` today, as words that begin with AND; and their parameters."""
    words, parameters = [], []
    for column, value in (("state", asked.state), ("outcome", asked.outcome), ("owner_id", asked.owner)):
        if value:
            words.append(f"g.{column} = %s")
            parameters.append(value)
    if asked.team:
        words.append(_words["team"])
        parameters.append(asked.team)
    if asked.when:
        word, days = _when(asked.when, today)
        words.append(word)
        parameters += days
    return "".join(f" AND {word}" for word in words), parameters


def _when(word: str, today: date) -> tuple[str, list[Any]]:
    starts, ends, day = _words["starts"], _words["ends"], connection.ops.adapt_datefield_value
    reach = {"now": 0, "quarter": 91, "year": 365}
    if word in reach:
        until = today + timedelta(days=reach[word])
        return f"({ends} >= %s AND ({starts} IS NULL OR {starts} <= %s))", [day(today), day(until)]
    if word == "undated":
        return f"({starts} IS NULL AND {ends} IS NULL)", []
    is_open = " AND g.state <> 'closed'" if word == "late" else ""
    return f"({ends} < %s{is_open})", [day(today)]


@dataclass(frozen=True)
class Choice:
    """A filter in the form: its name in the address, its label, its options (value, label), and what is chosen."""

    name: str
    label: str
    options: list[tuple[str, str]]
    value: str

    @property
    def html(self) -> SafeString:
        """The options as HTML, written without a template: a large product has hundreds of teams."""
        return _written(tuple(self.options), self.value)

    @property
    def told(self) -> str:
        """What is chosen, in words."""
        return next((label for value, label in self.options if value == self.value and value), "")


@lru_cache(maxsize=CHOICES_KEPT)
def _written(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    return options(choices, (chosen,))


def choices(asked: Asked, owners: list[tuple[int, str]], teams: list[tuple[int, str]]) -> list[Choice]:
    """The filters of the form. No query."""

    def choice(name: str, label: str, nothing: str, options: list[tuple[Any, str]], value: Any) -> Choice:
        told = [(str(word), str(text)) for word, text in options]
        return Choice(name, label, [("", nothing), *told], str(value or ""))

    found = [
        choice("state", "State", "Any state", list(State.choices), asked.state),
        choice("outcome", "Outcome", "Any outcome", list(Outcome.choices), asked.outcome),
        choice("when", "Time", "Any time", list(WHENS.items()), asked.when),
        choice("owner", "Owner", "Anybody", owners, asked.owner),
    ]
    if teams:
        found.append(choice("team", "Team", "Every team", teams, asked.team))
    return found


class Ranked(Protocol):
    """What decides when a goal comes into the window: a goal, or what was read of one."""

    pk: int
    level: int
    number: int
    state: str
    position: int


def urgency(goal: Ranked) -> tuple[int, int, int]:
    """By which goals come into the window: what is active, agreed, planned, closed; of closed ones the last first.

    The index `goal_by_urgency` holds them in this order.
    """
    is_closed = goal.state == State.CLOSED
    return URGENCY[goal.state], -goal.position if is_closed else goal.position, goal.number


URGENCY: dict[str, int] = {State.ACTIVE: 0, State.AGREED: 1, State.DRAFT: 2, State.CLOSED: 3}
#: The same in SQL, in the very words of the index.
URGENT = "CASE WHEN g.state = 'active' THEN 0 WHEN g.state = 'agreed' THEN 1 WHEN g.state = 'draft' THEN 2 ELSE 3 END"
PLACE = "CASE WHEN g.state = 'closed' THEN (-1 * g.position) ELSE g.position END"
