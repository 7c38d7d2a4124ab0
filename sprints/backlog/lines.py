"""Pasted lines as titles of backlog items."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError

from goalchain.lib.text import storable

TITLE_LENGTH = 200
MOST_LINES = 500

#: What lists of other programs put before a line: a bullet, a box to tick, a number.
_MARK = re.compile(r"\A(?:[-*•–]\s+(?:\[[ xX]?\]\s+)?|\d{1,3}[.)]\s+)")


@dataclass(frozen=True)
class BadLine:
    """A line that no item can be called: its number from 1, its words and the reason."""

    number: int
    words: str
    reason: str


def titles_in(text: str) -> tuple[list[str], list[BadLine]]:
    """The titles that the lines hold, without the marks of a list, and the lines that cannot be taken.

    Empty lines are passed over. More than MOST_LINES are one bad line.
    """
    titles: list[str] = []
    bad: list[BadLine] = []
    for number, line in enumerate(text.split("\n"), start=1):
        title = _MARK.sub("", " ".join(line.split()) + " ").strip()
        if not title:
            continue
        if len(titles) == MOST_LINES:
            bad.append(
                BadLine(number, title[:80], f"{MOST_LINES} lines at once are the most. Add the rest afterwards.")
            )
            break
        if reason := _reason(title):
            bad.append(BadLine(number, title[:80].replace("\0", "␀"), reason))
        titles.append(title)
    return titles, bad


def _reason(title: str) -> str:
    if len(title) > TITLE_LENGTH:
        return f"It has {len(title)} characters; {TITLE_LENGTH} is the most. Say it shorter."
    try:
        storable(title)
    except ValidationError as error:
        return str(error.messages[0])
    return ""
