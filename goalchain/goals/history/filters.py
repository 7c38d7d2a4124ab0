"""What narrows a history: the same words in the addresses of the page, of its export and of the API."""

from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from goalchain.lib.text import storable
from goalchain.products.models import Product

from .. import levels
from ..fetch import split_key
from ..models import Event
from .kinds import CHOICES, KINDS
from .moments import Stretch, stretch_of

#: Whose changes: everybody's but the reader's own.
OTHERS = "others"


class MomentField(forms.CharField):
    """A day or a time, in the product's zone."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=40, widget=forms.DateInput({"type": "date"}), **kwargs)
        self.zone = ZoneInfo("UTC")

    def clean(self, value: Any) -> Stretch | None:
        """What the words mean."""
        text = super().clean(value)
        try:
            return stretch_of(text, self.zone) if text else None
        except ValueError as error:
            raise ValidationError(str(error)) from None


class HistoryFilter(forms.Form):
    """`goal` (a key), `by` (an e-mail, or others), `level`, `kind`, `from` and `to` (a day or a time), `since` (a
    revision). What is left empty narrows nothing."""

    goal = forms.CharField(required=False, max_length=40, validators=[storable])
    by = forms.CharField(required=False, max_length=254, validators=[storable])
    level = forms.ChoiceField(
        required=False, choices=[("", "Every level"), *((level.name, level.label) for level in levels.LEVELS.values())]
    )
    kind = forms.ChoiceField(required=False, choices=[("", "Everything"), *CHOICES])
    since = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any, product: Product) -> None:
        super().__init__(data, prefix=None, auto_id="history-%s")
        self.product = product
        for name, label in (("level", "Level"), ("kind", "Kind of change")):
            self.fields[name].widget.attrs["aria-label"] = label
        for name, label in (("from", "From"), ("to", "Until")):
            self.fields[name] = field = MomentField(label=label)
            field.zone = ZoneInfo(product.time_zone)

    def clean_goal(self) -> int | None:
        """The number of the goal, by its key or by the number alone."""
        text = self.cleaned_data["goal"].strip().upper()
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text)
        parts = split_key(text)
        if parts is None:
            raise ValidationError(f"“{text}” is no key of a goal. Write one like {self.product.key}-1.")
        return parts[1] if parts[0] == self.product.key else -1

    def narrow(self, events: QuerySet[Event], reader: Any) -> QuerySet[Event]:
        """The events that are wanted, of those of the product. The form must be valid."""
        asked = self.cleaned_data
        if asked["goal"] is not None:
            events = events.filter(goal__number=asked["goal"])
        if asked["by"] == OTHERS:
            events = events.exclude(actor_id=reader.pk)
        elif asked["by"]:
            events = events.filter(actor__email__iexact=asked["by"])
        if asked["level"]:
            events = events.filter(goal__level_name=asked["level"])
        if asked["kind"]:
            events = events.filter(KINDS[asked["kind"]].takes)
        if asked["since"] is not None:
            events = events.filter(revision__gt=asked["since"])
        if asked["from"]:
            events = events.filter(at__gte=asked["from"].first)
        if asked["to"]:
            events = events.filter(at__lte=asked["to"].last)
        return events

    @property
    def query(self) -> str:
        """What is asked for, as it stands in addresses, in one order."""
        return urlencode([(name, value) for name in self.fields if (value := self.data.get(name, ""))])

    @property
    def is_asked(self) -> bool:
        """Whether anything narrows the history."""
        return bool(self.query)
