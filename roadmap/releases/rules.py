"""What a checkpoint may say, in words. The form, the verb, the API and the check of stored data ask here. No query."""

from collections.abc import Iterable
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from goalchain.lib.text import storable
from goalchain.products.errors import Refused

#: So many characters have the long texts, the short one and a link; so many links there are.
LONG: Final = 4_000
SHORT: Final = 200
LINK_LENGTH: Final = 500
LINKS_MOST: Final = 20

#: What a checkpoint says, in words.
LABELS: Final = {
    "shipped_on": "Shipped on",
    "result": "What was delivered",
    "value": "Delivered value",
    "beneficiary": "Who benefits",
    "effect": "Effect on metrics",
    "evidence": "Evidence",
    "links": "Links",
}


def day_refusal(shipped_on: date, today: date) -> str:
    """Why a release cannot have shipped on this day; "" when it can."""
    if shipped_on <= today:
        return ""
    day = f"{shipped_on.day} {shipped_on:%B} {shipped_on.year}"
    return (
        f"{day} is still to come. Write the checkpoint when it has shipped; the day that is planned is the target date."
    )


def link_refusal(link: str) -> str:
    """Why this cannot be a link to evidence; "" when it can. Only https: what is shown beside it is its host."""
    if len(link) > LINK_LENGTH:
        return f"A link has {LINK_LENGTH} characters at most; “{link[:40]}…” has {len(link)}."
    try:
        storable(link)
        parts = urlsplit(link)
        host, port = parts.hostname or "", parts.port
    except (ValueError, ValidationError):
        return f"“{link[:80]}” is no address. Write one like https://example.com/report."
    if parts.scheme != "https":
        return f"“{link[:80]}” does not begin with https://. Only such links are shown, so that nobody is led astray."
    if parts.username is not None or parts.password is not None:
        return f"“{link[:80]}” carries a name before its host. Leave that out: a link shows where it leads."
    if not host or port == 0 or not all(letter.isalnum() or letter in "-.:" for letter in host):
        return f"“{link[:80]}” is no address. Write one like https://example.com/report."
    if any(letter.isspace() or letter in '<>"\\' for letter in link):
        return f"“{link[:80]}” has a space or a sign that no address has. One link a line."
    return ""


def check_links(links: Iterable[str]) -> None:
    """Raise Refused for the first that cannot be a link."""
    for link in links:
        if refusal := link_refusal(link):
            raise Refused(refusal, field="links")


def check_text(name: str, text: str, most: int) -> None:
    """Raise Refused for a text that is too long."""
    if len(text) > most:
        raise Refused(f"It has {len(text)} characters; {most} is the most.", field=name)


def host_of(link: str) -> str:
    """Where a link leads, for the reader: "wiki.example.com"."""
    return urlsplit(link).hostname or ""
