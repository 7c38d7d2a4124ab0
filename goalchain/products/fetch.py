"""Getting a product for a person: through the access rules or not at all."""

from functools import cache
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from goalchain.lib.rows import Columns, fetch

from .looks import Look
from .models import Membership, Product


def membership_or_404(user: Any, key: str) -> Membership:
    """The person's membership, with its product and its last look, in the product with this key. One query.

    Raises Http404 for strangers.
    """
    rows = fetch(_query(), [user.pk, key]) if _is_possible(user, key) else []
    if not rows:
        raise Http404(f"There is no product {key} that you may see.")
    membership = _own().instance(rows[0])
    of_look = len(_own()) + len(_products())
    membership.product = _products().instance(rows[0], len(_own()))
    membership.seen = _looks().instance(rows[0], of_look) if rows[0][of_look] is not None else None
    return membership


def _is_possible(user: Any, key: str) -> bool:
    """Whether this person can be a member of anything with this key; PostgreSQL cannot even be asked about a NUL."""
    return user.is_authenticated and user.is_active and "\0" not in key


@cache
def _own() -> Columns[Membership]:
    return Columns(Membership, "m")


@cache
def _products() -> Columns[Product]:
    return Columns(Product, "p")


@cache
def _looks() -> Columns[Look]:
    return Columns(Look, "k")


@cache
def _query() -> str:
    return (
        f"SELECT {_own().sql}, {_products().sql}, {_looks().sql} FROM products_product p "
        "JOIN products_membership m ON m.product_id = p.id AND m.user_id = %s "
        "LEFT JOIN products_look k ON k.membership_id = m.id "
        "WHERE p.key = %s AND p.deleted_at IS NULL"
    )


def held_membership_or_404(user: Any, key: str) -> Membership:
    """As membership_or_404, with the product locked until the transaction ends.

    What is read next stays as it is read. Call it inside a transaction. One query.
    """
    memberships = _memberships(user, key).filter(product__deleted_at=None)
    return _first_or_404(memberships.select_for_update(of=("product",)), key)


def deleted_membership_or_404(user: Any, key: str) -> Membership:
    """As membership_or_404, in a product that was deleted."""
    return _first_or_404(_memberships(user, key).exclude(product__deleted_at=None), key)


def _memberships(user: Any, key: str) -> QuerySet[Membership]:
    if not _is_possible(user, key):
        return Membership.objects.none()
    return Membership.objects.select_related("product").filter(user_id=user.pk, product__key=key)


def _first_or_404(memberships: QuerySet[Membership], key: str) -> Membership:
    membership = memberships.first()
    if membership is None:
        raise Http404(f"There is no product {key} that you may see.")
    return membership
