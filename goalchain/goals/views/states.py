"""Agreement, activation, outcome and the rest: a goal's way from draft to closed, and out of the chain and back."""

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import version_in, version_kept
from goalchain.products.errors import Refused, Stale

from ..fetch import goal_or_404
from ..fields import LongField
from ..impact.reads import impact_of
from ..models import Goal, Link
from ..models.goal import Outcome
from .asking import Question, ask, is_sure
from .responses import quicker, refused, saved

STATE = "goals/_state.html"


def _decision(
    request: PersonRequest, key: str, decide: Callable[[Goal, int], None], text: str | Callable[[Goal], str]
) -> HttpResponse:
    goal = goal_or_404(request.user, key)
    goal.access.require_decide(goal.level)
    try:
        decide(goal, version_in(request))
    except (Refused, Stale) as error:
        return refused(request, goal_or_404(request.user, key), STATE, error, "state_error")
    return _state(request, goal, text if isinstance(text, str) else text(goal))


def _state(request: PersonRequest, goal: Goal, text: str) -> HttpResponse:
    context = {"goal": goal, "can_decide": goal.access.decide_level(goal.level)}
    html = render_to_string(STATE, context, request=request) if request.htmx else ""
    return saved(request, goal, text, html)


@require_POST
def agreement(request: PersonRequest, key: str) -> HttpResponse:
    """Agree the wording that was read."""
    return _decision(request, key, lambda g, v: g.agree(by=request.user, version=v), f"{key} is agreed.")


@require_POST
def withdrawal(request: PersonRequest, key: str) -> HttpResponse:
    """Return the goal to draft."""
    return _decision(request, key, lambda g, v: g.withdraw(by=request.user, version=v), f"{key} is a draft again.")


@require_POST
def activation(request: PersonRequest, key: str) -> HttpResponse:
    """Begin the work."""
    return _decision(request, key, lambda g, v: g.activate(by=request.user, version=v), f"{key} is active.")


@require_POST
def reopening(request: PersonRequest, key: str) -> HttpResponse:
    """Open a closed goal again."""
    return _decision(request, key, lambda g, v: g.reopen(by=request.user, version=v), f"{key} is active again.")


@require_POST
def archive(request: PersonRequest, key: str) -> HttpResponse:
    """Take the goal out of the chain, and say what it leaves behind.

    Where something hangs on it, that is told first, and the goal archived when the person is sure.
    """
    goal = goal_or_404(request.user, key)
    goal.access.require_decide(goal.level)
    version, sure = version_in(request), is_sure(request)
    if not sure and goal.archived_at is None and impact_of(goal):
        return ask(request, goal, _archiving(goal), version)
    try:
        goal.archive(by=request.user, version=version)
    except (Refused, Stale) as error:
        goal = goal_or_404(request.user, key)
        if sure:
            return ask(request, goal, _archiving(goal), goal.version, error)
        return refused(request, goal, STATE, error, "state_error")
    text = f"{key} is archived.{_left_behind(goal)}"
    # The dialog goes; the page around it asks for its regions again.
    return saved(request, goal, text) if sure else _state(request, goal, text)


def _archiving(goal: Goal) -> Question:
    return Question(
        f"Archive {goal.key}",
        "archive",
        f"/g/{goal.key}/archive/",
        f"archive-{goal.key}",
        after="It leaves the chain with its links, and nothing of it is lost: it can be restored at any time.",
        lone_words="These would lose their only parent:",
    )


def _left_behind(goal: Goal) -> str:
    """How many goals served an archived goal and now lack it. One query."""
    links = Link.objects.filter(parent_id=goal.pk, child__archived_at=None).readable(goal.access.read_planning)
    match links.count():
        case 0:
            return ""
        case 1:
            return " One goal that served it has this parent no longer."
        case count:
            return f" {count} goals that served it have this parent no longer."


@require_POST
def restoration(request: PersonRequest, key: str) -> HttpResponse:
    """Bring an archived goal back."""
    return _decision(request, key, lambda g, v: g.restore(by=request.user, version=v), f"{key} is back in the chain.")


class OutcomeForm(forms.Form):
    """What became of the goal."""

    outcome = forms.ChoiceField(choices=Outcome.choices, widget=forms.RadioSelect)
    learning = LongField(
        label="What did you learn?",
        help_text="One or two sentences that the next goal can build on. An abandoned goal says why.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the form that closes the goal. POST: close it with its outcome and learning."""
    goal = goal_or_404(request.user, key)
    goal.access.require_decide(goal.level)
    form = OutcomeForm(request.POST if request.method == "POST" else None, initial={"learning": goal.learning})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                goal.close(by=request.user, version=version_in(request), **form.cleaned_data)
            except Refused as error:
                form.add_error(error.field if error.field in form.fields else None, error.message)
            except Stale:
                goal = goal_or_404(request.user, key)
                return _outcome_form(request, goal, form, 409, quicker(goal))
            else:
                return _state(request, goal, f"{goal.key} is closed: {goal.get_outcome_display().lower()}.")
    return _outcome_form(request, goal, form, status)


def _outcome_form(request: PersonRequest, goal: Goal, form: forms.Form, status: int, error: str = "") -> HttpResponse:
    context = {
        "goal": goal,
        "product": goal.product,
        "may": goal.access,
        "nav": "chain",
        "form": form,
        "version": version_kept(request, goal.version, status),
        "outcome_error": error,
        "impact": impact_of(goal),
    }
    template = "goals/_outcome.html" if request.htmx else "goals/outcome.html"
    return render(request, template, context, status=status)
