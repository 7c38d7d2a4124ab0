"""What requests about metrics and readings may carry."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from goalchain.metrics.models import Direction
from goalchain.metrics.models.metric import NAME_LENGTH, UNIT_LENGTH
from goalchain.metrics.models.reading import NOTE_LENGTH
from goalchain.metrics.numbers import NotANumber, checked_number

from .bodies import GoalKeyText
from .fields import Body, Choice, Text


@extend_schema_field({"type": "number", "exclusiveMinimum": -1e14, "exclusiveMaximum": 1e14})
class Number(serializers.Field[Any, Any, Any, Any]):
    """A JSON number with six decimals and fifteen digits at most."""

    default_error_messages = {"invalid": "Give a number, not in quotation marks."}

    def to_internal_value(self, data: Any) -> Decimal:
        """The number; raises ValidationError for anything that is none, or that no column holds exactly."""
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        try:
            return checked_number(Decimal(repr(data)))
        except NotANumber as error:
            raise serializers.ValidationError(str(error)) from None


#: Where the read-only fields of a metric come from.
ELSEWHERE = {
    "current": "This is the latest reading: PUT to /metrics/ID/readings/YYYY-MM-DD/.",
    "current_on": "This is the latest reading: PUT to /metrics/ID/readings/YYYY-MM-DD/.",
    "attainment": "This is computed from the readings.",
    "within": "This is computed from the readings.",
    "archived_at": "POST to /metrics/ID/archive/ or restoration/.",
    "version": "Send the version that you read as If-Match.",
}


class MetricChange(Body):
    """A change of a metric: only the fields that it names."""

    elsewhere = ELSEWHERE | {"goal": "A metric stays with its goal.", "product": "A metric stays with its goal."}

    name = Text(max_length=NAME_LENGTH, allow_blank=False, required=False)
    unit = Text(max_length=UNIT_LENGTH, allow_blank=False, required=False)
    direction = Choice(Direction.choices, required=False)
    baseline = Number(allow_null=True, required=False)
    target = Number(
        allow_null=True, required=False, help_text="Where it is to go; of one that is kept within bounds, null."
    )
    lower = Number(allow_null=True, required=False, help_text="Of a metric that is kept within bounds; else null.")
    upper = Number(allow_null=True, required=False, help_text="Of a metric that is kept within bounds; else null.")
    target_on = serializers.DateField(allow_null=True, required=False)


class NewMetric(MetricChange):
    """A new metric of a goal."""

    elsewhere = ELSEWHERE

    goal = GoalKeyText()
    name = Text(max_length=NAME_LENGTH, allow_blank=False)
    unit = Text(max_length=UNIT_LENGTH, allow_blank=False)
    direction = Choice(Direction.choices, default=Direction.UP)


class ReadingBody(Body):
    """What a metric was on the day that the address names."""

    elsewhere = {"day": "The day stands in the address.", "version": "Send the version that you read as If-Match."}

    value = Number()
    note = Text(max_length=NOTE_LENGTH, default="", trim_whitespace=True)
