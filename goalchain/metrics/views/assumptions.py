"""Assumptions of a goal: add, say what came of one, remove it, link what tests it; what stays anyway."""

from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.goals.models import Goal
from goalchain.lib.answers import version_in, version_kept
from goalchain.products.errors import Refused, Stale
from goalchain.products.forms import add_refusal

from ..forms_said import AssumptionForm, NewAssumptionForm, TestForm, UpholdingForm
from ..models import Assumption
from ..verbs.upholding import uphold
from .said import assumption_of, clash_of, done, editable_goal, form_in_place, refused

REGION = "assumptions"


@require_http_methods(["GET", "HEAD", "POST"])
def assumptions(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the form of another assumption. POST: add it to the goal."""
    goal = editable_goal(request, key)
    form = NewAssumptionForm(request.POST if request.method == "POST" else None, auto_id="new-assumption-%s")
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                assumption = Assumption.create(goal, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                add_refusal(form, refusal)
            else:
                return _done(request, assumption, "Assumption added.")
    words = {"heading": f"What does {goal.key} assume?", "button": "Add the assumption", "refocus": "add-assumption"}
    action = f"/g/{goal.key}/assumptions/"
    return form_in_place(request, goal, form, region=REGION, status=status, action=action, **words)


@require_http_methods(["GET", "HEAD", "POST"])
def assumption(request: PersonRequest, key: str, assumption_id: int) -> HttpResponse:
    """GET: the form of an assumption. POST: save it onto the version that was read; a clash shows both."""
    goal = editable_goal(request, key)
    found = assumption_of(goal, assumption_id)
    initial = {name: getattr(found, name) for name in Assumption.REVISABLE}
    form = AssumptionForm(
        request.POST if request.method == "POST" else None, initial=initial, auto_id=f"edit-assumption-{found.pk}-%s"
    )
    if request.method != "POST":
        return _edit(request, found, form)
    if not form.is_valid():
        return _edit(request, found, form, 422)
    was = found.state
    try:
        changed = found.revise(by=request.user, version=version_in(request, "read"), **form.cleaned_data)
    except Refused as refusal:
        add_refusal(form, refusal)
        return _edit(request, found, form, 422)
    except Stale:
        found = assumption_of(goal, assumption_id)
        return _edit(request, found, form, 409, clash=clash_of(goal, "assumption", found.pk, found.said))
    text = "Assumption saved."
    if found.state == "refuted" != was:
        text = "Refuted. The goals that rest on it are for review now."
    return _done(request, found, text if changed else "Nothing changed.", undoable=changed)


def _edit(
    request: PersonRequest, found: Assumption, form: AssumptionForm, status: int = 200, **more: Any
) -> HttpResponse:
    address = f"/g/{found.goal.key}/assumptions/{found.pk}/"
    words = {
        "heading": "Edit the assumption",
        "button": "Save",
        "action": address,
        "read": version_kept(request, found.version, status, "read"),
        "refocus": f"assumption-{found.pk}-edit",
        "removal": {"url": f"{address}archive/", "word": "Archive"},
        **more,
    }
    return form_in_place(request, found.goal, form, region=REGION, status=status, **words)


@require_POST
def archive(request: PersonRequest, key: str, assumption_id: int) -> HttpResponse:
    """Take the assumption off the goal; it can be restored."""
    found = assumption_of(editable_goal(request, key), assumption_id)
    try:
        found.archive(by=request.user, version=version_in(request, "read"))
    except (Refused, Stale) as error:
        return refused(request, key, REGION, error)
    return _done(request, found, "The assumption is archived.")


@require_POST
def restoration(request: PersonRequest, key: str, assumption_id: int) -> HttpResponse:
    """Bring an archived assumption back."""
    found = assumption_of(editable_goal(request, key), assumption_id, archived=True)
    try:
        found.restore(by=request.user, version=version_in(request, "read"))
    except (Refused, Stale) as error:
        return refused(request, key, REGION, error)
    return _done(request, found, "The assumption is back.")


@require_http_methods(["GET", "HEAD", "POST"])
def tests(request: PersonRequest, key: str, assumption_id: int) -> HttpResponse:
    """GET: the form for a sprint goal that tests it. POST: link that sprint goal."""
    goal = editable_goal(request, key)
    found = assumption_of(goal, assumption_id)
    data = request.POST if request.method == "POST" else None
    form = TestForm(goal.product, goal.access, f"sprint-goals-{found.pk}", data, auto_id=f"test-{found.pk}-%s")
    if request.method != "POST":
        return _tests(request, found, form)
    if not form.is_valid():
        return _tests(request, found, form, 422)
    tested = form.cleaned_data["goal"]
    try:
        found.test_with(tested, by=request.user, version=version_in(request, "read"))
    except Refused as refusal:
        add_refusal(form, refusal)
        return _tests(request, found, form, 422)
    except Stale:
        found = assumption_of(goal, assumption_id)
        return _tests(request, found, form, 409, clash=clash_of(goal, "assumption", found.pk, found.said))
    return _done(request, found, f"{tested.key} tests it.")


def _tests(request: PersonRequest, found: Assumption, form: Form, status: int = 200, **more: Any) -> HttpResponse:
    words = {
        "heading": "What tests it?",
        "lead": found.statement,
        "button": "Link",
        "action": f"/g/{found.goal.key}/assumptions/{found.pk}/tests/",
        "read": version_kept(request, found.version, status, "read"),
        "refocus": f"assumption-{found.pk}-test",
        **more,
    }
    return form_in_place(request, found.goal, form, region=REGION, status=status, **words)


@require_POST
def test_removal(request: PersonRequest, key: str, assumption_id: int, tested_key: str) -> HttpResponse:
    """Say that this sprint goal does not test it."""
    goal = editable_goal(request, key)
    found = assumption_of(goal, assumption_id)
    tested = Goal.objects.filter(tested_assumptions__assumption=found, number=tested_key.rpartition("-")[2]).first()
    if tested is None or not tested_key.startswith(f"{goal.product.key}-"):
        raise Http404(f"{tested_key} does not test this assumption.")
    try:
        found.leave_untested(tested, by=request.user, version=version_in(request, "read"))
    except (Refused, Stale) as error:
        return refused(request, key, REGION, error)
    return _done(request, found, f"{tested_key} does not test it any more.")


@require_http_methods(["GET", "HEAD", "POST"])
def upholding(request: PersonRequest, key: str, assumption_id: int) -> HttpResponse:
    """GET: the form in which to say why a goal stays although what it rests on was refuted. POST: record it."""
    goal = editable_goal(request, key)
    found = Assumption.objects.filter(pk=assumption_id, product_id=goal.product_id, archived_at=None).first()
    if found is None:
        raise Http404("There is no such assumption; somebody may have removed it.")
    form = UpholdingForm(request.POST if request.method == "POST" else None, auto_id=f"upholding-{found.pk}-%s")
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                uphold(goal, found, form.cleaned_data["reason"], by=request.user)
            except Refused as refusal:
                add_refusal(form, refusal)
            else:
                return done(request, goal, "notices", f"{goal.key} stays as it is.")
    words = {"heading": f"{goal.key} stays as it is", "button": "It stays", "refocus": f"uphold-{found.pk}"}
    action = f"/g/{goal.key}/upholding/{found.pk}/"
    return form_in_place(request, goal, form, region="notices", status=status, action=action, **words)


def _done(request: PersonRequest, found: Assumption, text: str, *, undoable: bool = True) -> HttpResponse:
    goal = found.goal
    goal.latest_change = found.latest_change
    return done(request, goal, REGION, text, undoable=undoable)
