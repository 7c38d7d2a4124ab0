"""manage.py gaps"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from goalchain.goals.gaps.report import Asking, kinds_of
from goalchain.goals.gaps.rule import rules
from goalchain.products.access import Access, Role
from goalchain.products.models import Product

#: The word for every kind of gap.
ALL = "all"


class Command(BaseCommand):
    """Tell the gaps of a chain, so that a pipeline can watch it."""

    help = (
        "Tells the gaps of a product's chain, one a line: its rule, its goal, the title. Accepted ones are counted. "
        "Exit code: 0 when there is none of the kinds named by --fail-on, 1 when there is one, 2 when a word names "
        "nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """KEY [--fail-on RULE,RULE|all]"""
        named = ", ".join(rule.name for rule in rules())
        parser.add_argument("key", metavar="KEY", help="the key of the product")
        parser.add_argument(
            "--fail-on",
            metavar="RULES",
            default="",
            help=f"kinds of gaps that end the command with 1, with commas between, or “{ALL}”: {named}",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """The whole chain is looked at, drafts of sprint goals too. One query for the product, one for the gaps."""
        product = Product.objects.live().filter(key=options["key"]).first()
        if product is None:
            raise CommandError(f"There is no product {options['key']}.", returncode=2)
        failing = self._named(options["fail_on"])
        kinds = kinds_of(Asking(product, Access(Role.OWNER)), size=None)
        for kind in kinds:
            for gap in kind.gaps:
                about = f" ({gap.about})" if gap.about else ""
                self.stdout.write(" ".join(f"{kind.rule.name}  {gap.goal.key}  {gap.goal.title}{about}".split("\n")))
        count, accepted = sum(kind.count for kind in kinds), sum(kind.accepted_count for kind in kinds)
        self.stdout.write(f"{product.key}: {count or 'no'} gap{'' if count == 1 else 's'}, {accepted} accepted")
        found = {kind.rule.name: kind.count for kind in kinds if kind.count and kind.rule.name in failing}
        if found:
            told = ", ".join(f"{name} {times}" for name, times in found.items())
            raise CommandError(f"Found what must not be there: {told}.", returncode=1)

    def _named(self, words: str) -> set[str]:
        known = {rule.name for rule in rules()}
        wanted = {word for word in (part.strip() for part in words.split(",")) if word}
        if wanted == {ALL}:
            return known
        if unknown := sorted(wanted - known):
            raise CommandError(
                f"There is no rule {', '.join(unknown)}. The rules are: {', '.join(rule.name for rule in rules())}.",
                returncode=2,
            )
        return wanted
