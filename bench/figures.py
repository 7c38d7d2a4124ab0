"""Figures: what was measured beside its limit, and how the table prints them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

#: Times on shared machines get this much air; what is counted gets none.
SLACK = 1.3


@dataclass(frozen=True)
class Figure:
    """One measured value. `limit` None means that it is told for comparison only.

    `at_least` turns the limit round: the value must reach it. `exact` values are counted, so no slack is given.
    """

    subject: str
    what: str
    value: float
    limit: float | None = None
    unit: str = ""
    exact: bool = False
    at_least: bool = False
    note: str = ""

    @property
    def allowed(self) -> float | None:
        """The limit with its slack."""
        if self.limit is None or self.exact:
            return self.limit
        return self.limit / SLACK if self.at_least else self.limit * SLACK

    @property
    def over(self) -> bool:
        """Whether the value misses the limit, slack included."""
        return self._misses(self.allowed)

    @property
    def verdict(self) -> str:
        """ok, ok only by the slack, or OVER."""
        if self.limit is None:
            return ""
        if self.over:
            return "OVER"
        return "slack" if self._misses(self.limit) else "ok"

    def _misses(self, bound: float | None) -> bool:
        if bound is None:
            return False
        return self.value < bound if self.at_least else self.value > bound

    def as_json(self) -> dict[str, object]:
        """The figure with its verdict, for `--json`."""
        return asdict(self) | {"verdict": self.verdict}


def number(value: float) -> str:
    """A value as people read it: three digits that matter, whole numbers whole."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


def table(figures: Iterable[Figure]) -> str:
    """The figures as lines of text: id, what, measured, limit, verdict."""
    rows = [("id", "what", "measured", "limit", "", "")]
    for figure in figures:
        sign = "≥" if figure.at_least else "≤"
        limit = f"{sign} {number(figure.limit)}" if figure.limit is not None else ""
        rows.append(
            (
                figure.subject,
                figure.what,
                f"{number(figure.value)} {figure.unit}".strip(),
                limit,
                figure.verdict,
                figure.note,
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = []
    for subject, what, value, limit, verdict, note in rows:
        cells = (
            subject.ljust(widths[0]),
            what.ljust(widths[1]),
            value.rjust(widths[2]),
            limit.rjust(widths[3]),
            verdict.ljust(widths[4]),
            note,
        )
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
