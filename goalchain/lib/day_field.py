"""A day that people type or choose."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError


class DayField(forms.DateField):
    """A day, as browsers send it and as people type it where there is no calendar: year-month-day.

    Django's own field does not tell what was typed; this one names it, and says what to write.
    """

    default_error_messages = {"invalid": "“%(value)s” is no date. Write year-month-day, for example 2027-03-31."}

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(**{"widget": widget, "input_formats": ["%Y-%m-%d"], **kwargs})

    def to_python(self, value: Any) -> date | None:
        """The day. Raises ValidationError with what was typed."""
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(error.message, code=error.code, params={"value": str(value)[:40]}) from None
