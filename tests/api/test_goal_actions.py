"""/api/v1/goals/BIKE-1/agreement/ and its siblings: what happens to a goal."""

import pytest

from tests.api.caller import Caller, done, refused
from tests.factories import fresh, make_chain_of_all_levels, make_goal, make_member, make_product, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db

ACTIONS = ["agreement", "activation", "withdrawal", "outcome", "reopening", "archive", "restoration"]


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


def test_the_life_of_a_goal(owner, chain):
    path = f"goals/{chain['sprint'].key}/"
    assert done(owner.post(f"{path}agreement/", match=1))["state"] == "agreed"
    assert done(owner.post(f"{path}activation/", match=2))["state"] == "active"
    assert done(owner.post(f"{path}withdrawal/", match=3))["state"] == "draft"
    done(owner.post(f"{path}agreement/", match=4))
    answer = owner.post(f"{path}outcome/", {"outcome": "partly", "learning": "Slots are few."}, match=5)
    goal = done(answer)
    assert (goal["state"], goal["outcome"], goal["learning"]) == ("closed", "partly", "Slots are few.")
    assert answer.headers["ETag"] == '"6"'
    goal = done(owner.post(f"{path}reopening/", {"to": "agreed"}, match=6))
    assert (goal["state"], goal["outcome"], goal["learning"]) == ("agreed", None, "Slots are few.")
    assert done(owner.post(f"{path}archive/", match=7))["archived_at"]
    assert done(owner.post(f"{path}restoration/", match=8))["archived_at"] is None


def test_a_goal_is_placed_before_another_and_last(owner, chain):
    first = chain["user"]
    second, third = (make_goal(chain.product, "user") for _ in range(2))
    done(owner.post(f"goals/{third.key}/position/", {"before": first.key}, match=1))
    assert fresh(third).position < fresh(first).position < fresh(second).position
    done(owner.post(f"goals/{third.key}/position/", {"before": None}, match=2))
    assert fresh(third).position > fresh(second).position


@pytest.mark.parametrize(
    ("action", "body", "field"),
    [
        ("activation", None, "state"),
        ("withdrawal", None, "state"),
        ("reopening", None, "state"),
        ("outcome", {"outcome": "achieved"}, "state"),
        ("outcome", {"outcome": "done"}, "outcome"),
        ("outcome", {"outcome": "abandoned"}, "learning"),
        ("outcome", {}, "outcome"),
        ("outcome", {"outcome": "missed", "learning": "\ud800"}, "learning"),
        ("reopening", {"to": "draft"}, "to"),
        ("position", {}, "before"),
        ("position", {"before": "BIKE-99"}, "before"),
        ("position", {"before": "BIKE-1"}, "before"),
        ("position", {"before": 1}, "before"),
    ],
)
def test_what_a_rule_forbids_is_refused_with_its_reason(owner, chain, action, body, field):
    assert len(refused(owner.post(f"goals/{chain['product'].key}/{action}/", body, match=1), 422, field)) > 10


def test_nothing_to_restore(owner, chain):
    refused(owner.post(f"goals/{chain['product'].key}/restoration/", match=1), 422)


def test_a_foreign_neighbour_is_not_told(owner, chain):
    foreign = make_goal(make_product(), "product", title="Secret")
    path = f"goals/{chain['product'].key}/position/"
    assert "Secret" not in refused(owner.post(path, {"before": foreign.key}, match=1), 422, "before")


@pytest.mark.parametrize("action", [*ACTIONS, "position"])
def test_who_may(chain, action):
    path = f"goals/{chain['product'].key}/{action}/"
    body = {"outcome": {"outcome": "missed"}, "position": {"before": None}}.get(action)
    refused(Caller(None).post(path, body, match=1), 401)
    refused(Caller(make_user()).post(path, body, match=1), 404)
    for role in ("developer", "stakeholder", "viewer"):
        refused(Caller(make_member(chain.product, role)).post(path, body, match=1), 403)
    if action != "position":
        refused(Caller(make_member(chain.product, "coach")).post(path, body, match=1), 403)
    assert fresh(chain["product"]).version == 1


@pytest.mark.parametrize("action", [*ACTIONS, "position"])
def test_a_draft_sprint_goal_is_not_there_for_a_viewer(chain, action):
    viewer = Caller(make_member(chain.product, "viewer"))
    refused(viewer.post(f"goals/{chain['sprint'].key}/{action}/", match=1), 404)


@pytest.mark.parametrize("action", [*ACTIONS, "position"])
def test_version_and_method(owner, chain, action):
    path = f"goals/{chain['product'].key}/{action}/"
    refused(owner.post(path), 428)
    refused(owner.post(path, match=2), 412)
    for method in ("GET", "PATCH", "DELETE"):
        refused(owner.ask(method, path, match=1), 405)


def test_queries_do_not_grow(owner, chain):
    lonely = make_goal(chain.product, "release")
    few = queries_of(lambda: done(owner.post(f"goals/{lonely.key}/agreement/", match=1)))
    busy = make_goal(chain.product, "release", parents=[make_goal(chain.product, "user") for _ in range(6)])
    assert queries_of(lambda: done(owner.post(f"goals/{busy.key}/agreement/", match=1))) == few <= 8
