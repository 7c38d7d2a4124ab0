"""The gate: at most one active product goal, where the product's setting says so; kept by verbs and by the database."""

import pytest
from django.db import IntegrityError, transaction

from goalchain.goals.models import Event, Goal, Proposal
from goalchain.goals.offences import offences
from goalchain.goals.undo import undo
from goalchain.products.errors import Refused, Stale
from roadmap.models import ProductGoal
from tests.factories import fresh, make_goal, make_product, product_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return make_product(key="GATE", name="Gate")


@pytest.fixture
def first(product):
    """The product goal that is active."""
    return make_goal(product, title="Riders book", state="active")


@pytest.fixture
def second(product, first):
    """The one that comes next."""
    return make_goal(product, title="Riders pay", state="agreed")


def states(*goals):
    return [fresh(goal).state for goal in goals]


def test_an_active_product_goal_keeps_the_next_one_waiting(product, first, second):
    with pytest.raises(Refused) as refusal:
        second.activate(by=None)
    assert f"{first.key} “Riders book” is active" in refusal.value.message
    assert (refusal.value.way.url, refusal.value.field) == (f"/g/{second.key}/gate/", "state")
    assert states(first, second) == ["active", "agreed"]
    first.close("achieved", by=None)
    second.activate(by=None)
    assert fresh(second).active_for == product
    assert offences(product) == []


def test_other_levels_pass(product, first):
    make_goal(product, "user", state="active")
    make_goal(product, "release", state="active")
    make_goal(product, "release", state="active")
    assert offences(product) == []


def test_the_next_one_takes_over_in_one_change(product, first, second):
    revision = product.revision
    second.activate_after(first, "abandoned", "Nobody books ahead", by=None, version=second.version, former_version=3)
    assert states(first, second) == ["closed", "active"]
    assert (fresh(first).outcome, fresh(first).learning) == ("abandoned", "Nobody books ahead")
    assert product.revision == revision + 1
    told = Event.objects.filter(product=product, revision=product.revision).values_list("verb", "goal_id")
    assert list(told) == [("close", first.pk), ("activate", second.pk)]
    assert offences(product) == []


@pytest.mark.parametrize(
    ("words", "field"),
    [(("abandoned", ""), "learning"), (("done", "Well"), "outcome")],
    ids=["no reason", "no outcome"],
)
def test_a_bad_outcome_changes_neither(product, first, second, words, field):
    before = product.revision
    with pytest.raises(Refused) as refusal:
        second.activate_after(first, *words, by=None)
    assert refusal.value.field == field
    assert states(first, second) == ["active", "agreed"]
    product.refresh_from_db()
    assert product.revision == before
    assert fresh(first).active_for == product


def test_what_was_read_has_to_be_what_is_stored(product, first, second):
    fresh(first).revise(by=None, title="Riders book a slot")
    with pytest.raises(Stale):
        second.activate_after(first, "achieved", by=None, former_version=first.version)
    with pytest.raises(Stale):
        second.activate_after(first, "achieved", by=None, version=1)
    assert states(first, second) == ["active", "agreed"]


def test_only_the_goal_that_stands_in_the_way_is_closed(product, first, second):
    third = make_goal(product, state="agreed")
    with pytest.raises(Refused, match="does not stand in the way"):
        second.activate_after(third, "achieved", by=None)
    draft = make_goal(product)
    with pytest.raises(Refused, match="Agree it first"):
        draft.activate_after(first, "achieved", by=None)
    assert states(first, second, third, draft) == ["active", "agreed", "agreed", "draft"]


def test_every_way_back_asks_the_gate(product, first, second):
    first.close("missed", "Late", by=None)
    fresh(second).activate(by=None)
    with pytest.raises(Refused, match="is active") as refusal:
        fresh(first).reopen(by=None)
    assert refusal.value.way.url == f"/g/{second.key}/outcome/"
    fresh(first).reopen(by=None, to="agreed")
    # Archived while active, overtaken, and not restored then.
    fresh(second).archive(by=None)
    assert fresh(second).active_for is None
    fresh(first).activate(by=None)
    with pytest.raises(Refused, match="is active"):
        fresh(second).restore(by=None)
    fresh(first).withdraw(by=None)
    fresh(second).restore(by=None)
    assert fresh(second).active_for == product
    assert offences(product) == []


def test_undo_asks_the_gate(product, first, second):
    owner = product_owner(product)
    fresh(first).withdraw(by=owner)
    withdrawn = Event.objects.filter(goal_id=first.pk).latest("pk")
    fresh(second).activate(by=owner)
    with pytest.raises(Refused, match="is active"):
        undo(withdrawn, fresh(first), by=owner)
    assert states(first, second) == ["draft", "active"]


def test_undo_takes_both_steps_of_taking_over_back(product, first, second):
    owner = product_owner(product)
    second.activate_after(first, "achieved", by=owner)
    undo(Event.objects.get(goal_id=second.pk, verb="activate"), fresh(second), by=owner)
    assert states(first, second) == ["active", "agreed"]
    assert (fresh(first).active_for, fresh(first).outcome) == (product, "")
    assert offences(product) == []


def test_undo_of_taking_over_leaves_what_was_changed_since(product, first, second):
    owner = product_owner(product)
    second.activate_after(first, "achieved", by=owner)
    fresh(first).revise(by=owner, learning="Booking was the easy part")
    with pytest.raises(Refused, match=f"{first.key} was changed again"):
        undo(Event.objects.get(goal_id=second.pk, verb="activate"), fresh(second), by=owner)
    assert states(first, second) == ["closed", "active"]


def test_the_database_refuses_a_second_one(product, first, second):
    with pytest.raises(IntegrityError), transaction.atomic():
        ProductGoal.objects.filter(pk=second.pk).update(active_for=product)


def test_without_the_rule_several_are_active(product, first, second):
    owner = product_owner(product)
    product.redescribe(by=owner, one_active_goal=False)
    assert fresh(first).active_for is None
    second.activate(by=None)
    assert offences(product) == []
    with pytest.raises(Refused) as refusal:
        product.redescribe(by=owner, one_active_goal=True)
    assert refusal.value.field == "one_active_goal"
    assert f"{first.key} “Riders book” and {second.key} “Riders pay”" in refusal.value.message
    product.refresh_from_db()
    assert not product.one_active_goal
    # Work that began while the rule was off ends as it should.
    fresh(first).close("achieved", by=None)
    product.redescribe(by=owner, one_active_goal=True)
    assert fresh(second).active_for == product
    event = Event.objects.filter(product=product, subject="product").latest("pk")
    assert (event.verb, event.former, event.after["one_active_goal"]) == (
        "redescribe",
        {"one_active_goal": False},
        True,
    )
    assert offences(product) == []


def test_a_goal_that_was_read_before_the_rule_came_leaves_the_gate(product, first):
    owner = product_owner(product)
    product.redescribe(by=owner, one_active_goal=False)
    read = fresh(first)
    product.redescribe(by=owner, one_active_goal=True)
    read.close("achieved", by=None, version=read.version)
    assert fresh(first).active_for is None
    assert offences(product) == []


def test_the_check_finds_what_nobody_should_have_written(product, first, second):
    ProductGoal.objects.filter(pk=first.pk).update(active_for=None)
    Goal.objects.filter(pk=second.pk).update(state="active")
    found = [str(offence) for offence in offences(product)]
    assert any("a product goal is active for its product exactly while" in line for line in found)
    assert any("a product has one active product goal" in line for line in found)


def test_a_verb_without_the_gate_is_noticed(product, first, second, monkeypatch):
    """The control: with the question at the gate gone, the check names both goals."""
    monkeypatch.setattr("roadmap.gate.Gated._take_gate", lambda goal: None)
    second.activate(by=None)
    found = [str(offence) for offence in offences(product)]
    assert len([line for line in found if line.startswith(second.key)]) == 2, found


def test_an_adopted_proposal_comes_through_the_gate(product, first, second):
    origin = make_goal(product, "release", parents=[second])
    proposal = Proposal.suggest(fresh(second), origin=fresh(origin), reason="it is time", by=None, state="active")
    with pytest.raises(Refused) as refusal:
        proposal.adopt(by=product_owner(product))
    assert f"{first.key} “Riders book” is active" in refusal.value.message
    assert (states(first, second), Proposal.objects.get().standing) == (["active", "agreed"], "open")
    first.close("achieved", by=None)
    Proposal.objects.get().adopt(by=product_owner(product))
    assert fresh(second).active_for == product
    undo(Event.objects.filter(subject="proposal", verb="adopt").get(), fresh(second), by=product_owner(product))
    assert (fresh(second).state, fresh(second).active_for) == ("agreed", None)
    assert offences(product) == []
