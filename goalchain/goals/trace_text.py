"""A trace as text that can be pasted anywhere: plain, and as Markdown."""

import re
from collections.abc import Iterator

from goalchain.lib.text import as_reason

from .models import Goal
from .trace import Station
from .trace_page import Traced, standing

#: What Markdown would take for its own signs inside words. A line never begins with what people wrote.
_SIGNS = re.compile(r"([\\`*_\[\]<>~|&])")


class Plain:
    """How words are set in plain text."""

    content_type, suffix = "text/plain", "txt"

    def heading(self, depth: int, words: str) -> str:
        """A heading; the first is underlined, the next are in capitals."""
        if depth == 1:
            return f"{words}\n{'=' * min(len(words), 72)}"
        return words.upper() if depth == 2 else words

    def words(self, text: str) -> str:
        """What somebody wrote, on one line."""
        return " ".join(text.split())

    def said(self, sentence: str) -> str:
        """A line read aloud."""
        return self.words(sentence)

    def goal(self, goal: Goal, site: str) -> str:
        """A goal by its level, key and title."""
        return f"{goal.label} {goal.key}: {self.words(goal.title)}"


class Markdown(Plain):
    """How words are set in Markdown: nothing that people wrote is taken for a sign of its own."""

    content_type, suffix = "text/markdown", "md"

    def heading(self, depth: int, words: str) -> str:
        """A heading."""
        return f"{'#' * depth} {words}"

    def words(self, text: str) -> str:
        """What somebody wrote, on one line, its signs taken as letters."""
        return _SIGNS.sub(r"\\\1", super().words(text))

    def said(self, sentence: str) -> str:
        """A line read aloud, in italics: what people wrote never begins a line."""
        return f"*{self.words(sentence)}*"

    def goal(self, goal: Goal, site: str) -> str:
        """A goal by its level, its key with the address, and its title."""
        return f"{goal.label} [{goal.key}]({site}/g/{goal.key}/): **{self.words(goal.title)}**"


FORMS = {"text": Plain(), "markdown": Markdown()}


def trace_text(told: Traced, form: Plain, site: str, *, address: str, moment: str) -> str:
    """The trace in words: every line up to the vision with its reasons, then what serves the goal, and the gaps.

    Args:
        site: the address of the site, without a slash at its end.
        address: where this trace can be read.
        moment: when the chain stood so, in words.
    """
    goal = told.goal
    blocks = [
        form.heading(1, f"{goal.key}: {form.words(goal.title)}"),
        _facts(form, goal.label, standing(goal), told.said) + _delivered(form, told.delivered, told.gap, "\n"),
        form.heading(2, "Why: up to the vision"),
        *_upward(told, form, site),
        form.heading(2, "How: down to the sprints"),
        "\n".join(_downward(told, form, site)),
        f"As it stood on {moment}, in {form.words(goal.product.name)}: {address}",
    ]
    return "\n\n".join(blocks) + "\n"


def _upward(told: Traced, form: Plain, site: str) -> Iterator[str]:
    if told.missing:
        yield f"Gap: no {', no '.join(told.missing)} above it."
    for count, (stations, sentence) in enumerate(told.lines, start=1):
        if len(told.lines) > 1:
            yield form.heading(3, f"Line {count} of {len(told.lines)}{' and more' if told.more_lines else ''}")
        yield "\n".join(line for station in stations for line in _station(station, form, site))
        if len(stations) > 1:
            yield form.said(sentence)


def _station(station: Station, form: Plain, site: str) -> Iterator[str]:
    if station.goal is None:
        yield f"- Gap: {station.label[:1].lower()}{station.label[1:]}"
        return
    yield f"- {_facts(form, form.goal(station.goal, site), station.said)}"
    if station.rationale:
        yield f"  because {form.words(station.rationale)}"


def _downward(told: Traced, form: Plain, site: str) -> Iterator[str]:
    if told.missing_below:
        yield f"Gap: no {told.missing_below} below it."
    elif not told.rows:
        yield "A sprint goal is where the chain meets the work: nothing stands below it."
    for row in told.rows:
        indent = "  " * (row.depth - 1)
        yield f"{indent}- {_facts(form, form.goal(row.goal, site), standing(row.goal), row.said)}"
        if row.rationale.strip():
            yield f"{indent}  because {form.words(as_reason(row.rationale))}"
        if row.again:
            yield f"{indent}  Its own goals stand further up."
        if row.delivered or row.gap:
            yield _delivered(form, row.delivered, row.gap, f"{indent}  ")
    if told.more:
        yield "There are more goals below than fit here."


def _facts(form: Plain, first: str, *others: str) -> str:
    """The first words, then the others in brackets."""
    told = "; ".join(form.words(words.replace(" · ", "; ")) for words in others if words)
    return f"{first} ({told})" if told else first


def _delivered(form: Plain, delivered: str, gap: str, before: str) -> str:
    """What came out at the end of a line, and what is missing there."""
    words = [f"{before}Delivered {form.words(delivered)}"] if delivered else []
    return "\n".join(words + ([f"{before}Gap: {gap}"] if gap else []))
