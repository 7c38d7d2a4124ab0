"""record, correct, remove readings, take many: the verbs of readings."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from goalchain.goals.models import Event
from goalchain.metrics.models import Reading
from goalchain.metrics.verbs.reading import Row, Taken
from goalchain.products.errors import Refused, Stale
from tests.factories import make_metric, make_readings, product_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def metric():
    return make_metric(name="Bookings")


@pytest.fixture
def today():
    return timezone.localdate()


def events():
    return list(Event.objects.filter(subject="reading").order_by("id"))


def test_record(metric, today):
    by = product_owner(metric.goal.product)
    reading, happened = metric.record(today, Decimal("41.5"), "after the launch", by=by)
    assert happened == "record"
    assert Reading.objects.get() == reading
    (event,) = events()
    assert event.after == {
        "id": reading.pk,
        "metric": metric.pk,
        "day": today.isoformat(),
        "value": "41.5",
        "note": "after the launch",
        "user": by.pk,
        "version": 1,
        "unit": "%",
        "name": "Bookings",
    }
    assert (event.verb, event.goal_id, event.former, event.actor) == ("record", metric.goal_id, {}, by)


def test_the_same_day_again_corrects_it_and_the_history_keeps_the_former(metric, today):
    metric.record(today, Decimal(14), "typed in haste", by=None)
    reading, happened = metric.record(today, Decimal(41), by=None)
    assert (happened, reading.version, Reading.objects.get().value) == ("correct", 2, Decimal(41))
    assert events()[-1].former == {"value": "14", "note": "typed in haste", "user": None}
    assert metric.record(today, Decimal("41.0"), by=None)[1] == ""
    assert len(events()) == 2


def test_a_day_to_come_is_refused(metric, today):
    with pytest.raises(Refused, match="is still to come") as refusal:
        metric.record(today + timedelta(days=1), Decimal(1), by=None)
    assert refusal.value.field == "day"
    with pytest.raises(Refused, match="cannot be right"):
        metric.record(date(1969, 5, 1), Decimal(1), by=None)
    assert not Reading.objects.exists()


def test_correct_value_note_and_day(metric, today):
    (reading,) = make_readings(metric, [14])
    yesterday = today - timedelta(days=1)
    assert metric.correct(reading, by=None, version=1, value=Decimal(41), note="turned round", day=yesterday)
    found = Reading.objects.get()
    assert (found.value, found.note, found.day, found.version) == (Decimal(41), "turned round", yesterday, 2)
    assert events()[-1].former == {
        "value": "14",
        "note": "",
        "day": today.isoformat(),
        "user": product_owner(metric.goal.product).pk,
    }
    assert not metric.correct(found, by=None, version=2, value=Decimal(41))


def test_a_day_that_has_another_reading_is_refused(metric, today):
    _, newest = make_readings(metric, [1, 2])
    with pytest.raises(Refused, match="There is a reading of") as refusal:
        metric.correct(newest, by=None, day=today - timedelta(days=7))
    assert refusal.value.field == "day"
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.filter(pk=newest.pk).update(day=today - timedelta(days=7))


def test_somebody_was_quicker(metric, today):
    (reading,) = make_readings(metric, [14])
    metric.correct(reading, by=None, version=1, value=Decimal(41))
    for act in (
        lambda: metric.correct(reading, by=None, version=1, value=Decimal(40)),
        lambda: metric.remove_reading(reading, by=None, version=1),
        lambda: metric.record(today, Decimal(40), by=None, version=1),
    ):
        with pytest.raises(Stale):
            act()
    assert Reading.objects.get().value == Decimal(41)
    metric.remove_reading(reading, by=None, version=2)
    with pytest.raises(Stale):
        metric.correct(reading, by=None, version=2, value=Decimal(40))


def test_what_is_removed_stays_in_the_history(metric):
    (reading,) = make_readings(metric, [14])
    metric.remove_reading(reading, by=None)
    assert not Reading.objects.exists()
    assert (events()[-1].verb, events()[-1].after["value"]) == ("remove", "14")


def test_nothing_is_read_of_an_archived_metric(metric, today):
    metric.archive(by=None)
    with pytest.raises(Refused, match="is archived"):
        metric.record(today, Decimal(1), by=None)


def test_many_at_once_are_one_change(metric, today):
    make_readings(metric, [1, 2])
    revision = metric.goal.product.revision
    rows = [
        Row(today, Decimal(2)),
        Row(today - timedelta(days=7), Decimal(3)),
        Row(today - timedelta(days=1), Decimal(4), "new"),
    ]
    assert metric.take_readings(rows, by=None) == Taken(new=1, corrected=1, unchanged=1)
    assert metric.goal.product.revision == revision + 1
    assert [(event.verb, event.revision) for event in events()[2:]] == [
        ("record", revision + 1),
        ("correct", revision + 1),
    ]
    assert list(metric.readings.values_list("value", flat=True)) == [Decimal(2), Decimal(4), Decimal(3)]


def test_all_or_none(metric, today):
    with pytest.raises(Refused):
        metric.take_readings([Row(today, Decimal(1)), Row(today + timedelta(days=1), Decimal(2))], by=None)
    revision = metric.goal.product.revision
    metric.record(today, Decimal(1), by=None)
    with pytest.raises(Stale):
        metric.take_readings([Row(today, Decimal(2))], by=None, revision=revision)
    assert Reading.objects.get().value == Decimal(1)
