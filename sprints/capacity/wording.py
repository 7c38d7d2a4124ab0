"""Capacity in words: what its events say. No query."""

from goalchain.goals.models import Event


def tell_capacity(event: Event) -> tuple[str, list[tuple[str, str]]]:
    """An event of a capacity, with the former and the new note where it got another."""
    changes = []
    if "note" in event.former:
        changes = [(event.former["note"] or "nothing", event.after["note"] or "nothing")]
    return "noted the capacity of a sprint", changes
