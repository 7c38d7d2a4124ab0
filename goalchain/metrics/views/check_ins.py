"""Check-ins on a goal: say one, read them all, correct one, take one out; and how often one is asked for."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.goals.fetch import goal_or_404
from goalchain.goals.models import Goal
from goalchain.lib.answers import version_in, version_kept
from goalchain.products.errors import Refused, Stale
from goalchain.products.forms import add_refusal
from goalchain.products.pages import product_context

from ..forms_said import CheckInForm, RhythmForm
from ..models import CheckIn, CheckInRhythm
from ..said import every
from .said import check_in_of, clash_of, done, editable_goal, form_in_place, refused

REGION = "check-ins"
CHECK_INS_A_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
def check_ins(request: PersonRequest, key: str) -> HttpResponse:
    """GET: all check-ins, newest first, a page at a time. POST: check in on the goal."""
    if request.method == "POST":
        return _check_in(request, editable_goal(request, key))
    goal = goal_or_404(request.user, key)
    found = CheckIn.objects.filter(goal_id=goal.pk).select_related("author")
    page = Paginator(found, CHECK_INS_A_PAGE).get_page(request.GET.get("page"))
    for check_in in page:
        check_in.label = check_in.get_confidence_display()  # type: ignore[attr-defined]
    can = goal.access.edit_level(goal.level) and goal.archived_at is None and goal.state != "closed"
    context = product_context(
        goal.product, goal.access, "chain", goal=goal, page=page, can_check_in=can and goal.level > 1
    )
    return render(request, "metrics/check_ins.html", context)


@require_safe
def new(request: PersonRequest, key: str) -> HttpResponse:
    """The form of a new check-in."""
    goal = editable_goal(request, key)
    return _new(request, goal, CheckInForm(initial={"confidence": goal.confidence}, auto_id="check-in-%s"))


def _check_in(request: PersonRequest, goal: Goal) -> HttpResponse:
    form = CheckInForm(request.POST, auto_id="check-in-%s")
    if form.is_valid():
        try:
            check_in = CheckIn.make(goal, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            said = check_in.get_confidence_display().lower()
            return done(request, goal, REGION, f"You have checked in: {said}.")
    return _new(request, goal, form, 422)


def _new(request: PersonRequest, goal: Goal, form: CheckInForm, status: int = 200) -> HttpResponse:
    words = {
        "heading": f"Check in on {goal.key}",
        "lead": "How sure are you that the goal will be met, and why?",
        "button": "Check in",
        "refocus": "check-in",
    }
    return form_in_place(request, goal, form, region=REGION, status=status, action=f"/g/{goal.key}/check-ins/", **words)


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: PersonRequest, key: str, check_in_id: int) -> HttpResponse:
    """GET: the form of a check-in. POST: correct it; a clash shows both."""
    goal = editable_goal(request, key)
    found = check_in_of(goal, check_in_id)
    initial = {"confidence": found.confidence, "sentence": found.sentence}
    form = CheckInForm(
        request.POST if request.method == "POST" else None, initial=initial, auto_id=f"said-{found.pk}-%s"
    )
    if request.method != "POST":
        return _correction(request, found, form)
    if not form.is_valid():
        return _correction(request, found, form, 422)
    try:
        changed = found.revise(by=request.user, version=version_in(request, "read"), **form.cleaned_data)
    except Refused as refusal:
        add_refusal(form, refusal)
        return _correction(request, found, form, 422)
    except Stale:
        found = check_in_of(goal, check_in_id)
        return _correction(request, found, form, 409, clash=clash_of(goal, "check_in", found.pk, str(found)))
    found.goal.latest_change = found.latest_change
    return done(request, found.goal, REGION, "Check-in corrected." if changed else "Nothing changed.", undoable=changed)


def _correction(
    request: PersonRequest, found: CheckIn, form: CheckInForm, status: int = 200, **more: Any
) -> HttpResponse:
    address = f"/g/{found.goal.key}/check-ins/{found.pk}/"
    words = {
        "heading": "Correct the check-in",
        "button": "Correct",
        "action": address,
        "read": version_kept(request, found.version, status, "read"),
        "refocus": f"check-in-{found.pk}-edit",
        "removal": {"url": f"{address}removal/", "word": "Take it out"},
        **more,
    }
    return form_in_place(request, found.goal, form, region=REGION, status=status, **words)


@require_POST
def removal(request: PersonRequest, key: str, check_in_id: int) -> HttpResponse:
    """Take a check-in out; the history keeps it."""
    goal = editable_goal(request, key)
    found = check_in_of(goal, check_in_id)
    try:
        found.remove(by=request.user, version=version_in(request, "read"))
    except (Refused, Stale) as error:
        return refused(request, key, REGION, error)
    found.goal.latest_change = found.latest_change
    return done(request, found.goal, REGION, "The check-in is taken out.")


@require_http_methods(["GET", "HEAD", "POST"])
def rhythm(request: PersonRequest, key: str) -> HttpResponse:
    """GET: how often a check-in is asked for. POST: ask so often; a clash shows what was chosen meanwhile."""
    goal = editable_goal(request, key)
    stored = CheckInRhythm.objects.filter(goal_id=goal.pk).first()
    data = request.POST if request.method == "POST" else None
    form = RhythmForm(data, initial={"days": stored.days if stored else None}, auto_id="rhythm-%s")
    if request.method != "POST":
        return _rhythm(request, goal, form, stored)
    if not form.is_valid():
        return _rhythm(request, goal, form, stored, 422)
    days = form.cleaned_data["days"]
    try:
        changed = CheckInRhythm.ask(goal, days, by=request.user, version=version_in(request, "read"))
    except Refused as refusal:
        add_refusal(form, refusal)
        return _rhythm(request, goal, form, stored, 422)
    except Stale:
        stored = CheckInRhythm.objects.get(goal_id=goal.pk)
        now = every(stored.days) if stored.days else "nobody is asked"
        return _rhythm(request, goal, form, stored, 409, clash=clash_of(goal, "check_rhythm", stored.pk, now))
    said = f"A check-in is asked for {every(days)}." if days else "Nobody is asked for check-ins any more."
    return done(request, goal, REGION, said if changed else "Nothing changed.", undoable=changed)


def _rhythm(
    request: PersonRequest, goal: Goal, form: RhythmForm, stored: CheckInRhythm | None, status: int = 200, **more: Any
) -> HttpResponse:
    words = {
        "heading": "How often is a check-in asked for?",
        "button": "Save",
        "action": f"/g/{goal.key}/check-ins/rhythm/",
        "read": version_kept(request, stored.version if stored else 0, status, "read"),
        "refocus": "check-in-rhythm",
        **more,
    }
    return form_in_place(request, goal, form, region=REGION, status=status, **words)
