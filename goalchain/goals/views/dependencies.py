"""What a goal waits for, and what waits for it: make a dependency, remove it."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from goalchain.accounts.http import PersonRequest
from goalchain.products.errors import Refused

from ..fetch import goal_or_404
from ..forms import DependencyForm
from ..legal import offer_dependencies
from ..models import Goal
from ..page import goal_context
from .responses import refused, saved

REGION = "goals/_dependencies.html"


@require_http_methods(["GET", "HEAD", "POST"])
def dependencies(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the picker, or with `?q=` what it found. POST: let one of the two goals wait for the other."""
    goal = goal_or_404(request.user, key)
    goal.access.require_edit(goal.level)
    if request.method != "POST":
        chosen = {name: request.GET[name] for name in ("goal", "direction") if request.GET.get(name)}
        return _picker(request, goal, DependencyForm(goal, initial=chosen))
    form = DependencyForm(goal, request.POST)
    if not form.is_valid():
        return _picker(request, goal, form, 422)
    other = form.cleaned_data["goal"]
    blocked, blocker = (goal, other) if form.cleaned_data["direction"] == "waits" else (other, goal)
    goal.access.require_edit(blocked.level)
    try:
        blocked.wait_for(blocker, by=request.user)
    except Refused as error:
        form.add_error("goal", error.message)
        return _picker(request, goal, form, 422)
    return _answer(request, goal, blocked, f"{blocked.key} waits for {blocker.key}.")


@require_POST
def removal(request: PersonRequest, key: str, other_key: str) -> HttpResponse:
    """Remove the dependency between the two goals, whichever waits."""
    goal, other = goal_or_404(request.user, key), goal_or_404(request.user, other_key)
    if goal.waiting.filter(blocker_id=other.pk).exists():
        blocked, blocker = goal, other
    elif goal.blocking.filter(blocked_id=other.pk).exists():
        blocked, blocker = other, goal
    else:
        raise Http404(f"There is no dependency between {key} and {other_key}.")
    goal.access.require_edit(blocked.level)
    try:
        blocked.stop_waiting_for(blocker, by=request.user)
    except Refused as error:
        return refused(request, goal, REGION, error, "dependencies_error")
    return _answer(request, goal, blocked, f"{blocked.key} no longer waits for {blocker.key}.")


def _picker(request: PersonRequest, goal: Goal, form: forms.Form, status: int = 200) -> HttpResponse:
    words = (request.GET.get("q", "") or request.POST.get("q", ""))[:200]
    context = {
        "goal": goal,
        "product": goal.product,
        "may": goal.access,
        "nav": "chain",
        "form": form,
        "offers": offer_dependencies(goal, goal.access, words),
        "q": words,
        "chosen": form["goal"].value() or "",
    }
    if not request.htmx:
        return render(request, "goals/dependencies.html", context, status=status)
    only_found = "q" in request.GET and request.htmx.target == "dependency-offers"
    template = "goals/_dependency_offers.html" if only_found else "goals/_dependency_form.html"
    return render(request, template, context, status=status)


def _answer(request: PersonRequest, goal: Goal, blocked: Goal, text: str) -> HttpResponse:
    """The region of the page on which the person is; what can be undone hangs on the goal that waits."""
    if not request.htmx:
        response = saved(request, blocked, text)
        response["Location"] = f"/g/{goal.key}/#dependencies"
        return response
    html = render_to_string(REGION, goal_context(goal), request=request)
    return retarget(reswap(saved(request, blocked, text, html), "outerHTML"), "#dependencies")
