"""Releases in the API: version and checkpoint of a release goal, the setting of the gate, and passing it."""

import pytest

from goalchain.products.access import Role
from roadmap.releases.checkpoint import Checkpoint
from tests.factories import fresh, make_checkpoint, make_goal, make_member, make_product, product_owner

from .caller import Caller

pytestmark = pytest.mark.django_db

WORDS = {"shipped_on": "2025-11-03", "result": "Riders book", "links": ["https://a.example.com/x"]}


@pytest.fixture
def product():
    return make_product(key="REL")


@pytest.fixture
def release(product):
    return make_goal(product, "release", state="active")


@pytest.fixture
def owner(product):
    return Caller(product_owner(product))


def problem(answer, status):
    """The problem that was answered, after a look at its status."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.json()


def test_the_version_is_a_detail(owner, product, release):
    made = owner.post("goals/", {"product": "REL", "level": "release", "title": "Pay", "details": {"version": "1.2"}})
    assert (made.status_code, made.json()["details"]) == (201, {"version": "1.2", "checkpoint": None})
    path = f"goals/{release.key}/"
    changed = owner.patch(path, {"details": {"version": "1.0"}}, match=release.version).json()
    assert changed["details"]["version"] == "1.0"
    assert owner.get("products/REL/chain/").json()["goals"][0]["details"] == changed["details"]
    event = owner.get("products/REL/events/").json()["results"][-1]
    assert (event["verb"], event["after"]["details"]) == ("revise", {"version": "1.0"})
    long = owner.patch(path, {"details": {"version": "v" * 41}}, match=fresh(release).version)
    assert "details.version" in problem(long, 422)["errors"]
    elsewhere = owner.patch(path, {"details": {"checkpoint": WORDS}}, match=fresh(release).version)
    assert "checkpoint/" in problem(elsewhere, 422)["errors"]["details.checkpoint"][0]


def test_a_checkpoint_is_put_corrected_and_taken_back(owner, release):
    path = f"goals/{release.key}/checkpoint/"
    assert owner.get(path).status_code == 404
    put = owner.put(path, WORDS)
    assert (put.status_code, put["ETag"]) == (201, '"1"')
    told = put.json()
    assert (told["result"], told["links"], told["value"], told["version"]) == ("Riders book", WORDS["links"], "", 1)
    assert "There is a checkpoint already" in problem(owner.put(path, WORDS), 412)["detail"]
    assert owner.put(path, WORDS | {"value": "Fewer calls"}, match=1).json()["value"] == "Fewer calls"
    assert owner.put(path, WORDS, match=1).status_code == 412
    details = owner.get(f"goals/{release.key}/").json()["details"]
    assert details["checkpoint"] == owner.get(path).json()
    assert owner.get("goals/?level=release").json()["results"][0]["details"] == details
    assert owner.get("products/REL/chain/").json()["goals"][0]["details"] == details
    assert owner.delete(path, match=2).status_code == 204
    assert owner.get(path).status_code == owner.delete(path, match=2).status_code == 404
    assert owner.get("products/REL/chain/").json()["goals"][0]["details"]["checkpoint"] is None
    assert owner.put(path, WORDS, match=2).status_code == 412
    assert owner.put(path, WORDS).status_code == 201


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"result": " "}, "result"),
        ({"shipped_on": "soon"}, "shipped_on"),
        ({"shipped_on": "9999-12-31"}, "shipped_on"),
        ({"links": ["http://example.com"]}, "links"),
        ({"links": ["https://example.com"] * 21}, "links"),
        ({"beneficiary": "b" * 201}, "beneficiary"),
        ({"outcome": "achieved"}, "outcome"),
    ],
)
def test_a_bad_checkpoint_is_refused(owner, release, wrong, field):
    assert field in problem(owner.put(f"goals/{release.key}/checkpoint/", WORDS | wrong), 422)["errors"]
    assert not Checkpoint.objects.exists()


def test_who_may_write_a_checkpoint(product, release):
    make_checkpoint(release)
    path = f"goals/{release.key}/checkpoint/"
    viewer = Caller(make_member(product, Role.VIEWER))
    assert viewer.get(path).status_code == 200
    assert viewer.put(path, WORDS, match=1).status_code == viewer.delete(path, match=1).status_code == 403
    assert Caller(product_owner(make_product())).get(path).status_code == 404
    assert Caller(product_owner(product)).get(f"goals/{make_goal(product).key}/checkpoint/").status_code == 404


def test_the_rule_of_one_active_goal_is_a_setting(owner, product):
    assert owner.get("products/REL/").json()["one_active_goal"] is True
    first = make_goal(product, state="active")
    product.refresh_from_db()
    changed = owner.patch("products/REL/", {"one_active_goal": False}, match=product.revision)
    assert changed.json()["one_active_goal"] is False
    second = make_goal(product, state="active")
    product.refresh_from_db()
    refused = owner.patch("products/REL/", {"one_active_goal": True}, match=product.revision)
    told = problem(refused, 422)["errors"]["one_active_goal"][0]
    assert first.key in told and second.key in told


def test_the_gate_refuses_and_is_passed(owner, product):
    former, goal = make_goal(product, state="active"), make_goal(product, state="agreed")
    path = f"goals/{goal.key}/activation/"
    refused = problem(owner.post(path, match=goal.version), 422)
    assert former.key in refused["errors"]["state"][0]
    words = {"outcome": "abandoned", "learning": "", "version": former.version}
    assert "former.learning" in problem(owner.post(path, {"former": words}, match=goal.version), 422)["errors"]
    words["learning"] = "Nobody books ahead"
    assert owner.post(path, {"former": words | {"version": 1}}, match=goal.version).status_code == 412
    assert owner.post(path, {"former": words}, match=goal.version).json()["state"] == "active"
    assert (fresh(former).outcome, fresh(former).learning) == ("abandoned", "Nobody books ahead")
    other = make_goal(product, "release", state="agreed")
    needless = owner.post(f"goals/{other.key}/activation/", {"former": words}, match=other.version)
    assert "former" in problem(needless, 422)["errors"]
