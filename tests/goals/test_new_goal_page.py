"""A new goal begins with its dates, its owner and its sprint, if a person gives them."""

from datetime import date

import pytest

from goalchain.goals.models import Goal
from tests.factories import make_goal, make_member, make_product, make_sprint

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return make_product(key="BIKE")


@pytest.fixture
def owner(client, product):
    user = make_member(product, "owner")
    client.force_login(user)
    return user


def test_facts_are_kept(client, product, owner):
    sprint = make_sprint(product)
    words = {
        "level": "sprint",
        "title": "Booking works",
        "starts_on": "2027-01-04",
        "ends_on": "2027-01-15",
        "owner": owner.pk,
        "sprint": sprint.pk,
        "confidence": "on_track",
    }

    answer = client.post("/p/BIKE/goals/new/", words)

    goal = Goal.objects.with_level().get(title="Booking works").of_level
    assert answer.status_code == 302
    assert (goal.starts_on, goal.ends_on) == (date(2027, 1, 4), date(2027, 1, 15))
    assert (goal.owner, goal.sprint, goal.confidence) == (owner, sprint, "on_track")


def test_facts_of_another_level_are_left_out(client, product, owner):
    sprint = make_sprint(product)

    client.post("/p/BIKE/goals/new/", {"level": "release", "title": "Riders book", "sprint": sprint.pk})

    assert Goal.objects.get(title="Riders book").level_name == "release"


def test_a_wrong_order_of_dates_keeps_what_was_typed(client, product, owner):
    words = {"level": "release", "title": "Riders book", "starts_on": "2027-02-01", "ends_on": "2027-01-01"}

    answer = client.post("/p/BIKE/goals/new/", words)

    assert answer.status_code == 422
    assert "before it starts" in answer.content.decode()
    assert 'value="2027-02-01"' in answer.content.decode()
    assert not Goal.objects.exists()


def test_a_second_vision_is_not_offered(client, product, owner):
    make_goal(product, "vision")

    page = client.get("/p/BIKE/goals/new/").content.decode()

    assert 'value="vision"' not in page
    assert client.post("/p/BIKE/goals/new/", {"level": "vision", "title": "Another"}).status_code == 422


def test_a_long_title_is_refused_aloud_and_kept(client, product, owner):
    answer = client.post("/p/BIKE/goals/new/", {"level": "vision", "title": "x" * 201})

    assert answer.status_code == 422
    assert "this one has 201" in answer.content.decode()
    assert "x" * 201 in answer.content.decode()
