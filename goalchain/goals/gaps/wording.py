"""What the events of accepted gaps say in words, for histories. No query."""

from datetime import date

from django.utils.dateformat import format as date_format

from ..models import Event
from .rule import rule_named


def tell_gap(event: Event) -> tuple[str, list[tuple[str, str]]]:
    """An event of an acceptance: the kind of gap, until when and why."""
    rule = rule_named(event.after["rule"])
    label = rule.label if rule else event.after["rule"]
    if event.verb == "take_back":
        return f"no longer leaves the gap “{label}” as it is", []
    until = date_format(date.fromisoformat(event.after["until"]), "j F Y")
    return f"left the gap “{label}” as it is until {until}: {event.after['reason']}", []
