"""The small marks that every view of the roadmap shares, written without templates: a roadmap has hundreds of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString

from goalchain.goals.models.goal import Confidence, state_word
from goalchain.lib.templatetags.ui import icon, state

from .rows import Row

#: So many marks are kept as they were written last: what did not change since is not written anew.
MARKS_KEPT = 8192


@dataclass(frozen=True)
class Look:
    """How a view is shown: on which day, whether its fields are edited in place, whether it is without links (`plain`,
    on a wall), what a form must carry to be believed (`token`; "" where nothing can be moved), and whether metrics were
    read."""

    today: date
    can_edit: bool = False
    plain: bool = False
    token: str = ""
    has_metrics: bool = True

    def link(self, url: str, inside: str, attributes: str = "") -> str:
        """A link, or only its words on a wall."""
        return inside if self.plain else f'<a{attributes} href="{url}">{inside}</a>'


def standing(row: Row, today: date) -> tuple[str, ...]:
    """How a product goal is doing, each as a word with its shape: state, lateness, delivery, confidence.

    Delivery and outcome stand side by side and are never averaged.
    """
    confidence = "" if row.is_closed else row.confidence
    return _standing(row.state, row.outcome, row.is_late(today), row.delivery, confidence)


@lru_cache(maxsize=MARKS_KEPT)
def _standing(stage: str, outcome: str, is_late: bool, delivery: str, confidence: str) -> tuple[str, ...]:
    told = [state(stage, outcome, state_word(stage, outcome))]
    if is_late:
        told.append(SafeString(f'<span class="trouble">{icon("warning")} late</span>'))
    if delivery:
        told.append(SafeString(f"<span>{delivery}</span>"))
    if confidence:
        told.append(SafeString(f'<span class="sure is-{confidence}">{Confidence(confidence).label}</span>'))
    return tuple(told)


def outcome(row: Row, look: Look) -> str:
    """How its first metric stands; a link to give it one where it has none and is not over."""
    if row.metrics:
        return f"<span>{escape(row.outcome_said)}</span>"
    return "" if row.is_closed or not look.has_metrics else no_metric(row, look)


def no_metric(row: Row, look: Look) -> str:
    """That nothing is measured of the goal, with the way to change that."""
    return f'<span class="trouble">{look.link(f"{row.url}#metrics", "no metric")}</span>'


def when_said(row: Row) -> str:
    """When it is to be reached: the timeframe in words, the days under it; "" when neither is said."""
    return when_in_words(row.timeframe, row.starts_on, row.ends_on)


def when_in_words(timeframe: str, starts_on: date | None, ends_on: date | None) -> str:
    """A timeframe and days in words: "Q1 2027", "6 Oct 2026 – 31 Mar 2027"; both, one under the other."""
    return "\n".join(filter(None, [timeframe, days_said(starts_on, ends_on)]))


@lru_cache(maxsize=MARKS_KEPT)
def days_said(starts_on: date | None, ends_on: date | None) -> str:
    """Days in words, the year said once where it is one: "6 Jan – 31 Mar 2027", "by 31 Mar 2027"; "" for none."""
    if starts_on and ends_on:
        year = f" {starts_on.year}" if starts_on.year != ends_on.year else ""
        return f"{starts_on.day}\u00a0{starts_on:%b}{year} – {_day(ends_on)}"
    if ends_on:
        return f"by {_day(ends_on)}"
    return f"from {_day(starts_on)}" if starts_on else ""


def _day(day: date) -> str:
    return f"{day.day}\u00a0{day:%b} {day.year}"


def joined(parts: Iterable[str], sep: str = "") -> str:
    """The parts that say something."""
    return sep.join(part for part in parts if part)
