"""Goal.create: a draft of any level, numbered, placed last, linked, with its event."""

from datetime import date

import pytest

from goalchain.goals import levels
from goalchain.goals.models import Event, Goal
from goalchain.products.errors import Refused
from tests.factories import make_goal, make_member, make_product, make_sprint, make_user, product_owner

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("level_name", levels.LEVELS)
def test_it_makes_a_draft_of_the_level(level_name):
    product = make_product(key="BIKE")
    owner = product_owner(product)
    goal = Goal.create(product, level_name, by=owner, title="Servicing is simple", statement="For every rider.")
    stored = Goal.objects.with_level().get().of_level
    assert type(stored) is levels.model_of(levels.LEVELS[level_name].rank)
    assert (stored.key, stored.title, stored.statement) == ("BIKE-1", "Servicing is simple", "For every rider.")
    assert (stored.state, stored.outcome, stored.version, stored.archived_at) == ("draft", "", 1, None)
    assert stored.facts() == goal.facts()


def test_its_event_tells_the_whole_of_it():
    product = make_product()
    user = make_goal(product, "user")
    goal = make_goal(product, "product", parents=[(user, "booking takes three calls")], starts_on=date(2026, 1, 5))
    event = Event.objects.get(goal=goal)
    assert (event.verb, event.subject, event.former) == ("create", "goal", {})
    assert event.revision == product.revision
    assert event.actor == product_owner(product)
    assert event.after == goal.snapshot()
    assert event.after["parents"] == [{"number": user.number, "rationale": "booking takes three calls"}]
    assert event.after["starts_on"] == "2026-01-05"


def test_numbers_rise_and_new_goals_stand_last():
    product = make_product()
    goals = [make_goal(product, "product") for _ in range(3)]
    assert [goal.number for goal in goals] == [1, 2, 3]
    assert [goal.pk for goal in Goal.objects.in_order()] == [goal.pk for goal in goals]


def test_a_number_can_be_given():
    product = make_product()
    assert make_goal(product, number=12).number == 12


def test_each_create_is_one_revision():
    product = make_product()
    before = product.revision
    parent = make_goal(product, "user")
    make_goal(product, "product", parents=[parent, make_goal(product, "business")])
    product.refresh_from_db()
    assert product.revision == before + 3


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"title": ""}, "title", "needs a title"),
        ({"title": " \t\n"}, "title", "needs a title"),
        ({"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)}, "ends_on", "2026-05-01, before it starts"),
    ],
)
def test_a_bad_value_is_refused_and_nothing_is_written(fields, field, said):
    product = make_product()
    revision = product.revision
    with pytest.raises(Refused, match=said) as refusal:
        Goal.create(product, "product", by=product_owner(product), **({"title": "Riders book"} | fields))
    assert refusal.value.field == field
    product.refresh_from_db()
    assert (product.revision, product.last_number, Goal.objects.count()) == (revision, 0, 0)


def test_the_owner_is_a_member():
    product = make_product()
    member = make_member(product)
    assert make_goal(product, owner_id=member.pk).owner == member
    with pytest.raises(Refused, match="is a member of its product"):
        make_goal(product, owner_id=make_user().pk)


def test_a_sprint_of_another_product_is_refused():
    product = make_product()
    with pytest.raises(Refused, match="belongs to another product"):
        make_goal(product, "sprint", sprint_id=make_sprint().pk)


def test_a_field_that_nobody_may_set_is_a_mistake_of_the_program():
    product = make_product()
    with pytest.raises(TypeError, match="version: not revisable at level product"):
        make_goal(product, version=7)
    with pytest.raises(TypeError):
        make_goal(product, sprint_id=None)


def test_a_product_has_one_vision():
    product = make_product(name="Bike Service")
    vision = make_goal(product, "vision", title="Servicing is simple")
    with pytest.raises(Refused, match=f"Bike Service has a vision already: {vision.key} “Servicing is simple”"):
        make_goal(product, "vision")
    vision.archive(by=None)
    assert make_goal(product, "vision").number == 2


def test_a_closed_vision_makes_way():
    product = make_product()
    make_goal(product, "vision", state="closed")
    assert make_goal(product, "vision").state == "draft"


def test_a_parent_that_is_no_parent_refuses_the_goal():
    product = make_product()
    release = make_goal(product, "release")
    with pytest.raises(Refused, match="below"):
        make_goal(product, "product", parents=[release])
    assert Goal.objects.count() == 1
