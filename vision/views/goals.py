"""Goals on the board: a user or business goal is added, its title edited in place, and its place changed there."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.accounts.models import User
from goalchain.goals import levels
from goalchain.goals.fetch import goal_or_404
from goalchain.goals.fields import TitleField
from goalchain.goals.models import Goal
from goalchain.goals.views.responses import quicker, written
from goalchain.lib.answers import version_in, version_kept
from goalchain.lib.inline import inline
from goalchain.products.changes import change
from goalchain.products.errors import Refused, Stale
from goalchain.products.forms import add_refusal
from goalchain.products.models import Membership

from ..fetch import editable, entry_or_404, live_vision_or_404
from ..forms import BoardGoalForm, PositionForm, needs_of
from ..models import Vision
from ..page import title_field
from .responses import REGION_OF_LEVEL, add_form, not_added, refused, region_of, saved, undo_of_goal


@require_POST
def goals(request: PersonRequest, key: str) -> HttpResponse:
    """Make a user or business goal that serves the vision; a user goal may answer a need at once."""
    mine = editable(request.user, key)
    vision = live_vision_or_404(mine.product)
    form = BoardGoalForm(needs_of(vision), request.POST)
    level = request.POST.get("level", "")
    if form.is_valid():
        words = form.cleaned_data
        try:
            goal = _make(mine, vision, words, request.user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            html = add_form(request, mine, level, form.needs) if request.htmx else ""
            undo = undo_of_goal(goal.key, written(goal))
            return saved(request, mine, f"{goal.key} serves the vision.", html, at=REGION_OF_LEVEL[level], undo=undo)
    if level not in ("user", "business"):
        return refused(request, mine, f"“{level[:40]}” is no kind of goal on the board.", "business")
    return not_added(request, mine, form, level, request.POST.get("title", ""), form.needs)


def _make(mine: Membership, vision: Vision, words: dict[str, Any], by: User) -> Goal:
    """Make the goal of a valid form, serving the vision and answering a need, in one change."""
    need = entry_or_404(mine.product, words["need"]) if words["need"] and words["level"] == "user" else None
    with change(mine.product, by) as begun:
        goal = Goal.create(
            mine.product,
            words["level"],
            by=by,
            title=words["title"],
            parents=[(vision, words["rationale"])],
            within=begun,
        )
        if need is not None:
            need.answer_also(goal, by=by, within=begun)
    return goal


def _goal_or_404(request: PersonRequest, key: str, number: int) -> Goal:
    """The vision, a user goal or a business goal, for whoever may edit it."""
    goal = goal_or_404(request.user, f"{key}-{number}")
    if goal.level > levels.STRATEGIC:
        raise Http404(f"{goal.key} is not on the board.")
    goal.access.require_edit(goal.level)
    return goal


@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """GET: the editor of the title, or with `?shown` the title as it is shown. POST: save onto the version read."""
    found = _goal_or_404(request, key, number)
    if "shown" in request.GET and request.htmx:
        return HttpResponse(inline(title_field(found)))
    form = _form(found, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _editor(request, found, form)
    if not form.is_valid():
        return _editor(request, found, form, 422)
    try:
        changed = found.revise(by=request.user, version=version_in(request), title=form.cleaned_data["title"])
    except Refused as refusal:
        add_refusal(form, refusal)
        return _editor(request, found, form, 422)
    except Stale:
        found = goal_or_404(request.user, found.key)
        by = quicker(found).partition(" changed ")[0]
        clash = {"by": by, "theirs": found.title, "yours": form.cleaned_data["title"]}
        return _editor(request, found, form, 409, clash=clash)
    html = inline(title_field(found)) if request.htmx else ""
    mine = editable(request.user, key)
    undo = undo_of_goal(found.key, written(found)) if changed else None
    version = f"/g/{found.key}/ {title_field(found)['edit_url']} {found.version}"
    text, region = "Title saved." if changed else "", REGION_OF_LEVEL[found.level_name]
    return saved(request, mine, text, html, at=region, undo=undo, version=version)


def _form(found: Goal, words: object) -> forms.Form:
    form = forms.Form(words, initial={"title": found.title}, auto_id=f"board-goal-{found.number}-%s")  # type: ignore[arg-type]
    form.fields["title"] = TitleField(label=f"Title of {found.key}")
    return form


def _editor(request: PersonRequest, found: Goal, form: forms.Form, status: int = 200, **more: object) -> HttpResponse:
    facts = title_field(found)
    context = {
        **facts,
        "product": found.product,
        "may": found.access,
        "nav": "vision",
        "form": form,
        "field": form["title"],
        "version": version_kept(request, found.version, status),
        "display_url": f"{facts['edit_url']}?shown" if request.htmx else f"/p/{found.product.key}/vision/",
        "heading": f"Title of {found.key}",
        "advice_goal": found.key,
        **more,
    }
    return render(request, "parts/_inline_edit.html" if request.htmx else "vision/edit.html", context, status=status)


@require_POST
def position(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Stand one step up or down among the goals of its kind, or before the goal with the number `before`."""
    found = _goal_or_404(request, key, number)
    mine = editable(request.user, key)
    region, form = REGION_OF_LEVEL[found.level_name], PositionForm(request.POST)
    if not form.is_valid() or found.level != levels.STRATEGIC:
        return refused(request, mine, "That place is not in this section. Load the page again.", region)
    try:
        before = _place(found, form.cleaned_data["move"], form.cleaned_data["before"])
        changed = found.reorder(before=before, by=request.user, version=version_in(request))
    except Refused as refusal:
        return refused(request, mine, refusal.message, region)
    except Stale:
        return refused(request, mine, quicker(goal_or_404(request.user, found.key)), region, 409)
    html = region_of(mine, region, request) if request.htmx else ""
    undo = undo_of_goal(found.key, written(found)) if changed else None
    return saved(request, mine, f"{found.key} has its new place." if changed else "", html, at=region, undo=undo)


def _place(found: Goal, move: str, before: int | None) -> Goal | None:
    """The goal before which `found` is to stand; None for the end. Two queries. Raises Refused for one elsewhere."""
    kind = Goal.objects.filter(product_id=found.product_id, level_name=found.level_name).live()
    order = list(kind.in_order().values_list("number", flat=True))
    if found.number not in order:
        raise Refused(f"{found.key} is archived. Restore it first.")
    place = order.index(found.number)
    if move == "up":
        before = order[max(place - 1, 0)]
    elif move == "down":
        before = order[place + 2] if place + 2 < len(order) else None
    if before is None:
        return None
    if before not in order:
        raise Refused("That place is not in this section any more. Load the page again.", field="before")
    other = kind.get(number=before)
    other.product = found.product
    return other
