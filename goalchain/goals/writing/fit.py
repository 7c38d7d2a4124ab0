"""Whether a goal fits its level: how far it looks ahead, stretch wording where it must be realistic, and length."""

import re
from typing import Final

from .. import levels
from .rule import EVERY, Rule
from .wording import Wording

#: From where to where a goal looks ahead, in days, and the same in words; None: without an end. Another preset than
#: those named uses the first.
MONTH = 30.44
Horizon = tuple[float, float | None, str]
_RELEASES: Final[dict[str, Horizon]] = {
    "vision": (3 * 365, 5 * 365, "3–5 years"),
    "user": (365, 2 * 365, "1–2 years"),
    "business": (365, 2 * 365, "1–2 years"),
    "product": (6 * MONTH, 12 * MONTH, "6–12 months"),
    "release": (2 * MONTH, 3 * MONTH, "2–3 months"),
    "sprint": (7, 28, "1–4 weeks"),
}
HORIZONS: Final[dict[str, dict[str, Horizon]]] = {
    "releases": _RELEASES,
    "pichler": _RELEASES | {"vision": (5 * 365, None, "5+ years"), "product": (2 * MONTH, 6 * MONTH, "2–6 months")},
    "scrum": _RELEASES,
}
#: A horizon is a rule of thumb: a quarter more or less is no mistake. A week may be the five days that people work.
SLACK, WORKING_WEEK = 0.25, 5
MOST_WORDS = 25

_STRETCH = re.compile(
    r"\bstretch (?:goals?|targets?|objectives?)\b|^stretch\b|\(stretch\)|\bif (?:at all )?possible\b|"
    r"\bif (?:there is|we have|we find|the) time\b|\bif time (?:permits|allows)\b|\btime permitting\b|"
    r"\bas (?:much|many|far|good|fast|soon|well)(?: \w+){0,2} as (?:possible|we can)\b|\bideally\b|\bhopefully\b|"
    r"^(?:try|attempt) to\b|\bwe (?:will |shall )?(?:try|attempt) to\b|\bmoonshot\b|\bambitious(?:ly)?\b|"
    r"\bnice[- ]to[- ]have\b|\bworld[- ]class\b|\bbest in the world\b|\bonce and for all\b|\bperfect(?:ly)?\b|"
    r"\ball (?:the )?(?:known |open |remaining )?(?:bugs|defects|tickets|stories|requirements)\b|"
    r"\b10x\b|\btenfold\b|\band (?:much )?more(?=[\s.…]*$)|\bmaybe\b",
    re.IGNORECASE | re.MULTILINE,
)


def _horizon(wording: Wording) -> str:
    if wording.starts_on is None or wording.ends_on is None:
        return ""
    days = (wording.ends_on - wording.starts_on).days + 1
    if days < 1:
        return ""
    shortest, longest, told = HORIZONS.get(wording.preset, _RELEASES)[wording.level]
    shortest = WORKING_WEEK if wording.level == "sprint" else shortest * (1 - SLACK)
    if shortest <= days and (longest is None or days <= longest * (1 + SLACK)):
        return ""
    label = levels.LEVELS[wording.level].label.lower()
    size = "short" if days < shortest else "long"
    return f"{_span(days)} is {size} for a {label}, which looks {told} ahead. Change the dates or the level."


def _span(days: int) -> str:
    """A number of days as people say it."""
    for size, name in ((365, "year"), (MONTH, "month"), (7, "week")):
        count = round(days / size)
        if count > 1 or (count == 1 and abs(days - size) < 2):
            return f"{count} {name}{'s' * (count > 1)}"
    return f"{days} day{'s' * (days > 1)}"


def _stretch(wording: Wording) -> str:
    found = _STRETCH.search(wording.text)
    if found is None:
        return ""
    return f"“{found[0].strip()}” stretches the goal. Promise what the team believes it will reach in this sprint."


def _length(wording: Wording) -> str:
    if len(wording.words) <= MOST_WORDS:
        return ""
    return f"The title has more than {MOST_WORDS} words. Keep what people should remember; the rest is the statement."


HORIZON = Rule(
    "horizon",
    "Dates that do not fit the level",
    EVERY,
    "A goal that looks too far ahead for its level cannot be checked in time; one that is too close is a step of "
    "another goal. What the horizons are depends on the levels that the product uses.",
    "A release goal that takes a year",
    "A release goal of three months; what takes a year is a product goal",
    "Roman Pichler's goal hierarchy; Scrum Guide 2020: a sprint lasts one month or less",
    _horizon,
)
STRETCH = Rule(
    "stretch",
    "A stretch goal for a sprint",
    ("sprint",),
    "A team that misses its sprint goals stops believing in them. The only level where a stretch is right is the "
    "vision.",
    "Finish as many open stories as possible",
    "Riders of the test group change a booking themselves",
    "Roman Pichler, on sprint goals: realistic; Scrum Guide 2020: the developers commit to the sprint goal",
    _stretch,
)
LENGTH = Rule(
    "length",
    "Too long to remember",
    EVERY,
    "A goal that nobody can repeat guides nobody. People should be able to say it in the corridor.",
    "Riders who live in the pilot city and own a bike that is older than three years find a workshop that has time in "
    "the same week and book a slot there",
    "Riders find a workshop that has time this week",
    "Roman Pichler, 8 tips for creating a compelling product vision: short and sweet",
    _length,
)
