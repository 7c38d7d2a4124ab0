"""/api/v1/board-entries/ and one entry of a vision's board."""

from typing import Any

from django.http import Http404, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.products.changes import change
from goalchain.products.errors import Refused
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Product
from vision.board import BoardEntry
from vision.fetch import live_vision
from vision.sections import ENTRY_LENGTH, NAMES

from .. import shapes
from ..answers import ApiView, Asked, answer, page
from ..board_words import ENTRY_COLUMNS, entries_of
from ..bodies import GoalKeyText
from ..fields import Body, Choice, Text, Whole, checked
from ..filters import BoardEntryFilter, filtered
from ..parsing import require_match
from ..schema import ENTRY_QUERY, ETAG, IF_MATCH, PAGING
from ..schema_words import page_of
from .goals import goal_named


class EntryChange(Body):
    """Other words for an entry, another place, other user goals that answer it."""

    elsewhere = {
        "product": "An entry stays in its product.",
        "vision": "An entry stays with its vision.",
        "section": "An entry stays in its section: remove it and add another.",
    }
    text = Text(max_length=ENTRY_LENGTH, allow_blank=False, required=False)
    goals = serializers.ListField(
        child=GoalKeyText(), max_length=100, required=False, help_text="The keys of the user goals that answer a need."
    )
    before = Whole(
        allow_null=True, required=False, help_text="The id of the entry before which it is to stand; null: last."
    )


class NewEntry(Body):
    """A new entry at the end of a section of the live vision's board."""

    product = Text(max_length=10, allow_blank=False)
    section = Choice(NAMES)
    text = Text(max_length=ENTRY_LENGTH, allow_blank=False)
    goals = serializers.ListField(child=GoalKeyText(), max_length=100, required=False)


def visible_entries(request: Asked) -> Any:
    """The entries on boards of the caller's products, without the removed ones."""
    return BoardEntry.objects.kept().filter(product__in=Product.objects.visible_to(request.user))


def editable_entry(request: Asked, pk: int) -> BoardEntry:
    """The entry, for whoever may edit the vision. Two queries."""
    entry = visible_entries(request).select_related("vision", "product").filter(pk=pk).first()
    if entry is None:
        raise Http404(f"There is no board entry {pk} that you may see.")
    membership_or_404(request.user, entry.product.key).access.require_edit(levels.VISION)
    entry.vision.product = entry.product
    return entry


def answer_entry(request: Asked, pk: int, status: int = 200) -> HttpResponse:
    """The entry as it is stored now, with its ETag. Two queries."""
    (entry,) = entries_of(list(BoardEntry.objects.filter(pk=pk).values_list(*ENTRY_COLUMNS)))
    where = request.build_absolute_uri(f"/api/v1/board-entries/{pk}/") if status == 201 else None
    return answer(entry, status=status, etag=str(entry["version"]), location=where)


def goals_named(request: Asked, keys: list[str]) -> list[Goal]:
    """The goals of these keys. A query for each. Raises ValidationError beside the key that names none."""
    return [goal_named(request.user, key, f"goals.{place}") for place, key in enumerate(dict.fromkeys(keys))]


@extend_schema(tags=["board"])
class BoardEntries(ApiView):
    """What stands on the vision boards."""

    @extend_schema(
        operation_id="list_board_entries",
        parameters=[*ENTRY_QUERY, *PAGING],
        responses={200: page_of(shapes.BOARD_ENTRY)},
    )
    def get(self, request: Asked) -> HttpResponse:
        """Entries of the boards of the caller's products, those of former visions included, oldest first."""
        return page(request, filtered(BoardEntryFilter, request, visible_entries(request)), ENTRY_COLUMNS, entries_of)

    @extend_schema(
        operation_id="make_board_entry", request=NewEntry, parameters=[ETAG], responses={201: shapes.BOARD_ENTRY}
    )
    def post(self, request: Asked) -> HttpResponse:
        """Add an entry to the board of the vision that the product has now."""
        words = checked(NewEntry, request.data)
        membership = membership_or_404(request.user, words["product"])
        membership.access.require_edit(levels.VISION)
        goals = goals_named(request, words.get("goals", []))
        vision = live_vision(membership.product)
        if vision is None:
            raise Refused(f"{membership.product.name} has no vision now. Make a goal of that level first.")
        with change(membership.product, request.user) as begun:
            entry = BoardEntry.add(vision, words["section"], words["text"], by=request.user, within=begun)
            if goals:
                entry.answer_with(goals, by=request.user, within=begun)
        return answer_entry(request, entry.pk, status=201)


@extend_schema(tags=["board"])
class OneBoardEntry(ApiView):
    """One entry. Its ETag is its version."""

    @extend_schema(operation_id="read_board_entry", parameters=[ETAG], responses={200: shapes.BOARD_ENTRY})
    def get(self, request: Asked, pk: int) -> HttpResponse:
        """One entry of a board."""
        rows = list(visible_entries(request).filter(pk=pk).values_list(*ENTRY_COLUMNS))
        if not rows:
            raise Http404(f"There is no board entry {pk} that you may see.")
        (entry,) = entries_of(rows)
        return answer(entry, etag=str(entry["version"]))

    @extend_schema(
        operation_id="change_board_entry",
        request=EntryChange,
        parameters=[IF_MATCH, ETAG],
        responses={200: shapes.BOARD_ENTRY},
    )
    def patch(self, request: Asked, pk: int) -> HttpResponse:
        """Change what the body names; all of it is one change."""
        entry = editable_entry(request, pk)
        require_match(request, str(entry.version))
        words = checked(EntryChange, request.data)
        goals = goals_named(request, words["goals"]) if "goals" in words else None
        before = None
        if words.get("before") is not None:
            before = entry.neighbours().filter(pk=words["before"]).first()
            if before is None:
                raise ValidationError({"before": [f"There is no entry {words['before']} in this section."]})
        with change(entry.product, request.user) as begun:
            if "text" in words:
                entry.reword(words["text"], by=request.user, version=entry.version, within=begun)
            if goals is not None:
                entry.answer_with(goals, by=request.user, within=begun)
            if "before" in words:
                entry.reorder(before=before, by=request.user, within=begun)
        return answer_entry(request, pk)

    @extend_schema(operation_id="remove_board_entry", request=None, parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Asked, pk: int) -> HttpResponse:
        """Take the entry from its board."""
        entry = editable_entry(request, pk)
        require_match(request, str(entry.version))
        entry.remove(by=request.user, version=entry.version)
        return HttpResponse(status=204)
