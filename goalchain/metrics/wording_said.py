"""What the events of check-ins, assumptions and what was upheld say in words, for histories. No query."""

from goalchain.goals.models import Event
from goalchain.goals.models.goal import Confidence

from .models import AssumptionState
from .wording import Told

_FIELDS = {
    "statement": "the statement",
    "test": "the test",
    "state": "the state",
    "evidence": "the evidence",
    "confidence": "the confidence",
    "sentence": "the sentence",
}
_ASSUMPTION = {
    "create": "assumed",
    "revise": "changed the assumption",
    "archive": "removed the assumption",
    "restore": "brought back the assumption",
    "settle": "said of the assumption",
}


def tell_check_in(event: Event) -> Told:
    """An event of a check-in."""
    said = f"{Confidence(event.after['confidence']).label.lower()}: {event.after['sentence']}"
    if event.verb == "create":
        return f"checked in, {said}", []
    if event.verb == "remove":
        return f"took out the check-in, {said}", []
    return f"corrected the check-in, {said}", _changes(event)


def tell_rhythm(event: Event) -> Told:
    """That a check-in is asked for, how often, or no longer."""
    days = event.after["days"]
    if days is None:
        return "no longer asks for check-ins", []
    return f"asks for a check-in every {days} days" if days > 1 else "asks for a check-in every day", []


def tell_assumption(event: Event) -> Told:
    """An event of an assumption, with the former and the new wording."""
    statement = f"“{event.after['statement']}”"
    if event.verb == "test":
        return f"tests the assumption {statement} in {event.after['sprint_goal']}", []
    if event.verb == "untest":
        return f"no longer tests the assumption {statement} in {event.after['sprint_goal']}", []
    words = f"{_ASSUMPTION.get(event.verb, event.verb)} {statement}"
    if event.verb == "settle":
        words += f": {AssumptionState(event.after['state']).label.lower()}"
    return words, _changes(event)


def tell_upholding(event: Event) -> Told:
    """That a goal stays although an assumption was refuted."""
    words = "said that it stays" if event.verb == "uphold" else "took back that it stays"
    return f"{words} although “{event.after['statement']}” was refuted: {event.after['reason']}", []


def _changes(event: Event) -> list[tuple[str, str]]:
    names = [name for name in _FIELDS if name in event.former and name not in ("state", "confidence")]
    return [(event.former[name] or "nothing", event.after[name] or "nothing") for name in names]
