"""The gate before a product goal: close the active one, activate this one."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap, retarget

from goalchain.accounts.http import PersonRequest
from goalchain.goals.fetch import goal_or_404
from goalchain.goals.impact.reads import impact_of
from goalchain.goals.views.responses import quicker, saved
from goalchain.goals.views.states import OutcomeForm
from goalchain.lib.answers import version_in, version_kept
from goalchain.products.errors import Refused, Stale
from goalchain.products.forms import add_refusal
from goalchain.products.pages import product_context

from ..gate import holder_of
from ..models import ProductGoal


@require_http_methods(["GET", "HEAD", "POST"])
def gate(request: PersonRequest, key: str) -> HttpResponse:
    """GET: what is active, and the question what became of it; a dialog for htmx. POST: close it, activate this one."""
    goal = goal_or_404(request.user, key, parents=request.method == "POST")
    goal.access.require_decide(goal.level)
    if not isinstance(goal, ProductGoal):
        raise Http404(f"{goal.key} is a {goal.label.lower()}. The gate stands before product goals.")
    former = holder_of(goal.product)
    if request.method != "POST":
        form = OutcomeForm(initial={"learning": former.learning if former else ""})
        return _question(request, goal, former, form)
    form = OutcomeForm(request.POST)
    if former is None or former.key != request.POST.get("former"):
        return _question(
            request, goal, former, form, 409, error="Another goal is active by now. Look, and choose again."
        )
    if not form.is_valid():
        return _question(request, goal, former, form, 422)
    try:
        goal.activate_after(
            former,
            by=request.user,
            version=version_in(request),
            former_version=version_in(request, "former_version"),
            **form.cleaned_data,
        )
    except Refused as refusal:
        add_refusal(form, refusal)
        return _question(request, goal, former, form, 422)
    except Stale:
        return _stale(request, key, form)
    text = f"{goal.key} is active; {former.key} is closed."
    return saved(request, goal, text)


def _stale(request: PersonRequest, key: str, form: OutcomeForm) -> HttpResponse:
    """One of the two goals was changed meanwhile: as they stand now, with what was typed."""
    goal = goal_or_404(request.user, key)
    former = holder_of(goal.product)
    is_own = goal.version != version_in(request) or former is None
    return _question(request, goal, former, form, 409, error=quicker(goal if is_own else former))  # type: ignore[arg-type]


def _question(
    request: PersonRequest,
    goal: Any,
    former: ProductGoal | None,
    form: OutcomeForm,
    status: int = 200,
    error: str = "",
) -> HttpResponse:
    """The dialog, its form alone when an answer was refused in it, or the page."""
    context = product_context(goal.product, goal.access, "chain", goal=goal, former=former, form=form, gate_error=error)
    context["version"] = version_kept(request, goal.version, status)
    if former is not None:
        former.access = goal.access
        context["impact"] = impact_of(former)
        context["former_version"] = version_kept(request, former.version, status, "former_version")
    if not request.htmx:
        return render(request, "roadmap/gate.html", context, status=status)
    if status == 200:
        return render(request, "roadmap/_gate_dialog.html", context)
    response = render(request, "roadmap/_gate_form.html", context, status=status)
    return retarget(reswap(response, "outerHTML"), "#gate-form")
