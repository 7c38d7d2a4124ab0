"""manage.py check_chain"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from goalchain.goals.offences import offences
from goalchain.products.models import Product


class Command(BaseCommand):
    """Check stored chains against every rule."""

    help = "Checks the stored chain of one product, or of all, against every rule and names each offence."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """[KEY]"""
        parser.add_argument("key", metavar="KEY", nargs="?", help="the key of one product; all of them without it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1 when there is an offence; each stands on its own line."""
        products = Product.objects.order_by("key")
        if options["key"]:
            products = products.filter(key=options["key"])
            if not products:
                raise CommandError(f"There is no product {options['key']}.")
        found = 0
        for product in products:
            # One transaction a product, so that a change made meanwhile is seen whole or not at all.
            with transaction.atomic():
                product = Product.objects.select_for_update().get(pk=product.pk)
                named = offences(product)
            for offence in named:
                self.stdout.write(f"{product.key}  {offence}")
            found += len(named)
            self.stdout.write(f"{product.key}: {len(named) or 'no'} offence{'' if len(named) == 1 else 's'}")
        if found:
            raise CommandError(f"{found} offence{'' if found == 1 else 's'} in stored data.")
