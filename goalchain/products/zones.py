"""Time zones, by the names of the IANA database."""

from datetime import date
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils import timezone

#: Where a day begins first.
FIRST = "Pacific/Kiritimati"


@cache
def zones() -> list[str]:
    """The names that people choose from: UTC, and one for each place."""
    areas = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    return ["UTC", *sorted(name for name in available_timezones() if name.partition("/")[0] in areas and "/" in name)]


def known_zone(name: str) -> None:
    """Raise ValidationError unless this is the name of a zone that we offer."""
    if name not in zones():
        raise ValidationError(f"“{name[:64]}” is no time zone. Choose one like Europe/Berlin.", code="unknown_zone")


def today_in(name: str) -> date:
    """The day that it is in this zone."""
    return timezone.localdate(timezone=ZoneInfo(name))


def latest_today() -> date:
    """The day that it is where it begins first: no day after this one can have been today, in whatever zone."""
    return today_in(FIRST)
