"""Undo of what was done to metrics and readings."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from goalchain.goals.models import Event
from goalchain.goals.undo import undo
from goalchain.metrics.models import Metric
from goalchain.products.errors import Refused
from tests.factories import fresh, make_metric, make_readings

from .test_metric import stored

pytestmark = pytest.mark.django_db

KEPT = ("name", "unit", "direction", "baseline", "target", "lower", "upper", "target_on", "position")


def told(metric):
    facts = stored(metric).facts()
    return {name: facts[name] for name in KEPT} | {"archived": bool(facts["archived_at"])}


def take_back(metric):
    event = Event.objects.latest("id")
    undo(event, fresh(metric.goal), by=None)
    assert Event.objects.latest("id").undoes == event


@pytest.mark.parametrize(
    "act",
    [
        lambda metric: metric.revise(by=None, name="Other", target=Decimal("70.5"), target_on=date(2027, 1, 1)),
        lambda metric: metric.revise(by=None, direction="within", lower=Decimal(1), upper=Decimal(2)),
        lambda metric: metric.archive(by=None),
        lambda metric: make_metric(metric.goal).put_first(by=None),
    ],
)
def test_the_metric_is_as_before(act):
    metric = make_metric(target_on=date(2026, 12, 18))
    before = told(metric)
    act(metric)
    take_back(metric)
    assert told(metric) == before


def test_undo_of_create_archives_and_undo_of_that_restores():
    metric = make_metric()
    take_back(metric)
    assert stored(metric).archived_at
    take_back(metric)
    assert stored(metric).archived_at is None


def test_readings_are_as_before():
    metric = make_metric()
    today = timezone.localdate()
    metric.record(today, Decimal(14), "in haste", by=None)
    reading = metric.readings.get()
    metric.correct(reading, by=None, value=Decimal(41), note="", day=today - timedelta(days=1))
    take_back(metric)
    found = metric.readings.get()
    assert (found.value, found.note, found.day) == (Decimal(14), "in haste", today)
    metric.remove_reading(found, by=None)
    take_back(metric)
    found = metric.readings.get()
    assert (found.value, found.note, found.day) == (Decimal(14), "in haste", today)
    take_back(metric)
    assert not metric.readings.exists()


def test_only_what_nobody_changed_since():
    metric = make_metric(name="A")
    stored(metric).revise(by=None, name="B")
    first = Event.objects.latest("id")
    stored(metric).revise(by=None, name="C")
    (reading,) = make_readings(metric, [14])
    second = Event.objects.latest("id")
    metric.correct(reading, by=None, value=Decimal(15))
    for event in (first, second):
        with pytest.raises(Refused, match="was changed again since"):
            undo(event, fresh(metric.goal), by=None)
    removed = metric.readings.get()
    metric.remove_reading(removed, by=None)
    third = Event.objects.latest("id")
    metric.record(removed.day, Decimal(16), by=None)
    with pytest.raises(Refused, match="was changed again since"):
        undo(third, fresh(metric.goal), by=None)
    assert (Metric.objects.get().name, metric.readings.get().value) == ("C", Decimal(16))
