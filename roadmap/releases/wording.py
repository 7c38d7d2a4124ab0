"""What the events of checkpoints say in words, for histories. No query."""

from datetime import date
from typing import Any

from goalchain.goals.models import Event

LABELS = {
    "shipped_on": "the day on which it shipped",
    "result": "the result",
    "evidence": "the evidence",
    "links": "the links",
    "value": "the delivered value",
    "beneficiary": "who benefits",
    "effect": "the effect on metrics",
}


def tell_checkpoint(event: Event) -> tuple[str, list[tuple[str, str]]]:
    """An event of a checkpoint, with the former and the new words."""
    if event.verb == "hold":
        return f"held the checkpoint: it shipped on {_said(event.after['shipped_on'], is_day=True)}", []
    if event.verb != "correct":
        return "took back the checkpoint", []
    fields = [name for name in LABELS if name in event.former]
    changes = [
        (
            _said(event.former[name], is_day=name == "shipped_on"),
            _said(event.after[name], is_day=name == "shipped_on"),
        )
        for name in fields
    ]
    named = [LABELS[name] for name in fields]
    words = named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
    return f"corrected the checkpoint: {words}", changes


def _said(value: Any, *, is_day: bool = False) -> str:
    if is_day:
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}"
    return "\n".join(value) if isinstance(value, list) else value or "nothing"
