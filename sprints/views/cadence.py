"""A team's cadence, in the settings of a product."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from goalchain.accounts.http import PersonRequest
from goalchain.products.access import PLAN_SPRINTS
from goalchain.products.errors import Refused, Stale
from goalchain.products.fetch import held_membership_or_404, membership_or_404
from goalchain.products.forms import add_refusal
from goalchain.products.hold import mark_of, require_mark
from goalchain.products.models import Membership, Team
from goalchain.products.pages import product_context

from ..fetch import team_or_404
from ..forms import CadenceForm
from ..models import Cadence
from ..models.cadence import Planned
from ..wording import rhythm_said


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def cadence(request: PersonRequest, key: str, team_id: int) -> HttpResponse:
    """GET: the form. POST: keep this cadence and plan a year ahead, onto what was read."""
    if request.method == "POST":
        return _save(request, key, team_id)
    mine = membership_or_404(request.user, key)
    mine.access.require(PLAN_SPRINTS)
    team = team_or_404(mine.product, team_id)
    stored = kept(team)
    words = {"kind": "scrum", "starts_on": mine.product.today()} if stored is None else stored.facts()
    return _page(request, mine, team, CadenceForm(initial=words))


@transaction.atomic
def _save(request: PersonRequest, key: str, team_id: int) -> HttpResponse:
    mine = held_membership_or_404(request.user, key)
    mine.access.require(PLAN_SPRINTS)
    team, form, read = team_or_404(mine.product, team_id), CadenceForm(request.POST), request.POST.get("read", "")
    if not form.is_valid():
        return _page(request, mine, team, form, read=read, status=422)
    try:
        require_mark(Kept(team), read)
        done = Cadence.keep(team, by=request.user, today=mine.product.today(), **form.cleaned_data)
    except Stale:
        return _page(request, mine, team, form, clash=True, status=409)
    except Refused as refusal:
        add_refusal(form, refusal)
        return _page(request, mine, team, form, read=read, status=422)
    messages.success(request, said(done))
    return redirect(f"{reverse('teams', args=[key])}#team-{team.pk}")


def said(done: Planned) -> str:
    """What a change of cadence did, as people say it."""
    if not done.made and not done.removed:
        return "Nothing changed: the sprints are planned already."
    planned = f"{done.made} sprint{'' if done.made == 1 else 's'} planned"
    if done.until:
        planned += f", until {done.until.day} {done.until:%B} {done.until.year}"
    return planned + (f". {done.removed} without a goal went." if done.removed else ".")


class Kept:
    """A team's cadence, or that it has none yet, as a form holds on to it."""

    def __init__(self, team: Team) -> None:
        self.cadence = kept(team)

    def facts(self) -> dict[str, object]:
        """The facts of the cadence; none without one."""
        return self.cadence.facts() if self.cadence else {}


def kept(team: Team) -> Cadence | None:
    """The team's cadence. No query after `team_or_404`."""
    found: Cadence | None = getattr(team, "cadence", None)
    return found


def _page(
    request: PersonRequest,
    mine: Membership,
    team: Team,
    form: CadenceForm,
    *,
    read: str = "",
    clash: bool = False,
    status: int = 200,
) -> HttpResponse:
    context = product_context(
        mine.product,
        mine.access,
        "settings",
        team=team,
        cadence=kept(team),
        cadence_said=rhythm_said(kept(team)),
        form=form,
        read=read or mark_of(Kept(team)),
        clash=clash,
    )
    return render(request, "sprints/cadence.html", context, status=status)
