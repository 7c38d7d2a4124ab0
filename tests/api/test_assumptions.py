"""/api/v1/assumptions/, one assumption, and what of a goal stays although one was refuted."""

import pytest

from goalchain.goals.models import Event
from goalchain.metrics.models import Assumption
from tests.api.caller import Caller, done, refused
from tests.factories import make_assumption, make_chain_of_all_levels, make_goal, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


def new(goal, **words):
    return {"goal": goal.key, "statement": "Riders trust ratings"} | words


def test_makes_reads_and_settles_in_one_change(owner, chain):
    goal, sprint_goal = chain["product"], chain["sprint"]
    answer = owner.post("assumptions/", new(goal, test="Ask ten", tested_by=[sprint_goal.key]))
    assumption = done(answer, 201)
    path = f"assumptions/{assumption['id']}/"
    assert answer.headers["Location"].endswith(f"/api/v1/{path}")
    assert (assumption["state"], assumption["tested_by"], assumption["settled_at"]) == ("open", [sprint_goal.key], None)
    assert done(owner.get(path)) == assumption
    match = assumption["version"]
    refused(owner.patch(path, {"state": "refuted"}), 428)
    refused(owner.patch(path, {"state": "refuted"}, match=match + 1), 412)
    refused(owner.patch(path, {"state": "refuted"}, match=match), 422, "evidence")
    other = make_goal(chain.product, "sprint", state="active")
    words = {"state": "refuted", "evidence": "Nine of ten laughed", "tested_by": [other.key]}
    changed = done(owner.patch(path, words, match=match))
    assert (changed["state"], changed["tested_by"]) == ("refuted", [other.key])
    assert changed["settled_at"]
    events = Event.objects.filter(subject="assumption").order_by("-id")[:3]
    assert {event.verb for event in events} == {"settle", "test", "untest"}
    assert len({event.revision for event in events}) == 1
    again = done(owner.patch(path, words, match=changed["version"]))
    assert again == changed


def test_archives_and_restores(owner, chain):
    assumption = make_assumption(chain["product"])
    path = f"assumptions/{assumption.pk}/"
    assert done(owner.post(f"{path}archive/", match=1))["archived_at"]
    assert done(owner.get("assumptions/"))["results"] == []
    assert len(done(owner.get("assumptions/?archived=true"))["results"]) == 1
    assert done(owner.post(f"{path}restoration/", match=2))["archived_at"] is None
    refused(owner.post(f"{path}restoration/", match=3), 422)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"statement": ""}, "statement"),
        ({"tested_by": ["BIKE-999"]}, "tested_by.0"),
        ({"tested_by": ["BIKE-1"]}, "tested_by"),
        ({"state": "open"}, "state"),
    ],
)
def test_words_that_do_not_do(owner, chain, words, field):
    refused(owner.post("assumptions/", new(chain["product"], **words)), 422, field)
    assert not Assumption.objects.exists()


def test_the_list_is_filtered(owner, chain):
    goal = chain["product"]
    opened, refuted = make_assumption(goal), make_assumption(goal, "refuted")
    make_assumption(chain["release"])
    make_assumption(make_goal(level="product"))

    def ids(query):
        return [found["id"] for found in done(owner.get(f"assumptions/?{query}"))["results"]]

    assert len(ids("product=BIKE")) == 3
    assert ids(f"goal={goal.key}") == [opened.pk, refuted.pk]
    assert ids("state=refuted&state=holds") == [refuted.pk]


def test_which_goals_are_for_review_and_why_one_stays(owner, chain):
    assumption = make_assumption(chain["product"], "refuted")
    path = f"goals/{chain['release'].key}/upholdings/"
    assert done(owner.get(path)) == {"goal": chain["release"].key, "for_review": [assumption.pk], "upholdings": []}
    said = {"goal": chain["release"].key, "assumption": assumption.pk, "reason": "It is right anyway"}
    refused(owner.post("upholdings/", said | {"assumption": 10**9}), 422, "assumption")
    refused(owner.post("upholdings/", said | {"reason": " "}), 422, "reason")
    told = done(owner.post("upholdings/", said), 201)
    assert told["for_review"] == []
    assert told["upholdings"][0]["author"] == chain.owner.email
    refused(owner.post("upholdings/", said), 422)


def test_a_draft_that_tests_it_is_hidden_from_who_takes_no_part_in_planning(chain):
    active = make_goal(chain.product, "sprint", state="active")
    assumption = make_assumption(chain["product"], tested_by=[chain["sprint"], active])
    stakeholder = Caller(make_member(chain.product, "stakeholder"))
    for told in (
        done(stakeholder.get(f"assumptions/{assumption.pk}/")),
        done(stakeholder.get("assumptions/"))["results"][0],
    ):
        assert told["tested_by"] == [active.key]
    events = done(stakeholder.get("products/BIKE/events/?since=0"))["results"]
    assert chain["sprint"].key not in str(events)
    refused(stakeholder.get(f"assumptions/{make_assumption(chain['sprint']).pk}/"), 404)


def test_who_may_not_is_told_so(chain):
    assumption = make_assumption(chain["product"], "refuted")
    viewer, stranger = Caller(make_member(chain.product, "viewer")), Caller(make_user())
    said = {"goal": chain["product"].key, "assumption": assumption.pk, "reason": "x"}
    refused(viewer.post("assumptions/", new(chain["product"])), 403)
    refused(viewer.patch(f"assumptions/{assumption.pk}/", {"test": "x"}, match=2), 403)
    refused(viewer.post("upholdings/", said), 403)
    refused(stranger.post("assumptions/", new(chain["product"])), 404)
    refused(stranger.patch(f"assumptions/{assumption.pk}/", {"test": "x"}, match=2), 404)
