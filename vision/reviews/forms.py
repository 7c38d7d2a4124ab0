"""What people type about a review and about the rhythm."""

from datetime import date
from typing import Any

from django import forms

from goalchain.goals.fields import LongField
from goalchain.lib.day_field import DayField
from goalchain.lib.text import storable
from goalchain.products.models import Product

from .kinds import MOST_WEEKS
from .review import Review
from .rules import named


class ReviewForm(forms.Form):
    """A review that was held."""

    held_on = DayField(label="Held on", error_messages={"required": "Choose the day on which it was held."})
    members = forms.TypedMultipleChoiceField(
        label="Who took part",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "One of those ticked is no member of this product. Choose from the list."},
    )
    others = forms.CharField(
        label="Others, one name a line",
        required=False,
        max_length=7_000,
        validators=[storable],
        widget=forms.Textarea({"rows": 2}),
    )
    decisions = LongField(
        label="What was decided",
        help_text="In plain words; an empty line begins a new paragraph.",
        widget=forms.Textarea({"rows": 8, "class": "statement"}),
    )

    def __init__(self, product: Product, *args: Any, review: Review | None = None, **kwargs: Any) -> None:
        """`review` is the one to correct: who took part stays a choice after leaving the product. One query."""
        super().__init__(*args, **kwargs)
        self.product = product
        members = product.memberships.select_related("user").order_by("user__name", "user__email")
        people = {membership.user_id: str(membership.user) for membership in members}
        seats = list(review.participants.all()) if review else []
        people |= {seat.user_id: str(seat) for seat in seats if seat.user_id}
        self.fields["members"].choices = list(people.items())  # type: ignore[attr-defined]
        self.fields["held_on"].widget.attrs["max"] = product.today().isoformat()

    def clean_held_on(self) -> date:
        """The day, if a review can have been held on it."""
        day: date = self.cleaned_data["held_on"]
        if day > self.product.today():
            raise forms.ValidationError(f"{day} is still to come. Write a review down when it was held.")
        return day

    def clean_others(self) -> list[str]:
        """The names, one a line."""
        return named(self.cleaned_data["others"].splitlines())


def as_typed(review: Review) -> dict[str, Any]:
    """A review as the form shows it. No query after `with_people`."""
    seats = list(review.participants.all())
    return {
        "held_on": review.held_on,
        "members": [seat.user_id for seat in seats if seat.user_id],
        "others": "\n".join(seat.name for seat in seats if not seat.user_id),
        "decisions": review.decisions,
    }


class WeeksField(forms.IntegerField):
    """A number of weeks; a complaint says what was typed."""

    def to_python(self, value: Any) -> int | None:
        """The number, None for nothing. Raises ValidationError."""
        try:
            return super().to_python(value)
        except forms.ValidationError:
            raise forms.ValidationError(self.error_messages["invalid"], params={"value": str(value)[:40]}) from None


class RhythmForm(forms.Form):
    """Every how many weeks; empty: no rhythm."""

    weeks = WeeksField(
        required=False,
        min_value=1,
        max_value=MOST_WEEKS,
        error_messages={
            "invalid": "“%(value)s” is no number of weeks. Write one from 1 to 104, or nothing for no rhythm.",
            "min_value": "%(show_value)s weeks are no rhythm. Write 1 to 104, or nothing for no rhythm.",
            "max_value": "%(show_value)s weeks are more than two years. Write 1 to 104, or nothing for no rhythm.",
        },
    )
