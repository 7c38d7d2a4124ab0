"""What stored metrics and readings may not be."""

from collections import Counter
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import F, Q

from goalchain.goals.offences import Finding, repeated
from goalchain.lib.text import storable
from goalchain.products.models import Product
from goalchain.products.zones import latest_today

from .models import Metric, Reading
from .rules import metric_refusal


def metric_offences(product: Product) -> Iterator[Finding]:
    """The rules of metrics and of their readings. Two queries."""
    metrics = Metric.objects.filter(Q(product=product) | Q(goal__product=product)).annotate(
        number=F("goal__number"), of_goal=F("goal__product")
    )
    for metric in metrics.order_by("pk"):
        if not metric.product_id == metric.of_goal == product.pk:
            products = f"{metric.name}: {metric.product_id}, goal {metric.of_goal}"
            yield metric.number, "a metric and its goal are of one product", products
        for field, refusal in metric_refusal({name: getattr(metric, name) for name in Metric.REVISABLE}):
            yield metric.number, "a metric's values agree with each other", f"{metric.name}, {field}: {refusal}"
        if metric.version < 1:
            yield metric.number, "a metric's version counts from 1", f"{metric.name}: {metric.version}"
        yield from _text(metric.number, metric.name, metric.unit)
    readings = Reading.objects.filter(metric__product=product).annotate(
        number=F("metric__goal__number"), name=F("metric__name")
    )
    days: Counter[tuple[int, int, object]] = Counter()
    today = latest_today()
    for reading in readings.order_by("metric_id", "day").iterator(chunk_size=2000):
        days[reading.number, reading.metric_id, reading.day] += 1
        if reading.day > today:
            yield reading.number, "a reading is not of a day to come", f"{reading.name}: {reading.day}"
        if reading.version < 1:
            yield reading.number, "a reading's version counts from 1", f"{reading.name}: {reading.version}"
        yield from _text(reading.number, reading.note)
    for (number, _, _), count in days.items():
        yield from repeated("a metric has one reading a day", Counter({number: count}))


def _text(number: int, *texts: str) -> Iterator[Finding]:
    for text in texts:
        try:
            storable(text)
        except ValidationError as error:
            yield number, "text can be stored in every database", error.messages[0]
