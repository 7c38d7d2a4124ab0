"""The features of a product goal: added, edited in place, ordered and removed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import version_in, version_kept
from goalchain.lib.inline import inline
from goalchain.products.errors import Refused, Stale
from goalchain.products.forms import add_refusal

from ..feature_list import add_word, feature_list, shown_feature
from ..features import Feature
from ..fetch import feature_or_404, product_goal_or_404
from ..forms import FeatureForm, FeaturePlaceForm
from ..models import ProductGoal
from ..rows import FeatureRow
from .answers import feature_saved, refused

CHANGED = "Somebody changed “{}” while you were reading it. This is how it stands now; look at it and choose again."


@require_http_methods(["GET", "HEAD", "POST"])
def features(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the editor of a new feature, or with `?shown` the word that opens it. POST: add it at the end."""
    goal = product_goal_or_404(request.user, key)
    if request.method != "POST":
        if "shown" in request.GET and request.htmx:
            return HttpResponse(add_word(goal.key, goal.number))
        return _new_editor(request, goal, _form(goal))
    form = _form(goal, request.POST)
    if not form.is_valid():
        return _new_editor(request, goal, form, 422)
    try:
        feature = Feature.add(goal, form.cleaned_data["text"], by=request.user)
    except Refused as refusal:
        add_refusal(form, refusal)
        return _new_editor(request, goal, form, 422)
    # The editor stays open, so that the next feature is one line away.
    again = render_to_string("roadmap/_feature_new.html", _new_context(request, goal, _form(goal)), request=request)
    return feature_saved(request, goal, f"Added “{feature.text}”.", feature, _list(goal, adding=again))


@require_http_methods(["GET", "HEAD", "POST"])
def feature(request: PersonRequest, key: str, feature_id: int) -> HttpResponse:
    """GET: the editor, or with `?shown` the feature as it is shown. POST: save onto the version that was read."""
    goal = product_goal_or_404(request.user, key)
    found = feature_or_404(goal, feature_id)
    if "shown" in request.GET and request.htmx:
        return HttpResponse(inline(shown_feature(goal.key, _row(found))))
    form = _form(goal, request.POST if request.method == "POST" else None, found)
    if request.method != "POST":
        return _editor(request, goal, found, form)
    if not form.is_valid():
        return _editor(request, goal, found, form, 422)
    words = form.cleaned_data["text"]
    try:
        changed = found.reword(words, by=request.user, version=version_in(request, "read"))
    except Refused as refusal:
        add_refusal(form, refusal)
        return _editor(request, goal, found, form, 422)
    except Stale:
        found = feature_or_404(goal, feature_id)
        clash = {"by": "Somebody", "theirs": found.text, "yours": words}
        return _editor(request, goal, found, form, 409, clash=clash)
    return feature_saved(request, goal, "Feature saved." if changed else "", found if changed else None, _list(goal))


@require_POST
def position(request: PersonRequest, key: str, feature_id: int) -> HttpResponse:
    """Stand one step up or down, or before another feature of the goal (`before`; empty: last)."""
    goal = product_goal_or_404(request.user, key)
    found = feature_or_404(goal, feature_id)
    form = FeaturePlaceForm(request.POST)
    if not form.is_valid():
        return refused(request, goal, "That place is not in this list. Load the page again.")
    try:
        before = _place(found, form.cleaned_data["move"], form.cleaned_data["before"])
        changed = found.reorder(before=before, by=request.user, version=version_in(request, "read"))
    except Refused as refusal:
        return refused(request, goal, refusal.message)
    except Stale:
        return refused(request, goal, CHANGED.format(found.text), 409)
    text = f"“{found.text}” has its new place." if changed else ""
    return feature_saved(request, goal, text, found if changed else None, _list(goal))


def _place(found: Feature, move: str, before_id: int | None) -> Feature | None:
    """The feature before which `found` is to stand; None for the end. One query. Raises Refused for one elsewhere."""
    order = list(found.neighbours())
    place = next(index for index, other in enumerate(order) if other.pk == found.pk)
    if move == "up":
        return order[max(place - 1, 0)]
    if move == "down":
        return order[place + 2] if place + 2 < len(order) else None
    if before_id is None:
        return None
    before = next((other for other in order if other.pk == before_id), None)
    if before is None:
        raise Refused("That place is not in this list any more. Load the page again.", field="before")
    return before


@require_POST
def removal(request: PersonRequest, key: str, feature_id: int) -> HttpResponse:
    """Take a feature from the list."""
    goal = product_goal_or_404(request.user, key)
    found = feature_or_404(goal, feature_id)
    try:
        found.remove(by=request.user, version=version_in(request, "read"))
    except Refused as refusal:
        return refused(request, goal, refusal.message)
    except Stale:
        return refused(request, goal, CHANGED.format(found.text), 409)
    return feature_saved(request, goal, f"Removed “{found.text}”.", found, _list(goal))


def _list(goal: ProductGoal, adding: str | None = None) -> str:
    """The list as it stands now. One query."""
    rows = [_row(found) for found in Feature.objects.kept().filter(goal_id=goal.pk).in_order()]
    return feature_list(goal.key, goal.number, rows, can_edit=True, adding=adding)


def _row(found: Feature) -> FeatureRow:
    return FeatureRow(found.pk, found.text, found.version)


def _form(goal: ProductGoal, words: Any = None, found: Feature | None = None) -> FeatureForm:
    root = f"feature-{found.pk}" if found else f"features-{goal.number}-new"
    return FeatureForm(words, initial={"text": found.text} if found else None, auto_id=f"{root}-field-%s")


def _new_context(request: PersonRequest, goal: ProductGoal, form: FeatureForm) -> dict[str, Any]:
    return {
        "field_id": f"features-{goal.number}-new",
        "list_id": f"features-{goal.number}",
        "url": f"/g/{goal.key}/features/",
        "display_url": f"/g/{goal.key}/features/?shown" if request.htmx else f"{goal.get_absolute_url()}#features",
        "form": form,
        "goal": goal,
        "product": goal.product,
        "may": goal.access,
        "nav": "roadmap",
        "heading": f"A feature of {goal.key}",
        "editor": "roadmap/_feature_new.html",
    }


def _new_editor(request: PersonRequest, goal: ProductGoal, form: FeatureForm, status: int = 200) -> HttpResponse:
    template = "roadmap/_feature_new.html" if request.htmx else "roadmap/edit.html"
    response = render(request, template, _new_context(request, goal, form), status=status)
    if request.htmx and status == 422:
        # The form replaces the list when it is saved, and itself when it is refused.
        response["HX-Retarget"] = f"#features-{goal.number}-new"
    return response


def _editor(
    request: PersonRequest, goal: ProductGoal, found: Feature, form: FeatureForm, status: int = 200, **more: Any
) -> HttpResponse:
    url = f"/g/{goal.key}/features/{found.pk}/"
    context = {
        "field_id": f"feature-{found.pk}-text",
        "list_id": f"features-{goal.number}",
        "url": url,
        "display_url": f"{url}?shown" if request.htmx else f"{goal.get_absolute_url()}#features",
        "version": version_kept(request, found.version, status, "read"),
        "form": form,
        "goal": goal,
        "product": goal.product,
        "may": goal.access,
        "nav": "roadmap",
        "heading": f"A feature of {goal.key}",
        "editor": "roadmap/_feature_edit.html",
        **more,
    }
    template = "roadmap/_feature_edit.html" if request.htmx else "roadmap/edit.html"
    response = render(request, template, context, status=status)
    if request.htmx and status in (409, 422):
        response["HX-Retarget"] = f"#feature-{found.pk}-text"
    return response
