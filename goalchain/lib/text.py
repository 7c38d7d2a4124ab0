"""Text: what may be stored (anything that both databases give back as it was typed), and how we word things."""

import re
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.timesince import timesince

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> None:
    """Refuse what the databases cannot hold: NUL characters and lone surrogates.

    Raises ValidationError that names the position of the first offending character, counted from 1.
    """
    if found := _UNSTORABLE.search(text):
        raise ValidationError(
            f"Character {found.start() + 1} (U+{ord(found[0]):04X}) cannot be stored. Remove it and save again.",
            code="unstorable",
        )


def lower_first(text: str) -> str:
    """One of our own labels inside a sentence: the first letter small, unless the word is an acronym or "I"."""
    first, _, _ = text.partition(" ")
    if len(first) > 1 and first[1:].islower():
        return text[0].lower() + text[1:]
    return text.lower() if first == "A" and len(text) == 1 else ("a" + text[1:] if first == "A" else text)


#: Words that are no names in any language that we know of: only these begin small inside a sentence.
_COMMON = frozenset(
    """a an the this that these those every each all any some many most more less few fewer no none nobody nothing
    everybody everyone everything somebody something anybody we you they it our your their its his her my i'm
    one two three four five six half both who what which when where while if as at by for from in into of on onto out
    over through to under until up with within without after before because by during since and or but not only
    app apps bike bikes booking bookings booked boards buyers cars children citizens clients colleagues communities
    companies company customers data dealers debt developers doctors drivers employees engineers families farmers
    farms finance finding growth guests guessing health hosts journeys learners managers meals members money new
    nurses nobody's operators orders owners parents partners patients payment payments paying people players
    prices product products push quality reminders reports riders risk sales search sellers service services
    servicing shops slots staff stores students support teachers team teams technical time tourists travellers trust
    users value visitors waste work workers workshops""".split()
)


def mid_sentence(text: str) -> str:
    """Words that a person typed, as they read inside a sentence: the first letter small where it is surely no name.

    "Customers book online" becomes "customers book online"; "Passau first", "Kapitäne finden …" and "GPS works" stay.
    """
    first = text.split(" ", 1)[0]
    common = first.rstrip(",").lower() in _COMMON and not first[1:].isupper()
    return text[:1].lower() + text[1:] if common else text


def as_reason(rationale: str) -> str:
    """A rationale as the words that follow "because": without its own "because" and without the full stop."""
    reason = rationale.strip().rstrip(".")
    if reason.lower().startswith("because "):
        reason = reason[len("because ") :]
    return mid_sentence(reason)


def ago(moment: datetime) -> str:
    """How long ago something was: "just now", "3 hours ago", and the date when it is older than a week."""
    passed = timezone.now() - moment
    if passed < timedelta(minutes=1):
        return "just now"
    if passed < timedelta(days=7):
        return f"{timesince(moment, depth=1)} ago"
    return date_format(timezone.localtime(moment), "j M Y")
