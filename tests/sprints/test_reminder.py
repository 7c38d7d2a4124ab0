"""The reminder on the first page: a sprint that starts soon, or is under way, and has no ready goal."""

from datetime import timedelta

import pytest

from goalchain.products.access import READ_PLANNING, RIGHTS, Role
from sprints.capacity.days import Share
from sprints.capacity.due import due_goals
from sprints.models import SprintCapacity
from tests.factories import (
    make_goal,
    make_member,
    make_metric,
    make_product,
    make_readings,
    make_sprint,
    make_team,
    membership_of,
    product_owner,
)
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
OUTSIDE_PLANNING = [role for role in Role if role not in RIGHTS[READ_PLANNING]]


@pytest.fixture
def product():
    return make_product(key="CAP")


@pytest.fixture
def team(product):
    return make_team(product, "Web")


def starting(team, days, last=None):
    """A sprint that starts in so many days and ends in so many."""
    today = team.product.today()
    first, last = today + timedelta(days=days), today + timedelta(days=days + 13 if last is None else last)
    return make_sprint(team=team, name="Sprint 4", starts_on=first, ends_on=last)


def told(product, person=None):
    mine = membership_of(product, person or product_owner(product))
    return [due.said for due in due_goals([mine])]


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (6, None),
        (5, "Web · Sprint 4 starts in 5 days and has no ready goal"),
        (1, "Web · Sprint 4 starts tomorrow and has no ready goal"),
        (0, "Web · Sprint 4 starts today and has no ready goal"),
        (-1, "Web · Sprint 4 is under way and has no ready goal"),
        (-13, "Web · Sprint 4 is under way and has no ready goal"),
        (-14, None),
    ],
)
def test_from_five_days_before_until_its_end(product, team, days, said):
    starting(team, days)
    assert told(product) == ([said] if said else [])


@pytest.mark.parametrize(("chosen", "count"), [(0, 0), (2, 0), (3, 1), (60, 1)])
def test_the_product_chooses_the_days(product, team, chosen, count):
    starting(team, 3)
    product.redescribe(by=product_owner(product), ready_days=chosen)
    assert len(told(product)) == count


@pytest.mark.parametrize(
    ("state", "outcome", "is_told"),
    [
        ("agreed", "", False),
        ("active", "", False),
        ("draft", "", True),
        ("closed", "missed", False),
        ("closed", "abandoned", True),
    ],
)
def test_its_goal_decides(product, team, state, outcome, is_told):
    sprint = starting(team, 0)
    make_goal(product, "sprint", sprint_id=sprint.pk, state=state, **({"outcome": outcome} if outcome else {}))
    assert bool(told(product)) == is_told


def test_a_draft_that_lacks_nothing_is_a_ready_goal(product, team):
    sprint, owner = starting(team, 3), product_owner(product)
    above = make_goal(product, "release")
    make_readings(make_metric(above), [4])
    make_goal(product, "sprint", parents=[above], sprint_id=sprint.pk)
    assert told(product), "the capacity is not noted yet"
    SprintCapacity.keep(sprint, by=owner, people=[Share(owner.pk)])
    assert told(product) == []


def test_a_cancelled_sprint_asks_for_none(product, team):
    sprint = starting(team, 0)
    goal = make_goal(product, "sprint", sprint_id=sprint.pk, state="active")
    sprint.product = goal.product
    sprint.cancel("The law changed", by=product_owner(product))
    assert told(product) == []


@pytest.mark.parametrize("role", list(Role))
def test_it_is_for_those_who_plan(product, team, role):
    starting(team, 3)
    assert bool(told(product, make_member(product, role))) == (role not in OUTSIDE_PLANNING)


def test_the_first_page_leads_to_the_sprint(client, product, team):
    sprint = starting(team, 1)
    client.force_login(product_owner(product))
    html = client.get("/").content.decode()
    assert f'href="/p/CAP/sprints/{sprint.pk}/">Web · Sprint 4 starts tomorrow and has no ready goal</a>' in html
    client.force_login(make_member(product, "viewer"))
    assert "no ready goal" not in client.get("/").content.decode()


def test_one_query_for_all_products(product, team):
    owner = product_owner(product)
    mine = [membership_of(product, owner)]
    for number in range(3):
        other = make_product(owner=owner)
        other.redescribe(by=owner, ready_days=number + 2)
        starting(make_team(other), 1)
        mine.append(membership_of(other, owner))
    assert queries_of(lambda: due_goals(mine)) == 1
    assert len(due_goals(mine)) == 3
    outside = membership_of(product, make_member(product, "viewer"))
    assert queries_of(lambda: due_goals([outside])) == 0
