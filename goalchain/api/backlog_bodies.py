"""What requests about items of a backlog may carry."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from sprints.backlog.lines import MOST_LINES, TITLE_LENGTH
from sprints.backlog.rules import MOST_SIZE
from sprints.backlog.tracker import LENGTH
from sprints.models import ItemState

from .bodies import GoalKeyText
from .fields import Body, Choice, Text, Whole


@extend_schema_field({"type": "number", "minimum": 0, "maximum": int(MOST_SIZE)})
class Size(serializers.Field[Any, Any, Any, Any]):
    """A JSON number from 0 on with one decimal at most."""

    default_error_messages = {"invalid": f"Give a number from 0 to {MOST_SIZE} with one decimal at most."}

    def to_internal_value(self, data: Any) -> Decimal:
        """The number; raises ValidationError for anything that is none, or that no column holds exactly."""
        if isinstance(data, bool) or not isinstance(data, int | float) or not 0 <= data <= MOST_SIZE:
            self.fail("invalid")
        size = Decimal(repr(data))
        if size != round(size, 1):
            self.fail("invalid")
        return size


class ItemChange(Body):
    """A change of an item: only the fields that it names."""

    elsewhere = {
        "product": "An item stays in its product.",
        "archived_at": "POST to /backlog/ID/archive/ or restoration/.",
        "version": "Send the version that you read as If-Match.",
        "before": "POST to /backlog/ID/position/.",
        "number": "POST to /backlog/ID/position/.",
    }
    title = Text(max_length=TITLE_LENGTH, allow_blank=False, required=False)
    goal = GoalKeyText(allow_null=True, required=False, help_text="The product or release goal that it serves.")
    serves_none = serializers.BooleanField(
        required=False, help_text="That it serves no goal, on purpose; without it and without a goal nobody has said."
    )
    size = Size(allow_null=True, required=False)
    state = Choice(ItemState.choices, required=False)
    tracker_url = Text(max_length=LENGTH, required=False, help_text="An https address in another tool.")
    sprint = Whole(allow_null=True, required=False, help_text="The id of the sprint that it is planned into.")


class ItemWords(ItemChange):
    """One of many new items."""

    elsewhere: dict[str, str] = {}
    title = Text(max_length=TITLE_LENGTH, allow_blank=False)


class NewItem(ItemWords):
    """A new item at the end of a backlog."""

    product = Text(max_length=10, allow_blank=False)


class ItemBulk(Body):
    """Many new items at once, in their order: all are taken, or none."""

    product = Text(max_length=10, allow_blank=False)
    items = serializers.ListField(child=ItemWords(), min_length=1, max_length=MOST_LINES)


class ItemPositionBody(Body):
    """A place in the order: before an item (null: last), or a number among the items that are to do."""

    before = Whole(allow_null=True, required=False, help_text="The id of the item before which it is to stand.")
    number = Whole(required=False, max_value=10**9, help_text="From 1; past the last: to the end.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Raise ValidationError unless it names one place."""
        if len(attrs) != 1:
            raise serializers.ValidationError("Give one of before and number.")
        return attrs
