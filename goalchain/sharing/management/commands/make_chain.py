"""manage.py make_chain"""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from goalchain.accounts.models import User
from goalchain.products.access import Role
from goalchain.products.models import Product, key_form
from goalchain.sharing.demo.accounts import PEOPLE
from goalchain.sharing.synthetic.shape import make_chain


class Command(BaseCommand):
    """Make a synthetic chain for measuring."""

    help = "Adds a synthetic chain to a product, which is made if it does not exist; one seed makes one chain."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--product KEY --goals N [--seed S]"""
        parser.add_argument("--product", required=True, metavar="KEY", help="the key of the product, like LOAD")
        parser.add_argument("--goals", required=True, type=int, metavar="N", help="how many goals to make")
        parser.add_argument("--seed", type=int, default=1, metavar="S", help="which chain (1)")

    def handle(self, *args: Any, **options: Any) -> None:
        """The product's owner is the demo's, who cannot sign in until `load_demo` gives a password."""
        key, count = options["product"], options["goals"]
        if not 0 < count <= 1_000_000:
            raise CommandError(f"{count} goals cannot be made; choose 1 to 1000000.")
        with transaction.atomic():
            product = Product.objects.filter(key=key).first() or self._found(key)
            links = make_chain(product, count, options["seed"])
        self.stdout.write(f"{key}: {count} goals and {links} links made.")

    def _found(self, key: str) -> Product:
        try:
            key_form(key)
        except ValidationError as error:
            raise CommandError(f"“{key}” is no key. {error.messages[0]}") from None
        email, name = PEOPLE[Role.OWNER]
        owner = User.objects.filter(email=email).first() or User.objects.create_user(email, None, name=name)
        return Product.found(key=key, name=f"Synthetic {key}", preset=Product.Preset.RELEASES, by=owner)
