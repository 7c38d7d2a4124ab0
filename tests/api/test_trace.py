"""/api/v1/goals/BIKE-1/trace/: the line of a goal."""

import pytest

from tests.api.caller import Caller, done, refused
from tests.factories import make_chain_of_all_levels, make_goal, make_member, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


def test_up_to_the_vision_and_down_to_the_sprint(owner, chain):
    told = done(owner.get(f"goals/{chain['release'].key}/trace/"))
    assert told["goal"]["key"] == chain["release"].key
    assert told["goal"]["url"].endswith(f"/g/{chain['release'].key}/")
    assert [goal["level"] for goal in told["up"]] == ["product", "user", "business", "vision"]
    assert [goal["level"] for goal in told["down"]] == ["sprint"]
    assert {"child": chain["user"].key, "parent": chain["vision"].key, "rationale": "a lost day hurts"} in told["links"]
    assert len(told["links"]) == 6
    assert (told["gaps"], told["more"]) == ([], False)


def test_missing_rungs_are_named_nearest_first(owner, chain):
    lonely = make_goal(chain.product, "release")
    assert done(owner.get(f"goals/{lonely.key}/trace/"))["gaps"] == ["product", "user", "business", "vision"]


def test_draft_sprint_goals_are_for_planners(chain):
    viewer = Caller(make_member(chain.product, "viewer"))
    assert done(viewer.get(f"goals/{chain['vision'].key}/trace/"))["down"][-1]["level"] == "release"
    refused(viewer.get(f"goals/{chain['sprint'].key}/trace/"), 404)


def test_who_may(chain):
    path = f"goals/{chain['release'].key}/trace/"
    refused(Caller(None).get(path), 401)
    refused(Caller(make_user()).get(path), 404)
    refused(Caller(chain.owner).post(path, {}), 405)


def test_queries_do_not_grow(owner, chain):
    path = f"goals/{chain['product'].key}/trace/"
    few = queries_of(lambda: done(owner.get(path)))
    for _ in range(6):
        make_goal(chain.product, "release", parents=[chain["product"]])
    assert queries_of(lambda: done(owner.get(path))) == few <= 6
