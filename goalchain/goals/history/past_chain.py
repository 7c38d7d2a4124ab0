"""The chain page and the trace of the past: what they show of today, from a `Past`."""

from dataclasses import replace

from ..chain_map.asked import Asked
from ..chain_map.filters import urgency
from ..chain_map.reads import COUNTED
from ..chain_map.window import chosen
from ..columns import ChainView, drawn, select, write_cards
from ..models import Goal
from ..trace import Station
from ..trace_page import Traced, traced
from .past import Past


def past_columns(past: Past, asked: Asked | None = None) -> ChainView:
    """As `columns.chain_columns`, of the past; what hangs on goals is not marked, and no filter but that for open goals
    narrows it. No query.
    """
    asked = replace(asked or Asked(past.product.key), state="", outcome="", owner=None, team=None, when="")
    by_rank: dict[int, list[Goal]] = {}
    known = {number: past.goal(number) for number in past.goals}
    for goal in sorted(known.values(), key=urgency):
        goal.marks, goal.matches = [], True  # type: ignore[attr-defined]
        below = [known[number] for number, _ in past.below.get(goal.number, [])]
        goal.child_count = len(below)  # type: ignore[attr-defined]
        goal.closed_count = sum(child.state == "closed" for child in below)  # type: ignore[attr-defined]
        if not (asked.only_open and goal.state == "closed"):
            by_rank.setdefault(goal.level, []).append(goal)
    totals = {rank: min(len(goals), max(COUNTED, asked.limit(rank)) + 1) for rank, goals in by_rank.items()}
    shown = {goal.pk: goal for goals in by_rank.values() for goal in goals}
    above = {child: [parent for parent, _ in parents] for child, parents in past.above.items()}
    whole = past.trace(asked.selected) if asked.selected in past.goals else None
    line = set(whole.goals) & set(shown) if whole else set()
    view = drawn(past.product, asked, chosen(by_rank, shown, above, line, asked), above, totals)
    if whole is not None:
        select(view, whole)
    write_cards(view, past.product.key, past.moment.at.date())
    return view


def past_trace(past: Past, number: int) -> Traced:
    """As the trace page takes it, of the past. No query."""
    told = traced(past.trace(number), past=True)
    for line, _ in told.lines:
        past_line(past, line)
    return told


def past_line(past: Past, line: list[Station]) -> list[Station]:
    """The line, its stations leading to the traces of that time."""
    for station in line:
        if station.goal is not None:
            station.address = f"/g/{station.goal.key}/trace/?{past.query}"
    return line
