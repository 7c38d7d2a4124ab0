"""A line of the chain as a sentence: plain words to copy and to send, with the goals in ink on a page."""

from collections.abc import Iterable
from typing import Self

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from goalchain.lib.text import mid_sentence

from .trace import Station


class Sentence(str):
    """What is read aloud. A template shows its goals as `<b>`; everywhere else it is these words and no more."""

    __slots__ = ("parts",)
    parts: tuple[tuple[str, bool], ...]

    @classmethod
    def of(cls, parts: Iterable[tuple[str, bool]]) -> Self:
        """The sentence of these words, each with whether it is a goal."""
        kept = tuple(parts)
        whole = cls("".join(words for words, _ in kept))
        whole.parts = kept
        return whole

    def __html__(self) -> SafeString:
        return format_html_join(
            "", "{}", ((format_html("<b>{}</b>", w) if is_goal else w,) for w, is_goal in self.parts)
        )


def sentence(line: list[Station]) -> Sentence:
    """A line read aloud, from the goal up: "…, because …, so that …, with no release goal between, so that …." A gap is
    named where it is; those at the end, above the last goal, in a sentence of their own."""
    words: list[tuple[str, bool]] = []
    gaps: list[str] = []
    for station in reversed(line):
        if station.goal is None:
            gaps.append(mid_sentence(station.label))
            continue
        title = station.goal.title.strip().rstrip(".")
        if gaps:
            words.append((f", with {_listed(gaps)} between", False))
            gaps = []
        words += [(", so that ", False), (mid_sentence(title), True)] if words else [(title, True)]
        if station.rationale:
            words.append((f", because {station.rationale}", False))
    if gaps:
        words.append((f". {capfirst(_listed(gaps))} {'stands' if len(gaps) == 1 else 'stand'} above it", False))
    return Sentence.of([*words, (".", False)])


def _listed(gaps: list[str]) -> str:
    """ "no release goal, no product goal and no vision"."""
    return " and ".join(filter(None, (", ".join(gaps[:-1]), gaps[-1])))
