"""How early the goals of sprints were ready."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.products.pages import product_context

from ...fetch import planner_or_404
from ..lead_reads import leads_of


@require_safe
def lead_times(request: PersonRequest, key: str) -> HttpResponse:
    """Of every team's newest goals, how long before their sprints they were shaped and agreed. Five queries."""
    mine = planner_or_404(request.user, key)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    if answer := unchanged(request, tag):
        return answer
    context = product_context(mine.product, mine.access, "sprints", teams=leads_of(mine.product))
    return tagged(render(request, "sprints/lead_times.html", context), tag)
