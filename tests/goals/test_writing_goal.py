"""The writing checks on the goal page, and on the goals of the demo."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from goalchain.goals.writing.catalogue import advise
from goalchain.goals.writing.wording import Wording
from goalchain.products.access import Role
from goalchain.sharing.demo.bike import BIKE
from goalchain.sharing.demo.eat import EAT
from tests.factories import make_goal, make_member, make_metric, make_product, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
LISTED = "Build login and payment and profile"


@pytest.fixture
def product():
    return make_product(name="Bike Service App")


@pytest.fixture
def owner(client, product):
    client.force_login(product_owner(product))
    return product_owner(product)


def suggestions(client: Any, goal: Any) -> str:
    """How many suggestions the goal's page counts."""
    found = re.search(r"(\d+) suggestions? for the wording", client.get(f"/g/{goal.key}/").content.decode())
    return found[1] if found else ""


def test_the_goal_page_counts_the_suggestions(client, owner, product):
    goal = make_goal(product, "product", title="Acquire users and earn revenue")
    assert suggestions(client, goal) == "2"
    make_metric(goal)
    assert suggestions(client, goal) == "1"
    goal.refresh_from_db()
    goal.revise(by=owner, title="Riders pay in the app")
    assert suggestions(client, goal) == ""


def test_who_cannot_mend_it_is_not_bothered(client, product):
    goal = make_goal(product, "product", title=LISTED)
    client.force_login(make_member(product, Role.STAKEHOLDER))
    assert suggestions(client, goal) == ""


@pytest.mark.parametrize("how", ["closed", "archived"])
def test_what_is_over_is_left_alone(client, owner, product, how):
    goal = make_goal(product, "release", title=LISTED, **({"archived": True} if how == "archived" else {"state": how}))
    assert suggestions(client, goal) == ""


def test_it_costs_no_query(client, owner, product):
    plain = make_goal(product, "product", title="Riders pay in the app")
    strange = make_goal(product, "product", title=LISTED, starts_on=date.today(), ends_on=date.today())
    product.silence("vague", by=owner)
    client.get(f"/g/{plain.key}/")
    assert queries_of(lambda: client.get(f"/g/{strange.key}/")) == queries_of(lambda: client.get(f"/g/{plain.key}/"))


def test_the_wordings_of_the_demo_are_left_alone():
    """What is said of them is true: some have no metric yet, three are too short. No wording is at fault."""
    monday = date(2026, 11, 16)
    said = []
    for story in (BIKE, EAT):
        measured = {metric.goal for metric in story.metrics}
        for number, told in enumerate(story.goals, start=1):
            dates = [None if day is None else monday + timedelta(days=day) for day in (told.starts, told.ends)]
            wording = Wording(told.title, told.statement, told.level, story.preset, *dates, number in measured)
            said += [(f"{story.key}-{number}", advice.rule.name) for advice in advise(wording)]
    assert [words for words in said if words[1] not in ("metric", "horizon")] == []
    assert [number for number, name in said if name == "horizon"] == ["BIKE-14", "BIKE-15", "BIKE-30"]
    assert {number for number, name in said if name == "metric"} == {
        *("BIKE-21", "BIKE-22", "BIKE-24", "BIKE-25", "BIKE-30"),
        *("EAT-6", "EAT-9"),
    }
