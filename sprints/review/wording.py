"""Reviews of sprints in words: what their events say. No query."""

from goalchain.goals.models import Event

_VERBS = {
    "record": "reviewed the sprint",
    "correct": "corrected the review of the sprint",
    "answer": "wrote down what the review says about the goal above",
    "remove": "took the review of the sprint back",
    "put_back": "put the review of the sprint back",
}
LABELS = {
    "increment": "Increment",
    "evidence": "Evidence",
    "links": "Links",
    "beneficiary": "Who benefits",
    "effect": "Effect on metrics",
    "feedback": "Feedback",
}


def tell_review(event: Event) -> tuple[str, list[tuple[str, str]]]:
    """An event of a review, with the former and the new words."""
    changes = [
        (event.former[name] or "nothing", event.after[name] or "nothing") for name in LABELS if name in event.former
    ]
    return _VERBS.get(event.verb, event.verb), changes
