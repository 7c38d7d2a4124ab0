"""What allauth's own forms do not ask."""

from django import forms
from django.http import HttpRequest

from goalchain.lib.text import storable

from .models import User


class NameForm(forms.Form):
    """The name under which a person is known."""

    name = forms.CharField(
        max_length=100,
        validators=[storable],
        error_messages={"required": "Type your name, as colleagues know you."},
        help_text="How colleagues will see you.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class SignUpName(NameForm):
    """The name beside the e-mail on sign-up; allauth mixes it into its form."""

    field_order = ["name", "email", "password1"]

    def signup(self, request: HttpRequest, user: User) -> None:
        """Store the name on the new user; called by allauth."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
