"""The app's name for Django, and the sentences of forms that say nothing better."""

from django import forms
from django.apps import AppConfig
from django.core.validators import validate_email


class AccountsConfig(AppConfig):
    """See the package's docstring."""

    name = "goalchain.accounts"

    def ready(self) -> None:
        """Say in every form of ours what to do, where Django says that a field is required or a value invalid."""
        forms.Field.default_error_messages["required"] = "Fill this in."
        forms.ChoiceField.default_error_messages["required"] = "Choose one of these."
        forms.FileField.default_error_messages["required"] = "Choose a file."
        forms.IntegerField.default_error_messages["invalid"] = "Type a whole number, for example 90."
        validate_email.message = "“%(value)s” is no e-mail address. It reads like name@example.com."
