"""Lead time: how many days before its sprint began a goal was shaped and agreed. Computed from events. No query.

Readiness is not stored, so nobody can say on which day of the past a draft lacked nothing; when the team had shaped it
and when it was agreed is on record. Days count in the product's time zone: a goal that is agreed on the first day of
its sprint has a lead of 0, one that is agreed later a negative one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from statistics import median_low

#: From so many leads on a team's usual lead is told, and compared with those before it.
FEW = 3


@dataclass(frozen=True)
class Lead:
    """A sprint's goal and when it was ready: the sprint's first day, its last one (None while that is open), and the
    days on which the goal was written down, shaped with the team, agreed (None: not so far)."""

    starts_on: date
    ends_on: date | None
    written_on: date
    shaped_on: date | None = None
    agreed_on: date | None = None

    @property
    def is_hindsight(self) -> bool:
        """Whether it was only written down when its sprint was over, as by an import: nobody knows its lead then."""
        return self.ends_on is not None and self.written_on > self.ends_on

    @property
    def shaped(self) -> int | None:
        """How many days before its sprint began it was shaped."""
        return self._before(self.shaped_on)

    @property
    def agreed(self) -> int | None:
        """How many days before its sprint began it was agreed."""
        return self._before(self.agreed_on)

    def _before(self, day: date | None) -> int | None:
        return None if day is None or self.is_hindsight else (self.starts_on - day).days


def agreed_at(steps: Iterable[tuple[datetime, str]]) -> datetime | None:
    """When a goal became more than a draft, for the last time. None while it is a draft.

    Args:
        steps: the moments of its events with its state after each, in their order.
    """
    found, before = None, "draft"
    for at, state in steps:
        if before == "draft" and state != "draft":
            found = at
        before = state
    return None if before == "draft" else found


def day_of(moment: datetime | None, zone: tzinfo) -> date | None:
    """The day of a moment in a time zone."""
    return moment.astimezone(zone).date() if moment else None


# -- in words ----------------------------------------------------------------------------------------------------------


def lead_said(days: int | None) -> str:
    """A lead: "5 days before", "on the first day", "2 days late"; "" when it is unknown."""
    if days is None:
        return ""
    if days == 0:
        return "on the first day"
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{count} before" if days > 0 else f"{count} late"


def usual_said(agreed: Sequence[int]) -> str:
    """What is usual, of leads from the oldest to the newest: their median, and where it goes. "" for too few.

    Args:
        agreed: how many days before the start the goals were agreed.
    """
    if len(agreed) < FEW:
        return ""
    last, earlier = agreed[-FEW:], agreed[:-FEW]
    said = f"Goals are usually agreed {lead_said(median_low(agreed))}"
    if len(earlier) < FEW:
        return f"{said}."
    now, then = median_low(last), median_low(earlier)
    if now == then:
        return f"{said}, and that is steady."
    word = "earlier" if now > then else "later"
    return f"{said}; the last three {lead_said(now)}, which is {word} than those before them ({lead_said(then)})."
