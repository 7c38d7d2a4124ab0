"""The columns of the interchange, and how their cells are written so that they come back exactly.

A cell that a spreadsheet would run as a formula gets an apostrophe in front, and loses exactly that one when read.
A list has `;` between its parts; inside a part, `\\;` is a semicolon and `\\\\` a backslash, and a backslash before a
space at either end keeps that space.
"""

import re
from collections.abc import Iterable

COLUMNS = (
    *("key", "level", "title", "statement", "parents", "rationale", "state", "outcome"),
    *("starts_on", "ends_on", "team", "sprint", "owner"),
)
_ESCAPED = re.compile(r"\\(\\|;|\s)", re.DOTALL)
_TOKEN = re.compile(r"\\.|;|[^\\;]+|\\", re.DOTALL)


def join(parts: Iterable[str]) -> str:
    """Texts as one cell, such that `split` gives them back; nothing at all when every text is empty."""
    written = [_escape(part) for part in parts]
    return ";".join(written) if any(written) else ""


def split(cell: str) -> list[str]:
    """The parts of a cell, at least one; blanks around each are dropped unless a backslash keeps them."""
    parts: list[list[str]] = [[]]
    for token in _TOKEN.findall(cell):
        if token == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return [_unescape("".join(tokens)) for tokens in parts]


def _escape(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;")
    if text[:1].isspace():
        text = "\\" + text
    if text[-1:].isspace() and len(text) > (2 if text[0] == "\\" else 1):
        text = text[:-1] + "\\" + text[-1]
    return text


def _unescape(part: str) -> str:
    part = part.lstrip()
    bare = part.rstrip()
    # The last blank belongs to a backslash before it, unless that backslash is itself escaped.
    if bare != part and (len(bare) - len(bare.rstrip("\\"))) % 2:
        bare = part[: len(bare) + 1]
    return _ESCAPED.sub(r"\1", bare)
