"""What people type on the roadmap."""

from typing import Any

from django import forms

from goalchain.goals.fields import OneLine
from goalchain.goals.forms import ParentField
from goalchain.lib.day_field import DayField
from goalchain.lib.text import storable
from goalchain.products.access import Access
from goalchain.products.models import Product

from .features import FEATURE_LENGTH
from .fields import TimeframeField
from .models import Horizon


class FeatureForm(forms.Form):
    """The words of a feature: one line."""

    text = forms.CharField(
        label="Feature",
        max_length=FEATURE_LENGTH,
        widget=OneLine({"placeholder": "A few words"}),
        validators=[storable],
        error_messages={"required": "Say it in a few words."},
    )

    def clean_text(self) -> str:
        """The words on one line."""
        return " ".join(self.cleaned_data["text"].split())


class FeaturePlaceForm(forms.Form):
    """Where a feature is to stand: one step up or down, or before another (`before`: its id, empty for last)."""

    move = forms.ChoiceField(required=False, choices=[("", ""), ("up", "Up"), ("down", "Down")])
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62)


class WhenForm(forms.Form):
    """When a goal is to be reached: in words, in days, or both."""

    timeframe = TimeframeField(help_text="In words, where days would promise too much.")
    starts_on = DayField(label="Starts", required=False)
    ends_on = DayField(label="Ends", required=False)


class PlaceForm(forms.Form):
    """The column of a card, and the card that it is to stand before (`before`; empty for last, absent: where it is)."""

    horizon = forms.ChoiceField(
        required=False,
        choices=[("", "By its state and dates"), *Horizon.choices],
        error_messages={"invalid_choice": "“%(value)s” is no column. Choose now, next or later."},
    )

    def __init__(self, product: Product, access: Access, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["before"] = ParentField(product, access, required=False)
