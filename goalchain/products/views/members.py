"""Who belongs to a product: the list, adding, another role, taking out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from goalchain.accounts.http import PersonRequest
from goalchain.accounts.proof import proven_person

from ..access import MANAGE, Role
from ..errors import Refused, Stale
from ..fetch import held_membership_or_404, membership_or_404
from ..forms import MemberForm, RoleForm, add_refusal
from ..hold import mark_of, require_mark
from ..invitations import Invitation
from ..mail import Sent, send_invitation
from ..models import Membership, Product
from ..pages import product_context
from ..roles import ROLES

_ORDER = list(Role)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: PersonRequest, key: str) -> HttpResponse:
    """GET: who belongs to the product, in five queries. POST: add somebody or invite them, for who may manage it.

    The answer to an invitation shows its link, this once.
    """
    mine = membership_or_404(request.user, key)
    if request.method != "POST":
        return members_page(request, mine)
    mine.access.require(MANAGE)
    form = MemberForm(request.POST)
    if form.is_valid():
        try:
            who = _bring_in(request, mine.product, form.cleaned_data["email"], form.cleaned_data["role"])
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            if isinstance(who, Sent):
                return members_page(request, mine, sent=who)
            return redirect(f"{reverse('members', args=[key])}#member-{who.pk}")
    return members_page(request, mine, form=form, status=422)


@login_required
@require_POST
@transaction.atomic
def member_role(request: PersonRequest, key: str, member_id: int) -> HttpResponse:
    """Give a member another role, unless somebody else just did."""
    mine = held_membership_or_404(request.user, key)
    mine.access.require(MANAGE)
    member = _member_or_404(mine.product, member_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _member_answer(request, mine, member, " ".join(map(str, form.errors["role"])), 422)
    try:
        require_mark(member, request.POST.get("read", ""))
        member.change_role(form.cleaned_data["role"], by=request.user)
    except Refused as refusal:
        return _member_answer(request, mine, member, refusal.message, 422)
    except Stale:
        role = member.get_role_display().lower()
        return _member_answer(
            request, mine, member, f"Somebody made {member.user} {role} meanwhile. Choose again.", 409
        )
    return _member_answer(request, mine, member)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def member_removal(request: PersonRequest, key: str, member_id: int) -> HttpResponse:
    """GET: ask once more. POST: take the person out of the product."""
    mine = held_membership_or_404(request.user, key)
    mine.access.require(MANAGE)
    member = _member_or_404(mine.product, member_id)
    leaving = member.user_id == request.user.pk
    context = product_context(mine.product, mine.access, "members", member=member, leaving=leaving)
    if request.method != "POST":
        return render(request, "products/member_removal.html", context)
    try:
        member.end(by=request.user)
    except Refused as refusal:
        return render(request, "products/member_removal.html", context | {"trouble": refusal.message}, status=422)
    who = "You no longer belong" if leaving else f"{member.user} no longer belongs"
    messages.success(request, f"{who} to {mine.product.name}.")
    return redirect("home") if leaving else redirect("members", key)


def members_page(
    request: PersonRequest,
    mine: Membership,
    *,
    form: MemberForm | None = None,
    sent: Sent | None = None,
    touched: Membership | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole page. `trouble` is said beside the member `touched`. Two queries; one for who may not manage."""
    invitations = mine.product.invitations.waiting() if MANAGE in mine.access else Invitation.objects.none()
    members = sorted(
        mine.product.memberships.select_related("user"),
        key=lambda member: (_ORDER.index(Role(member.role)), str(member.user).casefold()),
    )
    for member in members:
        member.mark = mark_of(member)  # type: ignore[attr-defined]
    context = product_context(
        mine.product,
        mine.access,
        "members",
        members=members,
        invitations=invitations,
        roles=ROLES,
        form=form or MemberForm(),
        sent=sent,
        touched=touched,
        trouble=trouble,
    )
    response = render(request, "products/members.html", context, status=status)
    if sent:
        add_never_cache_headers(response)
    return response


def _bring_in(request: PersonRequest, product: Product, email: str, role: str) -> Membership | Sent:
    """Admit the person with this address at once, or invite the address. Raises Refused."""
    by = request.user
    person = proven_person(email)
    if person is not None:
        return product.admit(person, role, by=by)
    if product.memberships.filter(user__email=email).exists():
        raise Refused(f"{email} is a member already. Change the role in the list instead.", field="email")
    invitation, token = Invitation.invite(product, email, role, by=by)
    return send_invitation(request, invitation, token)


def _member_or_404(product: Product, member_id: int) -> Membership:
    member = product.memberships.select_related("user").filter(pk=member_id).first()
    if member is None:
        raise Http404("There is no such member. Somebody may have taken them out meanwhile.")
    member.product = product
    return member


def _member_answer(
    request: PersonRequest, mine: Membership, member: Membership, trouble: str = "", status: int = 200
) -> HttpResponse:
    """The member's row for htmx, the page or the way back to it otherwise."""
    said = f"{member.user} is {member.get_role_display().lower()} now."
    if not request.htmx:
        if trouble:
            return members_page(request, mine, touched=member, trouble=trouble, status=status)
        messages.success(request, said)
        return redirect("members", mine.product.key)
    if member.pk == mine.pk and not trouble:
        messages.success(request, said)
        return HttpResponseClientRefresh()
    member.mark = mark_of(member)  # type: ignore[attr-defined]
    context = {"member": member, "touched": member, "trouble": trouble, "roles": ROLES, "said": "" if trouble else said}
    more = {"may": mine.access, "product": mine.product}
    return render(request, "products/_member_answer.html", context | more, status=status)
