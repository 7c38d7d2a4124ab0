"""What somebody finds: the search as pages and the API ask it."""

from goalchain.accounts.models import User
from goalchain.products.models import Membership
from goalchain.sharing.search.finding import Narrowed, Row, find
from goalchain.sharing.search.found import Found, told
from goalchain.sharing.search.words import Wanted


def rows_for(user: User, words: str, kind: str = "", level: str = "", own: str = "") -> list[Row]:
    """The entries that hold the words in all products of this person, the best first."""
    members = Membership.objects.filter(user=user, product__deleted_at=None)
    may = {member.product_id: member.access for member in members}
    return find(Wanted.read(words), may, Narrowed(kind, level), own)


def found(user: User, words: str, **narrowed: str) -> list[Found]:
    """As rows_for, as they are told."""
    members = Membership.objects.filter(user=user).select_related("product")
    products = {member.product_id: member.product for member in members}
    return told(rows_for(user, words, **narrowed), Wanted.read(words), products)


def titles(user: User, words: str, **narrowed: str) -> list[str]:
    """The titles of what is found."""
    return [one.title for one in found(user, words, **narrowed)]


def kinds(user: User, words: str) -> set[str]:
    """The kinds of what is found."""
    return {row.kind for row in rows_for(user, words)}
