"""What the events of reviews and of their rhythm say in words, for histories. No query."""

from goalchain.goals.models import Event

from .kinds import Kind

Told = tuple[str, list[tuple[str, str]]]

_VERBS = {
    "record": "wrote down the {kind} of {day}",
    "correct": "corrected the {kind} of {day}",
    "remove": "removed the {kind} of {day}",
    "put_back": "put the {kind} of {day} back",
}


def tell_review(event: Event) -> Told:
    """An event of a review, with the former and the new day and decisions."""
    kind = Kind(event.after["kind"]).label.lower()
    words = _VERBS.get(event.verb, event.verb).format(kind=kind, day=event.after["held_on"])
    wordings = [name for name in ("held_on", "decisions") if name in event.former]
    return words, [(event.former[name] or "nothing", event.after[name] or "nothing") for name in wordings]


def tell_rhythm(event: Event) -> Told:
    """An event of a rhythm."""
    kind = Kind(event.after["kind"]).label.lower()
    return f"set the rhythm of the {kind}: {in_words(event.after['weeks'])}", []


def in_words(weeks: int | None) -> str:
    """A rhythm as people say it."""
    if weeks is None:
        return "no rhythm"
    return "every week" if weeks == 1 else f"every {weeks} weeks"
