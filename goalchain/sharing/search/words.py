"""The words of a query and of what it finds: how they are told apart, compared and lit."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from goalchain.products.models import KEY_PATTERN

#: More of a query is not read.
LENGTH, MOST_WORDS = 200, 8
#: So many characters of a text are shown around the first word that was found in it.
EXCERPT = 140
#: The rank of a title that does not hold the words.
NOT_IN_TITLE = 4
_WORD = re.compile(r"[^\W_]+")
_REFERENCE = re.compile(rf"(?:({KEY_PATTERN})-)?([1-9][0-9]{{0,8}})\Z")


@dataclass(frozen=True)
class Wanted:
    """What somebody typed. All its words have to be there; the last one may be the beginning of one."""

    text: str

    @classmethod
    def read(cls, typed: str) -> "Wanted":
        """From what stands in the field."""
        return cls(unicodedata.normalize("NFC", typed.replace("\0", "")).strip()[:LENGTH])

    @cached_property
    def words(self) -> list[str]:
        """Its words in small letters."""
        return words_of(self.text)[:MOST_WORDS]

    @property
    def reference(self) -> tuple[str, int] | None:
        """The product's key ("" for the one at hand) and the goal's number, when it is like BIKE-12, bike-12 or 12."""
        found = _REFERENCE.match(self.text.upper())
        return (found[1] or "", int(found[2])) if found else None

    def rank(self, title: str) -> int:
        """How well a title answers: 0 it is the query, 1 it begins with it, 2 it has the words, 3 it has the last one
        begun, 4 it does not have them."""
        own = words_of(title)
        *whole, last = self.words or [""]
        if own == self.words:
            return 0
        if own[: len(whole)] == whole and len(own) > len(whole) and own[len(whole)].startswith(last):
            return 1
        if set(self.words) <= set(own):
            return 2
        return 3 if set(whole) <= set(own) and any(word.startswith(last) for word in own) else NOT_IN_TITLE

    def lit(self, text: str) -> SafeString:
        """The text as HTML, with the words marked."""
        if not self.words:
            return mark_safe(escape(text))
        parts, at = [], 0
        for found in self._pattern.finditer(text):
            parts += [escape(text[at : found.start()]), "<mark>", escape(found[0]), "</mark>"]
            at = found.end()
        return mark_safe("".join([*parts, escape(text[at:])]))

    def excerpt(self, body: str) -> str:
        """The place of a long text where the words are, in one line; empty when they are not in it."""
        line = " ".join(body.split())
        first = self._pattern.search(line) if self.words else None
        if first is None:
            return ""
        start = max(0, first.start() - EXCERPT // 3)
        start = line.rfind(" ", 0, start) + 1 if start else 0
        end = start + EXCERPT
        shown = line[start:] if end >= len(line) else line[start : max(line.rfind(" ", start, end), first.end())]
        before, after = "… " if start else "", " …" if start + len(shown) < len(line) else ""
        return f"{before}{shown}{after}"

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        *whole, last = (re.escape(word) for word in self.words)
        choice = "|".join([*(rf"{word}(?![^\W_])" for word in whole), last])
        return re.compile(rf"(?<![^\W_])(?:{choice})", re.IGNORECASE)


def words_of(text: str) -> list[str]:
    """The words of a text in small letters: letters and digits as they are typed, ß and umlauts too."""
    return _WORD.findall(text.lower())
