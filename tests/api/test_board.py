"""/api/v1/board-entries/, and the board in the details of a vision."""

from functools import partial

import pytest

from tests.api.caller import Caller, done, refused
from tests.factories import make_chain_of_all_levels, make_entry, make_goal, make_member, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


def test_the_board_is_told_with_the_vision(owner, chain):
    make_entry(chain["vision"], "needs", "Know the price", answered_by=[chain["user"]])
    make_entry(chain["vision"], "channels", "A card")
    key = chain["vision"].key
    details = done(owner.get(f"goals/{key}/"))["details"]
    assert [line["text"] for line in details["channels"]] == ["A card"]
    assert details["needs"][0]["goals"] == [chain["user"].key] and details["product"] == []
    listed = done(owner.get("goals/?level=vision"))["results"][0]
    told = next(goal for goal in done(owner.get("products/BIKE/chain/"))["goals"] if goal["key"] == key)
    assert listed["details"] == told["details"] == details
    (added, *_) = [
        event for event in done(owner.get("products/BIKE/events/"))["results"] if event["subject"] == "board"
    ]
    assert (added["verb"], added["goal"], added["after"]["text"]) == ("add", key, "Know the price")


def test_entries_are_made_changed_and_removed(owner, chain):
    body = {"product": "BIKE", "section": "needs", "text": "Know the price", "goals": [chain["user"].key]}
    answer = owner.post("board-entries/", body)
    entry = done(answer, 201)
    path = f"board-entries/{entry['id']}/"
    assert entry == entry | body | {"vision": chain["vision"].key}
    assert done(owner.get(path)) == entry
    refused(owner.patch(path, {"text": "x"}), 428)
    refused(owner.patch(path, {"text": "x"}, match="9"), 412)
    other = make_entry(chain["vision"], "needs", "Be quick")
    version = str(entry["version"])
    changed = done(owner.patch(path, {"text": "A price", "goals": [], "before": None}, match=version))
    assert (changed["text"], changed["goals"]) == ("A price", [])
    texts = [found["text"] for found in done(owner.get(f"goals/{chain['vision'].key}/"))["details"]["needs"]]
    assert texts == ["Be quick", "A price"]
    refused(owner.patch(path, {"before": 999}, match=str(changed["version"])), 422, "before")
    assert done(owner.patch(path, {"before": other.pk}, match=str(changed["version"])))["version"] > changed["version"]
    version = str(done(owner.get(path))["version"])
    assert owner.delete(path, match=version).status_code == 204
    refused(owner.get(path), 404)


def test_what_is_refused(owner, chain):
    body = {"product": "BIKE", "section": "needs", "text": "Words"}
    refused(owner.post("board-entries/", body | {"section": "nowhere"}), 422, "section")
    refused(owner.post("board-entries/", body | {"text": ""}), 422, "text")
    refused(owner.post("board-entries/", body | {"goals": [chain["business"].key]}), 422, "goals")
    refused(owner.post("board-entries/", body | {"goals": ["BIKE-99"]}), 422, "goals.0")
    refused(owner.post("board-entries/", body | {"section": "product", "goals": [chain["user"].key]}), 422, "goals")
    refused(owner.get("board-entries/?section=nowhere"), 400, "section")
    refused(owner.patch(f"goals/{chain['vision'].key}/", {"details": {"needs": []}}, match="1"), 422, "details.needs")
    chain["vision"].archive(by=chain.owner)
    refused(owner.post("board-entries/", body), 422)


def test_who_may(chain):
    entry = make_entry(chain["vision"], "needs")
    path, body = f"board-entries/{entry.pk}/", {"product": "BIKE", "section": "needs", "text": "Words"}
    viewer, stranger = Caller(make_member(chain.product, "viewer")), Caller(make_user())
    assert done(viewer.get(path))["id"] == entry.pk
    refused(viewer.post("board-entries/", body), 403)
    refused(viewer.patch(path, {"text": "x"}, match="1"), 403)
    refused(stranger.get(path), 404)
    refused(stranger.post("board-entries/", body), 404)
    assert done(stranger.get("board-entries/"))["results"] == []


def test_queries_do_not_grow(owner, chain):
    def ask() -> list[int]:
        addresses = ("board-entries/", f"goals/{chain['vision'].key}/", "goals/?level=vision", "products/BIKE/chain/")
        return [queries_of(partial(owner.get, address)) for address in addresses]

    make_entry(chain["vision"], "needs", answered_by=[chain["user"]])
    few = ask()
    for _ in range(10):
        make_entry(chain["vision"], "needs", answered_by=[chain["user"], make_goal(chain.product, "user")])
    assert ask() == few and max(few) <= 8
