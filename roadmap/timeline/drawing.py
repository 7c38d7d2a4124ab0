"""The timeline as HTML and SVG, written without templates: a screen has 200 lanes.

Positions are attributes of SVG elements. In front of each bar stands an empty drawing as wide as the bar is far from
the left; inside the bar, one as wide as the bar. So the page needs no style of its own for any of them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

from goalchain.goals.dependencies import Wait
from goalchain.lib.templatetags.ui import level, state
from goalchain.metrics.rules import in_short as _in_short

from ..marks import MARKS_KEPT
from ..rows import Release, Row
from .arrows import Arrow
from .geometry import Scale, ticks
from .lanes import BAR, LETTER, TOP, Flag, Lane, Layout, Section, Stroke

AXIS = 48
MAJOR = ' class="is-major"'


#: Days come again and again on one timeline.
in_short = lru_cache(maxsize=4096)(_in_short)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the timeline draws: the layout, who waits for whom, today, and whether the reader may reschedule.

    `seen` counts how often a goal was drawn: one that stands in two groups has an id of its own in each.
    """

    layout: Layout
    waits: dict[int, list[tuple[str, Wait]]]
    today: date
    editable: bool
    seen: Counter[str] = field(default_factory=Counter)

    def id_of(self, key: str) -> str:
        """The id of a bar or a flag."""
        self.seen[key] += 1
        return f"bar-{key}" if self.seen[key] == 1 else f"bar-{key}-{self.seen[key]}"


def axis(scale: Scale, today: date) -> SafeString:
    """The days above the lanes: months and years, or what the zoom has."""
    words = []
    for tick in ticks(scale):
        x = f"{tick.x + 6:g}"
        words.append(f'<text x="{x}" y="35">{tick.label}</text>')
        if tick.more:
            words.append(f'<text class="timeline-unit" x="{x}" y="17">{tick.more}</text>')
    at = scale.left(today) + scale.per_day / 2
    words.append(
        f'<g class="timeline-now"><rect x="{at - 22:g}" y="4" width="44" height="18" rx="3"/>'
        f'<text x="{at:g}" y="17" text-anchor="middle">today</text></g>'
    )
    return _svg("timeline-days", scale.width, AXIS, words)


def grid(layout: Layout, today: date) -> SafeString:
    """The lines behind the lanes, and today."""
    height, scale = f"{layout.height:g}", layout.scale
    lines = [
        f'<line{MAJOR if tick.is_major else ""} x1="{tick.x:g}" x2="{tick.x:g}" y1="0" y2="{height}"/>'
        for tick in ticks(scale)
    ]
    at = f"{scale.left(today) + scale.per_day / 2:g}"
    lines.append(f'<line class="timeline-today" x1="{at}" x2="{at}" y1="0" y2="{height}"/>')
    return _svg("timeline-grid", scale.width, layout.height, lines)


def arrows(found: Iterable[Arrow], layout: Layout) -> SafeString:
    """The dependencies behind the lanes, the late ones over the others."""
    drawn = []
    for arrow in sorted(found, key=lambda arrow: arrow.wait.is_trouble):
        kind = "is-late" if arrow.wait.is_trouble else "is-done" if arrow.wait.is_done else "is-open"
        drawn.append(f'<g class="{kind}"><path d="{arrow.path}"/><path d="{arrow.head}"/></g>')
    return _svg("timeline-arrows", layout.scale.width, layout.height, drawn)


def troubles(found: Iterable[Arrow], layout: Layout) -> SafeString:
    """What is wrong with dependencies, in words before the lanes."""
    words = [
        f'<text x="{arrow.x:g}" y="{arrow.y:g}" text-anchor="{arrow.anchor}">{arrow.wait.words}</text>'
        for arrow in found
        if arrow.wait.is_trouble
    ]
    return _svg("timeline-troubles", layout.scale.width, layout.height, words) if words else SafeString()


def section(told: Section, drawn: Drawn) -> SafeString:
    """The lanes under one heading."""
    group = told.group
    lanes = "".join(_lane(lane, drawn, "h3" if group.label else "h2") for lane in told.lanes)
    heading = ""
    if group.label:
        label = escape(group.label)
        kind = f"{level(group.level_name, _kind(group.level_name), group.key)} " if group.level_name else ""
        link = f'<a href="/g/{group.key}/">{label}</a>' if group.key else label
        heading = f'<h2 class="timeline-group"><span>{kind}{link}</span></h2>'
    return mark_safe(f'{heading}<ul class="timeline-lanes">{lanes}</ul>')


def _kind(level_name: str) -> str:
    return f"{level_name.capitalize()} goal"


# -- lanes -------------------------------------------------------------------------------------------------------------


def _lane(lane: Lane, drawn: Drawn, heading: str) -> str:
    row, width = lane.row, drawn.layout.scale.width
    inside = "".join((*map(_stroke, lane.strokes), *(_flag(flag, lane, drawn) for flag in lane.flags)))
    plot = f'<svg class="timeline-plot" width="{width:g}" height="{lane.height:g}">{inside}</svg>'
    return (
        f'<li class="timeline-row is-product{" is-closed" if row.is_closed else ""}">{_head(row, drawn, heading)}'
        f'<div class="timeline-lane">{plot}{_bar(lane, drawn)}</div></li>'
    )


def _head(row: Row, drawn: Drawn, heading: str) -> str:
    troubles = _troubles(row, drawn)
    late_since = row.ends_on if row.is_late(drawn.today) else None
    sure = (row.confidence, row.confidence_said) if row.confidence_said else None
    return _written_head(row.url, row.title, heading, troubles, late_since, sure, row.outcome_said)


@lru_cache(maxsize=MARKS_KEPT)
def _written_head(
    url: str,
    title: str,
    heading: str,
    troubles: tuple[str, ...],
    late_since: date | None,
    sure: tuple[str, str] | None,
    outcome: str,
) -> str:
    """The title, and under it trouble first, then confidence and the outcome."""
    facts = [(' class="trouble"', words) for words in troubles]
    if late_since:
        facts.append((' class="trouble"', f"late: {in_short(late_since)}"))
    if sure:
        facts.append((f' class="sure is-{sure[0]}"', sure[1]))
    if outcome:
        facts.append(("", escape(outcome)))
    told = "".join(f"<span{kind}>{words}</span>" for kind, words in facts)
    return (
        f'<div class="timeline-head"><{heading}><a href="{url}">{escape(title)}</a></{heading}>'
        f'<p class="timeline-facts">{told}</p></div>'
    )


def _bar(lane: Lane, drawn: Drawn) -> str:
    row, span = lane.row, lane.span
    if span is None:
        return f'<p class="timeline-beyond">{escape(days_said(row))}: beyond what this zoom draws</p>'
    width = max(span.width, 3)
    part = row.closed_below / row.below if row.below else 0
    done = f'<rect width="{width * part:g}" height="{BAR}"/>' if part else ""
    kinds = "".join((" is-cut-left" * span.cut_left, " is-cut-right" * span.cut_right, " is-short" * (width < 60)))
    waits = tuple([(key, wait.words) for key, wait in _waits(row, drawn)])
    days = (row.starts_on, row.ends_on)
    words = _written_words(row.key, row.title, days, row.state, row.outcome, row.delivery, row.confidence_said, waits)
    return (
        f'<div class="timeline-bars"><svg width="{span.x:g}" height="{TOP}"></svg>'
        f'<a class="timeline-bar{kinds}" id="{drawn.id_of(row.key)}" {_address(row, row.key, drawn)}>'
        f'<svg width="{width:g}" height="{BAR}">{done}</svg>{words}</a></div>'
    )


@lru_cache(maxsize=MARKS_KEPT)
def _written_words(
    key: str,
    title: str,
    days: tuple[date | None, date | None],
    stage: str,
    outcome: str,
    delivery: str,
    confidence: str,
    waits: tuple[tuple[str, str], ...],
) -> str:
    """What stands on a bar, and what is said of it besides."""
    words = f"{state(stage, outcome)}{f'<span>{delivery}</span>' if delivery else ''}"
    waiting = "".join(f" Waits for {other}{f', {said}' * bool(said)}." for other, said in waits)
    return (
        f'<span class="timeline-words"><span class="unseen">{key} {escape(title)}, {_said(*days)}: </span>'
        f'{words}<span class="unseen">{f", {confidence}" if confidence else ""}.{waiting}</span></span>'
    )


def _waits(goal: Row | Release, drawn: Drawn) -> list[tuple[str, Wait]]:
    return drawn.waits.get(goal.number, [])


def _troubles(goal: Row | Release, drawn: Drawn) -> tuple[str, ...]:
    """What is wrong with what the goal waits for, in words."""
    waits = _waits(goal, drawn)
    return tuple([f"waits for {key}: {wait.words}" for key, wait in waits if wait.is_trouble]) if waits else ()


def _address(goal: Row | Release, key: str, drawn: Drawn) -> str:
    """Where a bar or a flag leads, and what the keys and the pointer need to move it."""
    if not drawn.editable or goal.state == "closed":
        return f'href="/g/{key}/"'
    starts, ends = goal.starts_on or "", goal.ends_on or ""
    return (
        f'href="/g/{key}/dates/?from=timeline" data-moves="{key}" data-starts="{starts}" data-ends="{ends}" '
        f'data-version="{goal.version}" aria-describedby="timeline-keys"'
    )


def _flag(flag: Flag, lane: Lane, drawn: Drawn) -> str:
    release = flag.release
    key = f"{lane.row.key.rpartition('-')[0]}-{release.number}"
    late, troubles = release.is_late(drawn.today), _troubles(release, drawn)
    stands = release.outcome or ("shipped" if release.has_shipped else release.state)
    days = (release.starts_on, release.ends_on)
    title, shown = _written_flag(key, release.title, flag.label, days, stands, late, troubles)
    kind = "is-late" if late or troubles else f"is-{release.state}"
    x, y = flag.x, flag.y
    return (
        f'<a class="timeline-flag is-release {kind}" id="{drawn.id_of(key)}" {_address(release, key, drawn)}>{title}'
        f'<rect x="{x - 6:g}" y="{y - 12:g}" width="{24 + len(flag.label) * LETTER:.0f}" height="24"/>'
        f'<path d="M{x:g} {y + 8:g}V{y - 7:g}h11l-3 3.5 3 3.5H{x:g}"/>'
        f'<text x="{x + 17:g}" y="{y + 4:g}">{shown}</text></a>'
    )


@lru_cache(maxsize=MARKS_KEPT)
def _written_flag(
    key: str,
    title: str,
    label: str,
    days: tuple[date | None, date | None],
    stands: str,
    late: bool,
    troubles: tuple[str, ...],
) -> tuple[str, str]:
    """The title of a flag, which is heard, and the words beside it, which are seen."""
    said = ", ".join((f"{key} {escape(title)}", _said(*days), stands, *troubles, *["late"] * late))
    return f"<title>{said}</title>", f"{escape(label)}{' · late' if late else ''}"


def _stroke(stroke: Stroke) -> str:
    sprint, span = stroke.sprint, stroke.span
    said = f"{sprint.team}, {sprint.name}: {sprint.goal_title}, {days_said(sprint)}"
    return (
        f'<g class="timeline-sprint is-sprint is-{sprint.state}"><title>{escape(said)}</title>'
        f'<rect x="{span.x + 1:g}" y="{stroke.y:g}" width="{max(span.width - 2, 1):g}" height="4" rx="2"/></g>'
    )


def days_said(dated: object) -> str:
    """From when to when in words: "12 Oct 2026 to 30 Mar 2027", "until 30 Mar 2027", "without dates"."""
    return _said(dated.starts_on, dated.ends_on)  # type: ignore[attr-defined]


def _said(starts: date | None, ends: date | None) -> str:
    if starts and ends:
        return f"{in_short(starts)} to {in_short(ends)}"
    return f"from {in_short(starts)}" if starts else f"until {in_short(ends)}" if ends else "without dates"


def _svg(name: str, width: float, height: float, inside: Iterable[str]) -> SafeString:
    return mark_safe(
        f'<svg class="{name}" width="{width:g}" height="{height:g}" aria-hidden="true" focusable="false">'
        f"{''.join(inside)}</svg>"
    )
