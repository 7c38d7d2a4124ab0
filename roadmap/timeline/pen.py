"""A lane of the timeline as HTML and SVG. What is the same as when it was written last is not written anew."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from typing import NamedTuple

from goalchain.goals.dependencies import Wait
from goalchain.lib.templatetags.ui import state
from goalchain.metrics.rules import in_short as _in_short

from ..rows import Release, SprintBelow
from .geometry import Span
from .lanes import BAR, LANES_KEPT, LETTER, TOP, Flag, Shape, Stroke

#: Of goals, by their numbers: which copy of its drawing this is; the keys of those that it waits for, and how.
Copies = tuple[tuple[int, int], ...]
Waits = tuple[tuple[int, tuple[tuple[str, Wait], ...]], ...]

#: Days come again and again on one timeline.
in_short = lru_cache(maxsize=4096)(_in_short)


class Shown(NamedTuple):
    """What a lane shows of its product goal beside its shape."""

    key: str
    title: str
    state: str
    outcome: str
    starts_on: date | None
    ends_on: date | None
    version: int
    is_late: bool
    below: int
    closed_below: int
    delivery: str
    confidence: str
    confidence_said: str
    outcome_said: str


class Around(NamedTuple):
    """What the lanes of a timeline have in common: the element of their titles, their width, who reads them when."""

    heading: str
    width: float
    today: date
    editable: bool


@lru_cache(maxsize=LANES_KEPT)
def written(
    shown: Shown,
    shape: Shape,
    copies: Copies,
    waits: Waits,
    around: Around,
) -> str:
    """A lane: the goal's title with what is to be known of it, and beside it its sprints, releases and bar."""
    pen = _Pen(shown, dict(copies), dict(waits), around)
    inside = "".join((*map(_stroke, shape.strokes), *map(pen.flag, shape.flags)))
    plot = f'<svg class="timeline-plot" width="{around.width:g}" height="{shape.height:g}">{inside}</svg>'
    return (
        f'<li class="timeline-row is-product{" is-closed" if shown.state == "closed" else ""}">{pen.head()}'
        f'<div class="timeline-lane">{plot}{pen.bar(shape.span)}</div></li>'
    )


@dataclass(frozen=True, slots=True)
class _Pen:
    """Writes one lane. `copies` and `waits` are by the numbers of goals."""

    shown: Shown
    copies: dict[int, int]
    waits: dict[int, tuple[tuple[str, Wait], ...]]
    around: Around

    def head(self) -> str:
        """The title, and under it trouble first, then confidence and the outcome."""
        shown = self.shown
        facts = [(' class="trouble"', words) for words in self._troubles(_number(shown.key))]
        if shown.is_late:
            facts.append((' class="trouble"', f"late: {in_short(shown.ends_on)}"))
        if shown.confidence_said:
            facts.append((f' class="sure is-{shown.confidence}"', shown.confidence_said))
        if shown.outcome_said:
            facts.append(("", escape(shown.outcome_said)))
        told = "".join(f"<span{kind}>{words}</span>" for kind, words in facts)
        heading = self.around.heading
        return (
            f'<div class="timeline-head"><{heading}><a href="/g/{shown.key}/">{escape(shown.title)}</a></{heading}>'
            f'<p class="timeline-facts">{told}</p></div>'
        )

    def bar(self, span: Span | None) -> str:
        """The bar with how much is done, and the words on it; what is to be said where it is not drawn."""
        shown = self.shown
        if span is None:
            return f'<p class="timeline-beyond">{escape(days_said(shown))}: beyond what this zoom draws</p>'
        width = max(span.width, 3)
        part = shown.closed_below / shown.below if shown.below else 0
        done = f'<rect width="{width * part:g}" height="{BAR}"/>' if part else ""
        kinds = "".join((" is-cut-left" * span.cut_left, " is-cut-right" * span.cut_right, " is-short" * (width < 60)))
        return (
            f'<div class="timeline-bars"><svg width="{span.x:g}" height="{TOP}"></svg>'
            f'<a class="timeline-bar{kinds}" id="{self._id(shown.key)}" {self._address(shown, shown.key)}>'
            f'<svg width="{width:g}" height="{BAR}">{done}</svg>{self._words()}</a></div>'
        )

    def flag(self, flag: Flag) -> str:
        """A release: what is heard of it, the flag, and the words beside it."""
        release = flag.release
        key = f"{self.shown.key.rpartition('-')[0]}-{release.number}"
        late, troubles = release.is_late(self.around.today), self._troubles(release.number)
        stands = release.outcome or ("shipped" if release.has_shipped else release.state)
        said = ", ".join((f"{key} {escape(release.title)}", days_said(release), stands, *troubles, *["late"] * late))
        kind = "is-late" if late or troubles else f"is-{release.state}"
        x, y = flag.x, flag.y
        return (
            f'<a class="timeline-flag is-release {kind}" id="{self._id(key)}" {self._address(release, key)}>'
            f"<title>{said}</title>"
            f'<rect x="{x - 6:g}" y="{y - 12:g}" width="{24 + len(flag.label) * LETTER:.0f}" height="24"/>'
            f'<path d="M{x:g} {y + 8:g}V{y - 7:g}h11l-3 3.5 3 3.5H{x:g}"/>'
            f'<text x="{x + 17:g}" y="{y + 4:g}">{escape(flag.label)}{" · late" if late else ""}</text></a>'
        )

    def _words(self) -> str:
        """What stands on a bar, and what is said of it besides."""
        shown = self.shown
        words = f"{state(shown.state, shown.outcome)}{f'<span>{shown.delivery}</span>' if shown.delivery else ''}"
        waiting = "".join(
            f" Waits for {other}{f', {wait.words}' * bool(wait.words)}."
            for other, wait in self.waits.get(_number(shown.key), ())
        )
        confidence = f", {shown.confidence_said}" if shown.confidence_said else ""
        return (
            f'<span class="timeline-words"><span class="unseen">{shown.key} {escape(shown.title)}, {days_said(shown)}: '
            f'</span>{words}<span class="unseen">{confidence}.{waiting}</span></span>'
        )

    def _troubles(self, number: int) -> list[str]:
        """What is wrong with what a goal waits for, in words."""
        waits = self.waits.get(number, ())
        return [f"waits for {key}: {wait.words}" for key, wait in waits if wait.is_trouble]

    def _id(self, key: str) -> str:
        """The id of a bar or a flag."""
        copy = self.copies.get(_number(key))
        return f"bar-{key}-{copy}" if copy else f"bar-{key}"

    def _address(self, goal: Shown | Release, key: str) -> str:
        """Where a bar or a flag leads, and what the keys and the pointer need to move it."""
        if not self.around.editable or goal.state == "closed":
            return f'href="/g/{key}/"'
        starts, ends = goal.starts_on or "", goal.ends_on or ""
        return (
            f'href="/g/{key}/dates/?from=timeline" data-moves="{key}" data-starts="{starts}" data-ends="{ends}" '
            f'data-version="{goal.version}" aria-describedby="timeline-keys"'
        )


def _number(key: str) -> int:
    return int(key.rpartition("-")[2])


def _stroke(stroke: Stroke) -> str:
    sprint, span = stroke.sprint, stroke.span
    said = f"{sprint.team}, {sprint.name}: {sprint.goal_title}, {days_said(sprint)}"
    return (
        f'<g class="timeline-sprint is-sprint is-{sprint.state}"><title>{escape(said)}</title>'
        f'<rect x="{span.x + 1:g}" y="{stroke.y:g}" width="{max(span.width - 2, 1):g}" height="4" rx="2"/></g>'
    )


def days_said(dated: Shown | Release | SprintBelow) -> str:
    """From when to when in words: "12 Oct 2026 to 30 Mar 2027", "until 30 Mar 2027", "without dates"."""
    starts, ends = dated.starts_on, dated.ends_on
    if starts and ends:
        return f"{in_short(starts)} to {in_short(ends)}"
    return f"from {in_short(starts)}" if starts else f"until {in_short(ends)}" if ends else "without dates"
