"""The checkpoint of a release: written down when it ships, corrected later, taken back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.goals.impact.reads import impact_of
from goalchain.goals.models import Event
from goalchain.goals.views.responses import saved
from goalchain.lib.answers import version_in, version_kept
from goalchain.lib.text import ago
from goalchain.products.errors import Refused, Stale
from goalchain.products.forms import add_refusal
from goalchain.products.pages import product_context

from ..models import ReleaseGoal
from ..releases.checkpoint import Checkpoint
from ..releases.fetch import editable_release_or_404
from ..releases.forms import CheckpointForm, initial_of
from ..releases.page import checkpoint_context, release_context, release_url
from ..releases.reads import checkpoint_of


@require_http_methods(["GET", "HEAD", "POST"])
def checkpoint(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """GET: the form, or with `?shown` the checkpoint as it is shown. POST: write it down, or correct the one that was
    read; a clash shows who was quicker, with the person's own words still in the form."""
    goal = editable_release_or_404(request.user, key, number)
    stored = checkpoint_of(goal)
    if request.method != "POST":
        if "shown" in request.GET and request.htmx:
            return HttpResponse(_display(request, goal, stored))
        initial = initial_of(stored) if stored else {"shipped_on": goal.product.today()}
        return _form(request, goal, stored, CheckpointForm(goal.product, initial=initial))
    form = CheckpointForm(goal.product, request.POST)
    if not form.is_valid():
        return _form(request, goal, stored, form, 422)
    try:
        changed = _save(request, goal, stored, form.cleaned_data)
    except Refused as refusal:
        add_refusal(form, refusal)
        return _form(request, goal, stored, form, 422)
    except Stale:
        return _form(request, goal, checkpoint_of(goal), form, 409, clash=_clash(goal))
    text = "Checkpoint saved." if changed else "Nothing changed."
    return _answer(request, goal, text, undoable=changed)


def _save(request: PersonRequest, goal: ReleaseGoal, stored: Checkpoint | None, words: dict[str, Any]) -> bool:
    """Hold or correct. Returns whether anything changed. Raises Stale when what was read is not what is stored."""
    if stored is None and version_in(request, "read") == 0:
        kept = Checkpoint.hold(goal, by=request.user, **words)
        goal.latest_change = kept.latest_change
        return True
    if stored is None:
        raise Stale(version_in(request, "read"))
    changed = stored.correct(by=request.user, version=version_in(request, "read"), **words)
    goal.latest_change = stored.latest_change
    return changed


@require_POST
def removal(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Take the checkpoint back: the release has not shipped after all."""
    goal = editable_release_or_404(request.user, key, number)
    stored = checkpoint_of(goal)
    if stored is None:
        return _answer(request, goal, "There is no checkpoint any more.", undoable=False)
    try:
        stored.take_back(by=request.user, version=version_in(request, "read"))
    except Refused as refusal:
        return _refused(request, goal, refusal.message, 422)
    except Stale:
        by = _clash(goal)["by"]
        words = f"{by} changed the checkpoint while you were reading it. This is how it stands now; choose again."
        return _refused(request, goal, words, 409)
    goal.latest_change = stored.latest_change
    return _answer(request, goal, "The checkpoint is taken back.", undoable=True)


def _clash(goal: ReleaseGoal) -> dict[str, Any]:
    """Who changed the checkpoint since it was read, and when. One query."""
    events = Event.objects.filter(goal_id=goal.pk, subject="checkpoint").select_related("actor")
    event = events.order_by("-id").first()
    return {"by": event.actor if event and event.actor else "Somebody", "at": ago(event.at) if event else ""}


def _display(request: PersonRequest, goal: ReleaseGoal, stored: Checkpoint | None) -> str:
    can_edit = goal.access.edit_level(goal.level) and goal.archived_at is None
    context = {"goal": goal, "product": goal.product, **checkpoint_context(goal, stored, can_edit=can_edit)}
    return render_to_string("roadmap/_checkpoint.html", context, request=request)


def _answer(request: PersonRequest, goal: ReleaseGoal, text: str, *, undoable: bool) -> HttpResponse:
    html = _display(request, goal, checkpoint_of(goal)) if request.htmx else ""
    return saved(request, goal, text, html, undoable=undoable, to=release_url(goal))


def _refused(request: PersonRequest, goal: ReleaseGoal, text: str, status: int) -> HttpResponse:
    if not request.htmx:
        return render(request, "roadmap/release.html", release_context(goal, checkpoint_error=text), status=status)
    stored = checkpoint_of(goal)
    context = {"goal": goal, "product": goal.product, "checkpoint_error": text}
    context |= checkpoint_context(goal, stored, can_edit=goal.archived_at is None)
    return render(request, "roadmap/_checkpoint.html", context, status=status)


def _form(
    request: PersonRequest,
    goal: ReleaseGoal,
    stored: Checkpoint | None,
    form: CheckpointForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The form in the place of the checkpoint, or as a page. After a clash it carries the version that is stored, so
    that saving again is a decision."""
    url = release_url(goal)
    context = product_context(
        goal.product,
        goal.access,
        "releases",
        goal=goal,
        form=form,
        checkpoint=stored,
        action=f"{url}checkpoint/",
        back=f"{url}checkpoint/?shown" if request.htmx else url,
        impact=None if stored else impact_of(goal),
        read=version_kept(request, stored.version if stored else 0, status, "read"),
        **more,
    )
    template = "roadmap/_checkpoint_form.html" if request.htmx else "roadmap/release_checkpoint.html"
    return render(request, template, context, status=status)
