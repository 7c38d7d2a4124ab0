"""/api/v1/goals/BIKE-4/impact/: what hangs on a goal."""

import pytest

from tests.api.caller import Caller, done, refused
from tests.factories import make_chain_of_all_levels, make_goal, make_member, make_metric, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
PATH = "goals/BIKE-4/impact/"


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


def test_the_parts_with_counts_and_the_first_of_each(owner, chain):
    metric = make_metric(chain["release"], name="Slots")
    told = done(owner.get(PATH))
    assert told["goal"] == "BIKE-4"
    parts = {part["name"]: part for part in told["parts"]}
    assert list(parts) == ["goals", "releases", "sprints", "metrics"]
    assert (parts["goals"]["count"], parts["goals"]["losing_only_parent"]) == (2, 1)
    assert parts["goals"]["listed"][0] == {
        "title": chain["release"].title,
        "url": f"http://testserver/g/{chain['release'].key}/",
        "goal": chain["release"].key,
        "level": "release",
        "said": "draft",
        "loses_only_parent": True,
    }
    (listed,) = parts["metrics"]["listed"]
    assert (listed["title"], listed["goal"], listed["level"]) == ("Slots", chain["release"].key, None)
    assert listed["url"].endswith(f"/metrics/{metric.pk}/")


def test_ten_are_listed_and_all_on_demand(owner, chain):
    for _ in range(10):
        make_goal(chain.product, "release", parents=[chain["product"]])
    assert len(done(owner.get(PATH))["parts"][0]["listed"]) == 10
    assert len(done(owner.get(f"{PATH}?all=goals"))["parts"][0]["listed"]) == 12


def test_draft_sprint_goals_are_for_planners(chain):
    viewer = Caller(make_member(chain.product, "viewer"))
    assert [part["name"] for part in done(viewer.get(PATH))["parts"]] == ["goals", "releases"]
    refused(viewer.get(f"goals/{chain['sprint'].key}/impact/"), 404)


def test_who_may(chain):
    refused(Caller(None).get(PATH), 401)
    refused(Caller(make_user()).get(PATH), 404)
    refused(Caller(chain.owner).post(PATH, {}), 405)


def test_queries_do_not_grow(owner, chain):
    few = queries_of(lambda: done(owner.get(PATH)))
    for _ in range(4):
        make_metric(make_goal(chain.product, "release", parents=[chain["product"]]))
    assert queries_of(lambda: done(owner.get(PATH))) == few <= 8
