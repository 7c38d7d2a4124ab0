"""The kinds of things that happen, by which a history is filtered."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q


@dataclass(frozen=True)
class Kind:
    """A kind of event: its name in addresses, its label, and which events are of it."""

    name: str
    label: str
    takes: Q


_GOAL = Q(subject="goal")
_EDITED = _GOAL & Q(verb__in=("revise", "import"))


def _verbs(*verbs: str) -> Q:
    return _GOAL & Q(verb__in=verbs)


def _subjects(*subjects: str) -> Q:
    return Q(subject__in=subjects)


_CHAIN: Final = [
    Kind("added", "Goals added", _verbs("create")),
    Kind("reworded", "Goals reworded", _EDITED & Q(former__has_any_keys=["title", "statement"])),
    Kind(
        "moved",
        "What goals serve",
        _verbs("link", "unlink", "explain", "move", "relink") | _EDITED & Q(former__has_key="parents"),
    ),
    Kind(
        "dated",
        "Dates and sprints",
        _EDITED & Q(former__has_any_keys=["starts_on", "ends_on", "timeframe", "sprint_id"]) | _verbs("postpone"),
    ),
    Kind(
        "decided",
        "Agreed, begun, closed",
        _verbs("agree", "withdraw", "activate", "close", "reopen", "reassess", "undo")
        | _EDITED & Q(former__has_key="state"),
    ),
    Kind("archived", "Archived, restored", _verbs("archive", "restore")),
]
_AROUND: Final = [
    Kind("dependencies", "Dependencies", _subjects("dependency")),
    Kind("proposals", "Change proposals", _subjects("proposal")),
    Kind("metrics", "Metrics", _subjects("metric", "reading")),
    Kind("check-ins", "Check-ins", _subjects("check_in", "check_rhythm")),
    Kind("assumptions", "Assumptions", _subjects("assumption", "upholding")),
    Kind("feedback", "Feedback", _subjects("feedback", "evidence")),
    Kind("board", "Vision board", _subjects("board")),
    Kind("reviews", "Reviews", _subjects("review", "rhythm")),
    Kind("releases", "Features, checkpoints", _subjects("feature", "checkpoint")),
    Kind("sprints", "Sprints", _subjects("sprint", "sprintreview", "shaping", "capacity")),
    Kind("backlog", "Backlog", _subjects("backlog")),
    Kind("product", "Product, teams, people", _subjects("product", "team", "member", "share")),
]
#: Any event of a goal itself, and those of what is around it.
_WHOLE: Final = Kind("chain", "The chain", _GOAL)
KINDS: Final[dict[str, Kind]] = {kind.name: kind for kind in [_WHOLE, *_CHAIN, *_AROUND]}
#: The kinds as a choice offers them, in groups.
CHOICES: Final = [
    (_WHOLE.label, [(_WHOLE.name, "All of the chain"), *((kind.name, kind.label) for kind in _CHAIN)]),
    ("Around it", [(kind.name, kind.label) for kind in _AROUND]),
]
