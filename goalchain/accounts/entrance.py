"""allauth's forms in our words: "e-mail", one sentence of help, and what is missing said by the field."""

from typing import Any

from allauth.account import forms as theirs
from django import forms

EMAIL = "E-mail"
PASSWORD_HELP = "At least 8 characters, not a common password, and not your name or address."

#: For each field of allauth's: its label, and what is said when it is empty. "" leaves the label as it is.
WORDS = {
    "email": (EMAIL, "Type the e-mail address."),
    "login": (EMAIL, "Type the e-mail address of your account."),
    "password": ("Password", "Type your password."),
    "oldpassword": ("Present password", "Type the password that you have now."),
    "password1": ("", "Choose a password."),
    "password2": ("", "Type the new password once more."),
}


class InOurWords(forms.BaseForm):
    """Mixed into a form of allauth's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            label, missing = WORDS.get(name, ("", ""))
            if label:
                field.label = label
            if missing:
                field.error_messages["required"] = missing
            field.widget.attrs.pop("placeholder", None)
        if "password1" in self.fields:
            self.fields["password1"].help_text = PASSWORD_HELP


class SignIn(InOurWords, theirs.LoginForm):
    """E-mail and password."""


class SignUp(InOurWords, theirs.SignupForm):
    """Name, e-mail and password."""


class AddEmail(InOurWords, theirs.AddEmailForm):
    """Another address."""


class ChangePassword(InOurWords, theirs.ChangePasswordForm):
    """The present password and a new one, twice."""


class SetPassword(InOurWords, theirs.SetPasswordForm):
    """A password for an account that has none."""


class ResetPassword(InOurWords, theirs.ResetPasswordForm):
    """Where to send the link."""


class ResetPasswordByLink(InOurWords, theirs.ResetPasswordKeyForm):
    """The new password, twice."""


class ProveIdentity(InOurWords, theirs.ReauthenticateForm):
    """The password again."""
