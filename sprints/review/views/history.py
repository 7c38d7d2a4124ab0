"""The history of the sprints' goals, as a page and as CSV."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.lib.sheets import csv_answer, guard
from goalchain.products.fetch import membership_or_404
from goalchain.products.pages import product_context

from ..history import HEADINGS, by_goal, by_team, held_in, rows


@require_safe
def history(request: PersonRequest, key: str) -> HttpResponse:
    """What became of the sprint goals, by team, or with `?by=goal` by product goal; `?team=` or `&goal=`: all of one.

    Six queries at most, with session and person.
    """
    mine = membership_or_404(request.user, key)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    if answer := unchanged(request, tag):
        return answer
    held = held_in(mine.product)
    is_by_goal = request.GET.get("by") == "goal"
    groups = by_goal(mine.product, held) if is_by_goal else by_team(held)
    chosen = f"?by=goal&goal={request.GET.get('goal', '')}" if is_by_goal else f"?team={request.GET.get('team', '')}"
    alone = [group for group in groups if group.query == chosen]
    context = product_context(
        mine.product,
        mine.access,
        "sprints",
        groups=alone or groups,
        is_by_goal=is_by_goal,
        is_alone=bool(alone),
    )
    return tagged(render(request, "sprints/history.html", context), tag)


@require_safe
def history_export(request: PersonRequest, key: str) -> HttpResponse:
    """The same as CSV, a row a sprint goal, oldest first. Five queries, with session and person."""
    mine = membership_or_404(request.user, key)
    cells = ([guard(cell) for cell in row] for row in rows(mine.product, held_in(mine.product)))
    return csv_answer(f"{key}-sprints.csv", HEADINGS, cells)
