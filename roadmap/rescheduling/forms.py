"""The dates of a goal, as people type them."""

from datetime import date
from typing import Any

from django import forms

from goalchain.goals.rules import dates_refusal
from goalchain.lib.day_field import DayField


class DatesForm(forms.Form):
    """From when to when; either may be empty."""

    starts_on = DayField(label="Starts", required=False)
    ends_on = DayField(label="Ends", required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the start."""
        facts = super().clean() or {}
        if refusal := dates_refusal(facts.get("starts_on"), facts.get("ends_on")):
            self.add_error("ends_on", refusal)
        return facts

    @property
    def days(self) -> tuple[date | None, date | None]:
        """Both days; the form must be valid."""
        return self.cleaned_data["starts_on"], self.cleaned_data["ends_on"]
