"""Order, undo, and former wordings."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import version_in
from goalchain.products.errors import Refused, Stale

from ..fetch import goal_or_404
from ..forms import ParentField
from ..models import Event, Goal
from ..undo import can_undo, is_decision, reopened_with, undo
from .responses import goal_page, quicker, saved, tell

#: What only those may take back who may decide; the rest is for those who may edit.
DECISIONS = {"agree", "withdraw", "activate", "close", "reopen", "reassess", "archive", "restore", "undo"}


@require_POST
def position(request: PersonRequest, key: str) -> HttpResponse:
    """Stand before the goal that `before` names, or last when it is empty."""
    goal = goal_or_404(request.user, key)
    goal.access.require_edit(goal.level)
    form = forms.Form(request.POST)
    form.fields["before"] = ParentField(goal.product, goal.access, required=False)
    if not form.is_valid():
        return _answer(request, goal, str(form.errors["before"][0]), 422)
    try:
        goal.reorder(before=form.cleaned_data["before"], by=request.user, version=version_in(request))
    except Refused as error:
        return _answer(request, goal, error.message, 422)
    except Stale:
        return _answer(request, goal, quicker(goal_or_404(request.user, key)), 409)
    text = f"{goal.key} has its new place."
    if request.POST.get("next") == "chain" and not request.htmx:
        tell(request, goal, text)
        return redirect(f"/p/{goal.product.key}/?goal={goal.key}")
    return saved(request, goal, text)


@require_POST
def take_back(request: PersonRequest, key: str) -> HttpResponse:
    """Undo the event that the form names, if nothing came after it."""
    goal = goal_or_404(request.user, key)
    event = _event_of(request, goal)
    if event is None or not can_undo(event):
        raise Http404("There is nothing to undo.")
    _require_right(request, goal, event)
    try:
        undo(event, goal, by=request.user)
    except (Refused, Stale) as error:
        return _answer(request, goal_or_404(request.user, key), str(error), 422)
    if event.subject != "goal":
        return _answer(request, goal, "Undone.")
    others = [f"{other} is open again" for other in reopened_with(event, goal)]
    return _answer(request, goal, f"Undone: {', '.join([f'{goal.key} is as it was before', *others])}.")


@require_POST
def former_wording(request: PersonRequest, key: str) -> HttpResponse:
    """Put back the title and the statement that the event which the form names has replaced, as a new change."""
    goal = goal_or_404(request.user, key)
    goal.access.require_edit(goal.level)
    event = _event_of(request, goal)
    if event is None:
        raise Http404("There is no such change of this goal.")
    try:
        changed = goal.restore_wording(event, by=request.user, version=version_in(request))
    except Refused as error:
        return _answer(request, goal_or_404(request.user, key), error.message, 422)
    except Stale:
        return _answer(request, goal_or_404(request.user, key), quicker(goal), 409)
    text = f"{goal.key} has its former wording again." if changed else f"{goal.key} has that wording already."
    return saved(request, goal, text, undoable=changed, to=f"/g/{goal.key}/history/")


def _event_of(request: PersonRequest, goal: Goal) -> Event | None:
    """The event of this goal that the form names. One query."""
    number = request.POST.get("event", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Event.objects.filter(pk=number, goal_id=goal.pk).readable(goal.access).first()


def _require_right(request: PersonRequest, goal: Goal, event: Event) -> None:
    """The right that the verb took; a person may also take back the goal that they have just made."""
    access = goal.access
    if event.subject == "proposal" and event.verb == "suggest" and event.actor_id == request.user.pk:
        return
    if is_decision(event):
        access.require_decide(goal.level)
    elif event.subject != "goal":
        access.require_edit(goal.level)
    elif event.verb in DECISIONS or (event.verb == "create" and event.actor_id != request.user.pk):
        access.require_decide(goal.level)
    else:
        access.require_edit(goal.level)


def _answer(request: PersonRequest, goal: Goal, text: str, status: int = 200) -> HttpResponse:
    if not request.htmx:
        if status != 200:
            return goal_page(request, goal, status=status, state_error=text)
        messages.success(request, text)
        return redirect(goal)
    level = "info" if status == 200 else "error"
    toast = render_to_string("parts/_toast_oob.html", {"text": text, "level": level}, request=request)
    response = HttpResponse(toast, status=status)
    response["HX-Trigger"] = "goal-changed"
    return response
