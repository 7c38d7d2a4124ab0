"""/api/v1/backlog/ and one item of a backlog."""

from functools import cache
from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError

from goalchain.products.access import EDIT_BACKLOG, READ_PLANNING, Access
from goalchain.products.changes import change
from goalchain.products.errors import Refused
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Product
from sprints.backlog.forms import served, sprint_chosen
from sprints.backlog.order import END, Place
from sprints.backlog.planning import hidden_plans
from sprints.backlog.taking import add_items, made_of
from sprints.models import BacklogItem

from .. import shapes
from ..answers import ApiView, Asked, answer, page
from ..backlog_bodies import ItemBulk, ItemChange, ItemPositionBody, NewItem
from ..backlog_words import ITEM_COLUMNS, items_of
from ..fields import checked
from ..filters import BacklogFilter, filtered
from ..parsing import require_match
from ..problems import BadQuery
from ..schema import BACKLOG_QUERY, ETAG, IF_MATCH, PAGING
from ..schema_words import list_of, page_of, whole


def item_or_404(request: Asked, pk: int) -> tuple[BacklogItem, Access]:
    """The item, and what the caller may do in its product; Http404 for what the caller may not see. Two queries."""
    visible = BacklogItem.objects.filter(product__in=Product.objects.visible_to(request.user))
    item = visible.select_related("product", "goal", "sprint").filter(pk=pk).first()
    if item is None:
        raise Http404(f"There is no backlog item {pk} that you may see.")
    return item, membership_or_404(request.user, item.product.key).access


def editable_item(request: Asked, pk: int) -> tuple[BacklogItem, Access]:
    """As item_or_404, for whoever may change the backlog, and read it before."""
    item, access = item_or_404(request, pk)
    access.require(EDIT_BACKLOG)
    require_match(request, str(item.version))
    return item, access


def answer_item(request: Asked, pk: int, access: Access, status: int = 200) -> HttpResponse:
    """The item as it is stored now, with its ETag. Two queries at most."""
    (item,) = items_of(list(BacklogItem.objects.filter(pk=pk).values_list(*ITEM_COLUMNS)), access)
    where = request.build_absolute_uri(f"/api/v1/backlog/{pk}/") if status == 201 else None
    return answer(item, status=status, etag=str(item["version"]), location=where)


def values_of(product: Product, words: dict[str, Any]) -> dict[str, Any]:
    """A body's values as the verbs take them, the sprint included. A query for a goal and for a sprint."""
    values: dict[str, Any] = {name: words[name] for name in ("title", "size", "state", "tracker_url") if name in words}
    if words.get("goal"):
        values["goal"] = served(product, words["goal"])["goal"]
    elif "goal" in words:
        values["goal"] = None
    if "serves_none" in words:
        values["serves_none"] = words["serves_none"]
    if "sprint" in words:
        values["sprint"] = sprint_chosen(product, words["sprint"])
    return values


@extend_schema(tags=["backlog"])
class Backlog(ApiView):
    """The backlog of a product."""

    @extend_schema(
        operation_id="list_backlog",
        parameters=[*BACKLOG_QUERY, *PAGING],
        responses={200: page_of(shapes.BACKLOG_ITEM)},
    )
    def get(self, request: Asked) -> HttpResponse:
        """The items of a product in their order."""
        key = request.query_params.get("product", "")
        if not key:
            raise BadQuery({"product": ["Say of which product: the order of a backlog is a product's own."]})
        access = membership_or_404(request.user, key).access
        items = filtered(BacklogFilter, request, BacklogItem.objects.all(), archived="false")
        sprint = request.query_params.get("sprint")
        if sprint and READ_PLANNING not in access and hidden_plans([int(sprint)]):
            items = items.none()
        return page(request, items, ITEM_COLUMNS, lambda rows: items_of(rows, access))

    @extend_schema(
        operation_id="make_backlog_item", request=NewItem, parameters=[ETAG], responses={201: shapes.BACKLOG_ITEM}
    )
    def post(self, request: Asked) -> HttpResponse:
        """Add an item at the end of a backlog."""
        words = checked(NewItem, request.data)
        mine = membership_or_404(request.user, words["product"])
        mine.access.require(EDIT_BACKLOG)
        item = BacklogItem.add(mine.product, by=request.user, **values_of(mine.product, words))
        return answer_item(request, item.pk, mine.access, status=201)


@extend_schema(tags=["backlog"])
class BacklogBulk(ApiView):
    """Many items at once."""

    @extend_schema(
        operation_id="make_backlog_items",
        request=ItemBulk,
        responses={201: whole(results=list_of(shapes.BACKLOG_ITEM))},
    )
    def post(self, request: Asked) -> HttpResponse:
        """Add up to 500 items at the end of a backlog, in their order and in one change: all of them or none."""
        words = checked(ItemBulk, request.data)
        mine = membership_or_404(request.user, words["product"])
        mine.access.require(EDIT_BACKLOG)
        goals = cache(lambda key: served(mine.product, key)["goal"])
        sprints = cache(lambda pk: sprint_chosen(mine.product, pk))
        made = []
        for place, row in enumerate(words["items"]):
            try:
                found = {"goal": goals(row["goal"])} if row.get("goal") else {}
                found |= {"sprint": sprints(row["sprint"])} if row.get("sprint") else {}
                made.append(made_of(mine.product, row | found))
            except Refused as refusal:
                raise ValidationError({f"items.{place}.{refusal.field or 'title'}": [refusal.message]}) from None
        add_items(mine.product, made, by=request.user)
        stored = BacklogItem.objects.filter(pk__in=[item.pk for item in made]).order_by("position")
        rows = list(stored.values_list(*ITEM_COLUMNS))
        return answer({"results": items_of(rows, mine.access)}, status=201)


@extend_schema(tags=["backlog"])
class OneItem(ApiView):
    """One item. Its ETag is its version, which rises with every change and every move."""

    @extend_schema(operation_id="read_backlog_item", parameters=[ETAG], responses={200: shapes.BACKLOG_ITEM})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """One item, archived or not."""
        item, access = item_or_404(request, pk)
        return answer_item(request, item.pk, access)

    @extend_schema(
        operation_id="change_backlog_item",
        request=ItemChange,
        parameters=[IF_MATCH, ETAG],
        responses={200: shapes.BACKLOG_ITEM},
    )
    def patch(self, request: Asked, pk: int) -> HttpResponse:
        """Change what the body names; all of it is one change."""
        item, access = editable_item(request, pk)
        values = values_of(item.product, checked(ItemChange, request.data))
        is_planned, sprint = "sprint" in values, values.pop("sprint", None)
        with change(item.product, request.user) as begun:
            item.revise(by=request.user, version=item.version, within=begun, **values)
            if is_planned:
                item.plan(sprint, by=request.user, within=begun)
        return answer_item(request, pk, access)


@extend_schema(tags=["backlog"])
class ItemPosition(ApiView):
    """The place of an item in the order."""

    @extend_schema(
        operation_id="place_backlog_item",
        request=ItemPositionBody,
        parameters=[IF_MATCH, ETAG],
        responses={200: shapes.BACKLOG_ITEM},
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Stand right before another item, last, or at a number."""
        item, access = editable_item(request, pk)
        words = checked(ItemPositionBody, request.data)
        if "number" in words:
            place = Place("number", words["number"])
        else:
            place = END if words["before"] is None else Place("before", words["before"])
        item.move(place, by=request.user, version=item.version)
        return answer_item(request, pk, access)


@extend_schema(tags=["backlog"])
class ItemArchive(ApiView):
    """Take an item out of the backlog."""

    @extend_schema(
        operation_id="archive_backlog_item",
        request=None,
        parameters=[IF_MATCH, ETAG],
        responses={200: shapes.BACKLOG_ITEM},
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Archive the item; it keeps its place."""
        item, access = editable_item(request, pk)
        item.archive(by=request.user, version=item.version)
        return answer_item(request, pk, access)


@extend_schema(tags=["backlog"])
class ItemRestoration(ApiView):
    """Bring an archived item back."""

    @extend_schema(
        operation_id="restore_backlog_item",
        request=None,
        parameters=[IF_MATCH, ETAG],
        responses={200: shapes.BACKLOG_ITEM},
    )
    def post(self, request: Asked, pk: int) -> HttpResponse:
        """Restore the item to where it stood."""
        item, access = editable_item(request, pk)
        item.restore(by=request.user, version=item.version)
        return answer_item(request, pk, access)
