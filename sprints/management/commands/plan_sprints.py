"""plan_sprints: plans on, for every team that has a cadence."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from goalchain.products.models import Product
from sprints.models import Cadence


class Command(BaseCommand):
    """Run it once a week, so that there is always a year of sprints ahead."""

    help = "Plans the sprints of every team with a cadence until a year from today."

    def add_arguments(self, parser: CommandParser) -> None:
        """The key of one product; all without it."""
        parser.add_argument("key", nargs="?", help="the key of a product; all products without it")

    def handle(self, *args: Any, key: str | None, **options: Any) -> None:
        """Plan on, team by team, each in a change of its own."""
        products = Product.objects.live()
        if key is not None and not products.filter(key=key).exists():
            raise CommandError(f"There is no product {key}.")
        cadences = Cadence.objects.select_related("team__product").filter(product__in=products)
        made = 0
        for cadence in (cadences.filter(product__key=key) if key else cadences).order_by("product_id", "team_id"):
            made += cadence.plan_on(by=None, today=cadence.team.product.today()).made
        self.stdout.write(f"{made} sprints planned.")
