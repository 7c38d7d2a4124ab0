"""One goal says one thing: several objectives in one title, and lists of features or stories in place of an objective.

Only what is surely several fires: "customers book, track and pay" is one way through a service, "bike servicing is
simple and reliable" one change.
"""

import re

from .rule import EVERY, Rule
from .vocabulary import BEGINNINGS, CHANGE, HANDING_OVER, HELPING, RELATIVE, SURE, VERBS, WORK, first_of
from .wording import STATEMENT_READ, TITLE_READ, Wording, words_of

_JOINED = re.compile(r"\s+(?:and|&|\+|as well as|plus|and also)\s+|\s*;\s*", re.IGNORECASE)
_TWO_ENDS = re.compile(r"\b(?:between|both|from)\b[^,;]*?\b(?:and|to)\b", re.IGNORECASE)
#: A clause that explains belongs to the one before it.
_EXPLAINS = RELATIVE - set("it they we you he she".split()) | {"then", "not"}
#: Levels whose goals are made of parts; a vision may well be "clean, safe and fair".
_MADE = ("product", "release", "sprint")
_STORY = re.compile(r"\bas an? [^,.\n]{2,60}?,? I (?:want|need|can|would like)\b", re.IGNORECASE)
_TICKET = re.compile(r"\b[A-Z][A-Z0-9]{1,9}-\d{1,6}\b")
_BULLET = re.compile(r"^[ \t]*(?:[-*•–]|\d{1,2}[.)])[ \t]+(\S.*)$", re.MULTILINE)
_PARTS = re.compile(r"\s*,\s*(?:and\s+)?|\s+(?:and|&|\+)\s+", re.IGNORECASE)


def _joined(wording: Wording) -> str:
    title = _TWO_ENDS.sub(" ", wording.title[:TITLE_READ])
    parts = [words_of(part) for part in _JOINED.split(title)]
    parts = [part for part in parts if part]
    if ";" in title.rstrip("; ") or len(parts) > 3:
        return "Several objectives stand side by side here. Keep the one that matters most."
    for before, after in zip(parts, parts[1:], strict=False):
        if _two(before, after):
            return "Two objectives are joined here. Keep the one that matters most."
    return "Several objectives are joined here. Keep the one that matters most." if _chain(parts) else ""


def _chain(parts: list[list[str]]) -> bool:
    """ "Login and payment and profile": more than one "and", with nothing that holds the parts together."""
    return len(parts) > 2 and len(set(map(len, parts[1:]))) == 1 and not any(part[0] in RELATIVE for part in parts)


def _two(before: list[str], after: list[str]) -> bool:
    """Whether what stands before and after one "and" are two objectives."""
    if after[0] in _EXPLAINS:
        return False
    if before[0] in BEGINNINGS and len(before) > 1:
        return _two_aims(before, after)
    # "Riders book online and workshops find time", but not "… and workshops that have time".
    clause = after[1:5]
    verb = first_of(clause, SURE)
    if after[0] in VERBS or not verb or RELATIVE & set(clause[: clause.index(verb)]):
        return False
    return bool(first_of(before[1:], VERBS))


def _two_aims(before: list[str], after: list[str]) -> bool:
    """The same of a title that begins with what is to be done."""
    if before[0] in HELPING or before[-2] == "to":
        return False  # "help children enjoy music and learn to dance", "train mechanics to check and repair brakes"
    if after[0] in BEGINNINGS and len(after) > 1:
        return after[0] not in HANDING_OVER  # "acquire users and earn revenue", but "finish the page and release it"
    # "increase revenue and customer satisfaction", but "lower the risk of cold and flu"
    return before[0] in CHANGE and "of" not in before and not first_of([*before[1:], *after], SURE)


def _listed(wording: Wording) -> str:
    if _STORY.search(wording.text):
        return "This is a user story. A goal says what the story is good for."
    title = wording.title[:TITLE_READ]
    if len(_TICKET.findall(title)) > 1:
        return "These are the numbers of work to do. Say what is true once it is done."
    words = wording.words
    parts = [words_of(part) for part in _PARTS.split(title)]
    parts = [part for part in parts if part]
    if words and words[0] in WORK and len(parts) > 2:
        return "This is a list of work. Say what it is good for; the list belongs into the backlog."
    short = len(parts) > 2 and all(len(part) < 4 for part in parts)
    if short and wording.level in _MADE and not first_of(words, VERBS - {"search"}):
        return "This is a list of parts. Say what people can do with them."
    bullets = _BULLET.findall(wording.statement[:STATEMENT_READ])
    if sum(words_of(line)[:1] != [] and words_of(line)[0] in WORK for line in bullets) > 2:
        return "The statement lists work to do. Say how you will know that the goal is reached."
    return ""


JOINED = Rule(
    "joined",
    "Several objectives in one",
    EVERY,
    "A goal with two objectives is reached by half, and nobody can say then whether it was reached. One objective also "
    "lets a team decide what to leave out.",
    "Acquire new riders and reduce the cost of support",
    "New riders book their first service without calling us",
    "Scrum Guide 2020: the sprint goal is the single objective of the sprint; of product goals, one is fulfilled or "
    "abandoned before the next is taken on",
    _joined,
)
LISTED = Rule(
    "listed",
    "A list of features or stories",
    EVERY,
    "A list says what will be made and leaves out why. When one part turns out to be too much, nobody knows which part "
    "may go; an objective leaves the team that choice.",
    "Build login, payment and profile",
    "Riders pay for a service without queuing at the till",
    "Roman Pichler, GO product roadmap: goals come before features; Scrum Guide 2020: a sprint goal leaves open which "
    "work exactly it takes",
    _listed,
)
