"""What people type about links: a new one, its password, and what a visitor says."""

from typing import Any

from django import forms
from django.http import QueryDict

from goalchain.goals.forms import ParentField
from goalchain.goals.levels import RELEASE, UNUSED
from goalchain.lib.text import storable
from goalchain.products.access import Access
from goalchain.products.models import Product
from goalchain.talk.models import TEXT_LENGTH, WORD_LENGTH
from roadmap.filters import wanted

from .models import FILTERS_LENGTH, LEAST_PASSWORD, NAME_LENGTH, SHOWABLE, Kind

#: A year: by then nobody remembers who holds the link.
MOST_DAYS = 366
LIVE, FROZEN = "live", "frozen"


class ShareForm(forms.Form):
    """A new link."""

    kind = forms.ChoiceField(
        label="What to share",
        widget=forms.RadioSelect,
        initial=Kind.ROADMAP,
        error_messages={"required": "Choose what the link leads to."},
    )
    name = forms.CharField(
        label="Title",
        max_length=NAME_LENGTH,
        validators=[storable],
        error_messages={"required": "Give it a title: visitors read it at the head of the page."},
        help_text="Visitors read it at the head of the page, and you find the link by it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    time = forms.ChoiceField(
        label="As of",
        choices=[(LIVE, "Live: what holds whenever somebody looks"), (FROZEN, "Frozen: as it is now, for ever")],
        initial=LIVE,
        help_text="On a frozen page, owners stand under the names that they have when somebody looks.",
        widget=forms.RadioSelect,
    )
    shows = forms.MultipleChoiceField(
        label="What it shows beside the goals and their state",
        required=False,
        choices=list(SHOWABLE.items()),
        initial=["dates", "metrics", "features"],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label="Days until it expires",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        initial=90,
        help_text="Empty: it works until you revoke it.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "size": "6"}),
    )
    password = forms.CharField(
        required=False,
        min_length=LEAST_PASSWORD,
        max_length=128,
        strip=False,
        validators=[storable],
        help_text="At least 6 characters. Tell it to people by another way than the link.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    filters = forms.CharField(required=False, max_length=FILTERS_LENGTH, widget=forms.HiddenInput)

    def __init__(self, product: Product, access: Access, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product = product
        unused = UNUSED[product.preset]
        kinds = [pair for pair in Kind.choices if not (pair[0] == Kind.RELEASES and RELEASE in unused)]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]
        self.fields["goal"] = ParentField(
            product,
            access,
            label="Goal",
            required=False,
            help_text="For a trace: the key of the goal, like BIKE-12.",
            widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "size": "12"}),
        )
        self.order_fields(["kind", "goal", "name", "time", "shows", "days", "password"])

    def clean_filters(self) -> str:
        """What a roadmap's address asks for, and nothing else that its query may hold."""
        return wanted(self.product.key, QueryDict(self.cleaned_data["filters"])).but(mode="").query

    def clean(self) -> dict[str, Any]:
        """A trace needs its goal."""
        words = super().clean() or {}
        if words.get("kind") == Kind.TRACE and "goal" in words and words["goal"] is None:
            self.add_error("goal", "Type the key of the goal whose trace is to be shared.")
        return words


class PasswordForm(forms.Form):
    """The way into a link that has a password."""

    password = forms.CharField(
        max_length=128,
        strip=False,
        error_messages={"required": "Type the password that came with the link."},
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "autofocus": True}),
    )


class VoiceForm(forms.Form):
    """What a visitor says about a goal. `website` is a trap for programs that fill in whatever they find."""

    text = forms.CharField(
        label="What do you want to say?",
        max_length=TEXT_LENGTH,
        validators=[storable],
        error_messages={"required": "Write a few words before you send them."},
        widget=forms.Textarea({"rows": 4}),
    )
    name = forms.CharField(
        label="Your name",
        required=False,
        max_length=WORD_LENGTH,
        validators=[storable],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    website = forms.CharField(
        required=False,
        label="Leave this empty",
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_website(self) -> str:
        """Nothing; who wrote something there is told so, in case it was a person's browser."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError("This field is for catching programs. Empty it and send again.")
        return ""
