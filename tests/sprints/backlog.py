"""What tests of the backlog make."""

from typing import Any

from goalchain.goals.offences import Finding
from goalchain.products.models import Product
from sprints.backlog.offences import backlog_offences
from sprints.models import BacklogItem


def make_item(product: Product, title: str = "An item", **values: Any) -> BacklogItem:
    """An item at the end of the backlog."""
    return BacklogItem.add(product, title, by=None, **values)


def make_items(product: Product, *titles: str, **values: Any) -> list[BacklogItem]:
    """Items of these titles at the end, in this order."""
    BacklogItem.add_all(product, titles, by=None, **values)
    made = list(BacklogItem.objects.filter(product=product, title__in=titles).order_by("position"))
    for item in made:
        item.product = product
    return made


def titles(product: Product) -> list[str]:
    """The backlog in its order."""
    return list(BacklogItem.objects.filter(product=product).order_by("position").values_list("title", flat=True))


def offences(product: Product) -> list[Finding]:
    """What is wrong with the stored backlog."""
    return list(backlog_offences(product))
