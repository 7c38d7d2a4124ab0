"""What the events of the board say in words, for histories. No query."""

from goalchain.goals.models import Event

from .sections import SECTIONS

_VERBS = {
    "add": "added “{text}” to {section}",
    "reword": "changed an entry of {section}",
    "reorder": "moved “{text}” in {section}",
    "answer": "chose which user goals answer “{text}”",
    "remove": "removed “{text}” from {section}",
    "put_back": "put “{text}” back to {section}",
}


def tell_entry(event: Event) -> tuple[str, list[tuple[str, str]]]:
    """An event of an entry, with the former and the new words."""
    text, section = event.after["text"], f"{SECTIONS[event.after['section']].label.lower()} of the board"
    words = _VERBS.get(event.verb, event.verb).format(text=text, section=section)
    return words, [(event.former["text"], text)] if "text" in event.former else []
