"""A goal whose delivery is done and whose metric is flat: said in words wherever its progress shows."""

from decimal import Decimal

import pytest
from django.test import Client

from goalchain.goals.models import Goal
from goalchain.lib.rows import fetch
from goalchain.metrics.flat import FLAT, flat_words
from tests import factories as make

pytestmark = pytest.mark.django_db


def flat(*goals: Goal) -> set[int]:
    return {row[0] for row in fetch(*flat_words([goal.pk for goal in goals]))}


@pytest.fixture
def goal() -> Goal:
    """A product goal below a user goal; the one goal that serves it is achieved."""
    product = make.make_product()
    vision = make.make_goal(product, "vision")
    goal = make.make_goal(product, parents=[make.make_goal(product, "user", parents=[vision])])
    make.make_goal(product, "release", parents=[goal], state="closed")
    return goal


@pytest.mark.parametrize(
    ("aims", "value", "said"),
    [
        ({"baseline": Decimal(4), "target": Decimal(60)}, "4", True),
        ({"baseline": Decimal(4), "target": Decimal(60)}, "9.5", True),  # 5.5 of 56: less than a tenth
        ({"baseline": Decimal(4), "target": Decimal(60)}, "9.6", False),  # a tenth of the way
        ({"baseline": Decimal(4), "target": Decimal(60)}, "-9", True),
        ({"baseline": Decimal(60), "target": Decimal(4), "direction": "down"}, "55", True),
        ({"baseline": Decimal(60), "target": Decimal(4), "direction": "down"}, "54", False),
        ({"baseline": Decimal(3), "target": Decimal(10)}, "3", True),  # whole numbers are not divided as such
        ({"baseline": Decimal(3), "target": Decimal(10)}, "5", False),
        ({"direction": "within"}, "30", False),
    ],
)
def test_less_than_a_tenth_of_the_way(goal: Goal, aims: dict[str, Decimal], value: str, said: bool) -> None:
    make.make_readings(make.make_metric(goal, **aims), [value])
    assert flat(goal) == ({goal.pk} if said else set())


def test_the_latest_reading_of_the_first_live_metric_counts(goal: Goal) -> None:
    first, second = make.make_metric(goal), make.make_metric(goal)
    assert flat(goal) == set()  # nobody has read it
    make.make_readings(second, ["4"])
    assert flat(goal) == set()
    make.make_readings(first, ["4", "30", "5"])
    assert flat(goal) == {goal.pk}
    make.make_readings(second, ["30"])
    first.archive(by=None)
    assert flat(goal) == set()


@pytest.mark.parametrize("outcome", ["partly", "missed", "abandoned"])
def test_all_that_serves_it_is_achieved(goal: Goal, outcome: str) -> None:
    make.make_readings(make.make_metric(goal), ["4"])
    bare = make.make_goal(goal.product)
    make.make_readings(make.make_metric(bare), ["4"])
    assert flat(goal, bare) == {goal.pk}
    make.make_goal(goal.product, "sprint", parents=[goal], archived=True)
    assert flat(goal) == {goal.pk}
    make.make_goal(goal.product, "sprint", parents=[goal], state="closed", outcome=outcome)
    assert flat(goal) == set()


def test_every_page_with_its_progress_says_so(goal: Goal, client: Client) -> None:
    user = goal.up_links.get().parent
    make.make_readings(make.make_metric(goal), ["4"])
    make.make_readings(make.make_metric(user), ["4"])
    client.force_login(make.product_owner(goal.product))
    key = goal.product.key
    pages = (f"/p/{key}/", f"/p/{key}/strategy/", f"/g/{user.key}/")
    assert [client.get(page).content.decode().count(FLAT) for page in pages] == [1, 1, 1]
    goal.agree(by=None)
    goal.close("achieved", "Booking was not what held riders back.", by=None)
    # Now the user goal is met and flat as well, and the board has it.
    assert [client.get(page).content.decode().count(FLAT) for page in pages] == [2, 2, 1]
    assert client.get(f"/p/{key}/vision/").content.decode().count(FLAT) == 1
    assert client.get(f"/p/{key}/vision/wall/").content.decode().count(FLAT) == 1
    assert "All children met; the metric has not moved." in client.get(f"/g/{user.key}/").content.decode()
