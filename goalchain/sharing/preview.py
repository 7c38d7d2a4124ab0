"""The preview of an import as its page shows it: rows of words, a bounded number of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from goalchain.goals import levels

from .sheet.plan import Entry, Plan

#: So many goals that will be made, and so many that will change, are shown; the page says how many more there are.
SHOWN = 200
_WORDS = {"starts_on": "start", "ends_on": "end", "rationale": "reasons"}


@dataclass(frozen=True)
class PreviewRow:
    """One row of the file: what it is, and what will happen. `parents` and `what` are lists of words."""

    line: int
    key: str
    level_name: str
    label: str
    title: str
    parents: list[str]
    what: list[str]


@dataclass(frozen=True)
class Preview:
    """What the page says about a plan."""

    plan: Plan
    refused: list[PreviewRow]
    made: list[PreviewRow]
    changed: list[PreviewRow]

    @property
    def count(self) -> int:
        """How many goals will be made or changed."""
        return len(self.plan.made) + len(self.plan.changed)

    @property
    def more_made(self) -> int:
        """How many goals that will be made are not shown."""
        return len(self.plan.made) - len(self.made)

    @property
    def more_changed(self) -> int:
        """How many goals that will change are not shown."""
        return len(self.plan.changed) - len(self.changed)


def preview(plan: Plan) -> Preview:
    """Say a plan in words. No query."""
    return Preview(
        plan,
        refused=_rows(plan, plan.refused, lambda entry: entry.reasons),
        made=_rows(plan, plan.made, lambda entry: [f"Made as {plan.reference(entry)}"]),
        changed=_rows(plan, plan.changed, lambda entry: [_change(plan, entry, name) for name in entry.changes]),
    )


def _rows(plan: Plan, entries: Iterable[Entry], what: Any) -> list[PreviewRow]:
    return [
        PreviewRow(
            line=entry.line,
            key=entry.name[:80],
            level_name=entry.level_name,
            label=levels.LEVELS[entry.level_name].label if entry.level_name else entry.row.cells.get("level", "")[:80],
            title=entry.values.get("title") or entry.row.cells.get("title", "")[:200],
            parents=[f"{plan.chain.product.key}-{number}" for number in sorted(entry.parents or {})],
            what=what(entry),
        )
        for entry in islice(entries, SHOWN)
    ]


def _change(plan: Plan, entry: Entry, column: str) -> str:
    """One change, with the former value beside the new one where both are short."""
    word = _WORDS.get(column, column).capitalize()
    if column in ("statement", "rationale") or entry.stored is None:
        return word
    if column == "parents":
        product = plan.chain.product
        pairs: list[Any] = [plan.chain.live_parents(entry.stored), entry.parents or {}]
        former, new = (", ".join(f"{product.key}-{number}" for number in sorted(pair)) for pair in pairs)
    else:
        former, new = _told(getattr(entry.stored, column)), _told(entry.values[column])
    return f"{word}: {former or 'none'} → {new or 'none'}"


def _told(value: Any) -> str:
    if isinstance(value, tuple):
        return f"{value[1]} of {value[0]}"
    return "" if value is None else str(value)
