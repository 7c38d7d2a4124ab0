"""Invitations: the invited person's way in, and the owner's second thoughts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, login_required
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goalchain.accounts.http import PersonRequest

from ..access import MANAGE
from ..errors import Refused
from ..fetch import held_membership_or_404
from ..invitations import Invitation, digest_of
from ..mail import send_invitation
from ..models import Membership, Product
from .members import members_page

#: Where the session keeps the hash of the link that somebody came by.
CAME_BY = "invitation"


@login_not_required
@never_cache
@require_safe
def invitation_link(request: PersonRequest, token: str) -> HttpResponse:
    """Take the token out of the address at once, so that no log, history or referrer of the next pages holds it."""
    request.session[CAME_BY] = digest_of(token)
    response = redirect("invitation")
    response["Referrer-Policy"] = "no-referrer"
    return response


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: PersonRequest) -> HttpResponse:
    """GET: who invites to what; signing in comes first. POST: accept, and on to the product.

    A link that is used, revoked, over or made up looks the same for all: nobody learns which.
    """
    found = _came_by(request)
    if found is None:
        return render(request, "products/invitation_over.html", status=404)
    if request.method != "POST":
        return render(request, "products/invitation.html", {"invitation": found})
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("invitation"))
    try:
        found.accept(request.user)
    except Refused as refusal:
        return render(
            request, "products/invitation.html", {"invitation": found, "trouble": refusal.message}, status=422
        )
    del request.session[CAME_BY]
    messages.success(request, f"Welcome to {found.product.name}. This is its chain.")
    return redirect(found.product)


@login_required
@require_POST
def invitation_renewal(request: PersonRequest, key: str, invitation_id: int) -> HttpResponse:
    """Make a new link for a waiting invitation, mail it, and show it this once."""
    with transaction.atomic():
        mine, waiting = _waiting_or_404(request, key, invitation_id)
        token = waiting.renew(by=request.user)
    return members_page(request, mine, sent=send_invitation(request, waiting, token))


@login_required
@require_POST
@transaction.atomic
def invitation_revocation(request: PersonRequest, key: str, invitation_id: int) -> HttpResponse:
    """Make the link of a waiting invitation worth nothing."""
    mine, waiting = _waiting_or_404(request, key, invitation_id)
    waiting.revoke(by=request.user)
    messages.success(request, f"The invitation of {waiting.email} was revoked: its link no longer works.")
    return redirect("members", mine.product.key)


def _came_by(request: PersonRequest) -> Invitation | None:
    """The open invitation by whose link this visitor came."""
    digest = request.session.get(CAME_BY)
    if not digest:
        return None
    return Invitation.objects.open().select_related("product", "invited_by").filter(digest=digest).first()


def _waiting_or_404(request: PersonRequest, key: str, invitation_id: int) -> tuple[Membership, Invitation]:
    mine = held_membership_or_404(request.user, key)
    mine.access.require(MANAGE)
    product: Product = mine.product
    waiting = product.invitations.waiting().filter(pk=invitation_id).first()
    if waiting is None:
        raise Http404("There is no such invitation. It may have been accepted or revoked meanwhile.")
    waiting.product = product
    return mine, waiting
