"""What the review of a sprint must be. Each raises Refused with the remedy. No queries."""

from typing import Any, Final
from urllib.parse import urlsplit

from goalchain.lib.text import storable
from goalchain.products.errors import Refused

TEXT_LENGTH: Final = 10_000
LINE_LENGTH: Final = 500
MOST_LINKS: Final = 20
#: What a review says beside outcome and learning; the one line is the beneficiary.
TEXTS: Final = ("increment", "evidence", "effect", "feedback")


def link_refusal(address: str) -> str:
    """Why this may not be a link to evidence; "" when it may."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme != "https" or any(character.isspace() for character in address):
        return f"“{address[:80]}” is no https address. Copy it from the browser, with https:// at its beginning."
    if "@" in parts.netloc:
        return "The address holds a name or a password before the @. Leave them out: everybody here can read it."
    return f"An address has {LINE_LENGTH} characters at most." if len(address) > LINE_LENGTH else ""


def links_in(text: str) -> list[str]:
    """The addresses of a text, one a line. Raises Refused."""
    found = [line.strip() for line in text.splitlines() if line.strip()]
    if len(found) > MOST_LINKS:
        raise Refused(f"There are {len(found)} links; {MOST_LINKS} are the most.", field="links")
    for address in found:
        if refusal := link_refusal(address):
            raise Refused(refusal, field="links")
    return found


def check_words(words: dict[str, Any]) -> None:
    """Whether a review may say this: its texts, its beneficiary, its links (one a line)."""
    for name, text in words.items():
        longest = LINE_LENGTH if name == "beneficiary" else TEXT_LENGTH
        if name != "links" and len(text) > longest:
            raise Refused(f"This has {len(text)} characters; {longest} is the most.", field=name)
        storable(text)
    if "links" in words:
        links_in(words["links"])
