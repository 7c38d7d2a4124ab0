"""Writing down what somebody said, and correcting it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goalchain.accounts.http import PersonRequest
from goalchain.goals.fetch import goal_or_404
from goalchain.goals.models import Goal
from goalchain.lib.answers import version_in
from goalchain.products.access import EDIT_SPRINT_GOAL
from goalchain.products.changes import change
from goalchain.products.errors import Refused, Stale
from goalchain.products.forms import add_refusal
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ..fetch import feedback_or_404, reader_or_404
from ..forms import FeedbackForm
from ..models import Feedback
from ..reads import facets
from .responses import in_place, row, saved


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the form, with `?goal=` for a goal that it speaks for. POST: write it down."""
    mine = reader_or_404(request.user, key)
    mine.access.require(EDIT_SPRINT_GOAL)
    if "shown" in request.GET and request.htmx:
        return HttpResponse("")
    goal = _goal(request, mine)
    form = FeedbackForm.new(mine.product, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _new(request, mine, form, goal)
    if not form.is_valid():
        return _new(request, mine, form, goal, 422)
    try:
        with change(mine.product, request.user) as begun:
            made = Feedback.receive(mine.product, by=request.user, within=begun, **form.cleaned_data)
            if goal is not None:
                made.attach(goal, by=request.user, within=begun)
    except Refused as refusal:
        add_refusal(form, refusal)
        return _new(request, mine, form, goal, 422)
    return saved(request, mine, made, f"Written down as evidence of {goal.key}." if goal else "Written down.")


def _goal(request: PersonRequest, mine: Membership) -> Goal | None:
    """The goal that the address or the form names, if this member may attach something to it."""
    key = request.POST.get("goal") or request.GET.get("goal")
    if not key:
        return None
    goal = goal_or_404(request.user, key)
    if goal.product_id != mine.product.pk:
        raise Http404(f"{key} is no goal of {mine.product.name}.")
    mine.access.require_edit(goal.level)
    return goal


def _new(
    request: PersonRequest, mine: Membership, form: FeedbackForm, goal: Goal | None, status: int = 200
) -> HttpResponse:
    words: dict[str, Any] = {"write_form": form, "goal": goal, "address": f"/p/{mine.product.key}/feedback/new/"}
    if request.htmx:
        return render(request, "talk/_new.html", {"product": mine.product, **words}, status=status)
    told = facets(mine.product)
    words |= {"segments": told["segment"], "sources": told["source"]}
    context = product_context(mine.product, mine.access, "feedback", **words)
    return render(request, "talk/new.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, key: str, feedback_id: int) -> HttpResponse:
    """GET: the form, or with `?shown` the row. POST: correct it, onto the version that was read."""
    mine = reader_or_404(request.user, key)
    mine.access.require(EDIT_SPRINT_GOAL)
    found = feedback_or_404(mine.product, feedback_id)
    if request.method != "POST":
        if "shown" in request.GET and request.htmx:
            return HttpResponse(row(request, mine, found))
        return in_place(request, mine, found, write_form=FeedbackForm.of(found))
    form = FeedbackForm.of(found, request.POST)
    if not form.is_valid():
        return in_place(request, mine, found, write_form=form, status=422)
    try:
        changed = found.revise(by=request.user, version=version_in(request), **form.cleaned_data)
    except Refused as refusal:
        add_refusal(form, refusal)
        return in_place(request, mine, found, write_form=form, status=422)
    except Stale:
        fresh = feedback_or_404(mine.product, feedback_id)
        differences = _differences(fresh, form.cleaned_data)
        return in_place(request, mine, fresh, write_form=form, is_clash=True, differences=differences, status=409)
    return saved(request, mine, found, "Corrected." if changed else "Nothing changed.", undoable=changed)


def _differences(fresh: Feedback, yours: dict[str, Any]) -> list[dict[str, Any]]:
    """Where what was sent differs from what is stored now."""
    labels = {name: field.label for name, field in FeedbackForm.base_fields.items()}
    return [
        {"label": labels[name], "theirs": getattr(fresh, name), "yours": value}
        for name, value in yours.items()
        if getattr(fresh, name) != value
    ]
