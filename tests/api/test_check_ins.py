"""/api/v1/check-ins/, one check-in, and how often one is asked for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from goalchain.metrics.models import CheckIn
from tests.api.caller import Caller, done, refused
from tests.factories import fresh, make_chain_of_all_levels, make_check_in, make_goal, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


def new(goal, **words):
    return {"goal": goal.key, "confidence": "at_risk", "sentence": "Two have not agreed"} | words


def test_says_reads_corrects_and_takes_out(owner, chain):
    goal = chain["product"]
    answer = owner.post("check-ins/", new(goal))
    check_in = done(answer, 201)
    path = f"check-ins/{check_in['id']}/"
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Location"].endswith(f"/api/v1/{path}")
    assert (check_in["goal"], check_in["author"], check_in["version"]) == (goal.key, chain.owner.email, 1)
    assert fresh(goal).confidence == "at_risk"
    assert done(owner.get(path)) == check_in
    refused(owner.patch(path, {"confidence": "on_track"}), 428)
    refused(owner.patch(path, {"confidence": "on_track"}, match=2), 412)
    changed = done(owner.patch(path, {"confidence": "on_track"}, match=1))
    assert (changed["confidence"], changed["sentence"], changed["version"]) == ("on_track", check_in["sentence"], 2)
    assert fresh(goal).confidence == "on_track"
    refused(owner.delete(path, match=1), 412)
    assert owner.delete(path, match=2).status_code == 204
    refused(owner.get(path), 404)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"confidence": "sure"}, "confidence"),
        ({"sentence": ""}, "sentence"),
        ({"sentence": " "}, "sentence"),
        ({"at": "x"}, "at"),
    ],
)
def test_words_that_do_not_do(owner, chain, words, field):
    refused(owner.post("check-ins/", new(chain["product"], **words)), 422, field)


def test_a_vision_is_refused_with_words(owner, chain):
    assert "vision" in refused(owner.post("check-ins/", new(chain["vision"])), 422)


def test_the_list_is_filtered(owner, chain):
    goal = chain["product"]
    first, second = make_check_in(goal, "on_track", days_ago=2), make_check_in(goal, "off_track")
    make_check_in(chain["release"], "on_track")
    make_check_in(make_goal(level="product"))

    def ids(query):
        return [found["id"] for found in done(owner.get(f"check-ins/?{query}"))["results"]]

    assert len(ids("product=BIKE")) == 3
    assert ids(f"goal={goal.key}") == [first.pk, second.pk]
    assert ids(f"goal={goal.key}&confidence=off_track") == [second.pk]
    refused(owner.get("check-ins/?confidence=sure"), 400, "confidence")


def test_the_rhythm(owner, chain):
    path = f"goals/{chain['product'].key}/check-in-rhythm/"
    assert done(owner.get(path)) == {"goal": chain["product"].key, "days": None, "due_on": None, "version": 0}
    told = done(owner.put(path, {"days": 14}))
    assert done(owner.put(path, {"days": 14}, match=1)) == told
    due = timezone.localdate() + timedelta(days=14)
    assert (told["days"], told["due_on"], told["version"]) == (14, due.isoformat(), 1)
    refused(owner.put(path, {"days": 7}, match=0), 412)
    refused(owner.put(path, {"days": 400}, match=1), 422, "days")
    assert done(owner.put(path, {"days": None}, match=1))["due_on"] is None


def test_what_hangs_on_a_draft_sprint_goal_is_planning(chain):
    said = make_check_in(chain["sprint"])
    stakeholder = Caller(make_member(chain.product, "stakeholder"))
    refused(stakeholder.get(f"check-ins/{said.pk}/"), 404)
    assert done(stakeholder.get("check-ins/"))["results"] == []
    developer = Caller(make_member(chain.product, "developer"))
    assert done(developer.patch(f"check-ins/{said.pk}/", {"sentence": "Other"}, match=1))["version"] == 2


def test_who_may_not_is_told_so(chain):
    said = make_check_in(chain["product"])
    viewer, stranger = Caller(make_member(chain.product, "viewer")), Caller(make_user())
    refused(viewer.post("check-ins/", new(chain["product"])), 403)
    refused(viewer.patch(f"check-ins/{said.pk}/", {"sentence": "x"}, match=1), 403)
    refused(stranger.post("check-ins/", new(chain["product"])), 404)
    refused(stranger.delete(f"check-ins/{said.pk}/", match=1), 404)
    assert CheckIn.objects.count() == 1
