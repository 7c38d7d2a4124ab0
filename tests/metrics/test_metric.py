"""create, revise, archive, restore, put first: the verbs of a metric, and what the database itself refuses."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from goalchain.goals.history import chain_as_of, chain_now
from goalchain.goals.models import Event
from goalchain.metrics.models import Metric
from goalchain.products.errors import Refused, Stale
from tests.factories import fresh, make_goal, make_metric, make_product, product_owner

pytestmark = pytest.mark.django_db


def stored(metric):
    """The metric as it is stored now, with its goal."""
    found = Metric.objects.get(pk=metric.pk)
    found.goal = fresh(metric.goal)
    return found


def events_of(metric):
    return list(Event.objects.filter(subject="metric", goal_id=metric.goal_id).order_by("id"))


def test_create_writes_its_event_and_leaves_the_goal_alone():
    goal = make_goal()
    revision = goal.product.revision
    metric = make_metric(goal, name="Bookings", target_on=date(2027, 1, 1))
    (event,) = events_of(metric)
    assert (event.verb, event.revision, event.after) == ("create", revision + 1, stored(metric).facts())
    assert event.after["baseline"] == "4"
    assert (fresh(goal).version, goal.product.revision) == (1, revision + 1)
    now = chain_now(goal.product)
    assert chain_as_of(goal.product, revision=now["revision"]) == now


def test_metrics_come_in_the_order_in_which_they_were_added():
    goal = make_goal()
    first, second = make_metric(goal), make_metric(goal)
    assert list(goal.metrics.in_order()) == [first, second]
    assert stored(second).put_first(by=None)
    assert list(goal.metrics.in_order()) == [second, first]
    assert not stored(second).put_first(by=None)
    assert [event.verb for event in events_of(first)] == ["create", "create", "reorder"]


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"name": " "}, "name", "Name what is measured"),
        ({"unit": ""}, "unit", "Say the unit"),
        ({"direction": "sideways"}, "direction", "is no direction"),
        ({"baseline": None, "target": Decimal(5)}, "baseline", "Say where it starts"),
        ({"baseline": Decimal(5), "target": None}, "target", "Say where it is to go"),
        ({"baseline": Decimal(5), "target": Decimal(5)}, "target", "is the baseline"),
        ({"baseline": Decimal(60), "target": Decimal(4)}, "target", "is below the baseline 60%.* Choose down"),
        ({"direction": "down", "baseline": Decimal(4), "target": Decimal(60)}, "target", "above the baseline"),
        ({"direction": "within", "lower": None}, "lower", "lower bound"),
        ({"direction": "within", "upper": None}, "upper", "upper bound"),
        ({"direction": "within", "lower": Decimal(40), "upper": Decimal(20)}, "upper", "is not above the lower bound"),
        ({"direction": "within", "lower": Decimal(20), "upper": Decimal(20)}, "upper", "is not above the lower bound"),
        ({"target_on": date(206, 1, 1)}, "target_on", "1 January 206 cannot be right"),
        ({"target_on": date(2200, 1, 1)}, "target_on", "cannot be right"),
    ],
)
def test_values_that_contradict_each_other(fields, field, words):
    goal = make_goal()
    with pytest.raises(Refused, match=words) as refusal:
        make_metric(goal, **fields)
    assert refusal.value.field == field
    assert not Metric.objects.exists()
    assert goal.product.revision == Event.objects.filter(product=goal.product).latest("id").revision


@pytest.mark.parametrize(
    "fields",
    [
        {"target": Decimal(4)},
        {"target": Decimal(3)},
        {"target": None},
        {"baseline": None},
        {"direction": "down"},
        {"direction": "within"},
        {"direction": "sideways"},
        {"lower": Decimal(1)},
        {"name": ""},
        {"unit": ""},
        {"direction": "within", "target": None, "lower": Decimal(5), "upper": Decimal(5)},
        {"direction": "within", "target": None, "lower": Decimal(5), "upper": None},
    ],
)
def test_the_database_refuses_them_too(fields):
    metric = make_metric()
    with pytest.raises(DatabaseError), transaction.atomic():
        Metric.objects.filter(pk=metric.pk).update(**fields)


def test_revise_keeps_the_former_values():
    metric = make_metric(name="Bookings")
    assert metric.revise(by=None, name="Bookings by app", target=Decimal(70), version=1)
    event = events_of(metric)[-1]
    assert (event.verb, event.former) == ("revise", {"name": "Bookings", "target": "60"})
    assert (stored(metric).target, metric.version) == (Decimal(70), 2)
    assert not metric.revise(by=None, target=Decimal("70.0"), version=2)
    assert len(events_of(metric)) == 2


def test_a_new_direction_forgets_what_it_has_no_use_for():
    metric = make_metric()
    metric.revise(by=None, direction="within", lower=Decimal(10), upper=Decimal(20))
    assert (stored(metric).target, stored(metric).baseline) == (None, Decimal(4))
    metric.revise(by=None, direction="up", target=Decimal(60))
    assert (stored(metric).lower, stored(metric).upper) == (None, None)


def test_a_refused_revision_changes_nothing():
    metric = make_metric()
    with pytest.raises(Refused):
        metric.revise(by=None, target=Decimal(1))
    assert (metric.target, stored(metric).target) == (Decimal(60), Decimal(60))


def test_somebody_was_quicker():
    metric = make_metric()
    mine, theirs = stored(metric), stored(metric)
    theirs.revise(by=None, name="Theirs", version=1)
    for act in (
        lambda: mine.revise(by=None, name="Mine", version=1),
        lambda: mine.archive(by=None, version=1),
        lambda: mine.put_first(by=None, version=3),
    ):
        with pytest.raises(Stale):
            act()
    assert (stored(metric).name, stored(metric).version) == ("Theirs", 2)


def test_archive_and_restore():
    metric = make_metric()
    metric.archive(by=None)
    assert not metric.goal.metrics.live().exists()
    for act in (metric.archive, lambda by: metric.revise(by=by, name="x"), metric.put_first):
        with pytest.raises(Refused, match="is archived"):
            act(by=None)
    metric.restore(by=None)
    assert metric.goal.metrics.live().get() == metric
    with pytest.raises(Refused, match="nothing to restore"):
        metric.restore(by=None)


def test_nothing_changes_on_an_archived_goal():
    metric = make_metric()
    fresh(metric.goal).archive(by=None)
    with pytest.raises(Refused, match="is archived"):
        make_metric(metric.goal)
    with pytest.raises(Refused, match="is archived"):
        stored(metric).revise(by=None, name="x")


def test_twenty_are_enough():
    goal = make_goal()
    for _ in range(20):
        make_metric(goal)
    with pytest.raises(Refused, match="20 metrics already"):
        make_metric(goal)


def test_what_hangs_on_a_draft_sprint_goal_is_planning():
    product = make_product()
    draft = make_goal(product, "sprint")
    metric = make_metric(draft)
    draft.link(make_goal(product, "product"), by=None)
    fresh(draft).agree(by=product_owner(product))
    stored(metric).revise(by=None, name="x")
    # The goal in this memory is still a draft; what counts is what is stored.
    assert [event.planning for event in events_of(metric)] == [True, False]


@pytest.mark.parametrize("value", ["99999999999999", "-0.000001", "12345678.123456", "0"])
def test_a_value_comes_back_as_it_was_stored(value):
    metric = make_metric(baseline=Decimal("-99999999999999"), target=Decimal(value))
    assert stored(metric).target == Decimal(value)
    assert stored(metric).facts()["target"] == value
