"""Sprints in words: their days, how much is left of them, a team's rhythm."""

from datetime import date, timedelta

from .models import Cadence, Sprint
from .models.cadence import Kind
from .spans import Span, working_days

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PAST, NOW, AHEAD, OPEN = "past", "now", "ahead", "open"


def phase_of(sprint: Sprint, today: date) -> str:
    """Where the sprint is in time: past, now, ahead; open while a date is missing."""
    span = sprint.span
    if span is None:
        return OPEN
    return PAST if span.ends_on < today else AHEAD if span.starts_on > today else NOW


def dates_said(sprint: Sprint) -> str:
    """Its days: "16 – 29 November 2026"."""
    span = sprint.span
    if span is None:
        return (
            f"from {day_said(sprint.starts_on)}"
            if sprint.starts_on
            else f"until {day_said(sprint.ends_on)}"
            if sprint.ends_on
            else "no dates yet"
        )
    first, last = span.starts_on, span.ends_on
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {day_said(last)}"
    year = "" if first.year == last.year else f" {first.year}"
    return f"{first.day} {first:%B}{year} – {day_said(last)}"


def day_said(day: date) -> str:
    """A day: "29 November 2026"."""
    return f"{day.day} {day:%B} {day.year}"


def short_dates(span: Span) -> str:
    """Its days where there is little room: "16 – 29 Nov", without the year."""
    first, last = span.starts_on, span.ends_on
    month = "" if first.month == last.month and first.year == last.year else f" {first:%b}"
    return f"{first.day}{month} – {last.day} {last:%b}"


def left_said(sprint: Sprint, today: date) -> str:
    """How much is left of it, in working days (Monday to Friday); or how far off it is. "" without dates."""
    span = sprint.span
    if span is None:
        return ""
    if span.ends_on < today:
        return f"over since {day_said(span.ends_on)}"
    if span.starts_on > today:
        return f"starts {_in(span.starts_on - today)}"
    days = working_days(today, span.ends_on)
    if days == 0:
        return "no working day left"
    return "the last working day" if days == 1 else f"{days} working days left"


def _in(distance: timedelta) -> str:
    if distance.days == 1:
        return "tomorrow"
    return f"in {distance.days} days" if distance.days < 28 else f"in {distance.days // 7} weeks"


def rhythm_said(cadence: Cadence | None) -> str:
    """A team's rhythm: "Scrum, 2 weeks from Monday"."""
    if cadence is None:
        return ""
    if cadence.kind == Kind.KANBAN:
        return "Kanban, a goal each week"
    weeks = "1 week" if cadence.weeks == 1 else f"{cadence.weeks} weeks"
    return f"Scrum, {weeks} from {WEEKDAYS[cadence.weekday - 1]}"
