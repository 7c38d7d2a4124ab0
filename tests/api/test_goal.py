"""/api/v1/goals/BIKE-1/: reading and changing one goal."""

import pytest

from goalchain.api.sprint_words import NO_SPRINT, TEMPLATE, template_of
from goalchain.goals.models import Event
from tests.api.caller import Caller, done, refused
from tests.factories import fresh, make_chain_of_all_levels, make_goal, make_member, make_product, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


def test_reads_a_goal_with_its_version(owner, chain):
    answer = owner.get(f"goals/{chain['product'].key}/")
    goal = done(answer)
    assert answer.headers["ETag"] == f'"{goal["version"]}"' == '"1"'
    assert [parent["key"] for parent in goal["parents"]] == [chain["user"].key, chain["business"].key]
    assert goal["archived_at"] is None
    assert goal["created_at"].endswith("Z")


def test_archived_parents_are_left_out_and_archived_goals_are_read(owner, chain):
    chain["business"].archive(by=chain.owner)
    goal = done(owner.get(f"goals/{chain['product'].key}/"))
    assert [parent["key"] for parent in goal["parents"]] == [chain["user"].key]
    assert done(owner.get(f"goals/{chain['business'].key}/"))["archived_at"]


def test_changes_only_what_is_named(owner, chain):
    key = chain["product"].key
    answer = owner.patch(f"goals/{key}/", {"title": "Riders book in an app", "confidence": "on_track"}, match=1)
    goal = done(answer)
    assert (goal["title"], goal["confidence"], goal["version"]) == ("Riders book in an app", "on_track", 2)
    assert answer.headers["ETag"] == '"2"'
    assert len(goal["parents"]) == 2
    assert done(owner.patch(f"goals/{key}/", {"confidence": None}, match=2))["confidence"] is None


def test_the_same_values_again_write_nothing(owner, chain):
    goal = chain["product"]
    events = Event.objects.count()
    assert done(owner.patch(f"goals/{goal.key}/", {"title": goal.title}, match=1))["version"] == 1
    assert done(owner.patch(f"goals/{goal.key}/", {}, match=1))["version"] == 1
    assert Event.objects.count() == events


def test_parents_are_the_whole_list_in_one_change(owner, chain):
    goal, revision = chain["product"], done(owner.get("products/BIKE/"))["revision"]
    parents = [{"key": chain["vision"].key, "rationale": "straight up"}]
    changed = done(owner.patch(f"goals/{goal.key}/", {"title": "New", "parents": parents}, match=1))
    assert changed["parents"] == parents
    assert done(owner.get("products/BIKE/"))["revision"] == revision + 1
    assert done(owner.patch(f"goals/{goal.key}/", {"parents": []}, match=changed["version"]))["parents"] == []


def test_moves_a_sprint_goal_out_of_its_sprint(owner, chain):
    goal = done(owner.patch(f"goals/{chain['sprint'].key}/", {"details": {"sprint_id": None}}, match=1))
    assert goal["details"] == NO_SPRINT | template_of([""] * len(TEMPLATE))


def test_what_was_read_can_be_sent_back(owner, chain):
    goal = done(owner.get(f"goals/{chain['sprint'].key}/"))
    same = {name: goal[name] for name in ("title", "owner", "starts_on", "parents", "details", "confidence")}
    assert done(owner.patch(f"goals/{goal['key']}/", same, match=1)) == goal


def test_needs_the_version_that_was_read(owner, chain):
    path, title = f"goals/{chain['product'].key}/", {"title": "Mine"}
    refused(owner.patch(path, title), 428)
    refused(owner.patch(path, title, match=7), 412)
    for malformed in ("1", "*", '"1', "", '"1";"2"'):
        headers = owner.headers | {"If-Match": malformed}
        answer = owner.client.generic("PATCH", f"/api/v1/{path}", "{}", "application/json", headers=headers)
        refused(answer, 400)
    weak = owner.headers | {"If-Match": 'W/"1"'}
    refused(owner.client.generic("PATCH", f"/api/v1/{path}", "{}", "application/json", headers=weak), 412)
    several = owner.headers | {"If-Match": '"9", "1"'}
    done(owner.client.generic("PATCH", f"/api/v1/{path}", "{}", "application/json", headers=several))
    assert fresh(chain["product"]).title != "Mine"


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ({"title": ""}, ["title"]),
        ({"key": "BIKE-2"}, ["key"]),
        ({"product": "EAT"}, ["product"]),
        ({"level": "user"}, ["level"]),
        ({"version": 3}, ["version"]),
        ({"outcome": "achieved"}, ["outcome"]),
        ({"details": {"sprint_id": 1}}, ["details.sprint_id"]),
        ({"parents": [{"key": "BIKE-5"}]}, ["parents"]),
        ({"parents": [{"key": "BIKE-1", "rationale": "x" * 2001}]}, ["parents.0.rationale"]),
        ([], ["body"]),
        ("7", ["body"]),
        ({"starts_on": "9999-12-31", "ends_on": "0001-01-01"}, ["ends_on"]),
    ],
)
def test_a_bad_value_is_named(owner, chain, words, fields):
    refused(owner.patch(f"goals/{chain['product'].key}/", words, match=1), 422, *fields)


def test_an_archived_goal_is_not_changed(owner, chain):
    chain["business"].archive(by=chain.owner)
    detail = refused(owner.patch(f"goals/{chain['business'].key}/", {"title": "x"}, match=2), 422)
    assert "Restore it" in detail


def test_who_may(chain):
    path = f"goals/{chain['product'].key}/"
    refused(Caller(None).get(path), 401)
    refused(Caller(make_user()).get(path), 404)
    refused(Caller(make_user()).patch(path, {"title": "x"}, match=1), 404)
    viewer = Caller(make_member(chain.product, "viewer"))
    done(viewer.get(path))
    refused(viewer.patch(path, {"title": "x"}, match=1), 403)
    refused(viewer.patch(path, {"title": "x"}), 403)
    refused(Caller(chain.owner).get("goals/BIKE-99/"), 404)


@pytest.mark.parametrize("role", ["stakeholder", "viewer"])
def test_a_draft_sprint_goal_is_not_there_for_who_does_not_plan(chain, role):
    caller = Caller(make_member(chain.product, role))
    path = f"goals/{chain['sprint'].key}/"
    refused(caller.get(path), 404)
    refused(caller.patch(path, {"title": "x"}, match=1), 404)
    chain["sprint"].agree(by=chain.owner)
    done(caller.get(path))


def test_wrong_methods(owner, chain):
    path = f"goals/{chain['product'].key}/"
    for method in ("PUT", "POST", "DELETE"):
        refused(owner.ask(method, path, {}, match=1), 405)


def test_queries(owner, chain):
    path = f"goals/{chain['product'].key}/"
    few = queries_of(lambda: done(owner.get(path)))
    for _ in range(5):
        make_goal(chain.product, "release", parents=[chain["product"]])
        chain["product"].link(make_goal(chain.product, "user"), by=chain.owner)
    assert queries_of(lambda: done(owner.get(path))) == few <= 3
    version = chain["product"].version
    assert queries_of(lambda: done(owner.patch(path, {"title": "Anew"}, match=version))) <= 8


def test_a_deleted_product_takes_its_goals_along(owner, chain):
    other = make_goal(make_product(owner=chain.owner))
    other.product.delete_for_all(by=chain.owner)
    refused(owner.get(f"goals/{other.key}/"), 404)


def test_a_sprint_goal_says_how_its_sprint_works(owner, chain):
    path, version = f"goals/{chain['sprint'].key}/", chain["sprint"].version
    words = {"kind": "risk", "why": "Nobody knows", "artefact": "A spike", "test_group": "Us", "success": "It holds"}
    details = done(owner.patch(path, {"details": words}, match=version))["details"]
    assert details == details | words | {"technique": "", "sprint_id": chain.sprint.pk}
    event = Event.objects.filter(goal=chain["sprint"]).latest("id")
    assert event.after["details"] == event.after["details"] | words
    assert done(owner.patch(path, {"details": {"kind": None}}, match=version + 1))["details"]["kind"] is None
    refused(owner.patch(path, {"details": {"kind": "fun"}}, match=version + 2), 422, "details.kind")
    whole = done(owner.get("products/BIKE/chain/"))["goals"]
    assert [goal["details"] for goal in whole if goal["level"] == "sprint"] == [details | {"kind": None}]
