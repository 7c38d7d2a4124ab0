"""Two wordings side by side, word by word: what went out, what came in, what stayed."""

import re
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SAME, OUT, IN, LEFT_OUT = "same", "out", "in", "left out"
_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
#: A day or a number: nothing to read word by word.
_NO_PROSE = re.compile(r"[\d.,:%-]+(\u00a0\w{3}\u00a0\d{4})?\Z")
#: Two wordings that have less than this in common are read more easily whole, one after the other.
_ALIKE: Final = 0.4
#: So many words together are compared one by one; longer texts are told whole.
MOST_WORDS: Final = 8_000
#: From so many words on, those that stand everywhere are no places to begin a comparison.
LONG: Final = 600
#: So many words stay on each side of a change; what lies further off is left out.
AROUND: Final = 12
#: So many characters of a wording that is told whole.
MOST_CHARACTERS: Final = 400


class Run(NamedTuple):
    """Words that share a fate: same, out, in, or left out because nothing changed there."""

    kind: str
    text: str


def differences(former: str, now: str) -> list[Run]:
    """What became of `former` on its way to `now`, in reading order; blanks alone are no difference.

    Without the words that went out the runs say `now`, save for long stretches that stayed as they were.
    """
    before, after = _WORDS.findall(former), _WORDS.findall(now)
    whole = [Run(kind, _cut(text)) for kind, text in ((OUT, former), (IN, now)) if text]
    if len(before) + len(after) > MOST_WORDS or _NO_PROSE.match(former) or _NO_PROSE.match(now):
        return whole
    bare, bare_after = [word.strip() for word in before], [word.strip() for word in after]
    matcher = SequenceMatcher(None, bare, bare_after, autojunk=len(before) > LONG)
    kept = sum(len(word) for block in matcher.get_matching_blocks() for word in bare[block.a : block.a + block.size])
    if kept < _ALIKE * max(sum(map(len, bare)), sum(map(len, bare_after))):
        return whole
    return list(_shortened(list(_runs(matcher, before, after))))


def _runs(matcher: "SequenceMatcher[str]", before: list[str], after: list[str]) -> Iterator[Run]:
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Run(SAME, "".join(after[c:d]))
            continue
        if a < b:
            yield Run(OUT, "".join(before[a:b]))
        if c < d:
            yield Run(IN, "".join(after[c:d]))


def _shortened(runs: list[Run]) -> Iterator[Run]:
    """The same, with long stretches that stayed cut to what stands around the changes."""
    for place, run in enumerate(runs):
        words = _WORDS.findall(run.text) if run.kind == SAME else []
        head = 0 if place == 0 and len(runs) > 1 else 2 * AROUND
        tail = 0 if place == len(runs) - 1 else 2 * AROUND
        if len(words) <= head + tail + 2 * AROUND:
            yield run
            continue
        if head:
            yield Run(SAME, "".join(words[:head]))
        yield Run(LEFT_OUT, "…")
        if tail:
            yield Run(SAME, "".join(words[-tail:]))


def _cut(text: str) -> str:
    return text if len(text) <= MOST_CHARACTERS else f"{text[: MOST_CHARACTERS - 1].rstrip()}…"


_DRAWN: Final = {
    SAME: "{}",
    LEFT_OUT: ' <span class="secondary">{}</span> ',
    OUT: '<del><span class="unseen">out: </span>{}</del>',
    IN: '<ins><span class="unseen">in: </span>{}</ins>',
}
#: How histories name a value that is empty.
NOTHING: Final = "nothing"
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)


def drawn(former: str, now: str) -> SafeString:
    """The difference as HTML: `<del>` and `<ins>` with a word for those who hear it, in running text.

    Days are written as people do and stand whole; what was empty, or is, is left out.
    """
    former, now = ("" if text == NOTHING else _day_in_words(text) for text in (former, now))
    runs = differences(former, now)
    kinds = [run.kind for run in runs]
    if kinds == [OUT, IN]:
        words = '<del><span class="unseen">from </span>{}</del> <ins><span class="unseen">to </span>{}</ins>'
        return format_html(words, runs[0].text, runs[1].text)
    told = []
    for place, run in enumerate(runs):
        told.append((format_html(_DRAWN[run.kind], run.text),))
        if kinds[place : place + 2] == [OUT, IN] and not run.text[-1:].isspace():
            told.append((SafeString(" "),))
    return format_html_join("", "{}", told)


def _day_in_words(text: str) -> str:
    """A day as events have it, as people write it: "7 Oct 2026"."""
    if not _DAY.match(text):
        return text
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day}\u00a0{day:%b}\u00a0{day.year}"
