"""Items of the backlog in words: states, and what their events say. No query."""

from typing import Final

from goalchain.goals.models import Event

#: How a state is drawn: the words of goals' states.
DRAWN: Final = {"open": ("draft", ""), "doing": ("active", ""), "done": ("closed", "achieved"),
                "dropped": ("closed", "abandoned")}  # fmt: skip
#: The step from a state to the next: to which, and what its button says.
STEPS: Final = {"open": ("doing", "Start"), "doing": ("done", "Done"), "done": ("open", "Reopen"),
                "dropped": ("open", "Reopen")}  # fmt: skip
OTHER_GOAL: Final = "serves another goal than the sprint’s"

_VERBS = {
    "add": "added “{title}” to the backlog",
    "move": "moved “{title}” in the backlog",
    "plan": "planned “{title}” into another sprint",
    "archive": "archived the backlog item “{title}”",
    "restore": "restored the backlog item “{title}”",
}
_FIELDS = {
    "title": "the title",
    "serves": "what it serves",
    "serves_none": "what it serves",
    "size": "the size",
    "state": "the state",
    "tracker": "the link",
}


def tell_item(event: Event) -> tuple[str, list[tuple[str, str]]]:
    """An event of an item, with the former and the new title where it got another."""
    title = event.after["title"]
    if event.verb == "plan" and event.after["sprint"] is None:
        return f"took “{title}” out of its sprint", []
    if event.verb == "revise":
        fields = dict.fromkeys(_FIELDS[name] for name in event.former if name in _FIELDS)
        words = f"changed {' and '.join(fields)} of the backlog item “{title}”"
        return words, [(event.former["title"], title)] if "title" in event.former else []
    return _VERBS.get(event.verb, event.verb).format(title=title), []
