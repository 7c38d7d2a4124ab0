"""A product's settings: its name, its levels, and the ways to its teams, its import and its end."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goalchain.accounts.http import PersonRequest

from ..access import MANAGE
from ..errors import Refused, Stale
from ..fetch import held_membership_or_404, membership_or_404
from ..forms import SettingsForm, add_refusal
from ..hold import mark_of, require_mark
from ..models import Membership
from ..pages import product_context
from ..presets import PRESETS


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the settings, read only for who may not manage the product. POST: save them."""
    if request.method == "POST":
        return _save(request, key)
    mine = membership_or_404(request.user, key)
    return _page(request, mine, SettingsForm(initial=mine.product.facts()))


@transaction.atomic
def _save(request: PersonRequest, key: str) -> HttpResponse:
    mine = held_membership_or_404(request.user, key)
    mine.access.require(MANAGE)
    form = SettingsForm(request.POST)
    if not form.is_valid():
        return _page(request, mine, form, read=request.POST.get("read", ""), status=422)
    try:
        require_mark(mine.product, request.POST.get("read", ""))
    except Stale:
        return _page(request, mine, form, clash=True, status=409)
    try:
        if mine.product.redescribe(by=request.user, **form.facts()):
            messages.success(request, "Saved.")
    except Refused as refusal:
        add_refusal(form, refusal)
        mine.product.refresh_from_db()
        return _page(request, mine, form, status=422)
    return redirect("settings", key)


def _page(
    request: PersonRequest,
    mine: Membership,
    form: SettingsForm,
    *,
    read: str = "",
    clash: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The page. With `clash`, it shows what is stored beside what was typed, and saving again is a decision."""
    context = product_context(
        mine.product,
        mine.access,
        "settings",
        form=form,
        presets=PRESETS.values(),
        preset=PRESETS[mine.product.preset],
        read=read or mark_of(mine.product),
        clash=clash,
    )
    return render(request, "products/settings.html", context, status=status)
