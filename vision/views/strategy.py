"""User goals and business goals side by side, with what serves them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.goals import levels
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.products.fetch import membership_or_404
from goalchain.products.pages import product_context

from ..strategy import strategy_of


@require_safe
def strategy(request: PersonRequest, key: str) -> HttpResponse:
    """Both kinds of strategic goals: the product goals below each, delivery and outcome, health, what is missing."""
    mine = membership_or_404(request.user, key)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    if answer := unchanged(request, tag):
        return answer
    context = product_context(
        mine.product,
        mine.access,
        "strategy",
        strategy=strategy_of(mine.product, mine.access),
        kinds=levels.at_rank(levels.STRATEGIC),
        is_used=levels.STRATEGIC in levels.ranks_of(mine.product.preset),
    )
    return tagged(render(request, "vision/strategy.html", context), tag)
