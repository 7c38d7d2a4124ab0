"""The chain as it stood at a moment, for the eyes of one member, in the models that pages of today show.

A goal of the past is never stored: its number stands for its primary key.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from goalchain.products.access import READ_PLANNING, Access
from goalchain.products.models import Product

from .. import levels
from ..models import Goal, State
from ..trace import DOWN_LIMIT, Trace, TraceLink
from .chains import snapshots_as_of
from .moments import Moment

_NAMES = ("number", "level", "level_name", "title", "statement", "owner_id", "state", "outcome", "learning")
_MORE = ("confidence", "position", "version")
Links = dict[int, list[tuple[int, str]]]


def day_of(value: str | None) -> date | None:
    """A day as events have it."""
    return date.fromisoformat(value) if value else None


@dataclass
class Past:
    """What a member may read of a product's chain as it stood at a moment, by the numbers of goals.

    `goals` are the snapshots of goals that were live, `archived` of those that were not. `above` and `below` are the
    links between live goals, each with the number at its other end and the rationale, nearest level first.
    """

    product: Product
    moment: Moment
    goals: dict[int, dict[str, Any]] = field(default_factory=dict)
    archived: dict[int, dict[str, Any]] = field(default_factory=dict)
    above: Links = field(default_factory=dict)
    below: Links = field(default_factory=dict)

    @property
    def query(self) -> str:
        """What an address says to stay in this past: `as_of=…`."""
        return urlencode({"as_of": self.moment.text})

    def in_order(self, numbers: Iterable[int]) -> list[dict[str, Any]]:
        """These goals as the chain orders them."""
        found = [self.goals[number] for number in numbers]
        return sorted(found, key=lambda goal: (goal["level"], goal["position"], goal["number"]))

    @cached_property
    def _models(self) -> dict[int, Goal]:
        return {}

    def goal(self, number: int) -> Goal:
        """A live goal of the past as a model that is never stored. No query."""
        if number not in self._models:
            told = self.goals[number]
            self._models[number] = Goal(
                pk=number,
                product=self.product,
                starts_on=day_of(told["starts_on"]),
                ends_on=day_of(told["ends_on"]),
                **{name: told[name] for name in (*_NAMES, *_MORE)},
            )
        return self._models[number]

    def trace(self, number: int, *, limit: int = DOWN_LIMIT) -> Trace:
        """Everything that stood above and below a live goal, as `goals.trace.trace` tells it of today. No query."""
        result = Trace(self.goal(number))
        for steps, found, is_up in ((self.above, result.up, True), (self.below, result.down, False)):
            links = self._walk(number, steps, limit=None if is_up else limit + 1)
            if not is_up and len(links) > limit:
                result.more, links = True, links[:limit]
            found += [self.goal(goal["number"]) for goal in self.in_order({there for _, there, _ in links})]
            if is_up:
                found.sort(key=lambda goal: -goal.level)
            place = {goal.number: at for at, goal in enumerate(found)}
            links.sort(key=lambda link: place[link[1]])
            result.links += [TraceLink(*((here, there) if is_up else (there, here)), why) for here, there, why in links]
        return result

    def _walk(self, number: int, steps: Links, *, limit: int | None) -> list[tuple[int, int, str]]:
        """Every link that is reached by these steps: the near end, the far one, and why."""
        seen, waiting = {number}, [number]
        found: list[tuple[int, int, str]] = []
        while waiting and (limit is None or len(found) < limit):
            here = waiting.pop(0)
            for there, reason in steps.get(here, []):
                found.append((here, there, reason))
                if there not in seen:
                    seen.add(there)
                    waiting.append(there)
        return found if limit is None else found[:limit]


def past_of(product: Product, access: Access, moment: Moment) -> Past:
    """The chain as it stood at the moment, as far as a member with this access may read it.

    Drafts of sprint goals are for those who plan; a goal that has gone back to planning takes its past with it. One
    query.
    """
    past = Past(product, moment)
    serving: list[tuple[int, list[dict[str, Any]]]] = []
    for goal in snapshots_as_of(product, moment.revision, access):
        parents = goal.pop("parents")
        is_draft = goal["level"] == levels.SPRINT and goal["state"] == State.DRAFT
        if is_draft and READ_PLANNING not in access:
            continue
        if goal["archived_at"] is None:
            past.goals[goal["number"]] = goal
            serving.append((goal["number"], parents))
        else:
            past.archived[goal["number"]] = goal
    for child, parents in serving:
        for told in parents:
            parent, rationale = told["number"], told["rationale"]
            if parent in past.goals:
                past.above.setdefault(child, []).append((parent, rationale))
                past.below.setdefault(parent, []).append((child, rationale))
    return past
