"""All teams over time, and the way to the sprint of today."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.products.fetch import membership_or_404
from goalchain.products.pages import product_context

from ..models import Sprint
from ..timeline import Window, rows_of


@require_safe
def sprints(request: PersonRequest, key: str) -> HttpResponse:
    """The teams' sprints in a window of weeks: `?from=` a day, `&weeks=` 8, 26 or 52. Five queries."""
    mine = membership_or_404(request.user, key)
    today = mine.product.today()
    tag = page_tag(request, mine.product.revision, mine.role, today)
    if answer := unchanged(request, tag):
        return answer
    window = Window.asked(request.GET.get("from", ""), request.GET.get("weeks", ""), today)
    context = product_context(
        mine.product, mine.access, "sprints", window=window, rows=rows_of(mine.product, mine.access, window)
    )
    return tagged(render(request, "sprints/sprints.html", context), tag)


@require_safe
def today(request: PersonRequest, key: str) -> HttpResponse:
    """To the sprint that is under way; to all of them when there are several, or none."""
    product = membership_or_404(request.user, key).product
    day = product.today()
    found = Sprint.objects.filter(product=product, starts_on__lte=day, ends_on__gte=day).order_by("pk")[:2]
    under_way = list(found.values_list("pk", flat=True))
    return redirect("sprint", key, under_way[0]) if len(under_way) == 1 else redirect("sprints", key)
