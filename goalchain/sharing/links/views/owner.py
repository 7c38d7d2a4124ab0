"""The owner's page of links: what is shared, with whom one cannot know, until when, and when it was last read."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.products.access import MANAGE
from goalchain.products.errors import Refused
from goalchain.products.fetch import membership_or_404
from goalchain.products.forms import add_refusal
from goalchain.products.models import Membership
from goalchain.products.pages import product_context
from roadmap.filters import wanted

from ..forms import FROZEN, ShareForm
from ..models import SHOWABLE, Kind, ShareLink
from ..roadmaps import filters_said, left_out, wanted_of

LINKS_A_PAGE = 50


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def shares(request: PersonRequest, key: str) -> HttpResponse:
    """The links and the form for another. The answer to a POST shows the new link, and nothing does again.

    `?kind=trace&goal=BIKE-12` and `?kind=roadmap&filters=…` fill the form in. Five queries.
    """
    mine = membership_or_404(request.user, key)
    mine.access.require(MANAGE)
    if request.method != "POST":
        return _page(request, mine, ShareForm(mine.product, mine.access, initial=_begun(request, mine)))
    form = ShareForm(mine.product, mine.access, request.POST)
    if form.is_valid():
        try:
            link, token = _share(request, mine, form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            fresh = ShareForm(mine.product, mine.access)
            path = f"/s/{token}/"
            address = request.build_absolute_uri(path)
            return _page(request, mine, fresh, made=link, path=path, address=address, left_out=left_out(link))
    return _page(request, mine, form, status=422)


def _share(request: PersonRequest, mine: Membership, words: dict[str, Any]) -> tuple[ShareLink, str]:
    told = {name: words[name] for name in ("name", "goal", "filters", "shows", "days", "password")}
    return ShareLink.share(mine.product, words["kind"], by=request.user, is_frozen=words["time"] == FROZEN, **told)


def _begun(request: PersonRequest, mine: Membership) -> dict[str, Any]:
    """What the form holds when one comes from the page that is to be shared."""
    kind = request.GET.get("kind", "")
    goal = request.GET.get("goal", "")[:20]
    if kind not in Kind.values:
        kind = Kind.ROADMAP
    filters = request.GET.get("filters", "")[:300]
    names = {
        Kind.ROADMAP: f"Roadmap of {mine.product.name}",
        Kind.RELEASES: f"Releases of {mine.product.name}",
        Kind.TRACE: f"Why and how: {goal}" if goal else "",
    }
    asked = wanted(mine.product.key, QueryDict(filters))
    # Where owners are what the roadmap is looked at by, the link is worth little without them.
    owner = ["owner"] if asked.group == "owner" or asked.owner is not None else []
    shows = ["dates", *owner, "metrics", "features"]
    return {"kind": kind, "goal": goal, "filters": filters, "name": names[Kind(kind)][:100], "shows": shows}


@login_required
@require_POST
@transaction.atomic
def share_revocation(request: PersonRequest, key: str, share_id: int) -> HttpResponse:
    """Make a link worth nothing, at once."""
    mine = membership_or_404(request.user, key)
    mine.access.require(MANAGE)
    link = mine.product.share_links.filter(pk=share_id).select_related("goal").first()
    if link is None:
        raise Http404(f"{mine.product.name} has no such link.")
    link.product = mine.product
    try:
        link.revoke(by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"“{link.name}” is revoked: whoever opens the link is told so.")
    return redirect("shares", mine.product.key)


def _page(request: PersonRequest, mine: Membership, form: ShareForm, *, status: int = 200, **more: Any) -> HttpResponse:
    links = ShareLink.objects.filter(product=mine.product).select_related("goal", "created_by").order_by("-id")
    page = Paginator(links, LINKS_A_PAGE).get_page(request.GET.get("page"))
    rows = []
    for link in page:
        link.product = mine.product
        if link.goal:
            link.goal.product = mine.product
        filters = filters_said(link) if link.kind == Kind.ROADMAP else ""
        rows.append({"link": link, "filters": filters, "query": wanted_of(link).query})
    filters = str(form["filters"].value() or "")
    told = filters_said(ShareLink(product=mine.product, filters=filters, shows=list(SHOWABLE))) if filters else ""
    more |= {"page": page, "rows": rows, "told_filters": told}
    context = product_context(mine.product, mine.access, "settings", form=form, **more)
    return render(request, "sharing/shares.html", context, status=status)
