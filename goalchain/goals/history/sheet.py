"""The history as a sheet: a row an event."""

from collections.abc import Iterator
from typing import Final

from django.db.models import QuerySet

from goalchain.products.models import Product

from ..models import Event
from .reads import told_of

HEADINGS: Final = ("change", "at", "by", "level", "goal", "title", "what", "former", "now")
#: So many events are read at once.
AT_ONCE: Final = 2_000


def rows(product: Product, events: QuerySet[Event]) -> Iterator[list[str]]:
    """The rows without the headings, newest first, times in the product's zone. One query, and one for names."""
    found = list(events.select_related("actor", "goal").order_by("-revision", "-pk").iterator(AT_ONCE))
    for told in told_of(product, found):
        words = [str(told["who"]), told.get("level_name", ""), told.get("key", ""), told.get("title", "")]
        wordings = ["\n".join(str(pair[place]) for pair in told["changes"]) for place in (0, 1)]
        at = told["local"].isoformat(timespec="seconds")
        yield [str(told["event"].revision), at, *words, told["words"], *wordings]
