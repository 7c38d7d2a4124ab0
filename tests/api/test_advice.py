"""/api/v1/goals/BIKE-1/advice/: what the writing checks say."""

import pytest

from tests.api.caller import Caller, done, refused
from tests.factories import make_goal, make_member, make_metric, make_product, make_user, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return make_product(key="BIKE")


@pytest.fixture
def owner(product):
    return Caller(product_owner(product))


def rules(caller, goal):
    """The names of the rules that have something to say."""
    return [told["rule"] for told in done(caller.get(f"goals/{goal.key}/advice/"))["results"]]


def test_each_rule_tells_its_reason_example_and_source(owner, product):
    goal = make_goal(product, "release", title="Build login, payment and profile")
    told = done(owner.get(f"goals/{goal.key}/advice/"))
    assert (told["next"], told["previous"]) == (None, None)
    (advice,) = told["results"]
    assert set(advice) == {"rule", "message", "reason", "example", "better", "source"}
    assert advice["rule"] == "listed"
    assert all(advice.values())


def test_a_good_goal_gets_none(owner, product):
    assert rules(owner, make_goal(product, "release", title="Customers pay online")) == []


def test_metrics_count_unless_they_are_archived(owner, product):
    goal = make_goal(product, "product", title="Customers pay online")
    assert rules(owner, goal) == ["metric"]
    metric = make_metric(goal)
    assert rules(owner, goal) == []
    metric.archive(by=product_owner(product), version=metric.version)
    assert rules(owner, goal) == ["metric"]


def test_quiet_rules_and_goals_that_are_over_say_nothing(owner, product):
    goal = make_goal(product, "release", title="Acquire users and earn revenue")
    closed = make_goal(product, "release", title="Acquire users and earn revenue", state="closed")
    assert rules(owner, goal) == ["joined"]
    assert rules(owner, closed) == []
    product.silence("joined", by=product_owner(product))
    assert rules(owner, goal) == []


def test_who_may_not_read_the_goal_finds_nothing(product):
    draft = make_goal(product, "sprint")
    refused(Caller(make_user()).get(f"goals/{draft.key}/advice/"), 404)
    refused(Caller(make_member(product, "stakeholder")).get(f"goals/{draft.key}/advice/"), 404)
    done(Caller(make_member(product, "developer")).get(f"goals/{draft.key}/advice/"))


def test_it_is_only_read(owner, product):
    refused(owner.post(f"goals/{make_goal(product).key}/advice/", {}), 405)


def test_queries(owner, product):
    goal = make_goal(product, "product")
    assert queries_of(lambda: owner.get(f"goals/{goal.key}/advice/")) <= 4
