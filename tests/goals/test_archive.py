"""goal.archive and restore: nothing is deleted, links wait, no agreed sprint goal is orphaned."""

import pytest

from goalchain.goals.models import Event, Goal, Link
from goalchain.products.errors import Refused, Stale
from tests.factories import fresh, make_chain_of_all_levels, make_goal, make_product, make_sprint

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("level", ["vision", "user", "business", "product", "release", "sprint"])
def test_there_and_back(level):
    chain = make_chain_of_all_levels()
    goal = chain[level]
    before, links = goal.facts(), Link.objects.count()
    goal.archive(by=chain.owner, version=goal.version)
    assert fresh(goal).archived_at is not None
    assert goal.pk not in Goal.objects.live().values_list("pk", flat=True)
    assert Link.objects.count() == links
    fresh(goal).restore(by=chain.owner, version=goal.version)
    changed = {"version": before["version"] + 2, "updated_at": fresh(goal).updated_at.isoformat()}
    assert fresh(goal).facts() == before | changed
    assert [event.verb for event in Event.objects.filter(goal=goal)][-2:] == ["archive", "restore"]


def test_not_twice():
    goal = make_goal(archived=True)
    with pytest.raises(Refused, match="is archived"):
        goal.archive(by=None)
    goal.restore(by=None)
    with pytest.raises(Refused, match="is not archived. There is nothing to restore"):
        goal.restore(by=None)


def test_a_stale_version():
    goal = make_goal()
    read = fresh(goal)
    goal.revise(by=None, title="Theirs")
    with pytest.raises(Stale):
        read.archive(by=None, version=1)
    assert fresh(goal).archived_at is None


@pytest.mark.parametrize("state", ["agreed", "active"])
def test_the_only_parent_of_an_agreed_sprint_goal_stays(state):
    product = make_product()
    first, second = make_goal(product, "release"), make_goal(product, "release")
    goal = make_goal(product, "sprint", parents=[first, second], state=state, title="Booking works")
    first.archive(by=None)
    with pytest.raises(Refused, match=f"{goal.key} “Booking works” is {state} and serves only {second.key}"):
        second.archive(by=None)
    first.restore(by=None)
    second.archive(by=None)
    assert fresh(second).archived_at


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_a_parent_of_others_may_go(state):
    product = make_product()
    parent = make_goal(product, "release")
    make_goal(product, "sprint", parents=[parent], state=state)
    parent.archive(by=None)
    assert fresh(parent).archived_at


def test_an_agreed_sprint_goal_comes_back_to_a_live_parent_only():
    product = make_product()
    parent, sprint = make_goal(product, "release"), make_sprint(product)
    goal = make_goal(product, "sprint", parents=[parent], state="active", sprint_id=sprint.pk)
    goal.archive(by=None)
    assert fresh(goal).agreed_for is None
    parent.archive(by=None)
    with pytest.raises(Refused, match="serves no goal yet"):
        goal.restore(by=None)
    parent.restore(by=None)
    goal.restore(by=None)
    assert fresh(goal).agreed_for == sprint


def test_a_vision_comes_back_unless_its_place_is_taken():
    product = make_product()
    old = make_goal(product, "vision", archived=True)
    new = make_goal(product, "vision")
    with pytest.raises(Refused, match="has a vision already"):
        old.restore(by=None)
    new.archive(by=None)
    old.restore(by=None)
    with pytest.raises(Refused, match="has a vision already"):
        new.restore(by=None)
