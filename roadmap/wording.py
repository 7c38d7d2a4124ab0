"""What the events of features say in words, for histories. No query."""

from goalchain.goals.models import Event

_VERBS = {
    "add": "added the feature “{text}”",
    "reword": "changed a feature",
    "reorder": "moved the feature “{text}”",
    "remove": "removed the feature “{text}”",
    "put_back": "put back the feature “{text}”",
}


def tell_feature(event: Event) -> tuple[str, list[tuple[str, str]]]:
    """An event of a feature, with the former and the new words."""
    text = event.after["text"]
    words = _VERBS.get(event.verb, event.verb).format(text=text)
    return words, [(event.former["text"], text)] if "text" in event.former else []
