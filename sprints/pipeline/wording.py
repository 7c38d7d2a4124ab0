"""The pipeline in words: what its events say. No query."""

from goalchain.goals.models import Event

_VERBS = {"shape": "shaped it with the team", "reshape": "wants it to be shaped with the team again"}


def tell_shaping(event: Event) -> tuple[str, list[tuple[str, str]]]:
    """An event of a shaping; it has no wordings to compare."""
    return _VERBS.get(event.verb, event.verb), []


def competing_said(count: int, *, has_goal: bool) -> str:
    """How many drafts a sprint has: "No draft yet", "3 drafts compete"; "" for one draft, and beside a goal."""
    if has_goal:
        return f"{count} more draft{'' if count == 1 else 's'}" if count else ""
    return f"{count} drafts compete" if count > 1 else "" if count else "No draft yet"
