"""Where a product goal stands on a Now / Next / Later roadmap.

Somebody may put it into a column; until then its state and its dates say where it stands, so that a chain that was
imported or that nobody sorted reads as a roadmap at once. Only what somebody decided is stored.
"""

from datetime import date, timedelta
from typing import Final

from .models import Horizon

#: What begins within this time is next.
SOON: Final = timedelta(days=92)


def derived(state: str, starts_on: date | None, ends_on: date | None, today: date) -> Horizon:
    """The column that state and dates say.

    Active, or begun: now. Begins within three months, or ends within them: next. Agreed without dates: next.
    Everything else: later.
    """
    if state == "active" or (starts_on is not None and starts_on <= today):
        return Horizon.NOW
    day = starts_on or ends_on
    if day is not None:
        return Horizon.NEXT if day <= today + SOON else Horizon.LATER
    return Horizon.NEXT if state == "agreed" else Horizon.LATER


def derived_said(state: str, starts_on: date | None, ends_on: date | None, today: date) -> str:
    """That column with what says it: "Next, by its dates"."""
    column = derived(state, starts_on, ends_on, today)
    why = "dates" if state != "active" and (starts_on or ends_on) else "state"
    return f"{column.label}, by its {why}"


def horizon_of(chosen: str, state: str, starts_on: date | None, ends_on: date | None, today: date) -> Horizon:
    """The column that somebody chose, else the derived one."""
    return Horizon(chosen) if chosen else derived(state, starts_on, ends_on, today)
