"""F3: a roadmap of 150 product goals, two releases each, in each view: ratios to view1 and bytes, beside S and L."""

import gzip
from datetime import timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from bench.chains import EMAIL, Chain
from bench.clock import medians
from bench.figures import Figure
from bench.world import World

KEY, ROWS, RELEASES = "ROAD", 150, 2
ROUNDS = 60
VIEWS = {"GO grid": "?view=grid", "timeline": "?view=timeline", "now, next, later": "?view=now"}


def measure(world: World) -> list[Figure]:
    """Each view ≤ 6 × view1 and ≤ 100 KB compressed."""
    return [figure for chain in world.chains for figure in _measure(world, chain)]


def _measure(world: World, chain: Chain) -> list[Figure]:
    addresses, caller = views(chain), world.caller(chain)
    sizes = {name: len(gzip.compress(caller.get(address).body)) / 1000 for name, address in addresses.items()}
    cases: dict[str, Any] = {
        name: chain.within(lambda address=address: caller.get(address))  # type: ignore[misc]
        for name, address in addresses.items()
    }
    times = medians({"view1": world.view1, **cases}, world.rounds(ROUNDS))
    figures = []
    for name in VIEWS:
        note = f"{times[name] * 1000:.2f} ms, view1 {times['view1'] * 1000:.2f} ms"
        what = f"roadmap of {ROWS} rows beside {chain.name}, {name}"
        figures.append(Figure("F3", what, times[name] / times["view1"], 6.0, "× view1", note=note))
        figures.append(Figure("F3", f"{what}, compressed", sizes[name], 100, "KB", exact=True))
    return figures


def views(chain: Chain) -> dict[str, str]:
    """The address of each view of a roadmap in this chain's database, where it is made when it is first asked for."""
    chain.use()
    _make()
    return {name: f"/p/{KEY}/roadmap/{query}" for name, query in VIEWS.items()}


def _make() -> None:
    """A product with so many product goals, one after the other, with releases and dependencies; once a database."""
    from goalchain.accounts.models import User
    from goalchain.goals.models import Goal
    from goalchain.products.models import Product

    if Product.objects.filter(key=KEY).exists():
        return
    owner, today = User.objects.get(email=EMAIL), timezone.localdate()
    product = Product.found(key=KEY, name="Roadmap", preset="releases", by=owner)
    above = Goal.create(product, "user", by=owner, title="Riders stop losing days to servicing")
    former: Goal | None = None
    for number in range(ROWS):
        starts = today + timedelta(days=3 * number)
        goal = Goal.create(
            product,
            "product",
            by=owner,
            title=f"Customers book, track and pay for servicing in the app, part {number}",
            parents=[(above, "a lost day hurts")],
            starts_on=starts,
            ends_on=starts + timedelta(days=80),
            confidence="at_risk" if number % 3 == 0 else "on_track",
        )
        for release in range(1, RELEASES + 1):
            Goal.create(
                product,
                "release",
                by=owner,
                title=f"Customers book a slot online, part {number}.{release}",
                parents=[(goal, "it begins here")],
                ends_on=starts + timedelta(days=25 * release),
            )
        if former is not None and number % 4 == 0:
            goal.wait_for(former, by=owner)
        former = goal
    with connection.cursor() as cursor:
        # Else it depends on when the server does so by itself which rows an index answers for.
        cursor.execute("VACUUM ANALYZE")
