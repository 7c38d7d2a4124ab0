"""manage.py import_chain"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from goalchain.products.models import Product, key_form
from goalchain.sharing.founding import found_for
from goalchain.sharing.sheet.plan import Plan
from goalchain.sharing.sheet.reading import COMMAND_LIMIT, Sheet, Unreadable, read_sheet
from goalchain.sharing.sheet.writing import SheetRefused, import_sheet


class Command(BaseCommand):
    """Read a chain from CSV: all rows or none."""

    help = (
        "Reads a chain from a CSV file (UTF-8; columns key,level,title,statement,parents,rationale,state,outcome,"
        "starts_on,ends_on,team,sprint,owner) into a product: all rows, or none when one is bad."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE --product KEY [--name NAME] [--dry-run]"""
        parser.add_argument("file", metavar="FILE", help="the CSV file")
        parser.add_argument("--product", required=True, metavar="KEY", help="the key of the product, like BIKE")
        parser.add_argument("--name", default="", help="the name of the product, if it has to be made")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1, with every bad row on standard error, when nothing was written because of them."""
        try:
            sheet = read_sheet(self._content(options["file"]), limit=COMMAND_LIMIT)
            with transaction.atomic():
                product = self._product(options["product"], options["name"].strip(), sheet)
                plan = import_sheet(product, sheet, by=None)
                transaction.set_rollback(options["dry_run"])
        except Unreadable as unreadable:
            raise CommandError(f"{options['file']}: {unreadable}") from None
        except SheetRefused as refused:
            self._name_bad_rows(refused.plan)
            raise CommandError("Nothing was written.") from None
        self._report(plan, options["dry_run"])

    def _content(self, path: str) -> bytes:
        try:
            with Path(path).open("rb") as file:
                return file.read(COMMAND_LIMIT + 1)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}.") from None

    def _product(self, key: str, name: str, sheet: Sheet) -> Product:
        product = Product.objects.filter(key=key).first()
        if product is None:
            try:
                key_form(key)
            except ValidationError as error:
                raise CommandError(f"“{key}” is no key. {error.messages[0]}") from None
            if not name:
                raise CommandError(f"There is no product {key}. Give --name to make it.")
            emails = dict.fromkeys(row.cells.get("owner", "").lower() for row in sheet.rows)
            return found_for(key, name, [email for email in emails if email])
        if product.deleted_at is not None:
            raise CommandError(f"{key} was deleted. Have an owner restore it, or choose another key.")
        return product

    def _name_bad_rows(self, plan: Plan) -> None:
        for entry in plan.refused:
            for reason in entry.reasons:
                self.stderr.write(f"line {entry.line}: {f'{entry.key}: ' if entry.name else ''}{reason}")
        if plan.more_refused:
            self.stderr.write(f"and {plan.more_refused} more bad rows")
        rows = "1 row is" if plan.refused_count == 1 else f"{plan.refused_count} rows are"
        self.stderr.write(f"{rows} refused.")

    def _report(self, plan: Plan, dry_run: bool) -> None:
        for name, reference in plan.named():
            self.stdout.write(f"{name or '(no key)'} is {reference}")
        for entry in plan.changed:
            changes = ", ".join(entry.changes)
            self.stdout.write(f"{entry.name}: {changes}")
        for line, note in plan.notes:
            self.stdout.write(f"line {line}: {note}")
        if plan.teams:
            self.stdout.write(f"teams made: {', '.join(plan.teams)}")
        if plan.sprints:
            self.stdout.write(f"sprints made: {len(plan.sprints)}")
        would = "Nothing was written; it would be: " if dry_run else ""
        self.stdout.write(f"{would}{len(plan.made)} made, {len(plan.changed)} changed, {plan.unchanged} unchanged.")
