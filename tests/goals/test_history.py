"""chain_as_of rebuilds every past state of the chain from events, exactly."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goalchain.goals.history import chain_as_of, chain_now
from goalchain.goals.models import Event
from tests.factories import fresh, make_chain_of_all_levels, make_goal, make_product, make_sprint

pytestmark = pytest.mark.django_db


def test_every_revision_of_a_life():
    chain = make_chain_of_all_levels()
    product, taken = chain.product, []
    acts = [
        lambda: chain["vision"].revise(by=None, statement="For every rider"),
        lambda: chain["sprint"].agree(by=None),
        lambda: chain["product"].unlink(chain["business"], by=None),
        lambda: chain["sprint"].activate(by=None),
        lambda: chain["sprint"].revise(by=None, sprint_id=make_sprint(product).pk),
        lambda: make_goal(product, "business", title="Workshops fill idle slots"),
        lambda: chain["sprint"].close("partly", "Few pay", by=None),
        lambda: chain["release"].archive(by=None),
        lambda: chain["business"].reorder(before=None, by=None),
        lambda: chain["release"].restore(by=None),
        lambda: chain["sprint"].reopen(by=None),
    ]
    for act in acts:
        act()
        taken.append(chain_now(product))
    for copy in taken:
        assert chain_as_of(product, revision=copy["revision"]) == copy
    assert len({copy["revision"] for copy in taken}) == len(acts)


def test_a_time_means_the_last_revision_until_then():
    goal = make_goal(title="A")
    goal.revise(by=None, title="B")
    made, revised = Event.objects.filter(goal=goal)
    revision = chain_as_of(goal.product, at=made.at + (revised.at - made.at) / 2)["revision"]
    assert revision == made.revision
    assert chain_as_of(goal.product, at=revised.at)["goals"][0]["title"] == "B"
    assert chain_as_of(goal.product, at=made.at - timedelta(days=1)) == {"revision": 0, "goals": [], "links": []}


def test_other_products_are_not_in_it():
    goal = make_goal()
    make_chain_of_all_levels()
    copy = chain_now(goal.product)
    assert [told["number"] for told in copy["goals"]] == [goal.number]
    assert chain_as_of(goal.product, revision=copy["revision"]) == copy


def test_one_of_revision_and_time():
    product = make_product()
    for words in ({}, {"revision": 1, "at": fresh(make_goal(product)).created_at}):
        with pytest.raises(TypeError):
            chain_as_of(product, **words)


def test_its_queries_do_not_grow():
    chain = make_chain_of_all_levels()

    def cost():
        with CaptureQueriesContext(connection) as small:
            chain_as_of(chain.product, revision=10_000)
        with CaptureQueriesContext(connection) as now:
            chain_now(chain.product)
        return len(small), len(now)

    before = cost()
    for _ in range(10):
        make_goal(chain.product, "sprint", parents=[chain["release"]])
    assert cost() == before


def test_events_are_numbered_by_revision_without_a_hole():
    chain = make_chain_of_all_levels()
    chain["vision"].revise(by=None, title="Anew")
    chain.product.refresh_from_db()
    revisions = Event.objects.filter(product=chain.product).values_list("revision", flat=True)
    assert sorted(set(revisions)) == list(range(1, chain.product.revision + 1))
