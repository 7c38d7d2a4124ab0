"""Editing a field in place, on the goal's page or on another that shows it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import version_in, version_kept
from goalchain.lib.inline import inline
from goalchain.lib.text import ago
from goalchain.products.errors import Refused, Stale

from ..fetch import goal_or_404
from ..fields import GoalField, field_of
from ..impact.reads import impact_of
from ..models import Goal, State
from ..page import shown
from ..undo import last_event
from .responses import saved


@dataclass(frozen=True)
class Place:
    """Where a field is shown and edited: how it is shown there, where its display is asked for, where a page without
    htmx goes on, which entry of the rail that is, and how the control of a goal's field is named there."""

    shown: Callable[[Goal, GoalField], dict[str, Any]]
    display_url: Callable[[Goal, GoalField], str]
    page_url: Callable[[Goal], str]
    nav: str
    auto_id: Callable[[Goal], str] = lambda goal: "id_%s"


#: What other goals were agreed on: whoever changes it of an agreed goal is told what hangs on it.
MATERIAL = ("title", "statement", "starts_on", "ends_on")
GOAL_PAGE = Place(shown, lambda goal, field: f"/g/{goal.key}/?field={field.name}", Goal.get_absolute_url, "chain")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, key: str, name: str) -> HttpResponse:
    """GET: the editor of the field. POST: save it onto the version that was read; a clash shows both wordings."""
    return editing(request, key, name, GOAL_PAGE)


def editing(request: PersonRequest, key: str, name: str, place: Place) -> HttpResponse:
    """As `edit`, for the place where the field is edited."""
    goal = goal_or_404(request.user, key, parents=request.method == "POST")
    field = field_of(goal, name)
    if field is None:
        raise Http404(f"{goal.key} has no field {name}.")
    goal.access.require_edit(goal.level)
    form = _form(goal, field, place, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _editor(request, goal, field, place, form)
    if not form.is_valid():
        return _editor(request, goal, field, place, form, status=422)
    value = form.cleaned_data[field.name]
    try:
        changed = goal.revise(by=request.user, version=version_in(request), **{field.column: value})
    except Refused as error:
        form.add_error(field.name, error.message)
        return _editor(request, goal, field, place, form, status=422)
    except Stale:
        return _clash(request, key, field, place, form)
    return _saved(request, goal, field, place, changed)


def _form(goal: Goal, field: GoalField, place: Place, data: object) -> forms.Form:
    initial = {field.name: field.initial(goal)}
    form = forms.Form(data, initial=initial, auto_id=place.auto_id(goal))  # type: ignore[arg-type]
    form.fields[field.name] = field.make(goal)
    return form


def _editor(
    request: PersonRequest,
    goal: Goal,
    field: GoalField,
    place: Place,
    form: forms.Form,
    status: int = 200,
    **more: object,
) -> HttpResponse:
    context = {
        **place.shown(goal, field),
        "goal": goal,
        "product": goal.product,
        "may": goal.access,
        "nav": place.nav,
        "form": form,
        "field": form[field.name],
        "version": version_kept(request, goal.version, status),
        "display_url": place.display_url(goal, field) if request.htmx else place.page_url(goal),
        "advice_goal": goal.key if field.name in ("title", "statement") else "",
        **more,
    }
    if field.name in MATERIAL and goal.state in (State.AGREED, State.ACTIVE):
        context["impact"] = impact_of(goal)
    template = "parts/_inline_edit.html" if request.htmx else "goals/edit.html"
    return render(request, template, context, status=status)


def _saved(request: PersonRequest, goal: Goal, field: GoalField, place: Place, changed: bool) -> HttpResponse:
    html = ""
    if request.htmx:
        html = inline(place.shown(goal, field))
        if not changed:
            return HttpResponse(html)
    text = f"{field.label} saved." if changed else "Nothing changed."
    return saved(request, goal, text, html, undoable=changed, to=place.page_url(goal))


def _clash(request: PersonRequest, key: str, field: GoalField, place: Place, form: forms.Form) -> HttpResponse:
    """Somebody was quicker: both wordings, the person's own still in the field, and the choice between them."""
    goal = goal_or_404(request.user, key)
    event = last_event(goal)
    theirs = _form(goal, field, place, None)
    clash = {
        "by": event.actor if event and event.actor else "Somebody",
        "at": ago(event.at) if event else "",
        "theirs": _in_words(theirs, field, field.initial(goal)),
        "yours": _in_words(form, field, form.data.get(field.name)),
    }
    return _editor(request, goal, field, place, form, status=409, clash=clash)


def _in_words(form: forms.Form, field: GoalField, value: object) -> object:
    """A value as people read it: of a choice, its label."""
    made = form.fields[field.name]
    if isinstance(made, forms.ChoiceField):
        return dict(made.choices).get("" if value is None else str(value), value)  # type: ignore[arg-type]
    return value
