"""goal.wait_for and its kin: between live goals of one product, without cycles; told, undone, checked."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from goalchain.goals.cycles import cycle_in, path_between
from goalchain.goals.dependencies import wait_of
from goalchain.goals.history import chain_as_of, chain_now
from goalchain.goals.models import Dependency, Event
from goalchain.goals.offences import offences
from goalchain.goals.undo import undo
from goalchain.goals.wording import tell
from goalchain.products.errors import Refused
from tests.factories import fresh, make_goal, make_product, product_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    """A product without goals."""
    return make_product(key="BIKE")


def test_a_goal_waits_for_another_and_neither_version_rises(product):
    payment, booking = make_goal(product, "release"), make_goal(product, "product")
    payment.wait_for(booking, by=None)
    assert (fresh(payment).version, fresh(booking).version) == (1, 1)
    event = Event.objects.latest("id")
    assert (event.verb, event.subject, event.goal_id) == ("wait", "dependency", payment.pk)
    assert event.after == {"id": Dependency.objects.get().pk, "blocker": booking.key, "blocked": payment.key}
    assert tell(event, "BIKE")["words"] == f"said that it waits for {booking.key}"
    payment.stop_waiting_for(booking, by=None)
    assert not Dependency.objects.exists()
    assert tell(Event.objects.latest("id"), "BIKE")["words"] == f"said that it no longer waits for {booking.key}"
    assert chain_as_of(product, revision=product.revision) == chain_now(product)


@pytest.mark.parametrize("level", ["vision", "user", "product", "release", "sprint"])
def test_at_any_level_also_across(product, level):
    other = make_goal(product, "product")
    make_goal(product, level).wait_for(other, by=None)
    assert offences(product) == []


def test_what_is_refused(product):
    one, two, gone = make_goal(product), make_goal(product), make_goal(product, archived=True)
    with pytest.raises(Refused, match="cannot wait for itself"):
        one.wait_for(one, by=None)
    with pytest.raises(Refused, match="belongs to another product"):
        one.wait_for(make_goal(), by=None)
    with pytest.raises(Refused, match=f"{gone.key} is archived"):
        one.wait_for(gone, by=None)
    with pytest.raises(Refused, match=f"{gone.key} is archived"):
        gone.wait_for(one, by=None)
    one.wait_for(two, by=None)
    with pytest.raises(Refused, match="blocks .* already"):
        one.wait_for(two, by=None)
    with pytest.raises(Refused, match="does not block"):
        two.stop_waiting_for(one, by=None)
    assert Dependency.objects.count() == 1


def test_a_cycle_is_refused_and_its_path_named(product):
    one, two, three = (make_goal(product) for _ in range(3))
    two.wait_for(one, by=None)
    three.wait_for(two, by=None)
    revision = product.revision
    with pytest.raises(Refused) as refusal:
        one.wait_for(three, by=None)
    assert f"{three.key} waits for {two.key} waits for {one.key}" in refusal.value.message
    assert refusal.value.field == "goal"
    product.refresh_from_db()
    assert (Dependency.objects.count(), product.revision) == (2, revision)


def test_an_archived_goal_keeps_its_place_in_the_order(product):
    one, two = make_goal(product), make_goal(product)
    two.wait_for(one, by=None)
    middle = make_goal(product)
    one.wait_for(middle, by=None)
    one.archive(by=None)
    with pytest.raises(Refused, match="waits for"):
        middle.wait_for(two, by=None)
    assert Dependency.objects.live().count() == 0


def test_the_database_keeps_pairs_apart(product):
    one, two = make_goal(product), make_goal(product)
    one.wait_for(two, by=None)
    for blocked, blocker in ((one, two), (one, one)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Dependency.objects.create(product=product, blocked_id=blocked.pk, blocker_id=blocker.pk)


def test_undo_both_ways_and_only_the_newest(product):
    by = product_owner(product)
    one, two = make_goal(product), make_goal(product)
    one.wait_for(two, by=by)
    made = Event.objects.latest("id")
    undo(made, one, by=by)
    assert not Dependency.objects.exists()
    undo(Event.objects.latest("id"), one, by=by)
    assert Dependency.objects.count() == 1
    assert Event.objects.latest("id").undoes_id
    with pytest.raises(Refused, match="changed again since"):
        undo(made, one, by=by)


def test_an_event_that_names_a_draft_sprint_goal_is_planning(product):
    release, sprint = make_goal(product, "release"), make_goal(product, "sprint")
    release.wait_for(sprint, by=None)
    assert Event.objects.latest("id").planning
    release.wait_for(make_goal(product, "sprint", state="agreed"), by=None)
    assert not Event.objects.latest("id").planning


def test_offences_are_found(product):
    one, two, three, other = (*(make_goal(product) for _ in range(3)), make_goal())
    for blocked, blocker in ((one, two), (two, three), (three, one), (one, other)):
        Dependency.objects.create(product=product, blocked_id=blocked.pk, blocker_id=blocker.pk)
    found = {offence.rule: str(offence) for offence in offences(product)}
    assert "a dependency and both its goals are of one product" in found
    assert (
        f"{one.key} waits for {two.key} waits for {three.key} waits for {one.key}" in found["no goal waits for itself"]
    )


# -- paths -------------------------------------------------------------------------------------------------------------


def test_paths_and_cycles():
    waits = {1: [2, 3], 2: [4], 3: [4], 4: [5], 9: []}
    assert path_between(waits, 1, 5) == [1, 2, 4, 5]
    assert path_between(waits, 5, 1) == []
    assert path_between(waits, 4, 4) == [4]
    assert cycle_in(waits) == []
    assert cycle_in(waits | {5: [2]}) == [2, 4, 5, 2]
    assert cycle_in({1: [1]}) == [1, 1]


def test_a_long_chain_needs_no_deep_stack():
    waits = {number: [number + 1] for number in range(50_000)}
    assert cycle_in(waits) == []
    assert len(path_between(waits, 0, 50_000)) == 50_001
    assert len(cycle_in(waits | {50_000: [0]})) == 50_002


# -- how one stands ----------------------------------------------------------------------------------------------------

TODAY = date(2027, 3, 1)


def goal(state="active", outcome="", starts=None, ends=None):
    """What is asked of a goal; days counted from TODAY."""
    day = lambda days: None if days is None else TODAY + timedelta(days)  # noqa: E731
    return SimpleNamespace(state=state, outcome=outcome, starts_on=day(starts), ends_on=day(ends))


@pytest.mark.parametrize(
    ("blocker", "blocked", "words"),
    [
        (goal(ends=10), goal(starts=10), ""),
        (goal(ends=11), goal(starts=10), "late by 1 day"),
        (goal(ends=19), goal(starts=10, ends=40), "late by 9 days"),
        (goal(ends=19), goal(ends=17), "late by 2 days"),
        (goal(ends=-30), goal(starts=-3), "late by 3 days"),
        (goal(ends=-30), goal(starts=3), ""),
        (goal(), goal(starts=3), ""),
        (goal(ends=9), goal(), ""),
        (goal("closed", "achieved", ends=90), goal(starts=3), "done"),
        (goal("closed", "partly"), goal(starts=3), "done"),
        (goal("closed", "abandoned"), goal(starts=3), "not delivered"),
        (goal("closed", "missed"), goal(), "not delivered"),
        (goal("closed", "missed"), goal("closed", "achieved"), "done"),
        (goal(ends=90), goal("closed", "achieved", starts=3), ""),
    ],
)
def test_how_a_dependency_stands(blocker, blocked, words):
    wait = wait_of(blocker, blocked, TODAY)
    assert wait.words == words
    assert wait.is_trouble == words.startswith(("late", "not"))
