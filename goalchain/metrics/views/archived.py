"""What was taken off a goal: its archived metrics and assumptions, where each can be restored."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.goals.fetch import goal_or_404
from goalchain.products.pages import product_context

from ..models import Assumption, Metric


@require_safe
def goal_archived(request: PersonRequest, key: str) -> HttpResponse:
    """The archived metrics and assumptions of a goal, the last archived first. Two queries beside the goal's."""
    goal = goal_or_404(request.user, key)
    context = product_context(
        goal.product,
        goal.access,
        "chain",
        goal=goal,
        metrics=Metric.objects.filter(goal_id=goal.pk, archived_at__isnull=False).order_by("-archived_at", "-pk"),
        assumptions=Assumption.objects.filter(goal_id=goal.pk, archived_at__isnull=False).order_by(
            "-archived_at", "-pk"
        ),
        can_restore=goal.access.edit_level(goal.level) and goal.archived_at is None,
    )
    return render(request, "metrics/archived.html", context)
