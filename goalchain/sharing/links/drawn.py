"""The timeline on a shared page: as the roadmap draws it, of what the link shows; it leads down the page alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from goalchain.goals.dependencies import Wait
from roadmap.filters import Wanted
from roadmap.rows import Row
from roadmap.timeline import drawing
from roadmap.timeline.arrows import arrows_of, waits_among
from roadmap.timeline.geometry import scale_for
from roadmap.timeline.lanes import days_of, laid_out

from .headings import groups_shown
from .models import ShareLink
from .shown import by_end
from .ties import shared_ties

_GOAL = re.compile(r'href="/g/[A-Z][A-Z0-9]{1,9}-(\d+)/"')


@dataclass(frozen=True)
class Timeline:
    """The parts of a drawn timeline, for `sharing/share/_timeline.html`."""

    first: date
    per_day: float
    today: int
    axis: SafeString
    grid: SafeString
    sections: list[SafeString]
    arrows: SafeString
    troubles: SafeString


def timeline_of(link: ShareLink, rows: Sequence[Row], asked: Wanted, today: date) -> Timeline | None:
    """The timeline of these rows; None when the link shows no dates, or no row has one. One query, for
    which of their goals wait for one another."""
    dated = [_shown(link, row) for row in rows if row.starts_on or row.ends_on]
    if "dates" not in link.shows or not dated:
        return None
    scale = scale_for(days_of(dated), today, asked.zoom)
    layout = laid_out([replace(group, key="") for group in groups_shown(dated, asked)], scale)
    ties = shared_ties(link, dated)
    drawn = drawing.Drawn(layout, _by_title(waits_among(dated, ties, today), dated), today, False)
    found = arrows_of(layout, ties, today)
    return Timeline(
        scale.first,
        scale.per_day,
        round(scale.left(today)),
        drawing.axis(scale, today),
        drawing.grid(layout, today),
        [_inward(drawing.section(section, drawn)) for section in layout.sections],
        drawing.arrows(found, layout),
        drawing.troubles(found, layout),
    )


def _by_title(waits: dict[int, list[tuple[str, Wait]]], rows: Sequence[Row]) -> dict[int, list[tuple[str, Wait]]]:
    """What waits for what, with titles in place of keys, which tell a visitor nothing; ready to stand in HTML."""
    titles = {row.number: row.title for row in rows} | {
        told.number: told.title for row in rows for told in row.releases
    }
    return {
        number: [(f"“{escape(titles[int(key.rpartition('-')[2])])}”", wait) for key, wait in found]
        for number, found in waits.items()
    }


def _shown(link: ShareLink, row: Row) -> Row:
    """The row with nothing that the link does not show; sprints are the team's own matter."""
    return replace(
        row,
        confidence=row.confidence if "confidence" in link.shows else "",
        metrics=row.metrics if "metrics" in link.shows else [],
        releases=by_end(row.releases),
        sprints=[],
    )


def _inward(html: str) -> SafeString:
    """The drawing with each goal leading to its place further down; what people typed is escaped in it already."""
    return mark_safe(_GOAL.sub(r'href="#goal-\1"', html))
