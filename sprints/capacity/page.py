"""What the page of a sprint shows of capacity, to those who take part in planning."""

from decimal import Decimal
from typing import Any

from goalchain.accounts.models import User
from goalchain.goals.models.goal import Outcome
from goalchain.products.models import Membership

from ..models import Sprint
from .days import ZERO, Share, available, days_said, in_days, work_days
from .reads import Noted, capacities


def capacity_of(mine: Membership, sprint: Sprint) -> dict[str, Any]:
    """The context of the region: `capacity` is None for who may not read planning. One query; none for those."""
    if not mine.access.read_planning:
        return {"capacity": None}
    own, former = capacities(sprint)
    return {"capacity": region(own, former, sprint), "can_note": mine.access.edit_sprint_goal}


def region(own: Noted | None, former: list[Noted], sprint: Sprint) -> dict[str, Any]:
    """The capacity in words. No query."""
    holidays = own.capacity.holidays if own else ZERO
    worked = work_days(sprint.span, holidays)
    return {
        "is_noted": own is not None and bool(own.people),
        "has_words": own is not None and bool(own.people or own.capacity.note or holidays),
        "note": own.capacity.note if own else "",
        "said": said(own, worked),
        "holidays": in_days(holidays) if holidays else "",
        "people": [person_row(person, share, worked) for person, share in own.people] if own else [],
        "beside": [_beside(noted) for noted in former],
        "own": _beside(own) if own and own.people else None,
    }


def said(own: Noted | None, worked: Decimal | None) -> str:
    """It in one line: "27.5 days of 3 people; the team works on 10 days"."""
    if own is None or not own.people:
        return ""
    count = len(own.people)
    words = f"{in_days(own.days)} of {count} {'person' if count == 1 else 'people'}"
    return words if worked is None else f"{words}; the team works on {in_days(worked)}"


def person_row(person: User, share: Share, worked: Decimal | None) -> dict[str, Any]:
    """A person's days in words."""
    days = available(share, worked)
    return {
        "name": str(person),
        "days": "no days known" if days is None else in_days(days),
        "away": f"{in_days(share.away)} away" if share.away else "",
        "reason": share.reason,
    }


def _beside(noted: Noted) -> dict[str, Any]:
    """A sprint in the comparison."""
    return {
        "sprint": noted.sprint,
        "days": days_said(noted.days),
        "people": len(noted.people),
        "done": f"{noted.done} of {noted.items}" if noted.items else "–",
        "outcome": noted.outcome,
        "word": str(Outcome(noted.outcome).label) if noted.outcome else "",
        "note": noted.capacity.note,
    }
