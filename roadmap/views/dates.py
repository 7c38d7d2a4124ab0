"""Rescheduling a goal: its dates, what they touch, and what is shifted along."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.goals.fetch import goal_or_404
from goalchain.goals.models import Event, Goal
from goalchain.goals.views.responses import quicker, written
from goalchain.lib.answers import version_in
from goalchain.products.errors import Refused, Stale
from goalchain.products.pages import product_context

from ..rescheduling.days import moved_said, said
from ..rescheduling.forms import DatesForm
from ..rescheduling.impact import Impact, impact_of
from ..rescheduling.saving import PlanChanged, reschedule, take_back


@require_http_methods(["GET", "HEAD", "POST"])
def dates(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the form; with dates in the address, what they would touch, writing nothing. POST: save them.

    `along` is the mark of the impact that the person saw and wants shifted; empty or absent, nothing is shifted.
    """
    goal = goal_or_404(request.user, key, parents=request.method == "POST")
    goal.access.require_edit(goal.level)
    if request.method == "POST":
        return _save(request, goal, DatesForm(request.POST))
    stored = {"starts_on": goal.starts_on, "ends_on": goal.ends_on}
    if not {"starts_on", "ends_on"} & set(request.GET):
        return _answer(request, goal, DatesForm(initial=stored))
    form = DatesForm(request.GET)
    if not form.is_valid():
        return _answer(request, goal, form, 422)
    if goal.archived_at is not None:
        return _answer(request, goal, form, 422, error=f"{goal.key} is archived. Restore it before you change it.")
    return _answer(request, goal, form, impact=impact_of(goal, *form.days))


def _save(request: PersonRequest, goal: Goal, form: DatesForm) -> HttpResponse:
    if not form.is_valid():
        return _answer(request, goal, form, 422)
    along = request.POST.get("along") or None
    try:
        changed = reschedule(goal, *form.days, by=request.user, version=version_in(request), along=along)
    except PlanChanged as error:
        words = "What would move along has changed meanwhile. Look at it again; nothing has been saved."
        return _answer(request, goal_or_404(request.user, goal.key), form, 409, impact=error.impact, error=words)
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _answer(request, goal_or_404(request.user, goal.key), form, 422)
    except Stale:
        stored = goal_or_404(request.user, goal.key)
        return _answer(request, stored, form, 409, impact=impact_of(stored, *form.days), error=quicker(stored))
    return _done(request, goal, form, changed)


def _answer(
    request: PersonRequest,
    goal: Goal,
    form: DatesForm,
    status: int = 200,
    *,
    impact: Impact | None = None,
    error: str = "",
) -> HttpResponse:
    """The form with what is known of the dates in it: a fragment for htmx, else a page."""
    sent = request.POST if request.method == "POST" else request.GET
    version = sent.get("version", "") if status != 409 else ""
    context = product_context(
        goal.product,
        goal.access,
        "roadmap",
        goal=goal,
        form=form,
        impact=impact,
        error=error,
        version=version if version.isascii() and version.isdigit() and len(version) < 10 else goal.version,
        is_moved=bool(sent.get("moved")) and form.is_bound and form.is_valid(),
        is_timeline=sent.get("from") == "timeline",
        stored=said((goal.starts_on, goal.ends_on)),
        **_told(goal, form),
    )
    if not request.htmx:
        return render(request, "roadmap/dates.html", context, status=status)
    only_impact = request.htmx.target == "reschedule-impact"
    return render(request, f"roadmap/_{'impact' if only_impact else 'dates'}.html", context, status=status)


def _told(goal: Goal, form: DatesForm) -> dict[str, Any]:
    """The new days in words, and how far the goal moves."""
    if not (form.is_bound and form.is_valid()):
        return {}
    return {"days": said(form.days), "moved": moved_said((goal.starts_on, goal.ends_on), form.days)}


def _done(request: PersonRequest, goal: Goal, form: DatesForm, changed: int) -> HttpResponse:
    """After saving: the notice with undo for all that changed."""
    if not changed:
        text = "Nothing changed."
    else:
        others = f", and {changed - 1} other{'' if changed == 2 else 's'} along with it" if changed > 1 else ""
        text = f"{goal.key}: {said(form.days)}{others}."
    event = written(goal) if changed else None
    if not request.htmx:
        undo = f"/g/{goal.key}/dates/undo/ {event.pk}" if event else ""
        messages.success(request, text, extra_tags=undo)
        return redirect(_home(request, goal))
    undoable = {"undo_url": f"/g/{goal.key}/dates/undo/", "undo_event": event.pk} if event else {}
    response = HttpResponse(render_to_string("parts/_toast_oob.html", {"text": text, **undoable}, request=request))
    response["HX-Trigger"] = "goal-changed"
    response["Saved-Version"] = f"/g/{goal.key}/ {goal.version}"
    return response


def _home(request: PersonRequest, goal: Goal) -> str:
    """The page that the person came from."""
    if request.POST.get("from") == "timeline":
        return f"/p/{goal.product.key}/roadmap/?view=timeline"
    return goal.get_absolute_url()


@require_POST
def undo(request: PersonRequest, key: str) -> HttpResponse:
    """Take back a rescheduling, for every goal that moved with it."""
    goal = goal_or_404(request.user, key)
    goal.access.require_edit(goal.level)
    number = request.POST.get("event", "")
    event = None
    if number.isascii() and number.isdigit() and len(number) < 19:
        event = Event.objects.filter(pk=number, goal_id=goal.pk, subject="goal", verb="revise").first()
    if event is None:
        raise Http404("There is nothing to undo.")
    try:
        count = take_back(event, goal, goal.access, by=request.user)
    except (Refused, Stale) as error:
        return _undone(request, goal, str(error), 422)
    return _undone(request, goal, f"Undone: {f'{count} goals are' if count > 1 else f'{key} is'} as before.")


def _undone(request: PersonRequest, goal: Goal, text: str, status: int = 200) -> HttpResponse:
    if not request.htmx:
        (messages.success if status == 200 else messages.error)(request, text)
        return redirect(goal)
    level = "info" if status == 200 else "error"
    toast = render_to_string("parts/_toast_oob.html", {"text": text, "level": level}, request=request)
    response = HttpResponse(toast, status=status)
    response["HX-Trigger"] = "goal-changed"
    return response
