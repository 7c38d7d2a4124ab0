"""What serves a goal as the tree of its trace, written without templates: a goal may have hundreds of them below it."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString, mark_safe

from goalchain.lib.templatetags.ui import as_because, icon, level, state

from .downward import Row


def tree(rows: Iterable[Row], product_key: str, *, past: str = "") -> SafeString:
    """The rows as items of a list, in their order. No query.

    `past` is the query of an address in the past, to which the goals lead then: "as_of=2026-10-01".
    """
    after = f"trace/?{escape(past)}" if past else ""
    return mark_safe("\n".join(_item(row, f"{product_key}-{row.goal.number}", after) for row in rows))


def _item(row: Row, key: str, after: str) -> str:
    goal = row.goal
    said = "".join(f'<span class="tree-reason{kind}">{words}</span>' for kind, words in _said(row))
    return (
        f'<li class="depth-{row.depth} is-{goal.level_name}">'
        f'<a class="tree-goal" href="/g/{key}/{after}">{escape(goal.title)}</a> '
        f'<span class="tree-facts">{level(goal.level_name, goal.label, key)} {state(goal.state, goal.outcome)}</span>'
        f"{said}</li>"
    )


def _said(row: Row) -> Iterable[tuple[str, str]]:
    """What stands under a goal: its reason, how far it is, what came out, what is missing; each with a class."""
    if row.rationale:
        yield "", escape(as_because(row.rationale))
    if row.said:
        yield " is-said", escape(row.said)
    if row.delivered:
        yield " is-delivered", f"<b>Delivered</b> {escape(row.delivered)}"
    if row.gap:
        yield " is-gap", f"{icon('gap')}{escape(row.gap)}"
    if row.again:
        yield "", "Its own goals stand further up."
