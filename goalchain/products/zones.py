"""Time zones, by the names of the IANA database."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError


@cache
def zones() -> list[str]:
    """The names that people choose from: UTC, and one for each place."""
    areas = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    return ["UTC", *sorted(name for name in available_timezones() if name.partition("/")[0] in areas and "/" in name)]


def known_zone(name: str) -> None:
    """Raise ValidationError unless this is the name of a zone that we offer."""
    if name not in zones():
        raise ValidationError(f"“{name[:64]}” is no time zone. Choose one like Europe/Berlin.", code="unknown_zone")
