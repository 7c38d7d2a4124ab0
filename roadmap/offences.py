"""What stored features may not be."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import F

from goalchain.goals.models import Event
from goalchain.goals.offences import Finding
from goalchain.lib.text import storable
from goalchain.products.models import Product

from .features import FEATURE_LENGTH, MOST_FEATURES, Feature


def feature_offences(product: Product) -> Iterator[Finding]:
    """The rules of the features of product goals. Two queries."""
    last = {}
    for event in (
        Event.objects.filter(product=product, subject="feature").order_by("pk").values_list("after", flat=True)
    ):
        last[event["id"]] = event
    features = Feature.objects.filter(product=product) | Feature.objects.filter(goal__product=product)
    kept: dict[int, int] = {}
    for feature in features.annotate(number=F("goal__number"), of_goal=F("goal__product")).order_by("pk"):
        where = f"feature {feature.pk}"
        if not feature.product_id == feature.of_goal == product.pk:
            yield feature.number, "a goal and its features are of one product", where
        if not feature.text.strip() or len(feature.text) > FEATURE_LENGTH:
            yield feature.number, f"a feature has 1 to {FEATURE_LENGTH} characters", where
        try:
            storable(feature.text)
        except ValidationError as error:
            yield feature.number, "text can be stored in every database", error.messages[0]
        if last.get(feature.pk) != feature.facts():
            yield feature.number, "the last event tells a feature as it is stored", where
        if feature.removed_at is None:
            kept[feature.number] = kept.get(feature.number, 0) + 1
    for number, count in kept.items():
        if count > MOST_FEATURES:
            yield number, f"a product goal has {MOST_FEATURES} features at most", f"{count} features"
