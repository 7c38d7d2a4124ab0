"""Where GoalChain differs from allauth's habits."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from .demo import remember_sign_out
from .models import User


class Adapter(DefaultAccountAdapter):
    """Signs up people who have no user name, and says in our words what is wrong."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account was closed. Ask whoever runs this GoalChain to open it again.",
        "cannot_remove_primary_email": "You sign in with this address. Make another one primary before you remove it.",
        "duplicate_email": "This e-mail address is on your account already.",
        "email_password_mismatch": "This e-mail address and this password do not belong together.",
        "email_taken": "There is an account with this e-mail address already. Sign in with it instead.",
        "enter_current_password": "This is not your present password.",
        "incorrect_password": "This is not your password.",
        "invalid_password_reset": "This link no longer works. Ask for a new one.",
        "max_email_addresses": "An account has %d e-mail addresses at most. Remove one first.",
        "too_many_login_attempts": "Too many tries. Wait a few minutes, then try again.",
        "unknown_email": "There is no account with this e-mail address.",
        "unverified_primary_email": "Confirm this e-mail address before you make it the primary one.",
        "same_as_current": "This is what it is already.",
        "rate_limited": "Too many tries. Wait a few minutes, then try again.",
    }

    def populate_username(self, request: Any, user: User) -> None:
        """Nothing to fill: a person is known by e-mail alone."""

    def logout(self, request: HttpRequest) -> None:
        """Sign out; in a demo, remember that it was meant."""
        super().logout(request)
        remember_sign_out(request)
