"""A product that a command makes: somebody has to own it."""

from collections.abc import Sequence

from django.core.management.base import CommandError

from goalchain.accounts.models import User
from goalchain.products.access import Role
from goalchain.products.models import Product

from .demo.accounts import PEOPLE


def found_for(key: str, name: str, emails: Sequence[str] = ()) -> Product:
    """Make a product for the people of these e-mail addresses that have an account here.

    The first of them owns it; the others become developers, whom the owner can give another role. Without any of them,
    the owner is the first superuser, else the demo's owner, else the only person. Raises CommandError when there is
    none of these.
    """
    people = User.objects.filter(is_active=True)
    found = {person.email: person for person in people.filter(email__in=emails)}
    named = [found[email] for email in emails if email in found]
    owner = named[0] if named else _somebody()
    if owner is None:
        raise CommandError(
            f"Nobody here could own {key}. Make an account first: manage.py createsuperuser --email you@example.com"
        )
    product = Product.found(key=key, name=name, preset=Product.Preset.RELEASES, by=owner)
    for person in named[1:]:
        product.admit(person, Role.DEVELOPER, by=owner)
    return product


def _somebody() -> User | None:
    people = User.objects.filter(is_active=True).order_by("pk")
    only = people[:2]
    return (
        people.filter(is_superuser=True).first()
        or people.filter(email=PEOPLE[Role.OWNER][0]).first()
        or (only[0] if len(only) == 1 else None)
    )
