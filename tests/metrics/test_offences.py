"""check_chain and metrics: each rule names its offence, and a sound product has none."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from goalchain.goals.offences import offences
from goalchain.metrics.models import Metric, Reading
from goalchain.metrics.offences import metric_offences
from tests.factories import make_metric, make_product, make_readings

pytestmark = pytest.mark.django_db


def test_a_sound_product_has_none():
    metric = make_metric()
    make_readings(metric, [1, 2, 3])
    make_metric(metric.goal, direction="within").archive(by=None)
    assert offences(metric.goal.product) == []


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda metric: {"product": make_product()}, "a metric and its goal are of one product"),
        (lambda metric: {"unit": " "}, "a metric's values agree with each other"),
        (lambda metric: {"version": 0}, "a metric's version counts from 1"),
        (lambda metric: {"name": "\u0000x"}, "text can be stored in every database"),
    ],
)
def test_an_offence_of_a_metric_is_named(change, rule):
    metric = make_metric()
    for name, value in change(metric).items():
        setattr(metric, name, value)
    product = metric.goal.product
    if "\0" in metric.name:
        # PostgreSQL stores no such text: the rule is asked of the value alone.
        from goalchain.metrics.offences import _text

        assert [found[1] for found in _text(1, metric.name)] == [rule]
        return
    Metric.objects.filter(pk=metric.pk).update(product=metric.product, unit=metric.unit, version=metric.version)
    assert [(number, found) for number, found, _ in metric_offences(product)] == [(metric.goal.number, rule)]


def test_a_reading_of_a_day_to_come_is_named():
    metric = make_metric()
    make_readings(metric, [1])
    Reading.objects.update(day=timezone.localdate() + timedelta(days=2), value=Decimal(2))
    assert [rule for _, rule, _ in metric_offences(metric.goal.product)] == ["a reading is not of a day to come"]
