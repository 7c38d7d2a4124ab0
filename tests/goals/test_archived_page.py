"""What was archived can be found again."""

import pytest

from tests.factories import make_goal, make_member, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return make_product(key="BIKE")


def signed_in(client, product, role):
    client.force_login(make_member(product, role))
    return client


def test_archived_goals_are_listed_and_found(client, product):
    goal = make_goal(product, "product", title="Workshops price idle hours")
    goal.archive(by=None)
    signed_in(client, product, "viewer")

    assert goal.title in client.get("/p/BIKE/archived/").content.decode()
    assert "Workshops price <mark>idle</mark> hours" in client.get("/p/BIKE/search/?q=idle").content.decode()
    assert goal.title not in client.get("/p/BIKE/outline/").content.decode()


def test_archived_drafts_of_sprint_goals_stay_with_the_planners(client, product):
    goal = make_goal(product, "sprint", title="Loan bikes win riders")
    goal.archive(by=None)

    assert goal.title in signed_in(client, product, "developer").get("/p/BIKE/archived/").content.decode()
    for page in ("/p/BIKE/archived/", "/p/BIKE/search/?q=loan"):
        assert goal.title not in signed_in(client, product, "stakeholder").get(page).content.decode()


def test_an_empty_page_says_what_waits_there(client, product):
    page = signed_in(client, product, "owner").get("/p/BIKE/archived/").content.decode()

    assert "nothing is deleted" in page


def test_archiving_says_what_is_left_behind(client, product):
    parent = make_goal(product, "product")
    make_goal(product, "release", parents=[parent])
    signed_in(client, product, "owner")

    answer = client.post(
        f"/g/{parent.key}/archive/", {"version": parent.version, "sure": "yes"}, headers={"HX-Request": "true"}
    )

    assert "One goal that served it has this parent no longer." in answer.content.decode()
