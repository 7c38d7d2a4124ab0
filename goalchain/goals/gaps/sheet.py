"""The gap report as CSV: a row a gap, no cell that a spreadsheet runs."""

from collections.abc import Iterable, Iterator

from goalchain.lib.sheets import guard

from .report import Gap

COLUMNS = ("rule", "gap", "goal", "level", "title", "state", "about", "remedy", "accepted_until", "accepted_because")


def sheet_rows(gaps: Iterable[Gap]) -> Iterator[list[str]]:
    """The rows of the sheet. No query."""
    for gap in gaps:
        goal, accepted = gap.goal, gap.acceptance
        cells = (
            *(gap.rule.name, gap.rule.label, goal.key, goal.level_name, goal.title, goal.state, gap.about),
            gap.rule.remedy,
            accepted.until.isoformat() if accepted else "",
            accepted.reason if accepted else "",
        )
        yield [guard(cell) for cell in cells]
