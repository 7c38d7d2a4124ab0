"""What the events of sprints say in words, for histories. No query."""

from datetime import date
from typing import Any

from goalchain.goals.models import Event

from .wording import day_said

_VERBS = {
    "plan": "planned the sprint {name}",
    "unplan": "took the sprint {name} out of the plan",
    "cancel": "cancelled the sprint {name}",
    "resume": "took back the cancelling of the sprint {name}",
}


def tell_sprint(event: Event) -> tuple[str, list[tuple[str, str]]]:
    """An event of a sprint, with its former and new name and days, or why it was cancelled."""
    facts = event.former | event.after
    name = f"“{facts.get('name', '')}”"
    if event.verb == "replan":
        fields = [field for field in ("name", "starts_on", "ends_on") if field in event.former]
        return f"changed the sprint {name}", [
            (_said(field, event.former[field]), _said(field, event.after[field])) for field in fields
        ]
    words = _VERBS.get(event.verb, event.verb).format(name=name)
    return (f"{words}: {facts['cancelled']}" if event.verb == "cancel" and facts.get("cancelled") else words), []


def _said(field: str, value: Any) -> str:
    if not value:
        return "nothing"
    return str(value) if field == "name" else day_said(date.fromisoformat(value))
