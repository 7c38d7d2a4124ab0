"""/api/v1/search/: everything that the caller may read and that holds some words."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.goals import levels
from goalchain.products.models import Membership
from goalchain.sharing.search.finding import Narrowed, find
from goalchain.sharing.search.found import Found, told
from goalchain.sharing.search.sources import KINDS
from goalchain.sharing.search.words import Wanted

from .. import search_shapes
from ..answers import ApiView, Asked, page_of_found
from ..problems import BadQuery
from ..schema import PAGING, SEARCH_QUERY
from ..schema_words import page_of


@extend_schema(tags=["search"])
class Search(ApiView):
    """The search."""

    @extend_schema(
        operation_id="search",
        parameters=[*SEARCH_QUERY, *PAGING],
        responses={200: page_of(search_shapes.FOUND)},
    )
    def get(self, request: Asked) -> HttpResponse:
        """What holds all of the words, the last of which may be only begun: the best first, a few hundred at most."""
        words = request.query_params
        wanted = Wanted.read(words.get("q", ""))
        narrowed = Narrowed(chosen(words, "kind", KINDS), chosen(words, "level", levels.LEVELS))
        members = Membership.objects.filter(user_id=request.user.pk, product__deleted_at=None).select_related("product")
        if key := words.get("product", ""):
            members = members.filter(product__key=key.replace("\0", ""))
        mine = list(members)
        products = {member.product_id: member.product for member in mine}
        rows = find(wanted, {member.product_id: member.access for member in mine}, narrowed, key)
        return page_of_found(request, rows, lambda shown: [said(one, request) for one in told(shown, wanted, products)])


def chosen(words: Any, name: str, choices: Any) -> str:
    """One of these words, or "" where none was sent. Raises BadQuery for any other."""
    word: str = words.get(name, "")
    if name in words and word not in choices:
        raise BadQuery({name: [f"“{word}” is none of {', '.join(choices)}."]})
    return word


def said(one: Found, request: Asked) -> dict[str, Any]:
    """One thing that was found, as the API tells it."""
    return {
        "kind": one.kind,
        "product": one.product.key,
        "goal": one.key or None,
        "level": one.level_name or None,
        "title": one.title,
        "excerpt": one.excerpt,
        "archived": one.is_archived,
        "page": request.build_absolute_uri(one.url),
    }
