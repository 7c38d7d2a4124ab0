"""/api/v1/links/ and one link."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.goals.fetch import goal_or_404
from goalchain.goals.models import Goal, Link

from .. import shapes
from ..answers import ApiView, Asked, answer, page
from ..bodies import LinkChange, NewLink
from ..fields import checked
from ..filters import LinkFilter, filtered
from ..parsing import match_if_sent, require_match
from ..representations import LINK_COLUMNS, links_of
from ..schema import ETAG, IF_MATCH, LINK_QUERY, OPTIONAL_IF_MATCH, PAGING
from ..schema_words import page_of
from .goals import goal_named


def visible_links(user: Any) -> Any:
    """The live links of the caller's products; those of draft sprint goals only for planners."""
    return Link.objects.live().filter(child__in=Goal.objects.visible_to(user).values("pk"))


def answer_link(child: Goal, parent_id: int, request: Asked, status: int = 200) -> HttpResponse:
    """The link as it is stored now; its ETag is the child's version. One query."""
    rows = list(Link.objects.filter(child_id=child.pk, parent_id=parent_id).values_list(*LINK_COLUMNS))
    (link,) = links_of(rows)
    where = request.build_absolute_uri(f"/api/v1/links/{link['id']}/") if status == 201 else None
    return answer(link, status=status, etag=str(link["version"]), location=where)


@extend_schema(tags=["links"])
class Links(ApiView):
    """Links of the caller's products."""

    @extend_schema(operation_id="list_links", parameters=[*LINK_QUERY, *PAGING], responses={200: page_of(shapes.LINK)})
    def get(self, request: Asked) -> HttpResponse:
        """Links between live goals, oldest first."""
        links = filtered(LinkFilter, request, visible_links(request.user))
        return page(request, links, LINK_COLUMNS, links_of)

    @extend_schema(
        operation_id="make_link",
        request=NewLink,
        parameters=[OPTIONAL_IF_MATCH, ETAG],
        responses={201: shapes.LINK},
    )
    def post(self, request: Asked) -> HttpResponse:
        """Let a goal serve another. This changes the child: If-Match, if sent, is held against its version."""
        words = checked(NewLink, request.data)
        child = goal_or_404(request.user, words["child"])
        child.access.require_edit(child.level)
        match_if_sent(request, str(child.version))
        parent = goal_named(request.user, words["parent"], "parent")
        child.link(parent, words["rationale"], by=request.user, version=child.version)
        return answer_link(child, parent.pk, request, status=201)


@extend_schema(tags=["links"])
class OneLink(ApiView):
    """One link. Its ETag is the version of its child, which is what a change of it changes."""

    @extend_schema(operation_id="read_link", parameters=[ETAG], responses={200: shapes.LINK})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """One link."""
        rows = list(visible_links(request.user).filter(pk=pk).values_list(*LINK_COLUMNS))
        if not rows:
            raise Http404(f"There is no link {pk} that you may see.")
        (link,) = links_of(rows)
        return answer(link, etag=str(link["version"]))

    @extend_schema(
        operation_id="change_link", request=LinkChange, parameters=[IF_MATCH, ETAG], responses={200: shapes.LINK}
    )
    def patch(self, request: Asked, pk: int) -> HttpResponse:
        """Give the link another rationale."""
        child, parent = self._ends(request, pk)
        words = checked(LinkChange, request.data)
        child.explain(parent, words["rationale"], by=request.user, version=child.version)
        return answer_link(child, parent.pk, request)

    @extend_schema(operation_id="delete_link", request=None, parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Asked, pk: int) -> HttpResponse:
        """Let the child no longer serve the parent."""
        child, parent = self._ends(request, pk)
        child.unlink(parent, by=request.user, version=child.version)
        return HttpResponse(status=204)

    def _ends(self, request: Asked, pk: int) -> tuple[Goal, Goal]:
        """The child and the parent, when the caller may edit the child and has read its version. Two queries."""
        numbers = visible_links(request.user).filter(pk=pk).values_list("product__key", "child__number", "parent_id")
        for key, number, parent_id in numbers:
            child = goal_or_404(request.user, f"{key}-{number}")
            child.access.require_edit(child.level)
            require_match(request, str(child.version))
            return child, Goal.objects.select_related("product").get(pk=parent_id)
        raise Http404(f"There is no link {pk} that you may see.")
