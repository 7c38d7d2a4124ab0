"""A person's name, which their products show: a change of it is a change of each of them."""

from typing import TYPE_CHECKING

from django.db import transaction

from .changes import Change, change_each
from .models import Product

if TYPE_CHECKING:
    from goalchain.accounts.models import User


def rename(person: "User", name: str) -> bool:
    """Give the person another name and raise the revision of their products, so that no kept page shows the old one.

    Returns whether anything changed. Queries: five, however many products the person has.
    """
    former, person.name = person.name, name
    if former == name:
        return False
    with transaction.atomic():
        person.save(update_fields=["name"])
        mine = {membership.product_id: membership for membership in person.memberships.all()}

        def note(begun: Change) -> None:
            after = mine[begun.product.pk].facts() | {"name": name}
            begun.record("rename", "member", after=after, former={"name": former})

        change_each(Product.objects.filter(pk__in=mine), person, note)
    return True
