"""Moments of a product's past, as addresses name them: a day, a time, or a revision."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as date_format

from goalchain.products.models import Product

from ..models import Event

_REVISION = re.compile(r"\d{1,18}\Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?\Z", re.ASCII)
#: Years that every database and every zone can hold, with room for their offsets.
_YEARS: Final = range(1900, 9000)
HOW: Final = "Write a day like 2026-10-01, or a time like 2026-10-01T12:00."


@dataclass(frozen=True)
class Stretch:
    """What a day or a time in an address means, in the product's zone: from its first instant to its last.

    A day lasts until midnight and 12:00 until 12:00:59, so that what is shown as done at a time was done by that time.
    """

    first: datetime
    last: datetime


@dataclass(frozen=True)
class Moment:
    """A moment at which the product stood at a revision; `text` is how addresses name it, `words` how people do.

    `at` is the instant that was asked for, or that of the change whose revision was; `local` is how a field for date
    and time has it.
    """

    text: str
    revision: int
    at: datetime
    words: str

    @property
    def local(self) -> str:
        """The instant in the product's zone, to the minute."""
        return f"{self.at:%Y-%m-%dT%H:%M}"


def stretch_of(text: str, zone: ZoneInfo) -> Stretch:
    """The stretch that a day or a time means. Raises ValueError, with words, for anything else."""
    # A plus sign that was not encoded comes as a blank.
    text = re.sub(r"(:\d\d(?:\.\d+)?) (\d\d:\d\d)\Z", r"\1+\2", text.strip())
    try:
        if _DAY.match(text):
            first = datetime.combine(date.fromisoformat(text), time(), zone)
            following = datetime.combine(first.date() + timedelta(days=1), time(), zone)
            return _within_years(Stretch(first, following - timedelta(microseconds=1)))
        if found := _TIME.match(text):
            first = datetime.fromisoformat(text)
            if first.tzinfo is None:
                first = first.replace(tzinfo=zone)
            _, _, seconds, fraction, _ = found.groups()
            lasts = 0 if fraction else 1 if seconds else 60
            more = timedelta(seconds=lasts, microseconds=-1) if lasts else timedelta()
            return _within_years(Stretch(first, first + more))
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"“{text[:40]}” is no moment. {HOW}")


def _within_years(stretch: Stretch) -> Stretch:
    if stretch.first.year not in _YEARS:
        raise ValueError(stretch.first.year)
    return stretch


def moment_of(product: Product, text: str) -> Moment:
    """The moment that an address names. Raises ValueError, with words, for what is none. One query.

    Before the first change the revision is 0; after the last, it is that of now.
    """
    zone = ZoneInfo(product.time_zone)
    events = Event.objects.filter(product=product).order_by("-revision")
    text = text.strip()
    if _REVISION.match(text):
        found = events.filter(revision__lte=int(text)).values_list("revision", "at").first()
        revision, at = found or (0, product.created_at)
        local = at.astimezone(zone)
        return Moment(str(revision), revision, local, said(local, seconds=True))
    last = stretch_of(text, zone).last.astimezone(zone)
    found = events.filter(at__lte=last).values_list("revision", "at").first()
    words = f"the end of {date_format(last, 'j F Y')}" if _DAY.match(text) else said(last)
    return Moment(text, found[0] if found else 0, last, words)


def said(local: datetime, *, seconds: bool = False) -> str:
    """An instant as people say it: "1 October 2026, 12:00"."""
    return date_format(local, "j F Y, H:i:s" if seconds else "j F Y, H:i")
