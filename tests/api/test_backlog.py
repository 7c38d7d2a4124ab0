"""/api/v1/backlog/: items in their order, changed and moved onto what was read."""

import pytest

from sprints.backlog.order import TOP
from tests.api.caller import Caller, done, refused
from tests.factories import make_chain_of_all_levels, make_goal, make_member, make_sprint, make_user
from tests.sprints.backlog import make_item, make_items, titles
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
LINK = "https://github.com/bikes/app/issues/7"


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


def test_an_item_is_made_and_changed(owner, chain):
    words = {"product": "BIKE", "title": "A rider books", "goal": chain["release"].key, "size": 2.5}
    words |= {"tracker_url": LINK, "sprint": chain.sprint.pk, "state": "doing"}
    answer = owner.post("backlog/", words)
    item = done(answer, 201)
    assert item == item | words | {"tracker": "GitHub bikes/app#7", "serves_none": False, "archived_at": None}
    path = f"backlog/{item['id']}/"
    assert answer.headers["Location"].endswith(path) and done(owner.get(path)) == item
    refused(owner.patch(path, {"title": "x"}), 428)
    refused(owner.patch(path, {"title": "x"}, match=99), 412)
    change = {"title": "A rider pays", "goal": None, "serves_none": True, "size": None, "sprint": None}
    changed = done(owner.patch(path, change, match=item["version"]))
    assert changed == changed | change and changed["version"] > item["version"]
    archived = done(owner.post(f"{path}archive/", match=changed["version"]))
    assert archived["archived_at"]
    assert done(owner.get("backlog/?product=BIKE"))["results"] == []
    assert done(owner.get("backlog/?product=BIKE&archived=true"))["results"] == [archived]
    assert done(owner.post(f"{path}restoration/", match=archived["version"]))["archived_at"] is None


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": 7}, "title"),
        ({"size": 2.55}, "size"),
        ({"size": -1}, "size"),
        ({"size": "3"}, "size"),
        ({"size": True}, "size"),
        ({"state": "begun"}, "state"),
        ({"tracker_url": "http://example.com"}, "tracker_url"),
        ({"goal": "BIKE-999"}, "goal"),
        ({"goal": "ELSE-1"}, "goal"),
        ({"sprint": 10**9}, "sprint"),
        ({"before": 3}, "before"),
    ],
)
def test_what_no_item_can_be_is_refused(owner, chain, words, field):
    item = make_item(chain.product)
    refused(owner.patch(f"backlog/{item.pk}/", words, match=1), 422, field)
    refused(owner.post("backlog/", {"product": "BIKE", "title": "x"} | words), 422, field)
    assert titles(chain.product) == ["An item"]


def test_items_are_moved(owner, chain):
    made = make_items(chain.product, "a", "b", "c", "d")
    path = f"backlog/{made[3].pk}/position/"
    refused(owner.post(path, {"number": 1}), 428)
    version = done(owner.post(path, {"before": made[1].pk}, match=1))["version"]
    assert titles(chain.product) == ["a", "d", "b", "c"]
    version = done(owner.post(path, {"number": 1}, match=version))["version"]
    assert titles(chain.product) == ["d", "a", "b", "c"]
    refused(owner.post(path, {"number": 2}, match=1), 412)
    for body in ({}, {"before": None, "number": 1}, {"number": 0}, {"number": None}, {"before": "x"}, {"to": 1}):
        assert owner.post(path, body, match=version).status_code == 422
    refused(owner.post(path, {"before": 10**9}, match=version), 422, "before")
    assert done(owner.post(path, {"before": None}, match=version))["title"] == "d"
    listed = done(owner.get("backlog/?product=BIKE"))["results"]
    assert [item["title"] for item in listed] == titles(chain.product) == ["a", "b", "c", "d"]


def test_pages_go_on_in_the_order(owner, chain):
    make_items(chain.product, *(f"{number}" for number in range(7)))
    make_items(chain.product, "top")[0].move(TOP, by=None)
    seen, path = [], "backlog/?product=BIKE&page_size=3"
    while path:
        told = done(owner.get(path))
        seen += [item["title"] for item in told["results"]]
        path = told["next"] and told["next"].partition("/api/v1/")[2]
    assert seen == ["top", "0", "1", "2", "3", "4", "5", "6"]
    few = queries_of(lambda: owner.get("backlog/?product=BIKE"))
    make_items(chain.product, *(f"more {number}" for number in range(200)), goal=chain["release"])
    assert queries_of(lambda: owner.get("backlog/?product=BIKE")) == few <= 8


def test_lists_are_narrowed(owner, chain):
    make_item(chain.product, "Serves", goal=chain["release"])
    make_item(chain.product, "Planned", sprint=chain.sprint, state="doing")
    for query, expected in (
        (f"goal={chain['release'].key}", ["Serves"]),
        (f"sprint={chain.sprint.pk}", ["Planned"]),
        ("state=doing&state=done", ["Planned"]),
        ("q=ERV", ["Serves"]),
    ):
        listed = done(owner.get(f"backlog/?product=BIKE&{query}"))["results"]
        assert [item["title"] for item in listed] == expected
    refused(owner.get("backlog/"), 400, "product")
    refused(owner.get("backlog/?product=BIKE&state=begun"), 400, "state")
    refused(owner.get("backlog/?product=ELSE"), 404)


def test_the_plan_of_a_sprint_without_a_goal_is_planning(owner, chain):
    viewer = Caller(make_member(chain.product, "viewer"))
    item = make_item(chain.product, sprint=chain.sprint)
    path = f"backlog/{item.pk}/"

    def seen(caller):
        plans = [event for event in done(caller.get("products/BIKE/events/"))["results"] if event["verb"] == "plan"]
        listed = done(caller.get(f"backlog/?product=BIKE&sprint={chain.sprint.pk}"))["results"]
        return done(caller.get(path))["sprint"], len(listed), len([e for e in plans if e["subject"] == "backlog"])

    assert seen(owner) == (chain.sprint.pk, 1, 1)
    assert seen(viewer) == (None, 0, 0)
    chain["sprint"].agree(by=chain.owner)
    assert seen(viewer) == (chain.sprint.pk, 1, 0)


def test_events_tell_the_goal_by_its_key(owner, chain):
    make_item(chain.product, goal=chain["release"])
    told = done(owner.get("products/BIKE/events/?page_size=200"))["results"]
    (event,) = [event for event in told if event["subject"] == "backlog"]
    assert event["after"]["goal"] == chain["release"].key


def test_readers_and_strangers(chain):
    item = make_item(chain.product)
    path, sprint = f"backlog/{item.pk}/", make_sprint()
    reader, stranger = Caller(make_member(chain.product, "stakeholder")), Caller(make_user())
    assert done(reader.get(path))["title"] == "An item"
    refused(reader.patch(path, {"title": "x"}, match=1), 403)
    refused(reader.post(f"{path}position/", {"number": 1}, match=1), 403)
    refused(stranger.get(path), 404)
    developer = Caller(make_member(chain.product, "developer"))
    refused(developer.patch(path, {"sprint": sprint.pk}, match=1), 422, "sprint")
    refused(developer.patch(path, {"goal": make_goal(sprint.product, "product").key}, match=1), 422, "goal")
    assert done(developer.patch(path, {"state": "done"}, match=1))["state"] == "done"


def test_many_items_are_made_at_once_or_none(owner, chain):
    key, sprint = chain["release"].key, chain.sprint.pk
    items = [{"title": "One", "goal": key, "size": 2.5}, {"title": "Two", "serves_none": True, "sprint": sprint}]
    made = done(owner.post("backlog/bulk/", {"product": "BIKE", "items": items}), 201)["results"]
    assert [(item["title"], item["goal"], item["sprint"], item["version"]) for item in made] == [
        ("One", key, None, 1),
        ("Two", None, sprint, 2),
    ]
    for wrong, field in (
        ({"goal": chain["vision"].key}, "items.1.goal"),
        ({"goal": make_goal().key}, "items.1.goal"),
        ({"goal": key, "serves_none": True}, "items.1.goal"),
        ({"sprint": make_sprint().pk}, "items.1.sprint"),
        ({"tracker_url": "x"}, "items.1.tracker_url"),
        ({"state": "lost"}, "items.1.state"),
        ({"colour": "red"}, "items.1.colour"),
    ):
        refused(
            owner.post("backlog/bulk/", {"product": "BIKE", "items": [{"title": "x"}, {"title": "y", **wrong}]}),
            422,
            field,
        )
    refused(owner.post("backlog/bulk/", {"product": "BIKE", "items": [{"title": "x"}] * 501}), 422, "items")
    refused(owner.post("backlog/bulk/", {"product": "BIKE", "items": []}), 422, "items")
    assert titles(chain.product) == ["One", "Two"]
    stakeholder = Caller(make_member(chain.product, "stakeholder"))
    assert stakeholder.post("backlog/bulk/", {"product": "BIKE", "items": items}).status_code == 403
