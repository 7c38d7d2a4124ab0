"""A product goal on the roadmap: its fields edited in place, when it is to be reached, and its column."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.goals.fetch import goal_or_404
from goalchain.goals.fields import GoalField
from goalchain.goals.models import Goal
from goalchain.goals.undo import last_event
from goalchain.goals.views.edit import Place, editing
from goalchain.goals.views.responses import quicker, saved
from goalchain.lib.answers import version_in, version_kept
from goalchain.lib.inline import inline
from goalchain.lib.text import ago
from goalchain.products.errors import Refused, Stale
from goalchain.products.forms import add_refusal

from ..fetch import product_goal_or_404
from ..forms import PlaceForm, WhenForm
from ..grid import cut, shown
from ..marks import when_in_words
from ..models import Horizon, ProductGoal
from .answers import refused


def roadmap_url(goal: Goal) -> str:
    """Where a page without htmx goes on."""
    return f"{reverse('roadmap', args=[goal.product.key])}#go-{goal.number}"


def _shown(goal: Goal, field: GoalField) -> dict[str, Any]:
    editable = goal.access.edit_level(goal.level) and goal.archived_at is None
    return shown(goal.key, goal.number, field.name, cut(str(field.show(goal))), editable=editable)


GRID = Place(
    _shown,
    lambda goal, field: f"/g/{goal.key}/roadmap/{field.name}/?shown",
    roadmap_url,
    "roadmap",
    lambda goal: f"go-{goal.number}-field-%s",
)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, key: str, name: str) -> HttpResponse:
    """GET: the editor of the title or the statement, or with `?shown` the field as it is shown. POST: save it."""
    if name not in ("title", "statement"):
        raise Http404(f"The roadmap has no field {name}.")
    goal = product_goal_or_404(request.user, key)
    if "shown" in request.GET and request.htmx:
        words = goal.title if name == "title" else cut(goal.statement)
        return _display(request, goal, name, words)
    return editing(request, key, name, GRID)


def _display(request: PersonRequest, goal: ProductGoal, name: str, value: str) -> HttpResponse:
    editable = goal.archived_at is None
    context = shown(goal.key, goal.number, name, value, editable=editable)
    return HttpResponse(inline(context))


@require_http_methods(["GET", "HEAD", "POST"])
def when(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the editor of timeframe and days, or with `?shown` how they are shown. POST: save them as one change."""
    goal = product_goal_or_404(request.user, key, parents=request.method == "POST")
    if request.method != "POST":
        if "shown" in request.GET and request.htmx:
            return _display(request, goal, "when", _when(goal))
        initial = {"timeframe": goal.timeframe, "starts_on": goal.starts_on, "ends_on": goal.ends_on}
        return _when_editor(request, goal, WhenForm(initial=initial, auto_id=f"go-{goal.number}-field-%s"))
    form = WhenForm(request.POST, auto_id=f"go-{goal.number}-field-%s")
    if not form.is_valid():
        return _when_editor(request, goal, form, 422)
    try:
        changed = goal.revise(by=request.user, version=version_in(request), **form.cleaned_data)
    except Refused as refusal:
        add_refusal(form, refusal)
        return _when_editor(request, goal, form, 422)
    except Stale:
        return _when_clash(request, key, form)
    html = _display(request, goal, "when", _when(goal)).content.decode() if request.htmx else ""
    if not changed and request.htmx:
        return HttpResponse(html)
    text = f"{goal.key} has its new time." if changed else "Nothing changed."
    return saved(request, goal, text, html, undoable=changed, to=roadmap_url(goal))


def _when(goal: ProductGoal) -> str:
    return when_in_words(goal.timeframe, goal.starts_on, goal.ends_on)


def _when_editor(
    request: PersonRequest, goal: ProductGoal, form: WhenForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        **shown(goal.key, goal.number, "when", _when(goal), editable=True),
        "goal": goal,
        "product": goal.product,
        "may": goal.access,
        "nav": "roadmap",
        "form": form,
        "version": version_kept(request, goal.version, status),
        "display_url": f"/g/{goal.key}/when/?shown" if request.htmx else roadmap_url(goal),
        "heading": f"When is {goal.key} to be reached?",
        "editor": "roadmap/_when_edit.html",
        **more,
    }
    template = "roadmap/_when_edit.html" if request.htmx else "roadmap/edit.html"
    return render(request, template, context, status=status)


def _when_clash(request: PersonRequest, key: str, form: WhenForm) -> HttpResponse:
    """Somebody was quicker: both times in words, the person's own still in the fields."""
    goal = product_goal_or_404(request.user, key)
    event = last_event(goal)
    typed = form.cleaned_data
    clash = {
        "by": event.actor if event and event.actor else "Somebody",
        "at": ago(event.at) if event else "",
        "theirs": _when(goal),
        "yours": when_in_words(typed["timeframe"], typed["starts_on"], typed["ends_on"]),
    }
    return _when_editor(request, goal, form, 409, clash=clash)


@require_POST
def horizon(request: PersonRequest, key: str) -> HttpResponse:
    """Put the goal into a column, before the card that `before` names; without `before`, where it stands."""
    goal = product_goal_or_404(request.user, key, parents=True)
    form = PlaceForm(goal.product, goal.access, request.POST)
    if not form.is_valid():
        return refused(request, goal, " ".join(str(error) for errors in form.errors.values() for error in errors))
    words = form.cleaned_data
    try:
        changed = goal.place(
            words["horizon"],
            before=words["before"],
            reorder="before" in request.POST,
            by=request.user,
            version=version_in(request),
        )
    except Refused as refusal:
        return refused(request, goal, refusal.message)
    except Stale:
        return refused(request, goal, quicker(goal_or_404(request.user, key)), 409)
    column = Horizon(goal.horizon).label if goal.horizon else "where its state and dates put it"
    url = f"{reverse('roadmap', args=[goal.product.key])}?view=now"
    text = f"{goal.key} stands in {column}." if goal.horizon else f"{goal.key} stands {column}."
    return saved(request, goal, text if changed else "Nothing changed.", undoable=changed, to=url)
