"""/api/v1/share-links/, one link, and its revocation."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.products.access import MANAGE
from goalchain.products.fetch import membership_or_404
from goalchain.sharing.links.roadmaps import strict_filters
from goalchain.sharing.models import ShareLink

from .. import shapes
from ..answers import ApiView, Asked, answer, hashed, page
from ..fields import checked
from ..filters import ShareLinkFilter, filtered
from ..parsing import require_match
from ..schema import ETAG, IF_MATCH, PAGING, PRODUCT_QUERY
from ..schema_words import page_of
from ..talk_bodies import NewShareLink
from ..talk_words import SHARE_COLUMNS, shares_of
from .feedback import products_with
from .goals import goal_named


def own_links(request: Asked) -> Any:
    """The links of the products that the caller owns."""
    return ShareLink.objects.filter(product__in=products_with(request, MANAGE))


def told(pk: int) -> dict[str, Any]:
    """The link as it is stored now. One query."""
    (link,) = shares_of(list(ShareLink.objects.filter(pk=pk).values_list(*SHARE_COLUMNS)))
    return link


def tag_of(link: dict[str, Any]) -> str:
    """Its ETag: a link has no version. That somebody read the page is no change of it."""
    return hashed({name: value for name, value in link.items() if name not in ("address", "last_used_at")})


@extend_schema(tags=["sharing"])
class ShareLinks(ApiView):
    """Pages of a product for whoever holds the link."""

    @extend_schema(
        operation_id="list_share_links",
        parameters=[PRODUCT_QUERY, *PAGING],
        responses={200: page_of(shapes.SHARE_LINK)},
    )
    def get(self, request: Asked) -> HttpResponse:
        """Links of the products that the caller owns, revoked ones included, oldest first."""
        return page(request, filtered(ShareLinkFilter, request, own_links(request)), SHARE_COLUMNS, shares_of)

    @extend_schema(
        operation_id="make_share_link", request=NewShareLink, parameters=[ETAG], responses={201: shapes.NEW_SHARE_LINK}
    )
    def post(self, request: Asked) -> HttpResponse:
        """Make a link. Its address is in this answer and in no other: only its hash is stored."""
        words = checked(NewShareLink, request.data)
        membership = membership_or_404(request.user, words.pop("product"))
        membership.access.require(MANAGE)
        key = words.pop("goal", None)
        goal = goal_named(request.user, key, "goal") if key else None
        filters = strict_filters(membership.product.key, words.pop("filters"))
        link, token = ShareLink.share(
            membership.product,
            words.pop("kind"),
            by=request.user,
            goal=goal,
            filters=filters,
            is_frozen=words.pop("frozen"),
            **words,
        )
        made = told(link.pk) | {"address": request.build_absolute_uri(f"/s/{token}/")}
        where = request.build_absolute_uri(f"/api/v1/share-links/{link.pk}/")
        response = answer(made, status=201, etag=tag_of(made), location=where)
        response["Cache-Control"] = "no-store"
        return response


@extend_schema(tags=["sharing"])
class OneShareLink(ApiView):
    """One link."""

    @extend_schema(operation_id="read_share_link", parameters=[ETAG], responses={200: shapes.SHARE_LINK})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """What it shows, until when, and when it was last read."""
        rows = list(own_links(request).filter(pk=pk).values_list(*SHARE_COLUMNS))
        if not rows:
            raise Http404(f"There is no share link {pk} of yours.")
        (link,) = shares_of(rows)
        return answer(link, etag=tag_of(link))


@extend_schema(tags=["sharing"])
class ShareLinkRevocation(ApiView):
    """Make a link worth nothing."""

    @extend_schema(
        operation_id="revoke_share_link", request=None, parameters=[IF_MATCH, ETAG], responses={200: shapes.SHARE_LINK}
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Revoke the link: whoever opens it from now on is told so."""
        link = own_links(request).select_related("product", "goal").filter(pk=pk).first()
        if link is None:
            raise Http404(f"There is no share link {pk} of yours.")
        require_match(request, tag_of(told(pk)))
        link.revoke(by=request.user)
        revoked = told(pk)
        return answer(revoked, etag=tag_of(revoked))
