"""Keys of products: a good one from a name, and the next free one."""

import re
import unicodedata

from .models import Product

#: Words that say nothing about a product.
ARTICLES = {"A", "AN", "THE", "MY", "OUR"}
LONGEST = 10
SUGGESTED = 6


def key_from(name: str) -> str:
    """A key for a product of this name: its first telling word, "BIKE" for "Bike Service App"; "" when it has none.

    `static/js/product_key.js` suggests the same while the name is typed.
    """
    plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode().upper()
    words = re.findall(r"[A-Z][A-Z0-9]+", re.sub(r"['`]", "", plain))
    telling = [word for word in words if word not in ARTICLES] or words
    return telling[0][:SUGGESTED] if telling else ""


def free_key(wish: str) -> str:
    """The wish itself, or the wish with the lowest number that no product has: BIKE2. One query."""
    taken = set(Product.objects.filter(key__startswith=wish[: LONGEST - 3]).values_list("key", flat=True))
    tries = [wish, *(f"{wish[: LONGEST - len(str(number))]}{number}" for number in range(2, 1000))]
    return next(key for key in tries if key not in taken)
