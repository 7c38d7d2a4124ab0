"""Teams and their sprints, in the settings of a product."""

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.products.access import PLAN_SPRINTS
from goalchain.products.errors import Refused, Stale
from goalchain.products.fetch import held_membership_or_404, membership_or_404
from goalchain.products.forms import add_refusal
from goalchain.products.hold import mark_of, require_mark
from goalchain.products.models import Membership, Team
from goalchain.products.pages import product_context

from ..fetch import team_or_404
from ..forms import SprintForm, TeamForm
from ..models import Sprint
from ..plan import plans_of, sprint_form


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def teams(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the teams with their sprints, in five queries. POST: a new team."""
    mine = membership_or_404(request.user, key)
    if request.method != "POST":
        return _teams_page(request, mine)
    mine.access.require(PLAN_SPRINTS)
    form = TeamForm(request.POST)
    if form.is_valid():
        try:
            team = Team.form(mine.product, form.cleaned_data["name"], by=request.user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return _at(key, team)
    return _teams_page(request, mine, form=form, status=422)


@login_required
@require_POST
def new_sprint(request: PersonRequest, key: str, team_id: int) -> HttpResponse:
    """Plan a sprint of a team."""
    mine = membership_or_404(request.user, key)
    mine.access.require(PLAN_SPRINTS)
    team = team_or_404(mine.product, team_id)
    form = sprint_form(team, request.POST)
    if form.is_valid():
        try:
            sprint = Sprint.plan(team, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return _at(key, sprint)
    return _teams_page(request, mine, planning=form, team=team, status=422)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def team(request: PersonRequest, key: str, team_id: int) -> HttpResponse:
    """GET: the form for a team's name. POST: save it onto what was read."""
    if request.method == "POST":
        return _save_team(request, key, team_id)
    mine = membership_or_404(request.user, key)
    mine.access.require(PLAN_SPRINTS)
    found = team_or_404(mine.product, team_id)
    return _edit_page(request, mine, found, TeamForm(initial={"name": found.name}))


@transaction.atomic
def _save_team(request: PersonRequest, key: str, team_id: int) -> HttpResponse:
    """Save a valid form onto what was read, or show it again: 422 with what is wrong, 409 with what is stored now."""
    mine = held_membership_or_404(request.user, key)
    mine.access.require(PLAN_SPRINTS)
    found, form, read = team_or_404(mine.product, team_id), TeamForm(request.POST), request.POST.get("read", "")
    if not form.is_valid():
        return _edit_page(request, mine, found, form, read=read, status=422)
    try:
        require_mark(found, read)
        found.rename(form.cleaned_data["name"], by=request.user)
    except Stale:
        return _edit_page(request, mine, found, form, clash=True, status=409)
    except Refused as refusal:
        add_refusal(form, refusal)
        found.refresh_from_db()
        return _edit_page(request, mine, found, form, read=read, status=422)
    return _at(mine.product.key, found)


def _at(key: str, found: Team | Sprint) -> HttpResponse:
    """Back to the list, where the browser shows the very team or sprint that was saved."""
    return redirect(f"{reverse('teams', args=[key])}#{found._meta.model_name}-{found.pk}")


def _teams_page(
    request: PersonRequest,
    mine: Membership,
    *,
    form: TeamForm | None = None,
    planning: SprintForm | None = None,
    team: Team | None = None,
    status: int = 200,
) -> HttpResponse:
    """All teams. `planning` is a form for a sprint of `team` that has something wrong with it. Two queries."""
    plans = plans_of(mine.product, mine.product.today())
    for plan in plans:
        if team is not None and plan.team.pk == team.pk:
            plan.form, plan.is_planning = planning, True
    context = product_context(
        mine.product, mine.access, "settings", plans=plans, form=form or TeamForm(auto_id="team-%s")
    )
    return render(request, "sprints/teams.html", context, status=status)


def _edit_page(
    request: PersonRequest,
    mine: Membership,
    found: Team,
    form: TeamForm,
    *,
    read: str = "",
    clash: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = product_context(
        mine.product, mine.access, "settings", found=found, form=form, read=read or mark_of(found), clash=clash
    )
    return render(request, "sprints/edit.html", context, status=status)
