"""The review of a sprint: writing it down, correcting it, saying what it means for the goal above."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.goals import levels
from goalchain.goals.fetch import split_key
from goalchain.goals.impact.reads import impact_of
from goalchain.goals.models import Goal, Link, State
from goalchain.goals.views.responses import quicker
from goalchain.lib.answers import version_in, version_kept
from goalchain.products.changes import change
from goalchain.products.errors import Refused, Stale
from goalchain.products.forms import add_refusal
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ...models import Sprint, SprintReview
from ...models.review import Says
from ...page import sprint_context
from ...reads import around, sprint_for
from ...wording import dates_said
from ..forms import AnswerForm, ReviewForm
from ..page import goal_reviewed


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: PersonRequest, key: str, sprint_id: int) -> HttpResponse:
    """GET: the form. POST: write the review down, or correct it, onto what was read; the goal is closed with it."""
    mine, sprint, goal = _reviewable(request, key, sprint_id)
    stored = sprint.reviewed.review if sprint.reviewed else None
    if request.method != "POST":
        return _form(request, mine, sprint, goal, ReviewForm.about(goal, stored))
    form = ReviewForm.about(goal, stored, request.POST)
    if not form.is_valid():
        return _form(request, mine, sprint, goal, form, 422)
    try:
        written, changed = _save(request, sprint, goal, stored, form.cleaned_data)
    except Refused as refusal:
        add_refusal(form, refusal)
        return _form(request, mine, sprint, goal, form, 422)
    except Stale:
        mine, sprint, goal = _reviewable(request, key, sprint_id)
        return _form(request, mine, sprint, goal, form, 409, clash=quicker(goal))
    if changed:
        _tell(request, goal, written, "The review is corrected." if stored else "The review is written down.")
    return redirect(f"/p/{key}/sprints/{sprint_id}/#sprint-review")


def _reviewable(request: PersonRequest, key: str, sprint_id: int) -> tuple[Membership, Sprint, Goal]:
    """The sprint and the goal of its review, for who may close that goal. Two queries."""
    mine, sprint, _, _ = sprint_for(request.user, key, sprint_id)
    mine.access.require_decide(levels.SPRINT)
    told, _ = around(sprint, mine.access)
    goal = goal_reviewed(sprint, told)
    if goal is None:
        raise Http404(f"{sprint.name} has no goal that could be reviewed.")
    return mine, sprint, goal


def _save(
    request: PersonRequest, sprint: Sprint, goal: Goal, stored: SprintReview | None, words: dict[str, Any]
) -> tuple[SprintReview, bool]:
    """Record or correct the review; and whether anything changed."""
    read, version = version_in(request, "read"), version_in(request)
    if stored is None:
        if read:
            raise Stale(read)
        return SprintReview.record(sprint, goal, by=request.user, version=version, **words), True
    stored.product, stored.goal = sprint.product, goal
    return stored, stored.correct(by=request.user, version=read, goal_version=version, **words)


def _form(
    request: PersonRequest, mine: Membership, sprint: Sprint, goal: Goal, form: ReviewForm, status: int = 200,
    clash: str = "",
) -> HttpResponse:  # fmt: skip
    goal.access = mine.access
    stored = sprint.reviewed.review if sprint.reviewed else None
    context = product_context(
        mine.product,
        mine.access,
        "sprints",
        # A goal that is closed already has lost nothing more by being reviewed.
        impact=impact_of(goal) if goal.state != State.CLOSED else None,
        sprint=sprint,
        team=sprint.team,
        dates=dates_said(sprint),
        goal=goal,
        review=stored,
        version=version_kept(request, goal.version, status),
        read=version_kept(request, stored.version if stored else 0, status, "read"),
        form=form,
        clash=clash,
    )
    template = "sprints/_review_form.html" if request.htmx else "sprints/review.html"
    return render(request, template, context, status=status)


@require_POST
def answer(request: PersonRequest, key: str, sprint_id: int) -> HttpResponse:
    """Write down what the review says about the goal above; with another confidence, the goal above gets it."""
    mine, sprint, goal = _reviewable(request, key, sprint_id)
    if sprint.reviewed is None:
        raise Http404(f"{sprint.name} has no review yet.")
    mine.access.require_edit(levels.PRODUCT)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _refused(request, key, sprint_id, "Choose one of the answers shown.", 422)
    stored: SprintReview = sprint.reviewed.review
    stored.product, stored.goal = sprint.product, goal
    says = form.cleaned_data["says"]
    try:
        with change(sprint.product, request.user) as begun:
            if says == Says.CONFIDENCE:
                above = _above(goal, request.POST.get("parent", ""))
                words = {"confidence": form.cleaned_data["confidence"]}
                above.revise(by=request.user, version=version_in(request), within=begun, **words)
            stored.say(says, by=request.user, version=version_in(request, "read"), within=begun)
    except Refused as refusal:
        return _refused(request, key, sprint_id, refusal.message, 422)
    except Stale:
        return _refused(request, key, sprint_id, "Somebody changed it meanwhile. This is how it stands now.", 409)
    text = "Nothing changes above." if says == Says.NOTHING else f"{above.key} has another confidence now."
    _tell(request, goal, stored, text)
    return redirect(f"/p/{key}/sprints/{sprint_id}/#sprint-review")


def _above(goal: Goal, key: str) -> Goal:
    """The goal of this key that the goal serves. Raises Refused. One query."""
    product, number = split_key(key) or ("", 0)
    links = Link.objects.filter(child_id=goal.pk, parent__level__gt=levels.VISION, product__key=product)
    link = links.select_related("parent").filter(parent__number=number).first()
    if link is None:
        raise Refused("Choose a goal that this one serves; a vision has no confidence.")
    link.parent.product = goal.product
    return link.parent


def _refused(request: PersonRequest, key: str, sprint_id: int, text: str, status: int) -> HttpResponse:
    """The page of the sprint as it stands now, with the reason."""
    mine, sprint, former, following = sprint_for(request.user, key, sprint_id)
    context = sprint_context(mine, sprint, former=former, following=following, review_error=text)
    return render(request, "sprints/sprint.html", context, status=status)


def _tell(request: PersonRequest, goal: Goal, written: SprintReview, text: str) -> None:
    """Leave a notice for the next page, which offers to take the step back."""
    events = [e for e in getattr(written.latest_change, "events", []) if e.subject == "sprintreview"]
    messages.success(request, text, extra_tags=f"/g/{goal.key}/undo/ {events[-1].pk}" if events else "")
