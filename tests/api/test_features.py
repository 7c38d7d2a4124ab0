"""/api/v1/features/, and what only product goals have in their details."""

from functools import partial

import pytest

from tests.api.caller import Caller, done, refused
from tests.factories import make_chain_of_all_levels, make_feature, make_member, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


def test_the_details_of_a_product_goal(owner, chain):
    for text in ("Search", "Booking"):
        make_feature(chain["product"], text)
    removed = make_feature(chain["product"], "Gone")
    removed.remove(by=chain.owner)
    key = chain["product"].key
    told = done(owner.get(f"goals/{key}/"))
    details = told["details"]
    assert (details["timeframe"], details["horizon"]) == ("", None)
    assert [feature["text"] for feature in details["features"]] == ["Search", "Booking"]
    listed = done(owner.get("goals/?level=product"))["results"][0]
    in_chain = next(goal for goal in done(owner.get("products/BIKE/chain/"))["goals"] if goal["key"] == key)
    assert listed["details"] == in_chain["details"] == details
    events = [event for event in done(owner.get("products/BIKE/events/"))["results"] if event["subject"] == "feature"]
    assert [(event["verb"], event["goal"]) for event in events] == [("add", key)] * 3 + [("remove", key)]
    assert "position" not in events[0]["after"]


def test_time_and_column_are_set(owner, chain):
    path = f"goals/{chain['product'].key}/"
    body = {"details": {"timeframe": "Q1 2027", "horizon": "next"}}
    told = done(owner.patch(path, body, match=1))
    assert told["details"] == {"timeframe": "Q1 2027", "horizon": "next", "features": []}
    assert done(owner.patch(path, {"details": {"horizon": None}}, match=2))["details"]["horizon"] is None
    refused(owner.patch(path, {"details": {"horizon": "never"}}, match=3), 422, "details.horizon")
    refused(owner.patch(path, {"details": {"timeframe": "x" * 41}}, match=3), 422, "details.timeframe")
    refused(owner.patch(path, {"details": {"features": []}}, match=3), 422, "details.features")
    refused(owner.patch(f"goals/{chain['user'].key}/", body, match=1), 422, "details.horizon", "details.timeframe")
    made = done(owner.post("goals/", {"product": "BIKE", "level": "product", "title": "Pay", **body}), 201)
    assert made["details"]["timeframe"] == "Q1 2027"


def test_features_are_made_changed_and_removed(owner, chain):
    body = {"goal": chain["product"].key, "text": "Search"}
    feature = done(owner.post("features/", body), 201)
    path = f"features/{feature['id']}/"
    assert feature == feature | body | {"product": "BIKE", "version": 1} == done(owner.get(path))
    refused(owner.patch(path, {"text": "x"}), 428)
    refused(owner.patch(path, {"text": "x"}, match="9"), 412)
    other = make_feature(chain["product"], "Booking")
    changed = done(owner.patch(path, {"text": "Find", "before": None}, match="1"))
    assert (changed["text"], changed["version"]) == ("Find", 3)
    told = done(owner.get(f"goals/{chain['product'].key}/"))["details"]["features"]
    assert [line["text"] for line in told] == ["Booking", "Find"]
    refused(owner.patch(path, {"before": 999}, match="3"), 422, "before")
    assert done(owner.patch(path, {"before": other.pk}, match="3"))["version"] == 4
    assert owner.delete(path, match="4").status_code == 204
    refused(owner.get(path), 404)
    refused(owner.delete(path, match="5"), 404)


def test_bad_features_are_refused(owner, chain):
    body = {"goal": chain["product"].key, "text": "Search"}
    refused(owner.post("features/", body | {"text": ""}), 422, "text")
    refused(owner.post("features/", body | {"text": "x" * 121}), 422, "text")
    refused(owner.post("features/", body | {"goal": chain["release"].key}), 422, "goal")
    refused(owner.post("features/", body | {"goal": "BIKE-99"}), 404)
    refused(owner.post("features/", body | {"product": "BIKE"}), 422, "product")


def test_who_may(owner, chain):
    feature, body = make_feature(chain["product"]), {"goal": chain["product"].key, "text": "Words"}
    path = f"features/{feature.pk}/"
    viewer = Caller(make_member(chain.product, "viewer"))
    assert done(viewer.get(path))["version"] == 1
    refused(viewer.post("features/", body), 403)
    refused(viewer.patch(path, {"text": "x"}, match="1"), 403)
    refused(viewer.delete(path, match="1"), 403)
    stranger = Caller(make_user())
    refused(stranger.get(path), 404)
    refused(stranger.post("features/", body), 404)
    assert done(stranger.get("features/"))["results"] == []
    assert len(done(owner.get(f"features/?goal={chain['product'].key}"))["results"]) == 1
    assert done(owner.get(f"features/?goal={chain['release'].key}"))["results"] == []


def test_queries_do_not_grow(owner, chain):
    def count():
        return [
            queries_of(partial(owner.get, address))
            for address in ("features/", f"goals/{chain['product'].key}/", "goals/", "products/BIKE/chain/")
        ]

    make_feature(chain["product"])
    few = count()
    for _ in range(5):
        make_feature(chain["product"])
    assert count() == few and max(few) <= 8
