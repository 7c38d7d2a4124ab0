"""The GO grid: one column a product goal, with when, name, goal, features and metrics (Pichler's GO roadmap).

Written without templates: a grid may have 150 columns of ten fields each.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from goalchain.lib.inline import inline

from .feature_list import feature_list
from .marks import Look, joined, no_metric, standing, when_in_words
from .rows import Row

#: The rows of the grid, from the top; the columns repeat them for whoever hears the page or sees it on a phone.
LABELS = ("When", "Product goal", "In full", "Features", "Metrics", "Standing")
#: Of a statement so many characters are shown; the goal's page has all of them.
WORDS_SHOWN = 260
METRICS_SHOWN = 4
#: So many columns fit beside each other on a wall.
COLUMNS_ON_WALL = 4
#: So many columns fit on a page of paper; a year with more is printed as rows.
A_PAGE = 6


def grid(rows: Iterable[Row], look: Look) -> SafeString:
    """The columns of the grid, in the order of the rows, those of a year together: on paper a year is a page. No query.

    A goal belongs to the year in which it begins; those without dates come last, as they are read.
    """
    years = []
    for year, mine in groupby(rows, key=_year):
        columns = [_column(row, look) for row in mine]
        many = " is-many" if len(columns) > A_PAGE else ""
        years.append(f'<div class="go-year{many}" data-year="{year}">{"".join(columns)}</div>')
    return mark_safe("\n".join(years))


def even(rows: Sequence[Row], most: int) -> list[Sequence[Row]]:
    """The rows in parts of `most` at most, as equal as can be and in their order."""
    count = -(-len(rows) // most) if rows else 0
    edges = [len(rows) * place // count for place in range(count + 1)] if count else []
    return [rows[first:last] for first, last in pairwise(edges)]


def _year(row: Row) -> str:
    day = row.starts_on or row.ends_on
    return str(day.year) if day else "No date yet"


def _column(row: Row, look: Look) -> str:
    when, name, full = (
        inline(shown(row.key, row.number, field, value, editable=look.can_edit))
        for field, value in (
            ("when", when_in_words(row.timeframe, row.starts_on, row.ends_on)),
            ("title", row.title),
            ("statement", cut(row.statement)),
        )
    )
    key = look.link(row.url, f'{row.key}<span class="unseen">: {escape(row.title)}</span>')
    cells = (
        when,
        f'<h3 class="go-key">{key}</h3>{name}',
        full if row.statement or look.can_edit else "",
        feature_list(row.key, row.number, row.features, can_edit=look.can_edit),
        "".join(_metrics(row, look)),
        f'<div class="go-facts">{joined(_facts(row, look.today))}</div>',
    )
    told = "".join(
        f'<div class="go-cell"><p class="go-label">{label}</p>{cell}</div>'
        for label, cell in zip(LABELS, cells, strict=True)
    )
    return f'<article class="go is-product{" is-over" if row.is_closed else ""}" id="go-{row.number}">{told}</article>'


def _metrics(row: Row, look: Look) -> Iterator[str]:
    if not row.metrics:
        yield "" if row.is_closed else f'<p class="small">{no_metric(row, look)}</p>'
        return
    yield '<ul class="go-metrics">'
    for found in row.metrics[:METRICS_SHOWN]:
        yield f"<li>{escape(found.metric.name)} <b>{escape(found.short)}</b></li>"
    if len(row.metrics) > METRICS_SHOWN:
        yield f"<li>{look.link(f'{row.url}#metrics', f'{len(row.metrics) - METRICS_SHOWN} more')}</li>"
    yield "</ul>"


def _facts(row: Row, today: date) -> Iterator[str]:
    yield from standing(row, today)
    if row.owner:
        yield f"<span>{escape(row.owner)}</span>"
    if row.is_closed and row.learning:
        yield f'<p class="go-learning">{escape(cut(row.learning))}</p>'


def cut(words: str) -> str:
    """A long text as the grid shows it."""
    return words if len(words) <= WORDS_SHOWN else f"{words[:WORDS_SHOWN].rstrip()} …"


#: The fields of the grid: their label, how they are set, what an empty one asks for.
FIELDS: dict[str, tuple[str, str, str]] = {
    "when": ("When", "when", "Say when"),
    "title": ("Title", "name", ""),
    "statement": ("Statement", "words", "Say the goal in full"),
}


def shown(key: str, number: int, field: str, value: str, *, editable: bool) -> dict[str, Any]:
    """A field of the grid as `inline` takes it."""
    label, kind, prompt = FIELDS[field]
    url = f"/g/{key}/when/" if field == "when" else f"/g/{key}/roadmap/{field}/"
    return {
        "field_id": f"go-{number}-{field}",
        "label": f"{label} of {key}",
        "value": value,
        "kind": kind,
        "prompt": prompt,
        "edit_url": url if editable else "",
    }
