"""A goal as a shared page shows it: only what its link shows, and a print of each part that tells when it changed."""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goalchain.goals.levels import LEVELS
from goalchain.goals.models.goal import Confidence, State, state_word
from roadmap.releases.trail import Trail
from roadmap.rows import Release

from .models import SHOWABLE

#: The parts that show with a word of SHOWABLE beside the one of its own name.
WITH = {"dates": ("shipped", "late", "trail"), "learning": ("result", "value")}
#: The levels whose dates are promises that can be late; a sprint ends when it ends.
DATED = ("product", "release")
#: The parts of a goal as the visitor's browser names what has changed, in the order in which they are read.
PARTS = {
    "title": "title",
    "statement": "wording",
    "state_said": "state",
    "version_name": "version",
    "dates": "dates",
    "shipped": "shipping",
    "owner": "owner",
    "confidence": "confidence",
    "metrics": "metrics",
    "features": "features",
    "serves": "what it serves",
    "below": "what is below",
    "learning": "learning",
    "result": "result",
    "value": "delivered value",
    "answers": "answers",
}


@dataclass
class Below:
    """A goal right below one, in one line."""

    number: int
    level_name: str
    title: str
    state_said: str
    state: str
    outcome: str
    dates: str = ""
    late: str = ""


@dataclass
class Answered:
    """Feedback with its answer, as the visitors of the link may read it."""

    text: str
    name: str
    said_on: date
    answer: str
    answered_by: str


@dataclass
class SharedGoal:
    """A goal of a shared page; parts that the link does not show are empty.

    `late` is no part that changes: it grows with every day that passes, and so does not count as news.
    `depth` counts from 1 in a trace; `time` counts the goal's places on the page.
    """

    key: str
    number: int
    level_name: str
    title: str
    statement: str
    state: str
    outcome: str
    dates: str = ""
    owner: str = ""
    confidence: str = ""
    metrics: list[str] = field(default_factory=list)
    features: list[str] = field(default_factory=list)
    learning: str = ""
    version_name: str = ""
    shipped: str = ""
    late: str = ""
    trail: Trail = field(default_factory=Trail)
    result: str = ""
    value: str = ""
    serves: list[str] = field(default_factory=list)
    below: list[Below] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)
    depth: int = 1
    time: int = 1

    @property
    def anchor(self) -> str:
        """Its id on the page; `time` counts how often the goal stood there before."""
        return f"goal-{self.number}" if self.time == 1 else f"goal-{self.number}-{self.time}"

    @property
    def label(self) -> str:
        """The word for the level."""
        return LEVELS[self.level_name].label

    @property
    def state_said(self) -> str:
        """The state in a word; of a closed goal, what became of it."""
        return state_word(self.state, self.outcome)

    @property
    def prints(self) -> str:
        """A print of each part that is filled, as JSON: equal prints, equal parts. It tells nothing of their words."""
        told = {name: getattr(self, part) for part, name in PARTS.items()}
        return json.dumps({name: _print(value) for name, value in told.items() if value}, separators=(",", ":"))


@dataclass
class Chapter:
    """Goals under one heading; the heading is "" where there is only one chapter."""

    label: str
    goals: list[SharedGoal] = field(default_factory=list)


def goal_shown(shows: Collection[str], **parts: Any) -> SharedGoal:
    """A goal with the parts of SHOWABLE that a link shows. `starts_on`, `ends_on` and `timeframe` make its dates."""
    days = [parts.pop(name, None) for name in ("starts_on", "ends_on", "timeframe")]
    parts["dates"] = span(*days)
    parts["confidence"] = confidence_word(parts.get("confidence", ""), parts["state"])
    parts["owner"] = name_shown(parts.get("owner", ""))
    for word in SHOWABLE:
        if word not in shows:
            for part in (word, *WITH.get(word, ())):
                parts.pop(part, None)
    if "dates" not in shows:
        for below in parts.get("below", []):
            below.dates = below.late = ""
    return SharedGoal(**parts)


def name_shown(name: str) -> str:
    """The name of a person as visitors read it: "" for an address, which stands in for a name that nobody has given."""
    return "" if "@" in name else name


def late_words(ends_on: date | None, state: str, today: date) -> str:
    """How late a goal is on a day: "9 days late"; "" for one that is over, is in time, or has no date."""
    days = 0 if ends_on is None or state == State.CLOSED else (today - ends_on).days
    return f"{days} day{'' if days == 1 else 's'} late" if days > 0 else ""


def checkpoint_parts(shipped_on: date | None, result: str | None, value: str | None) -> dict[str, str]:
    """What a release brought, as parts of a goal; the day that it shipped is None while it has not."""
    if shipped_on is None:
        return {}
    return {"shipped": f"on {_day(shipped_on)}", "result": result or "", "value": value or ""}


def confidence_word(confidence: str, state: str) -> str:
    """What the owner says of the goal's chances; "" when nothing was said or it is over."""
    return "" if not confidence or state == State.CLOSED else str(Confidence(confidence).label)


def span(starts_on: date | None, ends_on: date | None, timeframe: str | None = None) -> str:
    """Dates as people say them: "5 Jan to 30 Jun 2027", "by 30 Jun 2027", "from …"; a timeframe before them."""
    return ", ".join(filter(None, [timeframe, _days(starts_on, ends_on)]))


def _days(starts_on: date | None, ends_on: date | None) -> str:
    if starts_on and ends_on:
        year = "" if starts_on.year == ends_on.year else f" {starts_on.year}"
        return f"{starts_on.day} {starts_on:%b}{year} to {_day(ends_on)}"
    if ends_on:
        return f"by {_day(ends_on)}"
    return f"from {_day(starts_on)}" if starts_on else ""


def _day(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def _print(value: Any) -> str:
    told = json.dumps(value, default=_plain, sort_keys=True)
    return hashlib.blake2b(told.encode(), digest_size=6).hexdigest()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else vars(value)


def by_end(releases: Iterable[Release]) -> list[Release]:
    """Releases by the day of their end and their number, those without an end last: live and frozen in one order."""
    return sorted(releases, key=lambda told: (told.ends_on is None, told.ends_on or date.max, told.number))


def goals_of(chapters: Sequence[Chapter]) -> dict[int, SharedGoal]:
    """Every goal of these chapters by its number."""
    return {goal.number: goal for chapter in chapters for goal in chapter.goals}
