"""All metrics of a product as small multiples."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.goals.models import Goal
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.products.fetch import membership_or_404
from goalchain.products.pages import product_context

from ..models import Metric
from ..plot import SPARK, Plot
from ..reads import sparked
from ..standing import due_said

METRICS_A_PAGE = 50


@require_safe
def product_metrics(request: PersonRequest, key: str) -> HttpResponse:
    """The metrics of all live goals that the person may see, from the vision down, each with a sparkline.

    Six queries, session and person included; of each metric on the page its last thirty readings at most.
    """
    mine = membership_or_404(request.user, key)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    if answer := unchanged(request, tag):
        return answer
    goals = Goal.objects.filter(product=mine.product).live().readable(mine.access)
    found = Metric.objects.of_goals(goals.order_by().values("pk")).live().select_related("goal")
    ordered = found.order_by("goal__level", "goal__position", "goal__number", "position", "id")
    page = Paginator(ordered, METRICS_A_PAGE).get_page(request.GET.get("page"))
    metrics = {metric.pk: metric for metric in page}
    rows = []
    for standing in sparked(metrics):
        standing.metric.goal = metrics[standing.metric.pk].goal
        standing.metric.goal.product = mine.product
        plot = Plot(standing, SPARK, f"metric-{standing.metric.pk}") if standing.readings else None
        rows.append(
            {
                "metric": standing.metric,
                "standing": standing,
                "plot": plot,
                "due": due_said(standing, mine.product.today()),
            }
        )
    context = product_context(mine.product, mine.access, "metrics", page=page, rows=rows)
    return tagged(render(request, "metrics/product.html", context), tag)
