"""Cancelling a sprint whose goal is obsolete, and taking that back: the product owner's."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.goals.impact.reads import impact_of
from goalchain.goals.models import Event
from goalchain.goals.undo import put_goal_back
from goalchain.products.access import CANCEL_SPRINT
from goalchain.products.changes import change
from goalchain.products.errors import Refused, Stale
from goalchain.products.fetch import membership_or_404
from goalchain.products.forms import add_refusal
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ...fetch import sprint_or_404
from ...models import Sprint, SprintGoal
from ...wording import dates_said
from ..forms import CancellationForm


@require_http_methods(["GET", "HEAD", "POST"])
def cancellation(request: PersonRequest, key: str, sprint_id: int) -> HttpResponse:
    """GET: what cancelling does, and the form. POST: cancel the sprint; its goal is abandoned with the reason."""
    mine, sprint = _cancellable(request, key, sprint_id)
    form = CancellationForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, mine, sprint, form, 422 if request.method == "POST" else 200)
    try:
        sprint.cancel(form.cleaned_data["reason"], by=request.user)
    except Refused as refusal:
        add_refusal(form, refusal)
        return _page(request, mine, sprint, form, 422)
    except Stale:
        form.add_error(None, "Somebody changed the goal meanwhile. Look at it, and cancel again.")
        return _page(request, mine, sprint, form, 409)
    messages.success(request, f"{sprint.name} is cancelled.")
    return redirect("sprint", key, sprint_id)


@require_POST
def resumption(request: PersonRequest, key: str, sprint_id: int) -> HttpResponse:
    """Take the cancelling back, with what it did to the goal."""
    mine, sprint = _cancellable(request, key, sprint_id)
    try:
        with change(mine.product, request.user) as begun:
            cancelled = Event.objects.filter(product=mine.product, subject="sprint", verb="cancel", after__id=sprint.pk)
            event = cancelled.order_by("-pk").first()
            sprint.refresh_from_db(fields=["cancelled"])
            sprint.resume(by=request.user, within=begun)
            if event is not None:
                begun.undoes_id = event.pk
                for goal in SprintGoal.objects.filter(sprint=sprint, events__revision=event.revision):
                    goal.product = mine.product
                    put_goal_back(event, goal, request.user, begun)
    except (Refused, Stale) as error:
        form = CancellationForm()
        return _page(request, mine, sprint_or_404(mine.product, sprint_id), form, 422, str(error))
    messages.success(request, f"{sprint.name} goes on.")
    return redirect("sprint", key, sprint_id)


def _cancellable(request: PersonRequest, key: str, sprint_id: int) -> tuple[Membership, Sprint]:
    mine = membership_or_404(request.user, key)
    mine.access.require(CANCEL_SPRINT)
    return mine, sprint_or_404(mine.product, sprint_id)


def _page(
    request: PersonRequest, mine: Membership, sprint: Sprint, form: CancellationForm, status: int = 200, error: str = ""
) -> HttpResponse:
    goal = SprintGoal.objects.filter(agreed_for_id=sprint.pk).first()
    if goal is not None:
        goal.product, goal.access = mine.product, mine.access
    context = product_context(
        mine.product,
        mine.access,
        "sprints",
        sprint=sprint,
        team=sprint.team,
        dates=dates_said(sprint),
        goal=goal,
        impact=impact_of(goal) if goal else None,
        form=form,
        error=error,
    )
    return render(request, "sprints/cancellation.html", context, status=status)
