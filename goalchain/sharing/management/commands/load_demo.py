"""manage.py load_demo"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from goalchain.products.models import Membership, Product
from goalchain.sharing.demo.accounts import PEOPLE, demo_people
from goalchain.sharing.demo.bike import BIKE
from goalchain.sharing.demo.eat import EAT
from goalchain.sharing.demo.shared import share_roadmap
from goalchain.sharing.demo.telling import tell


class Command(BaseCommand):
    """Make the demo. What is there already stays as it is, whatever people have changed in it."""

    help = "Makes the demo products BIKE and EAT and an account for each role; running it again changes nothing."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Refuses to give the demo accounts a way into products of others that happen to use a demo key."""
        owners = Membership.objects.filter(user__email__in=[email for email, _ in PEOPLE.values()])
        foreign = Product.objects.filter(key__in=[BIKE.key, EAT.key]).exclude(memberships__in=owners).first()
        if foreign is not None:
            raise CommandError(
                f"{foreign.key} is a product of somebody else here. The demo needs a database without it."
            )
        people, sentence = demo_people()
        for story in (BIKE, EAT):
            is_new = tell(story, people)
            self.stdout.write(f"{story.key} {story.name}: {'made' if is_new else 'was there already and is unchanged'}")
            if is_new and story is BIKE:
                self.stdout.write(f"  its roadmap is shared, without an account, at {share_roadmap(BIKE.key, people)}")
        for role, person in people.items():
            self.stdout.write(f"  {person.email}  {role.label}: {person.name}")
        self.stdout.write(sentence)
