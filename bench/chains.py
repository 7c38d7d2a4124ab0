"""The measured chains: S and L, alike but for their size, each in a database of its own.

In one database they would share tables and indexes, and what grows with the size of a table would not show.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from bench import databases, startproject

KEY = "BENCH"
EMAIL = "bench@example.com"


@dataclass
class Chain:
    """A synthetic chain in its database, with one line in it that is the same whatever the size.

    `line` holds the goals of that line by the name of their level, `edited` is a sprint goal that only edits touch, and
    `sprint` is the sprint of the line's sprint goal, which is agreed.
    """

    name: str
    database: str
    wrapper: BaseDatabaseWrapper
    cookies: dict[str, str]
    bare_cookies: dict[str, str]
    goals: int
    line: dict[str, str]
    edited: str
    sprint: int

    def use(self) -> None:
        """Let the product speak to this chain's database."""
        databases.use(self.wrapper)

    def within(self, call: Callable[[], object]) -> Callable[[], object]:
        """The call as a case of a round: it begins in this chain's database, whatever the case before it was about."""

        def case() -> object:
            self.use()
            return call()

        return case


def make(name: str, database: str, goals: int) -> Chain:
    """Make the tables, a chain of `goals` goals and its line; sign an owner in."""
    from goalchain.accounts.models import User
    from goalchain.goals.models import Goal
    from goalchain.products.access import Role
    from goalchain.products.models import Product

    wrapper = databases.connect(database)
    databases.use(wrapper)
    call_command("migrate", verbosity=0)
    call_command("make_chain", product=KEY, goals=goals, seed=1, stdout=io.StringIO())
    product = Product.objects.get(key=KEY)
    owner = User.objects.create_user(EMAIL, name="Bench")
    product.admit(owner, Role.OWNER, by=None)
    line, edited, sprint = _add_line(product, owner)
    _add_backlog(product, owner, goals // 4, line["release"], sprint)
    _add_past_sprints(sprint, goals // 40)
    with wrapper.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    stored = Goal.objects.filter(product=product).count()
    cookies, bare_cookies = _signed_in(owner), _signed_in(owner, startproject.BACKEND)
    return Chain(name, database, wrapper, cookies, bare_cookies, stored, line, edited, sprint)


def _signed_in(owner: Any, backend: str | None = None) -> dict[str, str]:
    """The cookies of a session of this person, whom `backend` recognises (the product's own, unless given)."""
    client = Client()
    client.force_login(owner, backend)
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def _add_line(product: Any, owner: Any) -> tuple[dict[str, str], str, int]:
    """Add a line of one shape to every chain: a user goal, a product goal, 3 release goals with 4 sprint goals each.

    The first of the sprint goals is agreed for the sprint of today of a team of its own.
    """
    from goalchain.goals.models import Goal
    from goalchain.products.models import Team
    from sprints.models import Cadence

    def add(level: str, title: str, parent: Goal) -> Goal:
        why = f"it moves “{parent.title[:60]}” a measurable step on"
        return Goal.create(product, level, by=owner, title=title, parents=[(parent, why)])

    vision = Goal.objects.filter(product=product, level=1).open().get().of_level
    user_goal = add("user", "Riders stop losing days to servicing", vision)
    product_goal = add("product", "Customers book, track and pay for servicing in the app", user_goal)
    line = {"vision": vision.key, "user": user_goal.key, "product": product_goal.key}
    for release in range(1, 4):
        release_goal = add("release", f"Customers book a service slot online, part {release}", product_goal)
        for sprint in range(1, 5):
            sprint_goal = add("sprint", f"Service booking works, step {release}.{sprint}", release_goal)
            line.setdefault("release", release_goal.key)
            line.setdefault("sprint", sprint_goal.key)
    team, today = Team.form(product, "The line's team", by=owner), product.today()
    Cadence.keep(team, "scrum", weeks=2, weekday=today.isoweekday(), starts_on=today, by=owner, today=today)
    sprint_of_today = team.sprints.earliest("starts_on").pk
    first = Goal.objects.select_related("product").get(product=product, number=line["sprint"].rpartition("-")[2])
    first.of_level.revise(by=owner, sprint_id=sprint_of_today)
    first.of_level.agree(by=owner)
    return line, sprint_goal.key, sprint_of_today


def _add_backlog(product: Any, owner: Any, count: int, served: str, sprint: int) -> None:
    """Add a backlog of `count` items, four in five of them done; the first 80 are those of the sprint of today."""
    from goalchain.goals.models import Goal
    from sprints.models import BacklogItem

    goal = Goal.objects.get(product=product, number=served.rpartition("-")[2])
    titles = [f"A rider books a slot in fewer steps than before, item {number}" for number in range(count)]
    BacklogItem.add_all(product, titles, by=owner, goal=goal)
    ordered = list(BacklogItem.objects.filter(product=product).order_by("position").values_list("pk", flat=True))
    BacklogItem.objects.filter(pk__in=ordered[:80]).update(sprint=sprint)
    BacklogItem.objects.filter(pk__in=ordered[count // 10 : count * 9 // 10]).update(state="done")


def _add_past_sprints(sprint: int, count: int) -> None:
    """Add `count` sprints of a week each that its team had before this one."""
    from sprints.models import Sprint

    first = Sprint.objects.get(pk=sprint)
    assert first.starts_on
    Sprint.objects.bulk_create(
        Sprint(
            product_id=first.product_id,
            team_id=first.team_id,
            name=f"Week {count - back}",
            starts_on=first.starts_on - timedelta(weeks=back + 1),
            ends_on=first.starts_on - timedelta(weeks=back, days=1),
        )
        for back in range(count)
    )
