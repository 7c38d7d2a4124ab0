"""What people type about a gap that they leave as it is."""

from datetime import date, timedelta
from typing import Any

from django import forms

from goalchain.lib.day_field import DayField

from ..fields import LongField
from ..models.gap_acceptance import REASON_LENGTH
from .accepting import MOST_DAYS

#: So many days later the gap comes back unless the person says another day.
USUAL = 30


class AcceptanceForm(forms.Form):
    """Why a gap is left as it is, and when somebody looks again."""

    reason = LongField(
        label="It stays so, because",
        required=True,
        max_length=REASON_LENGTH,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say why it is left so: whoever reads the report will ask."},
    )
    until = DayField(
        label="Look again on", error_messages={"required": "Choose the day on which somebody looks again."}
    )

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first, last = (today + timedelta(days=days) for days in (1, MOST_DAYS))
        self.fields["until"].widget.attrs |= {"min": first.isoformat(), "max": last.isoformat()}
        self.fields["until"].initial = today + timedelta(days=USUAL)
