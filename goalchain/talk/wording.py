"""What the events of feedback say in words, for histories. No query."""

from goalchain.goals.models import Event

from .models import shortened

Told = tuple[str, list[tuple[str, str]]]

_VERBS = {
    "receive": "took in feedback",
    "answer": "answered feedback",
    "take_back": "took back the answer to feedback",
    "revise": "corrected feedback",
    "put_aside": "put feedback aside",
    "restore": "restored feedback",
}
#: What is told with its former wording.
_TOLD = ("text", "name", "source", "segment", "said_on", "answer", "aside_reason")


def tell_feedback(event: Event) -> Told:
    """An event of feedback, with what it changed: the former words and the new ones."""
    after = event.after
    who = f" of {after['name']}" if after["name"] else ""
    words = f"{_VERBS.get(event.verb, event.verb)}{who}: “{shortened(after['text'], 120)}”"
    told = [name for name in _TOLD if name in event.former]
    return words, [(event.former[name] or "nothing", after[name] or "nothing") for name in told]


def tell_evidence(event: Event) -> Told:
    """That feedback became evidence of the goal, or no longer is."""
    verb = "attached as evidence" if event.verb == "attach" else "detached"
    return f"{verb} what {event.after['name'] or 'somebody'} said: “{shortened(event.after['text'], 120)}”", []
