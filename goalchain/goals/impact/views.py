"""The page of an impact: what hangs on a goal, part by part."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.products.pages import product_context

from ..fetch import goal_or_404
from .parts import MOST
from .reads import impact_of


@require_safe
def goal_impact(request: PersonRequest, key: str) -> HttpResponse:
    """The first of each part; with `?all=goals`, that part alone and whole."""
    goal = goal_or_404(request.user, key)
    tag = page_tag(request, goal.product.revision, goal.access.role, goal.product.today())
    if answer := unchanged(request, tag):
        return answer
    whole = request.GET.get("all", "")
    impact = impact_of(goal, whole=whole)
    if any(told.part.name == whole for told in impact.parts):
        impact.parts = [told for told in impact.parts if told.part.name == whole]
    else:
        whole = ""
    context = product_context(goal.product, goal.access, "chain", goal=goal, impact=impact, whole=whole, most=MOST)
    return tagged(render(request, "goals/impact.html", context), tag)
