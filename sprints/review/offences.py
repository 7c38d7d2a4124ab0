"""What stored reviews of sprints may not be."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F

from goalchain.goals import levels
from goalchain.goals.models import Event
from goalchain.goals.offences import Finding
from goalchain.products.errors import Refused
from goalchain.products.models import Product

from ..models import SprintReview
from ..models.review import WORDS
from .rules import check_words


def review_offences(product: Product) -> Iterator[Finding]:
    """The rules of reviews. Two queries."""
    last: dict[int, Any] = {}
    events = Event.objects.filter(product=product, subject="sprintreview").order_by("pk")
    for after in events.values_list("after", flat=True):
        last[after["id"]] = after
    found = SprintReview.objects.filter(product=product).select_related("goal")
    of_products = found.annotate(of_sprint=F("sprint__product"), of_goal=F("goal__product"))
    for review in of_products.order_by("pk"):
        number, where = review.goal.number, f"review {review.pk}"
        if {review.of_sprint, review.of_goal} != {product.pk}:
            yield number, "a review, its sprint and its goal are of one product", where
        if review.goal.level != levels.SPRINT:
            yield number, "a review is of a sprint goal", where
        try:
            check_words({name: getattr(review, name) for name in WORDS})
        except (Refused, ValidationError) as refusal:
            yield number, "a review is one that may be written down", f"{where}: {refusal}"
        if last.get(review.pk) != review.facts():
            yield number, "the last event tells a review as it is stored", where
