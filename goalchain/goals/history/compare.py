"""Two moments of a product side by side: what had become of its goals between them.

Only the two states count, not the way from one to the other: what was changed and changed back is no change.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from .. import levels
from ..models.goal import Confidence, Outcome, State
from ..verbs.revising import WORDINGS
from ..wording import FIELDS
from .past import Past

#: The sorts of change, in the order in which they are told; a goal may be of several.
SORTS: Final = {
    "added": "Added",
    "reworded": "Reworded",
    "moved": "Moved",
    "closed": "Closed",
    "decided": "Agreed, begun, reopened",
    "changed": "Changed",
    "archived": "Archived",
    "restored": "Restored",
}
#: What goes along with other facts, or is only how a goal is stored.
_SILENT: Final = frozenset(
    """number level level_name position version created_at updated_at archived_at parents details state outcome learning
    title statement""".split()
)
_SILENT_DETAILS: Final = frozenset({"agreed_for_id"})
_LABELS: Final = {str(choice.value): str(choice.label) for kind in (State, Outcome, Confidence) for choice in kind}


@dataclass
class Change:
    """What became of one goal: of which sorts, its fields with their former and new values, and its links.

    `goal` is its snapshot at the later moment, or at the earlier one for a goal that was archived in between. `come`,
    `gone` and `said` are the numbers of parents that it serves now, served before, and serves for another reason.
    """

    goal: dict[str, Any]
    sorts: list[str] = field(default_factory=list)
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    come: list[tuple[int, str]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    said: list[tuple[int, str, str]] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The goal's number."""
        number: int = self.goal["number"]
        return number

    @property
    def label(self) -> str:
        """The word for its level."""
        return levels.LEVELS[self.goal["level_name"]].label

    @property
    def words(self) -> list[str]:
        """The sorts as people read them beside the goal; of a closed goal, the outcome."""
        return [
            _LABELS[self.goal["outcome"]]
            if sort == "closed"
            else f"Now {self.goal['state']}"
            if sort == "decided"
            else SORTS[sort]
            for sort in self.sorts
        ]

    @property
    def wordings(self) -> list[tuple[str, str]]:
        """The former and the new title and statement, of a goal whose wording changed."""
        return [self.fields[name] for name in WORDINGS if name in self.fields]

    def facts(self, people: dict[int, str]) -> list[tuple[str, str, str]]:
        """The other fields that changed: label, former and new words. `people` are the names of owners."""
        told = []
        for name, (was, now) in self.fields.items():
            if name in (*WORDINGS, "state", "outcome"):
                continue
            if name == "owner_id":
                was, now = (pk and people.get(pk, "somebody") for pk in (was, now))
            elif name == "sprint_id":
                was, now = was and "a sprint", now and ("another" if was else "a sprint")
            told.append((FIELDS.get(name, name), _word(was), _word(now)))
        return told


def _word(value: Any) -> str:
    return _LABELS.get(value, str(value)) if value not in (None, "") else "nothing"


@dataclass
class Comparison:
    """What changed between two moments, from the vision down; `counts` says how many goals by sort."""

    before: Past
    after: Past
    changes: list[Change] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def summary(self) -> list[tuple[str, str, int]]:
        """The sorts that there are: name, label, and how many goals."""
        return [(name, label, self.counts[name]) for name, label in SORTS.items() if self.counts[name]]

    @property
    def owners(self) -> set[int]:
        """The people who own, or owned, goals whose owner changed."""
        return {pk for change in self.changes for pk in change.fields.get("owner_id", ()) if pk}

    def by_level(self, sort: str = "") -> list[tuple[levels.Level, list[Change]]]:
        """The changes of one sort, or all, level by level."""
        chosen = [change for change in self.changes if not sort or sort in change.sorts]
        grouped = [
            (level, [change for change in chosen if change.goal["level_name"] == level.name])
            for level in levels.LEVELS.values()
        ]
        return [(level, mine) for level, mine in grouped if mine]


def compare(before: Past, after: Past) -> Comparison:
    """What changed from one moment to another, for the eyes of whom both were read for. No query."""
    found = Comparison(before, after)
    for number in sorted(before.goals.keys() | after.goals.keys()):
        change = _change(number, before, after)
        if change is not None and change.sorts:
            found.changes.append(change)
            found.counts.update(change.sorts)
    found.changes.sort(key=lambda one: (one.goal["level"], one.goal["position"], one.number))
    return found


def _change(number: int, before: Past, after: Past) -> Change | None:
    was, now = before.goals.get(number), after.goals.get(number)
    if now is None:
        # One that is neither live nor archived then went back to planning: nothing is told of it.
        assert was is not None
        return Change(after.archived[number], ["archived"]) if number in after.archived else None
    change = Change(now)
    if was is None:
        former = before.archived.get(number)
        change.sorts.append("restored" if former else "added")
        change.come = after.above.get(number, [])
        was = former or now
    change.fields = dict(_fields(was, now))
    if any(name in change.fields for name in WORDINGS):
        change.sorts.append("reworded")
    if number in before.goals:
        _links(change, dict(before.above.get(number, [])), dict(after.above.get(number, [])))
    if {"state", "outcome"} & change.fields.keys():
        change.sorts.append("closed" if now["state"] == State.CLOSED else "decided")
    if change.fields.keys() - {*WORDINGS, "state", "outcome"}:
        change.sorts.append("changed")
    change.sorts.sort(key=list(SORTS).index)
    return change


def _fields(was: dict[str, Any], now: dict[str, Any]) -> Iterable[tuple[str, tuple[Any, Any]]]:
    for name in (*WORDINGS, "state", "outcome", "learning", *(name for name in now if name not in _SILENT)):
        if was.get(name) != now.get(name):
            yield name, (was.get(name), now.get(name))
    details, former = now.get("details") or {}, was.get("details") or {}
    for name in details:
        if name not in _SILENT_DETAILS and former.get(name) != details[name]:
            yield name, (former.get(name), details[name])


def _links(change: Change, was: dict[int, str], now: dict[int, str]) -> None:
    change.come = [(number, reason) for number, reason in now.items() if number not in was]
    change.gone = [number for number in was if number not in now]
    change.said = [
        (number, was[number], reason) for number, reason in now.items() if number in was and was[number] != reason
    ]
    if change.come or change.gone or change.said:
        change.sorts.append("moved")
