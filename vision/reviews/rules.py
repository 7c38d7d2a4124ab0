"""What a review and a rhythm may be; the verbs ask here before they write."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils import timezone

from goalchain.goals.models import Event
from goalchain.lib.text import storable
from goalchain.products.errors import Refused
from goalchain.products.models import Product

from .kinds import DECISIONS_LENGTH, MOST_PEOPLE, MOST_WEEKS, NAME_LENGTH, Kind


def named(names: Iterable[str]) -> list[str]:
    """Names with single blanks inside and none around them, each once, in their order."""
    return list(dict.fromkeys(name for name in (" ".join(told.split()) for told in names) if name))


def check_words(kind: str, held_on: date, decisions: str, members: int, others: Sequence[str], *, today: date) -> None:
    """Raise Refused unless a review may be written down so; `members` is how many took part. No query."""
    check_kind(kind)
    if held_on > today:
        raise Refused(f"{held_on} is still to come. Write a review down when it was held.", field="held_on")
    if members + len(others) > MOST_PEOPLE:
        raise Refused(f"{members + len(others)} people are too many; {MOST_PEOPLE} is the most.", field="others")
    if len(decisions) > DECISIONS_LENGTH:
        raise Refused(
            f"The decisions have {len(decisions)} characters; {DECISIONS_LENGTH} is the most.", field="decisions"
        )
    for name in others:
        if len(name) > NAME_LENGTH:
            raise Refused(f"A name has {NAME_LENGTH} characters at most, and one has {len(name)}.", field="others")
    for field, text in [("decisions", decisions), *(("others", name) for name in others)]:
        try:
            storable(text)
        except ValidationError as error:
            raise Refused(error.messages[0], field=field) from None


def check_kind(kind: str) -> None:
    """Raise Refused unless there is such a kind of review. No query."""
    if kind not in Kind.values:
        raise Refused(f"“{kind}” is no kind of review. Choose strategy or roadmap.", field="kind")


def check_weeks(weeks: int | None) -> None:
    """Raise Refused unless reviews may be held every so many weeks; None: never. No query."""
    if weeks is not None and not 1 <= weeks <= MOST_WEEKS:
        raise Refused(f"{weeks} weeks are no rhythm. Choose 1 to {MOST_WEEKS}, or none.", field="weeks")


def check_members(product: Product, members: Collection[int]) -> None:
    """Raise Refused unless all of these people are members now. One query; none for none."""
    if members and product.memberships.filter(user_id__in=members).count() != len(members):
        raise Refused("Only members of this product can be ticked. Write others by name.", field="members")


def last_revision_of(product: Product, day: date) -> int:
    """The revision at the end of that day, 0 before the product began. One query."""
    morning = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    found = Event.objects.filter(product=product, at__lt=morning).aggregate(last=Max("revision"))["last"]
    return found or 0
