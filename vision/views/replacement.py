"""Replacing the vision."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goalchain.accounts.http import PersonRequest
from goalchain.goals import levels
from goalchain.goals.impact.reads import impact_of
from goalchain.goals.models import Goal
from goalchain.goals.views.responses import quicker
from goalchain.lib.answers import version_in, version_kept
from goalchain.products.errors import Refused, Stale
from goalchain.products.fetch import membership_or_404
from goalchain.products.forms import add_refusal
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ..fetch import live_vision_or_404
from ..forms import ReplacementForm
from ..models import Vision
from ..replacing import goals_below, replace_vision


@require_http_methods(["GET", "HEAD", "POST"])
def replacement(request: PersonRequest, key: str) -> HttpResponse:
    """GET: what is to be said when the vision is replaced. POST: replace it, onto the version that was read."""
    mine = membership_or_404(request.user, key)
    mine.access.require_decide(levels.VISION)
    vision = live_vision_or_404(mine.product)
    below = goals_below(vision)
    form = ReplacementForm(below, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, mine, vision, form, below)
    if not form.is_valid():
        return _page(request, mine, vision, form, below, status=422)
    words = form.cleaned_data
    told = {name: words[name] for name in ("title", "statement", "outcome", "why", "keep_board")}
    try:
        if request.POST.get("vision") != str(vision.number):
            raise Stale(0)  # Another vision took the place of the one that was read.
        new = replace_vision(vision, by=request.user, version=version_in(request), move=form.moved(), **told)
    except Refused as refusal:
        add_refusal(form, refusal)
        return _page(request, mine, vision, form, below, status=422)
    except Stale:
        vision = live_vision_or_404(mine.product)
        return _page(request, mine, vision, form, goals_below(vision), status=409, clash=quicker(vision))
    messages.success(request, f"{new.key} is the vision now. The former one is kept below, with its board.")
    return redirect("vision", key)


def _page(
    request: PersonRequest,
    mine: Membership,
    vision: Vision,
    form: ReplacementForm,
    below: list[Goal],
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    vision.access = mine.access
    told = {"vision": vision, "form": form, "below": below, "impact": impact_of(vision), **more}
    told["version"] = version_kept(request, vision.version, status)
    told["read"] = version_kept(request, vision.number, status, "vision")
    context = product_context(mine.product, mine.access, "vision", **told)
    return render(request, "vision/replacement.html", context, status=status)
