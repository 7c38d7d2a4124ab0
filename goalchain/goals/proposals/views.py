"""Proposing a change of the goal above, reading a proposal, adopting and declining it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import version_in, version_kept
from goalchain.products.errors import Refused, Stale
from goalchain.products.forms import add_refusal
from goalchain.products.pages import product_context

from ..fetch import goal_or_404
from ..models import Event, Goal, Proposal
from ..models.proposal import Standing
from ..views.responses import quicker
from .forms import ProposalForm, RefusalForm
from .wording import proposal_told


def proposal_or_404(goal: Goal, proposal_id: int) -> Proposal:
    """A proposal for the goal that its reader may see, with its people. Raises Http404. One query."""
    found = Proposal.objects.filter(goal_id=goal.pk, pk=proposal_id).readable(goal.access)
    proposal = found.select_related("origin", "proposer").first()
    if proposal is None:
        raise Http404(f"There is no such proposal for {goal.key}.")
    proposal.goal, proposal.product, proposal.origin.product = goal, goal.product, goal.product
    return proposal


@require_http_methods(["GET", "HEAD", "POST"])
def new_proposal(request: PersonRequest, key: str, parent_key: str) -> HttpResponse:
    """GET: the form for another wording, date or state of a goal above. POST: propose it, onto what was read.

    `?follows=` names the adopted proposal for this goal that leads to it.
    """
    origin = goal_or_404(request.user, key)
    origin.access.require_edit(origin.level)
    goal = goal_or_404(request.user, parent_key)
    if goal.product_id != origin.product_id or not origin.up_links.filter(parent_id=goal.pk).exists():
        raise Http404(f"{key} does not serve {parent_key}.")
    if request.method != "POST":
        return _form(request, origin, goal, ProposalForm.about(goal))
    form = ProposalForm.about(goal, request.POST)
    if not form.is_valid():
        return _form(request, origin, goal, form, 422)
    try:
        proposal = Proposal.suggest(
            goal,
            origin=origin,
            reason=form.cleaned_data["reason"],
            by=request.user,
            version=version_in(request, "goal_version"),
            follows=_followed(request, origin),
            **form.changes(),
        )
    except Refused as refusal:
        add_refusal(form, refusal)
        return _form(request, origin, goal, form, 422)
    except Stale:
        goal = goal_or_404(request.user, parent_key)
        return _form(request, origin, goal, form, 409, clash=quicker(goal))
    _tell(request, proposal, f"Proposed. The product owner finds it at {goal.key}.")
    return redirect(f"/g/{goal.key}/proposals/{proposal.pk}/")


def _followed(request: PersonRequest, origin: Goal) -> Proposal | None:
    """The adopted proposal that the form names. One query; none without."""
    number = request.POST.get("follows", "")
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Proposal.objects.filter(pk=number, goal_id=origin.pk, standing=Standing.ADOPTED).first()


def _form(
    request: PersonRequest, origin: Goal, goal: Goal, form: forms.Form, status: int = 200, clash: str = ""
) -> HttpResponse:
    words = request.POST if request.method == "POST" else request.GET
    context = product_context(
        goal.product,
        goal.access,
        "chain",
        goal=goal,
        origin=origin,
        form=form,
        clash=clash,
        version=version_kept(request, goal.version, status, "goal_version"),
        follows=words.get("follows", ""),
    )
    return render(request, "goals/new_proposal.html", context, status=status)


@require_safe
def proposal(request: PersonRequest, key: str, proposal_id: int) -> HttpResponse:
    """A proposal, what it would change, and what became of it. Six queries."""
    goal = goal_or_404(request.user, key)
    return _page(request, proposal_or_404(goal, proposal_id))


def _page(
    request: PersonRequest, found: Proposal, status: int = 200, form: RefusalForm | None = None, error: str = ""
) -> HttpResponse:
    goal = found.goal
    climbs = []
    if found.standing == Standing.ADOPTED and goal.access.edit_level(goal.level):
        climbs = list(Goal.objects.filter(down_links__child=goal.pk).live().in_order())
        for above in climbs:
            above.product = goal.product
    context = product_context(
        goal.product,
        goal.access,
        "chain",
        goal=goal,
        told=proposal_told(found, goal),
        proposal=found,
        climbs=climbs,
        form=form or RefusalForm(),
        read=version_kept(request, found.version, status, "read"),
        error=error,
    )
    return render(request, "goals/proposal.html", context, status=status)


@require_POST
def adoption(request: PersonRequest, key: str, proposal_id: int) -> HttpResponse:
    """Do what is proposed, onto the wording that was read."""
    goal = goal_or_404(request.user, key)
    found = proposal_or_404(goal, proposal_id)
    goal.access.require_decide(goal.level)
    try:
        found.adopt(
            by=request.user, version=version_in(request, "read"), goal_version=version_in(request, "goal_version")
        )
    except (Refused, Stale) as error:
        return _refused(request, key, proposal_id, error)
    return _done(request, found, f"Adopted: {goal.key} is as proposed.")


@require_POST
def refusal(request: PersonRequest, key: str, proposal_id: int) -> HttpResponse:
    """Leave the goal as it is, with the reason."""
    goal = goal_or_404(request.user, key)
    found = proposal_or_404(goal, proposal_id)
    goal.access.require_decide(goal.level)
    form = RefusalForm(request.POST)
    if not form.is_valid():
        return _page(request, found, 422, form)
    try:
        found.decline(form.cleaned_data["reason"], by=request.user, version=version_in(request, "read"))
    except (Refused, Stale) as error:
        return _refused(request, key, proposal_id, error, form)
    return _done(request, found, f"Declined: {goal.key} stays as it is.")


def _refused(
    request: PersonRequest, key: str, proposal_id: int, error: Refused | Stale, form: RefusalForm | None = None
) -> HttpResponse:
    """A verb said no: how it stands now, with the reason. What was typed stays."""
    goal = goal_or_404(request.user, key)
    status = 409 if isinstance(error, Stale) else 422
    text = error.message if isinstance(error, Refused) else f"{quicker(goal)}"
    if request.htmx:
        toast = render_to_string("parts/_toast_oob.html", {"text": text, "level": "error"}, request=request)
        return HttpResponse(toast, status=status, headers={"HX-Trigger": "goal-changed"})
    return _page(request, proposal_or_404(goal, proposal_id), status, form, text)


def _done(request: PersonRequest, found: Proposal, text: str) -> HttpResponse:
    """After a decision: by htmx a toast, else the proposal's page with the notice."""
    if not request.htmx:
        _tell(request, found, text)
        return redirect(found)
    event = _event_of(found)
    words = {"text": text, "undo_url": f"/g/{found.goal.key}/undo/", "undo_event": event.pk if event else ""}
    toast = render_to_string("parts/_toast_oob.html", words, request=request)
    return HttpResponse(toast, headers={"HX-Trigger": "goal-changed"})


def _tell(request: PersonRequest, found: Proposal, text: str) -> None:
    """Leave a notice for the next page, which offers to take the step back."""
    event = _event_of(found)
    messages.success(request, text, extra_tags=f"/g/{found.goal.key}/undo/ {event.pk}" if event else "")


def _event_of(found: Proposal) -> Event | None:
    """The event that the last verb on this instance wrote. No query."""
    told_of: list[Any] = [e for e in getattr(found.latest_change, "events", []) if e.subject == "proposal"]
    return told_of[-1] if told_of else None
