"""What the capacity of a sprint looks like in answers, and its resource."""

from typing import Any

from sprints.capacity.days import available
from sprints.capacity.reads import Noted
from sprints.models import Sprint

from .metric_words import number
from .schema_words import EMAIL, NUMBER, TEXT, VALUE, list_of, maybe, ref, whole

SCHEMAS: dict[str, Any] = {
    "Share": whole(
        person=EMAIL,
        away=VALUE | {"description": "Working days on which the person is away."},
        reason=TEXT,
        days=maybe(VALUE) | {"description": "Just so many days, where that is said."},
        available=maybe(VALUE) | {"description": "The days that the person has; null while a date is open."},
    ),
    "Capacity": whole(
        sprint=NUMBER,
        holidays=VALUE | {"description": "Days from Monday to Friday on which nobody works."},
        note=TEXT,
        people=list_of(ref("Share")),
        working_days=maybe(VALUE) | {"description": "Days on which the team works; null while a date is open."},
        days=VALUE | {"description": "The days of all people."},
        version=NUMBER | {"description": "0 while nothing is noted."},
    ),
}
CAPACITY = ref("Capacity")


def capacity_of(sprint: Sprint, noted: Noted) -> dict[str, Any]:
    """The capacity resource. No query."""
    worked = noted.worked
    people = [
        {
            "person": person.email,
            "away": number(share.away),
            "reason": share.reason,
            "days": number(share.days),
            "available": number(available(share, worked)),
        }
        for person, share in noted.people
    ]
    return {
        "sprint": sprint.pk,
        "holidays": number(noted.capacity.holidays),
        "note": noted.capacity.note,
        "people": people,
        "working_days": number(worked),
        "days": number(noted.days),
        "version": noted.capacity.version,
    }
