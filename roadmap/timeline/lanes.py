"""Where the goals of the timeline stand: a lane for each product goal, with its bar, its releases and its sprints.

Everything is laid out here, in pixels, so that the arrows between goals know where both ends are. No Django, no query.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from ..grouping import Group
from ..rows import Release, Row, SprintBelow
from .geometry import Scale, Span

HEADING: Final = 44
LEAST: Final = 92
#: From the top of a lane to its bar, and the height of the bar.
TOP: Final = 14
BAR: Final = 36
#: The height of a line of sprints and of a line of releases.
SPRINT_LINE: Final = 7
FLAG_LINE: Final = 24
FLAG_LINES, SPRINT_LINES = 4, 3
#: How wide a letter of a release's label is taken to be, and how many letters it has at most.
LETTER: Final = 6.3
LETTERS: Final = 34
#: So many lanes are kept as they were laid out and drawn last: where nothing changed since, neither is done anew.
LANES_KEPT: Final = 1024


@dataclass(frozen=True, slots=True)
class Flag:
    """A release goal: a milestone at its end, in the lane of the product goal that it serves."""

    release: Release
    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """A sprint: a stroke from its first to its last day."""

    sprint: SprintBelow
    span: Span
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What stands in a lane, in pixels from its top. `span` None: no bar to draw. Rows that are alike share one."""

    span: Span | None
    height: float
    flags: tuple[Flag, ...]
    strokes: tuple[Stroke, ...]


@dataclass(slots=True)
class Lane:
    """A product goal on the timeline. `y` is the top of the lane below the axis."""

    row: Row
    y: float
    shape: Shape

    @property
    def middle(self) -> float:
        """The middle of the bar, from the top of the canvas."""
        return self.y + TOP + BAR / 2


@dataclass(slots=True)
class Section:
    """The lanes under one heading; without a heading when the roadmap is not grouped."""

    group: Group
    lanes: list[Lane] = field(default_factory=list)


@dataclass(slots=True)
class Layout:
    """The whole timeline below its axis."""

    scale: Scale
    sections: list[Section]
    height: float

    @property
    def lanes(self) -> list[Lane]:
        """All lanes, from the top down."""
        return [lane for section in self.sections for lane in section.lanes]


def days_of(rows: Iterable[Row]) -> Iterable[date]:
    """All days that the rows would show."""
    for row in rows:
        for starts, ends in ((dated.starts_on, dated.ends_on) for dated in _dated(row)):
            yield from (day for day in (starts, ends) if day)


def _dated(row: Row) -> Iterable[Row | Release | SprintBelow]:
    yield row
    yield from row.releases
    yield from row.sprints


def laid_out(groups: Iterable[Group], scale: Scale) -> Layout:
    """The lanes of all rows that have a date, one under the other."""
    y, sections = 0.0, []
    for group in groups:
        section = Section(group)
        rows = [row for row in group.rows if row.starts_on or row.ends_on]
        if not rows:
            continue
        y += HEADING if group.label else 0
        for row in rows:
            shape = _shape(row.starts_on, row.ends_on, tuple(row.releases), tuple(row.sprints), scale)
            section.lanes.append(Lane(row, y, shape))
            y += shape.height
        sections.append(section)
    return Layout(scale, sections, y)


@lru_cache(maxsize=LANES_KEPT)
def _shape(
    starts_on: date | None,
    ends_on: date | None,
    releases: tuple[Release, ...],
    sprints: tuple[SprintBelow, ...],
    scale: Scale,
) -> Shape:
    """The bar, under it the sprints, under these the releases."""
    strokes, below = _strokes(sprints, scale, TOP + BAR + 6)
    flags, below = _flags(releases, scale, below)
    return Shape(scale.span(starts_on, ends_on), max(LEAST, below + 10), tuple(flags), tuple(strokes))


def _strokes(sprints: Iterable[SprintBelow], scale: Scale, below: float) -> tuple[list[Stroke], float]:
    """The sprints, each once, from `below` on; and where they end."""
    strokes = []
    lines: list[float] = []
    seen: set[int] = set()
    for sprint in sprints:
        span = scale.span(sprint.starts_on, sprint.ends_on)
        if span is None or sprint.pk in seen:
            continue
        seen.add(sprint.pk)
        line = _line_for(lines, span.x, span.end, SPRINT_LINES, gap=0)
        strokes.append(Stroke(sprint, span, below + line * SPRINT_LINE))
    return strokes, below + len(lines) * SPRINT_LINE + 2


def _flags(releases: Iterable[Release], scale: Scale, below: float) -> tuple[list[Flag], float]:
    """The releases from `below` on; and where they end."""
    flags = []
    lines: list[float] = []
    drawn = [(release, day) for release in releases if (day := _day_of(release)) and scale.holds(day)]
    for place, (release, day) in enumerate(drawn):
        x = scale.right(day) if release.ends_on else scale.left(day)
        label = flag_label(release)
        end = x + 24 + (len(label) + len(" · late")) * LETTER
        # A few releases go down like steps, so that the arrows between them cross nothing; many share the lines.
        if len(drawn) <= FLAG_LINES:
            lines.append(end)
            line = place
        else:
            line = _line_for(lines, x, end, FLAG_LINES)
        flags.append(Flag(release, x, below + line * FLAG_LINE + FLAG_LINE / 2, label))
    return flags, below + len(lines) * FLAG_LINE


def _day_of(release: Release) -> date | None:
    """The day on which its flag stands."""
    return release.ends_on or release.starts_on


def flag_label(release: Release) -> str:
    """What stands beside a flag."""
    return release.title if len(release.title) <= LETTERS else f"{release.title[: LETTERS - 1].rstrip()}…"


def _line_for(lines: list[float], x: float, end: float, most: int, gap: float = 8) -> int:
    """The first line in which there is room from `x`; where there is none, the last. Each line knows its right edge."""
    for number, edge in enumerate(lines):
        if x >= edge + gap:
            lines[number] = end
            return number
    if len(lines) < most:
        lines.append(end)
    lines[-1] = max(lines[-1], end)
    return len(lines) - 1
