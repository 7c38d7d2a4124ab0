"""A goal names the change, not what brings it about: solutions in a vision, work and bare subjects below it."""

import re

from .rule import BELOW_THE_VISION, Rule
from .vocabulary import FINITE, HANDING_OVER, OUTPUTS, RELATIVE, SOLUTIONS, SUBJECTS, VERBS, WORK, WORK_IN_TWO, first_of
from .wording import Wording

_SOLUTION = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, SOLUTIONS))})(?![\w-])", re.IGNORECASE)
#: Short for artificial intelligence; in small letters it is a word of other languages.
_AI = re.compile(r"(?<![\w-])(?:AI|GPT|LLM)(?![\w])")

_RECEIVED = re.compile(r"\bto (?!production\b|staging\b|live\b)")


def _solution(wording: Wording) -> str:
    found = _SOLUTION.search(wording.text) or _AI.search(wording.text)
    if found is None:
        return ""
    return f"“{found[0]}” is a solution. A vision says what changes for people, whatever brings it about."


def _outcome(wording: Wording) -> str:
    words = wording.words
    while words and words[-1].isdigit():
        words = words[:-1]  # "Release 3", "Version 1.2"
    if len(words) < 2:
        return "One word is a subject, not yet a goal. Say what will be true." if _is_bare(words) else ""
    if tuple(words[:2]) in WORK_IN_TWO:
        return f"“{' '.join(words[:2]).capitalize()}” names the work. Say what will be true once it is done."
    if words[0] in WORK and not _says_something(words) and not _is_handed_over(wording):
        return f"“{words[0].capitalize()}” names the work. Say what will be true, or who can do what, once it is done."
    if words[-1] in OUTPUTS | SUBJECTS and not first_of(words[:-1], VERBS) and len(words) < 7:
        return "This names a thing. Say what becomes of it: who can do what then, or what changes."
    return ""


def _says_something(words: list[str]) -> bool:
    """Whether the first word is a noun here: "Release notes are read by half of the riders"."""
    verb = first_of(words[1:], FINITE)
    return bool(verb) and not RELATIVE & set(words[: words.index(verb)])


def _is_handed_over(wording: Wording) -> bool:
    """Whether a sprint ends with somebody having it: "release a first version to the test group"."""
    words = wording.words
    handing = first_of(words, HANDING_OVER)
    return (
        wording.level == "sprint"
        and bool(handing)
        and _RECEIVED.search(" ".join(words[words.index(handing) :])) is not None
    )


def _is_bare(words: list[str]) -> bool:
    return bool(words) and words[0] in OUTPUTS | SUBJECTS


SOLUTION = Rule(
    "solution",
    "A solution in the vision",
    ("vision",),
    "The product is a means to the vision. A vision that names an app or a platform ends with it, and closes the eyes "
    "to other ways.",
    "The leading app for booking bike repairs",
    "Bike servicing is simple, reliable and accessible for every rider",
    "Roman Pichler, 8 tips for creating a compelling product vision: look beyond the product",
    _solution,
)
OUTCOME = Rule(
    "outcome",
    "Work instead of an outcome",
    BELOW_THE_VISION,
    "Work can be done without anything changing for anybody. An outcome can be seen by those whom it is for, and "
    "leaves open how it is reached.",
    "Build the booking form",
    "Riders book a service slot without calling",
    "Josh Seiden, Outcomes Over Output (2019): an outcome is a change in what people do; objectives and key results: "
    "a result is no task",
    _outcome,
)
