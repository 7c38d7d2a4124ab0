"""What is due: what the first page asks a person to do, told by the apps above this one.

An app offers a teller when it is ready (a check-in that is overdue, a review whose day has come). Each is asked once
for all products of the person, so that the first page costs the same however many there are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from goalchain.products.models import Membership, Product

#: So many are told on the first page; the others stand on the pages that they belong to.
SHOWN = 12


@dataclass(frozen=True)
class Due:
    """One thing to do: the words that say it, where it is done, its product, and since which day it is due."""

    said: str
    url: str
    product: Product
    on: date


#: Tells what is due by each product's own day: asked with the person's memberships, each with its product.
Teller = Callable[[Sequence[Membership]], list[Due]]
_tellers: dict[str, Teller] = {}


def tell_due_with(name: str, teller: Teller) -> None:
    """Let `teller` say what is due; called by its app when it is ready. It may take one query, and tells only what the
    person may see and do."""
    _tellers[name] = teller


def due_for(memberships: Sequence[Membership]) -> list[Due]:
    """What is due in these products of one person, the longest overdue first. As many queries as there are tellers."""
    if not memberships:
        return []
    told = [due for teller in _tellers.values() for due in teller(memberships)]
    return sorted(told, key=lambda due: (due.on, due.product.name, due.said))
