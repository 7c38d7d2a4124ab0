"""What the demo shares: the roadmap by a live link, with what two visitors said about it."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from goalchain.products.access import Role
from goalchain.products.models import Product
from goalchain.sharing.models import ShareLink, Voice
from goalchain.talk.models import Feedback


def share_roadmap(key: str, people: Mapping[Role, User]) -> str:
    """Share the roadmap of the product. Returns the path of the shared page, which is told this once."""
    product, owner = Product.objects.get(key=key), people[Role.OWNER]
    link, token = ShareLink.share(
        product,
        "roadmap",
        by=owner,
        name="Where the Bike Service App is going",
        shows=["dates", "metrics", "confidence", "features"],
    )
    goals = {goal.number: goal for goal in Goal.objects.filter(product=product, number__in=[4, 5, 21])}
    for goal in goals.values():
        goal.product = product
    booked = _say(
        link, goals[4], "Priit, workshop in the old town", "Half of my customers call because they want to move a slot."
    )
    booked.reply("Moving a slot is part of the first release. You will see it in the test from December.", by=owner)
    booked.attach(goals[5], by=owner)
    _say(link, goals[21], "", "Who sets the lower price for an idle hour: the workshop or you?")
    return f"/s/{token}/"


def _say(link: ShareLink, about: Goal, name: str, text: str) -> Feedback:
    day = timezone.localdate() - timedelta(days=2)
    said = Feedback.receive(link.product, text, by=None, about=about, name=name, source=link.name, said_on=day)
    Voice.objects.create(link=link, feedback=said)
    return said
