"""The arrows between goals that wait for one another: from where one ends to where the next one begins."""

from dataclasses import dataclass
from datetime import date

from goalchain.goals.dependencies import Wait, wait_of

from ..rows import Release, Row
from .lanes import Layout
from .reads import Tie


@dataclass(frozen=True, slots=True)
class Arrow:
    """A dependency that is drawn: its path, its head and how it stands; its words begin (or end) at `x` and `y`."""

    blocker: str
    blocked: str
    path: str
    head: str
    wait: Wait
    x: float
    y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class _End:
    """Where a goal stands: its left and right edge, its middle, the top and bottom of its lane; a flag has no width."""

    goal: Row | Release
    starts_x: float
    ends_x: float
    y: float
    top: float
    bottom: float


def waits_among(rows: list[Row], ties: list[Tie], today: date) -> dict[int, list[tuple[str, Wait]]]:
    """Of each goal that waits, by its number: the keys of the goals that it waits for, and how that stands."""
    if not rows or not ties:
        return {}
    product_key = rows[0].key.rpartition("-")[0]
    goals: dict[int, Row | Release] = {row.number: row for row in rows}
    goals |= {release.number: release for row in rows for release in row.releases}
    found: dict[int, list[tuple[str, Wait]]] = {}
    for tie in ties:
        if tie.blocker in goals and tie.blocked in goals:
            wait = wait_of(goals[tie.blocker], goals[tie.blocked], today)
            found.setdefault(tie.blocked, []).append((f"{product_key}-{tie.blocker}", wait))
    return found


def arrows_of(layout: Layout, ties: list[Tie], today: date) -> list[Arrow]:
    """An arrow for each tie of which both ends are drawn. A goal that stands in two groups has it at the first."""
    ends: dict[int, _End] = {}
    product_key = ""
    tied = {number for tie in ties for number in (tie.blocker, tie.blocked)}
    for lane in layout.lanes if ties else []:
        shape = lane.shape
        product_key = product_key or lane.row.key.rpartition("-")[0]
        edges = (lane.y, lane.y + shape.height)
        if shape.span and lane.row.number in tied:
            ends.setdefault(lane.row.number, _End(lane.row, shape.span.x, shape.span.end, lane.middle, *edges))
        for flag in shape.flags:
            if flag.release.number in tied:
                end = _End(flag.release, flag.x, flag.x, lane.y + flag.y, *edges)
                ends.setdefault(flag.release.number, end)
    found = []
    for tie in ties:
        before, after = ends.get(tie.blocker), ends.get(tie.blocked)
        if before is None or after is None:
            continue
        wait = wait_of(before.goal, after.goal, today)
        keys = (f"{product_key}-{tie.blocker}", f"{product_key}-{tie.blocked}")
        path, x, y, anchor = _path(before, after)
        found.append(Arrow(*keys, path, _head(after.starts_x, after.y), wait, x, y, anchor))
    return found


def _path(before: _End, after: _End) -> tuple[str, float, float, str]:
    """From the end of one goal into the beginning of the other; and where words have room.

    From a bar it leaves to the right, from a flag along its pole, so that it crosses no label of its own. An arrow that
    goes back in time turns between the two lanes, where nothing else stands.
    """
    x, y, u, v = before.ends_x, before.y, after.starts_x, after.y
    is_flag = before.starts_x == before.ends_x
    if u - x >= (8 if is_flag else 24):
        if is_flag and v != y:
            pole = y + 9 if v > y else y - 9
            return f"M{x:g} {pole:g}V{v:g}H{u - 2:g}", u - 20, v - 5, "end"
        turn = x if v == y else u - 14
        return f"M{x:g} {y:g}H{turn:g}V{v:g}H{u - 2:g}", u - 20, v - 5, "end"
    if before.top == after.top:
        half = y + 12 if v >= y else y - 12
    else:
        half = after.top + 2 if v > y else before.top + 2
    leave = f"M{x:g} {y + 9 if half > y else y - 9:g}" if is_flag else f"M{x:g} {y:g}H{x + 10:g}"
    return f"{leave}V{half:g}H{u - 14:g}V{v:g}H{u - 2:g}", u - 8, half + 11, "start"


def _head(u: float, v: float) -> str:
    return f"M{u - 7:g} {v - 4:g}L{u - 1:g} {v:g}L{u - 7:g} {v + 4:g}"
