"""The timeline as HTML and SVG, written without templates: a screen has 200 lanes.

Positions are attributes of SVG elements. In front of each bar stands an empty drawing as wide as the bar is far from
the left; inside the bar, one as wide as the bar. So the page needs no style of its own for any of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe

from goalchain.goals.dependencies import Wait
from goalchain.lib.templatetags.ui import level

from ..rows import Row
from .arrows import Arrow
from .geometry import Scale, ticks
from .lanes import Lane, Layout, Section
from .pen import Around, Copies, Shown, Waits, written

AXIS = 48
MAJOR = ' class="is-major"'


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the timeline draws: the layout, who waits for whom, today, and whether the reader may reschedule.

    `seen` counts how often a goal was drawn: one that stands in two groups has an id of its own in each.
    """

    layout: Layout
    waits: dict[int, list[tuple[str, Wait]]]
    today: date
    editable: bool
    seen: dict[int, int] = field(default_factory=dict)

    def copies_of(self, numbers: Iterable[int]) -> Copies:
        """These goals are drawn now: those of them that stand elsewhere already, each with which copy this is."""
        copies = []
        for number in numbers:
            self.seen[number] = copy = self.seen.get(number, 0) + 1
            if copy > 1:
                copies.append((number, copy))
        return tuple(copies)

    def waits_of(self, numbers: Iterable[int]) -> Waits:
        """What each of these goals waits for, if anything."""
        return tuple([(number, tuple(self.waits[number])) for number in numbers if number in self.waits])


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
    around = Around("h3" if group.label else "h2", drawn.layout.scale.width, drawn.today, drawn.editable)
    lanes = "".join([_lane(lane, drawn, around) for lane in told.lanes])
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


def _lane(lane: Lane, drawn: Drawn, around: Around) -> str:
    row, shape = lane.row, lane.shape
    numbers = [row.number, *[flag.release.number for flag in shape.flags]]
    return written(_shown(row, drawn.today), shape, drawn.copies_of(numbers), drawn.waits_of(numbers), around)


def _shown(row: Row, today: date) -> Shown:
    return Shown(
        row.key,
        row.title,
        row.state,
        row.outcome,
        row.starts_on,
        row.ends_on,
        row.version,
        row.is_late(today),
        row.below,
        row.closed_below,
        row.delivery,
        row.confidence,
        row.confidence_said,
        row.outcome_said,
    )


def _svg(name: str, width: float, height: float, inside: Iterable[str]) -> SafeString:
    return mark_safe(
        f'<svg class="{name}" width="{width:g}" height="{height:g}" aria-hidden="true" focusable="false">'
        f"{''.join(inside)}</svg>"
    )
