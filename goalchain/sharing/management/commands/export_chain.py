"""manage.py export_chain"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from goalchain.products.models import Product
from goalchain.sharing.sheet.export import export_sheet


class Command(BaseCommand):
    """Write a chain as CSV that the import takes back."""

    help = "Writes the live goals of a product as CSV; importing the file again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """KEY [FILE]"""
        parser.add_argument("key", metavar="KEY", help="the key of the product, like BIKE")
        parser.add_argument("file", metavar="FILE", nargs="?", help="the file to write; standard output without it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the sheet; UTF-8, whatever the terminal speaks."""
        product = Product.objects.live().filter(key=options["key"]).first()
        if product is None:
            raise CommandError(f"There is no product {options['key']}.")
        text = export_sheet(product)
        if options["file"] is None:
            self.stdout.write(text, ending="")
            return
        try:
            Path(options["file"]).write_bytes(text.encode())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror or error}.") from None
