"""What an event says in words, for histories."""

from collections.abc import Callable
from typing import Any

from .models import Event
from .models.goal import Confidence

_VERBS = {
    "create": "created it",
    "revise": "changed",
    "link": "linked it to",
    "unlink": "unlinked it from",
    "explain": "gave another reason for serving",
    "move": "moved it",
    "relink": "changed what it serves",
    "reorder": "moved it in the order",
    "place": "moved it on the roadmap",
    "postpone": "moved it on to the next sprint",
    "agree": "agreed it",
    "withdraw": "returned it to draft",
    "activate": "activated it",
    "close": "closed it",
    "reopen": "reopened it",
    "reassess": "corrected the outcome",
    "archive": "archived it",
    "restore": "restored it",
    "undo": "it is now",
}

FIELDS = {
    "title": "the title",
    "statement": "the statement",
    "owner_id": "the owner",
    "starts_on": "the start",
    "ends_on": "the end",
    "confidence": "the confidence",
    "learning": "the learning",
    "sprint_id": "the sprint",
    "timeframe": "the timeframe",
    "horizon": "its column on the roadmap",
    "version_name": "the version",
    "kind": "what it is for",
    "why": "why it is worth it",
    "artefact": "the artefact",
    "technique": "the technique",
    "test_group": "the test group",
    "success": "how success is known",
    "state": "the state",
    "outcome": "the outcome",
    "parents": "what it serves",
}

_CONFIDENCE = {"": "no confidence"} | {confidence.value: confidence.label.lower() for confidence in Confidence}

#: Changes whose former wording is worth reading beside the new one.
_WORDINGS = ("title", "statement", "learning", "starts_on", "ends_on", "timeframe", "version_name")


#: Says an event of a subject that hangs on a goal: its words, and pairs of former and new wordings.
Teller = Callable[[Event], tuple[str, list[tuple[str, str]]]]
_tellers: dict[str, Teller] = {}


def tell_with(subject: str, teller: Teller) -> None:
    """Let `teller` word the events of a subject; called by its app when it is ready."""
    _tellers[subject] = teller


def tell(event: Event, product_key: str) -> dict[str, Any]:
    """An event for a line of history: who, what in words, and the former and new wording where there are such.

    `origin` is the key of the goal where it was learnt, for what came from another goal.

    No query when the actor is loaded.
    """
    if event.subject in _tellers:
        words, changes = _tellers[event.subject](event)
        if event.undoes_id:
            words = f"took back a step: {words}"
        origin = f"{product_key}-{event.after['origin']}" if event.after.get("origin") else ""
        return {
            "event": event,
            "who": event.actor or "GoalChain",
            "words": words,
            "changes": changes,
            "origin": origin,
        }
    words = _VERBS.get(event.verb, event.verb)
    if event.verb == "revise":
        words = f"changed {both([FIELDS.get(name, name) for name in event.former])}"
    elif event.verb == "import":
        words = f"imported {both([FIELDS.get(name, name) for name in event.former])}"
    elif event.verb == "check_in":
        words = f"checked in: {_CONFIDENCE[event.after['confidence']]}"
    elif event.verb == "close":
        words = f"closed it: {event.after['outcome']}"
    elif event.verb == "reassess":
        words = f"{words}: {event.after['outcome']}"
    elif event.verb == "undo":
        words = f"{words} {event.after['state']}"
    elif "parents" in event.former:
        words = _links(event, words, product_key)
    if event.undoes_id:
        words = f"undid a step: {words}"
    changes = [
        (event.former[name] or "nothing", event.after.get(name) or event.after["details"].get(name) or "nothing")
        for name in _WORDINGS
        if name in event.former and event.verb in ("revise", "import", "reassess")
    ]
    return {"event": event, "who": event.actor or "GoalChain", "words": words, "changes": changes, "origin": ""}


def _links(event: Event, words: str, product_key: str) -> str:
    before = {parent["number"]: parent["rationale"] for parent in event.former["parents"]}
    after = {parent["number"]: parent["rationale"] for parent in event.after["parents"]}
    gone = [f"{product_key}-{number}" for number in before if number not in after]
    come = [f"{product_key}-{number}" for number in after if number not in before]
    said = [f"{product_key}-{number}" for number in after if number in before and before[number] != after[number]]
    if event.verb == "move" and gone and come:
        return f"moved it from {gone[0]} to {come[0]}"
    if event.verb in ("link", "unlink", "explain"):
        return f"{words} {both(come or gone or said)}"
    parts = [f"linked it to {both(come)}"] * bool(come) + [f"unlinked it from {both(gone)}"] * bool(gone)
    return both(parts) or words


def both(words: list[str]) -> str:
    """Words in a row: "one, two and three"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
