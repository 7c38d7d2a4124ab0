"""`manage.py api_token EMAIL --name NAME --scope read|write [--days N]`: print a new API token, once."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from goalchain.accounts.models import ApiToken, User
from goalchain.accounts.tokens import MOST_DAYS, issue
from goalchain.lib.text import storable


class Command(BaseCommand):
    """Make an API token for a person."""

    help = "Make an API token for a person and print it. It is shown this once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The person, and what the token is for."""
        parser.add_argument("email", help="whose token it is")
        parser.add_argument("--name", required=True, help="what it is for")
        parser.add_argument("--scope", required=True, choices=ApiToken.Scope.values, help="what it may do")
        parser.add_argument("--days", type=int, help="how long it holds; without, until it is revoked")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the token alone, so that a script can take it."""
        person = User.objects.filter(email=options["email"].lower(), is_active=True).first()
        if person is None:
            raise CommandError(f"There is no active account {options['email']}.")
        name, days = options["name"].strip(), options["days"]
        if not 0 < len(name) <= 100:
            raise CommandError("A token needs a name of 1 to 100 characters.")
        try:
            storable(name)
        except ValidationError as error:
            raise CommandError(error.messages[0]) from None
        if days is not None and not 0 < days <= MOST_DAYS:
            raise CommandError(f"--days is a number from 1 to {MOST_DAYS}.")
        _, text = issue(person, name=name, scope=options["scope"], days=days)
        self.stdout.write(text)
