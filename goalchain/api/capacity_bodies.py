"""What requests about the capacity of a sprint may carry."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from sprints.capacity.days import MOST_DAYS, MOST_PEOPLE, NOTE_LENGTH, REASON_LENGTH

from .backlog_bodies import Size
from .fields import Body, Text


@extend_schema_field({"type": "number", "minimum": 0, "maximum": int(MOST_DAYS)})
class Days(Size):
    """A JSON number of days with one decimal at most."""

    default_error_messages = {"invalid": f"Give a number of days from 0 to {MOST_DAYS} with one decimal at most."}

    def to_internal_value(self, data: Any) -> Decimal:
        """The number; raises ValidationError for anything that is none."""
        days = super().to_internal_value(data)
        if days > MOST_DAYS:
            self.fail("invalid")
        return days


class ShareBody(Body):
    """The days of one person."""

    person = Text(max_length=254, allow_blank=False, help_text="The e-mail address of somebody who plans.")
    away = Days(required=False, help_text="Working days of the sprint on which the person is away.")
    reason = Text(max_length=REASON_LENGTH, default="")
    days = Days(allow_null=True, default=None, help_text="Just so many days; nothing is taken off them.")


class CapacityChange(Body):
    """A change of what a team has for a sprint: only the fields that it names."""

    elsewhere = {
        "sprint": "A capacity stays with its sprint.",
        "days": "The days are counted from those of the people.",
        "version": "Send the version that you read as If-Match.",
    }
    holidays = Days(required=False, help_text="Days from Monday to Friday on which nobody works.")
    note = Text(max_length=NOTE_LENGTH, required=False, help_text="What the team is able to do.")
    people = serializers.ListField(
        child=ShareBody(), max_length=MOST_PEOPLE, required=False, help_text="All of them, in place of those before."
    )
