"""/api/v1/products/BIKE/events/: what happened since a revision."""

import pytest

from tests.api.caller import Caller, done, refused
from tests.factories import make_chain_of_all_levels, make_member, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
PATH = "products/BIKE/events/"


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


def since(caller, revision):
    return done(caller.get(f"{PATH}?since={revision}"))["results"]


def test_tells_what_happened_in_the_words_of_the_api(owner, chain):
    revision = done(owner.get("products/BIKE/"))["revision"]
    assert since(owner, revision) == []
    chain["product"].revise(by=chain.owner, title="Anew", owner_id=chain.owner.pk)
    (event,) = since(owner, revision)
    assert (event["revision"], event["verb"], event["subject"]) == (revision + 1, "revise", "goal")
    assert (event["goal"], event["actor"]) == (chain["product"].key, chain.owner.email)
    assert event["after"]["title"] == "Anew"
    assert event["after"]["owner"] == chain.owner.email
    assert event["after"]["parents"][0]["key"] == chain["user"].key
    assert set(event["former"]) == {"title", "owner"}
    goal = done(owner.get(f"goals/{chain['product'].key}/"))
    assert goal["details"].pop("features") == []  # they have events of their own
    assert {name: event["after"][name] for name in ("key", "level", "state", "outcome", "parents", "details")} == {
        name: goal[name] for name in ("key", "level", "state", "outcome", "parents", "details")
    }


def test_comes_in_pages_in_order(owner):
    revisions, path = [], f"{PATH}?page_size=3"
    while path:
        answer = done(owner.get(path))
        revisions += [event["revision"] for event in answer["results"]]
        path = (answer["next"] or "").partition("/v1/")[2]
    assert revisions == sorted(revisions)
    assert len(revisions) == len(since(owner, 0)) > 6


def test_planning_is_for_planners(owner, chain):
    viewer = Caller(make_member(chain.product, "viewer"))
    sprint = chain["sprint"]
    assert sprint.key in [event["goal"] for event in since(owner, 0)]
    assert sprint.key not in [event["goal"] for event in since(viewer, 0)]
    sprint.agree(by=chain.owner)
    assert [event["verb"] for event in since(viewer, 0) if event["goal"] == sprint.key] == ["agree"]
    sprint.withdraw(by=chain.owner)
    assert sprint.key not in [event["goal"] for event in since(viewer, 0)]


def test_members_are_told_to_who_manages(owner, chain):
    revision = done(owner.get("products/BIKE/"))["revision"]
    person = make_member(chain.product, "coach")
    assert since(owner, revision)[0]["after"] == {"user": person.email, "role": "coach"}
    assert since(Caller(person), revision) == []


@pytest.mark.parametrize("query", ["since=-1", "since=x", "since=99999999999999999999", "since=²", "cursor=a"])
def test_a_query_that_is_not_understood(owner, query):
    refused(owner.get(f"{PATH}?{query}"), 400, query.partition("=")[0])


def test_who_may(chain):
    refused(Caller(None).get(PATH), 401)
    refused(Caller(make_user()).get(PATH), 404)
    refused(Caller(chain.owner).post(PATH, {}), 405)


def test_queries_do_not_grow(owner, chain):
    few = queries_of(lambda: done(owner.get(PATH)))
    for title in ("One", "Two", "Three"):
        chain["product"].revise(by=chain.owner, title=title)
        make_member(chain.product)
    assert queries_of(lambda: done(owner.get(PATH))) == few <= 6
