"""/api/v1/products/BIKE/past/ and comparison/, and the filters of events/."""

from datetime import UTC, datetime

import pytest

from goalchain.goals.models import Event
from tests.api.caller import Caller, done, refused
from tests.factories import make_chain_of_all_levels, make_goal, make_member, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
PAST, COMPARISON, EVENTS = (f"products/BIKE/{noun}/" for noun in ("past", "comparison", "events"))


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


def test_the_past_is_the_chain_of_then(owner, chain):
    before = done(owner.get("products/BIKE/chain/"))
    chain["release"].revise(by=None, title="Reworded since")
    make_goal(chain.product, "release")
    chain["business"].archive(by=None)
    past = done(owner.get(f"{PAST}?as_of={before['revision']}"))
    assert past["revision"] == before["revision"]
    common = ("key", "level", "title", "statement", "state", "outcome", "owner", "starts_on", "ends_on", "version")
    assert [{name: goal[name] for name in common} for goal in past["goals"]] == [
        {name: goal[name] for name in common} for goal in before["goals"]
    ]
    told = {(link["child"], link["parent"], link["rationale"]) for link in before["links"]}
    assert {(link["child"], link["parent"], link["rationale"]) for link in past["links"]} == told
    assert done(owner.get(PAST))["revision"] == before["revision"] + 3
    assert done(owner.get(f"{PAST}?as_of=1999-01-01")) | {"at": ""} == {
        "revision": 0, "at": "", "goals": [], "links": []
    }  # fmt: skip


def test_two_moments(owner, chain):
    first = done(owner.get("products/BIKE/"))["revision"]
    former = chain["release"].title
    chain["release"].revise(by=None, title="Reworded", owner_id=chain.owner.pk)
    chain["release"].link(chain["user"], "it serves", by=None)
    chain["release"].unlink(chain["product"], by=None)
    found = done(owner.get(f"{COMPARISON}?from={first}"))
    assert (found["from"]["revision"], found["to"]["revision"]) == (first, first + 3)
    assert found["counts"] == {"reworded": 1, "moved": 1, "changed": 1}
    (change,) = found["changes"]
    assert change["goal"]["title"] == "Reworded" and change["goal"]["owner"] == chain.owner.email
    assert change["kinds"] == ["reworded", "moved", "changed"]
    assert change["former"] == {"title": former, "owner": None}
    assert change["serves"] == [{"key": chain["user"].key, "rationale": "it serves"}]
    assert change["serves_no_longer"] == [chain["product"].key]


def test_planning_is_for_planners(chain):
    viewer = Caller(make_member(chain.product, "viewer"))
    chain["sprint"].revise(by=None, title="A secret draft")
    for path in (PAST, f"{COMPARISON}?from=1", EVENTS):
        assert "A secret draft" not in viewer.get(path).content.decode()
        assert "A secret draft" in Caller(chain.owner).get(path).content.decode()


def test_events_are_narrowed_as_the_history_is(owner, chain):
    coach = make_member(chain.product, "coach")
    chain["release"].revise(by=coach, title="Said by the coach")
    Event.objects.filter(verb="found").update(at=datetime(2026, 1, 5, 12, 0, tzinfo=UTC))

    def told(query):
        return [(event["verb"], event["goal"]) for event in done(owner.get(f"{EVENTS}?{query}"))["results"]]

    release = chain["release"].key
    assert told(f"goal={release}") == [("create", release), ("revise", release)]
    assert told(f"by={coach.email}") == told("by=others") == told("kind=reworded") == [("revise", release)]
    assert told("level=release") == [("create", release), ("revise", release)]
    assert told("to=2026-01-05") == told("from=2026-01-05T11:00&to=2026-01-05T12:00") == [("found", None)]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        (f"{PAST}?as_of=x", "as_of"),
        (f"{COMPARISON}", "from"),
        (f"{COMPARISON}?from=x", "from"),
        (f"{COMPARISON}?from=3&to=x", "to"),
        (f"{COMPARISON}?from=5&to=3", "to"),
        (f"{EVENTS}?kind=x", "kind"),
        (f"{EVENTS}?from=x", "from"),
        (f"{EVENTS}?goal=x", "goal"),
    ],
)
def test_a_query_that_is_not_understood(owner, path, field):
    refused(owner.get(path), 400, field)


def test_who_may(chain):
    for path in (PAST, f"{COMPARISON}?from=1"):
        refused(Caller(None).get(path), 401)
        refused(Caller(make_user()).get(path), 404)
        refused(Caller(chain.owner).post(path, {}), 405)


def test_queries_do_not_grow(owner, chain):
    paths = (PAST, f"{COMPARISON}?from=1")
    make_goal(chain.product, "product", owner_id=chain.owner.pk)
    few = [queries_of(lambda at=path: done(owner.get(at))) for path in paths]
    for _ in range(5):
        make_goal(chain.product, "release", parents=[chain["product"]], owner_id=chain.owner.pk)
    assert [queries_of(lambda at=path: done(owner.get(at))) for path in paths] == few
    assert max(few) <= 8
