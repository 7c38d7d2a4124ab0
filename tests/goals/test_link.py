"""goal.link and its kin: only upward, inside one product, once, between live goals; always with the reason why not."""

import pytest
from django.db import IntegrityError, transaction

from goalchain.goals.models import Event, Goal, Link
from goalchain.products.errors import Refused, Stale
from tests.factories import fresh, make_goal, make_product, make_sprint

pytestmark = pytest.mark.django_db


def parents(goal):
    """Return the stored parents of a goal, with rationales, by title."""
    return {link.parent.title: link.rationale for link in Link.objects.filter(child=goal).select_related("parent")}


@pytest.fixture
def product():
    """A product without goals."""
    return make_product(key="BIKE")


def test_link_stores_the_rationale_and_raises_the_childs_version(product):
    user, goal = make_goal(product, "user", title="Riders save days"), make_goal(product, "product")
    goal.link(user, "booking takes three calls", by=None, version=1)
    assert parents(goal) == {"Riders save days": "booking takes three calls"}
    assert (fresh(goal).version, fresh(user).version) == (2, 1)
    event = Event.objects.filter(goal=goal).last()
    assert (event.verb, event.former) == ("link", {"parents": []})
    assert event.after == fresh(goal).snapshot()


def test_a_link_may_skip_levels_and_a_goal_may_have_several_parents(product):
    goal = make_goal(product, "sprint")
    for level in ("vision", "user", "business", "product", "release"):
        goal.link(make_goal(product, level, title=level), by=None)
    assert set(parents(goal)) == {"vision", "user", "business", "product", "release"}


ALL = ("vision", "user", "business", "product", "release", "sprint")
RANK = {"vision": 1, "user": 2, "business": 2, "product": 3, "release": 4, "sprint": 5}


@pytest.mark.parametrize("above", ALL)
@pytest.mark.parametrize("below", ALL)
def test_only_upward(product, above, below):
    if above == below == "vision":
        parent = child = make_goal(product, "vision")
    else:
        parent, child = make_goal(product, above), make_goal(product, below)
    if RANK[above] < RANK[below]:
        child.link(parent, by=None)
        assert len(parents(child)) == 1
        return
    with pytest.raises(Refused, match="on the same level|, below|cannot serve itself") as refusal:
        child.link(parent, by=None)
    assert refusal.value.field == "parent"
    assert not Link.objects.exists()


def test_to_itself(product):
    goal = make_goal(product)
    with pytest.raises(Refused, match="BIKE-1 cannot serve itself"):
        goal.link(fresh(goal), by=None)


def test_twice(product):
    parent = make_goal(product, "user")
    goal = make_goal(product, parents=[(parent, "first")])
    with pytest.raises(Refused, match="BIKE-2 serves BIKE-1 already"):
        goal.link(parent, "second", by=None)
    assert list(parents(goal).values()) == ["first"]


def test_to_another_product(product):
    other = make_goal(make_product(key="EAT"), "user")
    with pytest.raises(Refused, match="EAT-1 belongs to another product"):
        make_goal(product).link(other, by=None)


def test_to_and_from_the_archive(product):
    archived = make_goal(product, "user", archived=True)
    goal = make_goal(product)
    with pytest.raises(Refused, match="BIKE-1 is archived. Restore it first"):
        goal.link(archived, by=None)
    goal.archive(by=None)
    with pytest.raises(Refused, match="BIKE-2 is archived. Restore it before"):
        goal.link(make_goal(product, "user"), by=None)


def test_a_parent_archived_meanwhile_is_seen(product):
    parent, goal = make_goal(product, "user"), make_goal(product)
    remembered = fresh(parent)
    parent.archive(by=None)
    with pytest.raises(Refused, match="is archived"):
        goal.link(remembered, by=None)


def test_a_stale_version(product):
    parent, goal = make_goal(product, "user"), make_goal(product)
    read = fresh(goal)
    goal.revise(by=None, title="Theirs")
    with pytest.raises(Stale):
        read.link(parent, by=None, version=1)
    assert parents(goal) == {}


def test_unlink(product):
    user, business = make_goal(product, "user", title="user"), make_goal(product, "business", title="business")
    goal = make_goal(product, parents=[(user, "why"), business])
    goal.unlink(user, by=None)
    assert parents(goal) == {"business": ""}
    former = Event.objects.filter(goal=goal, verb="unlink").get().former
    assert former == {"parents": [{"number": 1, "rationale": "why"}, {"number": 2, "rationale": ""}]}
    with pytest.raises(Refused, match="BIKE-3 does not serve BIKE-1"):
        goal.unlink(user, by=None)


@pytest.mark.parametrize("state", ["agreed", "active"])
def test_an_agreed_sprint_goal_keeps_a_live_parent(product, state):
    first, second = make_goal(product, "release"), make_goal(product, "release")
    goal = make_goal(product, "sprint", parents=[first, second], state=state)
    second.archive(by=None)
    with pytest.raises(Refused, match=f"is {state}, and an {state} sprint goal has a parent"):
        goal.unlink(first, by=None)
    with pytest.raises(Refused, match="sprint goal has a parent"):
        goal.relink([], by=None)
    second.restore(by=None)
    goal.unlink(first, by=None)
    assert Link.objects.get(child=goal).parent_id == second.pk


def test_explain(product):
    parent = make_goal(product, "user", title="user")
    goal = make_goal(product, parents=[(parent, "first")])
    assert goal.explain(parent, "first", by=None) is False
    assert fresh(goal).version == 1
    assert goal.explain(parent, "second", by=None, version=1) is True
    assert parents(goal) == {"user": "second"}
    with pytest.raises(Refused, match="does not serve"):
        goal.explain(make_goal(product, "business"), "why", by=None)


def test_move_parent_is_one_change(product):
    old, new = make_goal(product, "user", title="old"), make_goal(product, "business", title="new")
    goal = make_goal(product, parents=[(old, "the reason")])
    revision = product.revision
    goal.move_parent(old, new, by=None)
    assert parents(goal) == {"new": "the reason"}
    product.refresh_from_db()
    assert (product.revision, fresh(goal).version) == (revision + 1, 2)
    goal.move_parent(new, old, "another reason", by=None)
    assert parents(goal) == {"old": "another reason"}


def test_move_parent_is_refused_as_link_is(product):
    old = make_goal(product, "user", title="old")
    goal = make_goal(product, parents=[old])
    with pytest.raises(Refused, match="below"):
        goal.move_parent(old, make_goal(product, "sprint"), by=None)
    with pytest.raises(Refused, match="already"):
        goal.move_parent(old, old, by=None)
    with pytest.raises(Refused, match="does not serve"):
        goal.move_parent(make_goal(product, "business"), old, by=None)
    assert parents(goal) == {"old": ""}


def test_relink_sets_exactly_these(product):
    kept, gone, new = (make_goal(product, "user", title=title) for title in ("kept", "gone", "new"))
    goal = make_goal(product, parents=[(kept, "a"), (gone, "b")])
    assert goal.relink([(kept, "c"), (new, "d")], by=None, version=1) is True
    assert parents(goal) == {"kept": "c", "new": "d"}
    assert goal.relink([(kept, "c"), (new, "d")], by=None) is False
    assert fresh(goal).version == 2


def test_relink_leaves_links_to_the_archive(product):
    away, new = make_goal(product, "user", title="away"), make_goal(product, "user", title="new")
    goal = make_goal(product, parents=[(away, "a")])
    away.archive(by=None)
    goal.relink([(new, "b")], by=None)
    assert parents(goal) == {"away": "a", "new": "b"}


def test_a_sprint_goal_may_change_its_only_parent(product):
    first, second = make_goal(product, "release"), make_goal(product, "release", title="second")
    goal = make_goal(product, "sprint", parents=[first], state="agreed", sprint_id=make_sprint(product).pk)
    goal.move_parent(first, second, by=None)
    assert set(parents(goal)) == {"second"}


@pytest.mark.parametrize(("child_level", "parent_level"), [(3, 3), (2, 4)])
def test_the_database_itself_refuses_a_link_that_does_not_lead_upward(product, child_level, parent_level):
    child, parent = make_goal(product), make_goal(product)
    with pytest.raises(IntegrityError, match="link_leads_upward"), transaction.atomic():
        Link.objects.create(
            product=product, child=child, parent=parent, child_level=child_level, parent_level=parent_level
        )
    assert Goal.objects.count() == 2
