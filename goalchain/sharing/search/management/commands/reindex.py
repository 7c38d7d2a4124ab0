"""Make the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from goalchain.sharing.search import index


class Command(BaseCommand):
    """`manage.py reindex`: everything that can be found is read again. `--check` compares only, and fails when they
    differ."""

    help = "Makes the search index anew from what is stored."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to compare only."""
        parser.add_argument("--check", action="store_true", help="compare only; exit 1 when the index is not right")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or compare it."""
        if not options["check"]:
            self.stdout.write(f"{index.rebuild()} entries can be found.")
            return
        offences = list(index.offences())
        if not index.is_whole():
            offences.insert(0, "Triggers are missing. Run manage.py reindex.")
        for offence in offences:
            self.stderr.write(offence)
        if offences:
            raise SystemExit(1)
        self.stdout.write("The search index is as it should be.")
