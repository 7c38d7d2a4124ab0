"""What an address asks of the matrix. Words that mean nothing are passed over."""

from django.http import QueryDict

from goalchain.products.models import Product

from .axes import Axis, axes_of
from .reads import MOST_PAGES


def axes_asked(query: QueryDict, product: Product) -> tuple[Axis, Axis]:
    """The kinds of goals in `rows` and `columns`, else those that are usual."""
    return axes_of(product.preset, query.get("rows"), query.get("columns"))


def pages_asked(query: QueryDict) -> tuple[int, int]:
    """The page of each side, from 1."""
    return page_asked(query.get("rows_page")), page_asked(query.get("columns_page"))


def page_asked(text: str | None) -> int:
    """The number of a page; 1 for what is none."""
    text = text or ""
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 5 and int(text) <= MOST_PAGES else 1
