"""What the goal page reads in words that are kept: the same as the querysets give, rights included."""

import pytest

from goalchain.goals import reads
from goalchain.goals.models import Event, Goal, Link
from goalchain.goals.trace import around, trace
from goalchain.products.access import Access, Role
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_children_are_those_that_links_and_rights_give(role: Role, django_assert_num_queries) -> None:
    access = Access(role)
    product = make.make_product()
    parent = make.make_goal(product, "product")
    for number, state in enumerate(("draft", "agreed", "active", "closed")):
        make.make_goal(product, "sprint", parents=[(parent, f"reason {number}")], state=state)
        make.make_goal(product, "release", parents=[(parent, "")], state=state, archived=state == "draft")
    links = Link.objects.filter(parent=parent).live().readable(access.read_planning)
    expected = links.order_by("child__level", "child__position", "child__number").values_list("child_id", "rationale")
    with django_assert_num_queries(1):
        found = reads.children(parent, access, 100)
        assert [child.key for child, _ in found] == [f"{product.key}-{child.number}" for child, _ in found]
    assert [(child.pk, rationale) for child, rationale in found] == list(expected)
    assert len(found) == (7 if access.read_planning else 6)
    assert reads.children(parent, access, 2) == found[:2]


@pytest.mark.parametrize("role", Role)
def test_events_are_those_that_rights_give_newest_first(role: Role, django_assert_num_queries) -> None:
    access = Access(role)
    product = make.make_product()
    owner = make.product_owner(product)
    goal = make.make_goal(product, "sprint", parents=[make.make_goal(product, "product")])
    goal.revise(by=owner, title="Riders book")
    goal.agree(by=owner)
    goal.revise(by=None, title="Riders book online")
    expected = list(Event.objects.filter(goal=goal).readable(access).order_by("-id"))
    with django_assert_num_queries(1):
        found, proposals = reads.latest_events(goal, access, 8)
        assert [str(event.actor) for event in found[:2]] == ["None", str(owner)]
    assert found == expected
    assert [(event.at, event.after, event.former) for event in found] == [
        (event.at, event.after, event.former) for event in expected
    ]
    assert len(found) == (4 if access.read_planning else 2)
    assert reads.latest_events(goal, access, 1)[0] == found[:1]


def test_a_short_goal_is_the_stored_one_in_what_it_holds() -> None:
    goal = make.make_goal(make.make_product(), "product", archived=True)
    row = reads.fetch(f"SELECT {reads.short_goals.sql} FROM goals_goal g WHERE g.id = %s", [goal.pk])[0]
    stored = Goal.objects.get(pk=goal.pk)
    short = reads.short_goals.instance(row)
    assert {name: getattr(short, name) for name in reads.SHORT} == {name: getattr(stored, name) for name in reads.SHORT}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("level", ["vision", "product", "sprint"])
def test_the_chain_around_a_goal_is_its_line_and_its_children(
    level: str, role: Role, django_assert_num_queries
) -> None:
    access, chain = Access(role), make.make_chain_of_all_levels()
    for state in ("draft", "agreed", "closed"):
        make.make_goal(chain.product, "sprint", parents=[chain["product"], (chain["release"], "because")], state=state)
    goal = make.fresh(chain[level])
    whole, children = trace(goal, access), reads.children(goal, access, 3)
    waiting = make.make_goal(chain.product, "product")
    make.fresh(waiting).wait_for(goal, by=None)
    hidden = make.make_goal(chain.product, "sprint")
    goal.wait_for(hidden, by=None)
    with django_assert_num_queries(1):
        near = around(goal, access, 3)
    assert (near.upward.up, near.upward.lines()) == (whole.up, whole.lines())
    assert near.children == children
    assert [child.child_count for child, _ in near.children] == [child.child_count for child, _ in children]
    assert [other.pk for other in near.blocked] == [waiting.pk]
    assert [other.pk for other in near.blockers] == ([hidden.pk] if access.read_planning else [])
