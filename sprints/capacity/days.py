"""Days of people in a sprint, as plain numbers. No query."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from goalchain.lib.text import storable
from goalchain.products.errors import Refused

from ..spans import Span, working_days

ZERO: Final = Decimal(0)
MOST_DAYS: Final = Decimal(99)
NOTE_LENGTH: Final = 10_000
REASON_LENGTH: Final = 200
#: So many people one capacity tells of; a Scrum team has ten or fewer (Scrum Guide 2020).
MOST_PEOPLE: Final = 100


@dataclass(frozen=True)
class Share:
    """What one person has for a sprint: `away` of its working days, because of `reason`; or just so many `days`.

    `person` is the primary key of a User. `days` counts as it is: nothing is taken off it.
    """

    person: int
    days: Decimal | None = None
    away: Decimal = ZERO
    reason: str = ""

    def facts(self) -> dict[str, Any]:
        """It as events record it."""
        days = None if self.days is None else days_said(self.days)
        return {"person": self.person, "days": days, "away": days_said(self.away), "reason": self.reason}


def work_days(span: Span | None, holidays: Decimal) -> Decimal | None:
    """The days on which the team works: those of the sprint from Monday to Friday, less the holidays.

    None while a date of the sprint is open.
    """
    return None if span is None else max(working_days(span.starts_on, span.ends_on) - holidays, ZERO)


def available(share: Share, worked: Decimal | None) -> Decimal | None:
    """How many days the person has, of those on which the team works; None when nothing says so."""
    if share.days is not None:
        return share.days
    return None if worked is None else max(worked - share.away, ZERO)


def total(shares: Iterable[Share], worked: Decimal | None) -> Decimal:
    """The days of all; of whom nothing is known, none."""
    return sum((available(share, worked) or ZERO for share in shares), ZERO)


def days_said(days: Decimal) -> str:
    """A number of days without needless noughts: "8", "7.5"."""
    words = f"{days:f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def in_days(days: Decimal) -> str:
    """With its word: "1 day", "7.5 days"."""
    return f"{days_said(days)} day{'' if days == 1 else 's'}"


def check(holidays: Decimal, note: str, shares: Sequence[Share]) -> None:
    """Whether a capacity may say this. Raises Refused with what to do."""
    _check_days(holidays, "holidays")
    storable(note)
    if len(note) > NOTE_LENGTH:
        raise Refused(f"The note has {len(note)} characters; {NOTE_LENGTH} is the most.", field="note")
    if len(shares) > MOST_PEOPLE:
        raise Refused(f"These are {len(shares)} people; {MOST_PEOPLE} are the most.", field="people")
    if len({share.person for share in shares}) < len(shares):
        raise Refused("Somebody is named twice. Name each person once.", field="people")
    for share in shares:
        _check_days(share.away, "people")
        if share.days is not None:
            _check_days(share.days, "people")
        storable(share.reason)
        if len(share.reason) > REASON_LENGTH:
            raise Refused(f"A reason has {REASON_LENGTH} characters at most.", field="people")


def _check_days(days: Decimal, field: str) -> None:
    if not (days.is_finite() and 0 <= days <= MOST_DAYS):
        raise Refused(f"{days} is no number of days in a sprint. Choose one from 0 to {MOST_DAYS}.", field=field)
    if days != round(days, 1):
        raise Refused(f"{days} is too exact. Say days with one digit behind the point, such as 7.5.", field=field)
