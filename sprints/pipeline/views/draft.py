"""The steps of a draft in the pipeline, and editing it in place there."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.goals.fetch import goal_or_404
from goalchain.goals.fields import field_of
from goalchain.goals.models import Goal
from goalchain.goals.views.edit import Place, editing
from goalchain.goals.views.responses import quicker, saved
from goalchain.lib.answers import version_in
from goalchain.lib.inline import inline
from goalchain.products.errors import Refused, Stale
from goalchain.products.fetch import membership_or_404

from ...models import Shaping, SprintGoal
from ..page import FIELDS, pipeline_context, shown, width_asked
from ..steps import put_first


def pipeline_url(goal: Goal) -> str:
    """Where a page without htmx goes on."""
    return f"{reverse('pipeline', args=[goal.product.key])}#draft-{goal.number}"


PIPELINE = Place(
    shown,
    lambda goal, field: f"/g/{goal.key}/pipeline/fields/{field.name}/?shown",
    pipeline_url,
    "sprints",
    lambda goal: f"draft-{goal.number}-field-%s",
)


def sprint_goal_or_404(request: PersonRequest, key: str) -> SprintGoal:
    """The sprint goal of this key. Raises Http404 for what takes no part in the pipeline. One query."""
    goal = goal_or_404(request.user, key, parents=request.method == "POST")
    if not isinstance(goal, SprintGoal) or not goal.access.read_planning:
        raise Http404(f"There is no sprint goal {key} that you may plan.")
    return goal


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, key: str, name: str) -> HttpResponse:
    """GET: the editor of a field of the draft, or with `?shown` the field as it is shown. POST: save it."""
    goal = sprint_goal_or_404(request, key)
    field = field_of(goal, name) if name in FIELDS else None
    if field is None:
        raise Http404(f"The pipeline has no field {name}.")
    if "shown" in request.GET and request.htmx and request.method != "POST":
        return HttpResponse(inline(shown(goal, field)))
    return editing(request, key, name, PIPELINE)


def _step(
    request: PersonRequest, key: str, step: Callable[[SprintGoal, int], str], *, decides: bool = False
) -> HttpResponse:
    """Take a step with the goal, onto the version that was read; `step` says what it did."""
    goal = sprint_goal_or_404(request, key)
    (goal.access.require_decide if decides else goal.access.require_edit)(goal.level)
    try:
        text = step(goal, version_in(request))
    except Refused as refusal:
        return _refused(request, goal, refusal.message, 422)
    except Stale:
        return _refused(request, goal, quicker(goal), 409)
    return saved(request, goal, text, to=pipeline_url(goal))


def _refused(request: PersonRequest, goal: Goal, text: str, status: int) -> HttpResponse:
    """The reason as a notice, beside the pipeline as it is now; in a whole page without htmx."""
    if request.htmx:
        words = {"text": text, "level": "error"}
        response = HttpResponse(render_to_string("parts/_toast_oob.html", words, request=request), status=status)
        response["HX-Trigger"] = "goal-changed"
        return response
    mine = membership_or_404(request.user, goal.product.key)
    context = pipeline_context(mine, width_asked(""), trouble=text)
    return render(request, "sprints/pipeline.html", context, status=status)


@require_POST
def agreement(request: PersonRequest, key: str) -> HttpResponse:
    """Agree this draft as the goal of its sprint; the others stay drafts."""

    def agree(goal: SprintGoal, version: int) -> str:
        goal.agree(by=request.user, version=version)
        return f"{key} is the goal of {goal.sprint}." if goal.sprint else f"{key} is agreed."

    return _step(request, key, agree, decides=True)


@require_POST
def shaping(request: PersonRequest, key: str) -> HttpResponse:
    """Note that the draft was shaped with the team, as it was read."""

    def shape(goal: SprintGoal, version: int) -> str:
        Shaping.record(goal, by=request.user, version=version)
        return f"{key} is shaped with the team."

    return _step(request, key, shape)


@require_POST
def reshaping(request: PersonRequest, key: str) -> HttpResponse:
    """Note that the draft has to be shaped with the team again."""

    def reshape(goal: SprintGoal, version: int) -> str:
        Shaping.take_back(goal, by=request.user, version=version)
        return f"{key} is to be shaped with the team again."

    return _step(request, key, reshape)


@require_POST
def precedence(request: PersonRequest, key: str) -> HttpResponse:
    """Put the draft first among those of its sprint."""

    def lead(goal: SprintGoal, version: int) -> str:
        put_first(goal, by=request.user, version=version)
        return f"{key} is the first draft of {goal.sprint}."

    return _step(request, key, lead)


@require_POST
def postponement(request: PersonRequest, key: str) -> HttpResponse:
    """Move the draft on to the next sprint of its team."""

    def postpone(goal: SprintGoal, version: int) -> str:
        return f"{key} is a draft for {goal.postpone(by=request.user, version=version)} now."

    return _step(request, key, postpone)
