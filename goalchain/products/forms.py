"""What people type about a product, its members and its teams. Forms validate; the verbs save."""

from typing import Any

from django import forms

from goalchain.lib.long_select import LongSelect
from goalchain.lib.text import storable

from .access import Role
from .errors import Refused
from .keys import free_key, key_from
from .models import MOST_READY_DAYS, Product, key_form
from .zones import zones


def add_refusal(form: forms.BaseForm, refusal: Refused) -> None:
    """Put the words of a refused verb beside the field that they are about, or at the form's head."""
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


class ProductForm(forms.Form):
    """The name of a product and the levels that it uses."""

    name = forms.CharField(
        max_length=100,
        validators=[storable],
        error_messages={"required": "A product needs a name: the word that people use for it."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    preset = forms.ChoiceField(
        label="Levels",
        choices=Product.Preset.choices,
        initial=Product.Preset.RELEASES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the levels that the product uses."},
    )


class SettingsForm(ProductForm):
    """What can be set on a product that is there: one active goal, the time zone and when sprints have goals, too."""

    one_active_goal = forms.BooleanField(
        label="One active product goal at a time",
        required=False,
        help_text="The next one becomes active when the former is closed: achieved, partly, missed, or abandoned with "
        "the reason.",
    )
    time_zone = forms.ChoiceField(
        label="Time zone",
        required=False,
        choices=lambda: [(name, name.replace("_", " ")) for name in zones()],
        widget=LongSelect,
        help_text="It says which day it is for the teams, and so which sprint is under way.",
    )
    ready_days = forms.IntegerField(
        label="A goal is ready so many days before its sprint",
        required=False,
        min_value=0,
        max_value=MOST_READY_DAYS,
        help_text="From then on, the first page of those who plan names a sprint without one. 0 asks for none.",
    )

    def facts(self) -> dict[str, Any]:
        """What was sent; a form that names no time zone, or no days, leaves them as they are."""
        unsaid = {"time_zone": "", "ready_days": None}
        return {name: told for name, told in self.cleaned_data.items() if name not in unsaid or told != unsaid[name]}


class FoundingForm(ProductForm):
    """What a new product needs. An empty key is made from the name."""

    key = forms.CharField(
        required=False,
        max_length=40,  # more than a key has, so that the message can say what a key is
        help_text="It begins the reference of every goal, like BIKE-12, and never changes.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "size": "12"}
        ),
    )

    field_order = ["name", "key", "preset"]

    def clean_key(self) -> str:
        """The key in capitals; of the right form."""
        key: str = self.cleaned_data["key"].strip().upper()
        if key:
            key_form(key)
        return key

    def clean(self) -> dict[str, Any]:
        """Fill an empty key from the name; refuse a taken one with a free one beside it."""
        facts = super().clean() or {}
        if "key" not in facts or "name" not in facts:
            return facts
        typed = facts["key"]
        wish = typed or key_from(facts["name"])
        if not wish:
            self.add_error("key", "Choose a key: there is no letter from A to Z in the name to make one from.")
            return facts
        free = free_key(wish)
        if typed and free != typed:
            self.add_error("key", f"The key {typed} is taken. {free} is free.")
        facts["key"] = free
        return facts


class MemberForm(forms.Form):
    """Somebody to bring into the product, and as what."""

    email = forms.EmailField(
        label="E-mail",
        max_length=254,
        error_messages={"required": "Type the e-mail address of the person."},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "placeholder": ""}),
    )
    role = forms.ChoiceField(choices=Role.choices, initial=Role.DEVELOPER)

    def clean_email(self) -> str:
        """The address in lower case, as accounts keep it."""
        return str(self.cleaned_data["email"]).lower()


class RoleForm(forms.Form):
    """The role that a member is to have."""

    role = forms.ChoiceField(choices=Role.choices)


class DeletionForm(forms.Form):
    """The key of the product, typed to show that one means it."""

    key = forms.CharField(
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "size": "12"}),
    )

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.product = product
        self.fields["key"].label = f"Type {product.key} to confirm"
        self.fields["key"].error_messages["required"] = f"Type {product.key}, the key of the product, to delete it."

    def clean_key(self) -> str:
        """The product's own key and no other."""
        key: str = self.cleaned_data["key"].strip().upper()
        if key != self.product.key:
            raise forms.ValidationError(
                f"“{key}” is not the key of this product. Type {self.product.key} to delete it."
            )
        return key
