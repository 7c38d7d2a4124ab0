"""/api/v1/reviews/, one review, what had changed before it; the rhythm; another vision in place of one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from goalchain.goals.models import Event
from tests.api.caller import Caller, done, refused
from tests.factories import make_chain_of_all_levels, make_entry, make_goal, make_member, make_product, make_review
from tests.support.queries import queries_of
from vision.reviews.review import Review
from vision.reviews.rhythm import ReviewRhythm

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


@pytest.fixture
def today():
    return timezone.localdate()


def new(today, **words):
    return {"product": "BIKE", "kind": "strategy", "held_on": today.isoformat()} | words


def test_records_reads_and_corrects_a_review(owner, chain, today):
    words = new(today, members=[chain.owner.email.upper()], others=["Jo Park"], decisions="We stay.")
    answer = owner.post("reviews/", words)
    review = done(answer, 201)
    path = f"reviews/{review['id']}/"
    assert answer.headers["ETag"] == '"1"' and answer.headers["Location"].endswith(f"/api/v1/{path}")
    assert (review["members"], review["others"], review["decisions"]) == ([chain.owner.email], ["Jo Park"], "We stay.")
    assert (review["since_revision"], review["recorder"], review["removed_at"]) == (0, chain.owner.email, None)
    assert done(owner.get(path)) == review == done(owner.get("reviews/?product=BIKE&kind=strategy"))["results"][0]
    assert done(owner.get("reviews/?kind=roadmap"))["results"] == []
    refused(owner.patch(path, {"decisions": "x"}), 428)
    refused(owner.patch(path, {"decisions": "x"}, match=2), 412)
    corrected = done(owner.patch(path, {"others": [], "decisions": "We go."}, match=1))
    assert (corrected["others"], corrected["decisions"], corrected["version"]) == ([], "We go.", 2)
    event = done(owner.get("products/BIKE/events/?page_size=200"))["results"][-1]
    assert (event["subject"], event["after"]["members"], event["former"]["others"]) == (
        *("review", [chain.owner.email]),
        ["Jo Park"],
    )


def test_removes_and_restores(owner, chain):
    review = make_review(chain.product)
    path = f"reviews/{review.pk}/"
    refused(owner.delete(path), 428)
    assert owner.delete(path, match=1).status_code == 204
    assert done(owner.get("reviews/"))["results"] == []
    assert done(owner.get(path))["removed_at"]
    refused(owner.delete(path, match=2), 422)
    refused(owner.patch(path, {"decisions": "x"}, match=2), 422)
    assert done(owner.post(f"{path}restoration/", match=2))["removed_at"] is None


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"held_on": "9999-12-31"}, "held_on"),
        ({"held_on": "2026-02-30"}, "held_on"),
        ({"kind": "sprint"}, "kind"),
        ({"members": ["nobody@example.com"]}, "members.0"),
        ({"members": ["nobody"]}, "members.0"),
        ({"others": [" "]}, "others.0"),
        ({"others": ["x" * 101]}, "others.0"),
        ({"others": "Jo"}, "others"),
        ({"decisions": "a\0"}, "decisions"),
        ({"decisions": None}, "decisions"),
        ({"until_revision": 1}, "until_revision"),
    ],
)
def test_bad_values(owner, chain, today, words, field):
    refused(owner.post("reviews/", new(today, **words)), 422, field)
    assert not Review.objects.exists()


def test_a_second_one_of_a_day_is_refused(owner, chain, today):
    make_review(chain.product)
    refused(owner.post("reviews/", new(today)), 422, "held_on")
    other = make_review(chain.product, days_ago=3)
    refused(owner.patch(f"reviews/{other.pk}/", {"held_on": today.isoformat()}, match=1), 422, "held_on")


def test_who_may(owner, chain, today):
    review = make_review(chain.product)
    for role in ("developer", "stakeholder", "viewer"):
        caller = Caller(make_member(chain.product, role))
        assert done(caller.get(f"reviews/{review.pk}/"))["id"] == review.pk
        refused(caller.post("reviews/", new(today)), 403)
        refused(caller.patch(f"reviews/{review.pk}/", {}, match=1), 403)
        refused(caller.patch("products/BIKE/review-rhythms/strategy/", {"weeks": 4}, match=0), 403)
    stranger = Caller(make_product().memberships.get().user)
    for path in (f"reviews/{review.pk}/", f"reviews/{review.pk}/changes/", "products/BIKE/review-rhythms/strategy/"):
        refused(stranger.get(path), 404)
    assert done(stranger.get("reviews/"))["results"] == []
    refused(stranger.post("reviews/", new(today)), 404)


def test_what_had_changed(owner, chain):
    chain["sprint"].revise(title="A secret plan", by=chain.owner)
    review = make_review(chain.product)
    chain["user"].revise(title="Afterwards", by=chain.owner)
    events = done(owner.get(f"reviews/{review.pk}/changes/?page_size=200"))["results"]
    assert events[0]["verb"] == "create" and events[-1]["after"]["title"] == "A secret plan"
    assert {event["subject"] for event in events} == {"goal"}
    viewer = Caller(make_member(chain.product, "viewer"))
    assert "secret" not in viewer.get(f"reviews/{review.pk}/changes/?page_size=200").content.decode()


def test_the_rhythm(owner, chain, today):
    path = "products/BIKE/review-rhythms/strategy/"
    answer = owner.get(path)
    assert answer.headers["ETag"] == '"0"'
    assert done(answer) == {
        "product": "BIKE",
        "kind": "strategy",
        "weeks": None,
        "last_held_on": None,
        "due_on": None,
        "version": 0,
    }
    refused(owner.patch(path, {"weeks": 12}), 428)
    rhythm = done(owner.patch(path, {"weeks": 12}, match=0))
    assert (rhythm["due_on"], rhythm["version"]) == ((today + timedelta(weeks=12)).isoformat(), 1)
    refused(owner.patch(path, {"weeks": 6}, match=0), 412)
    for weeks in (0, 105, "4", 1.5, True):
        refused(owner.patch(path, {"weeks": weeks}, match=1), 422, "weeks")
    refused(owner.patch(path, {}, match=1), 422, "weeks")
    assert done(owner.patch(path, {"weeks": None}, match=1))["due_on"] is None
    assert ReviewRhythm.objects.get().version == 2
    refused(owner.get("products/BIKE/review-rhythms/sprint/"), 404)


def test_the_cost_does_not_grow(owner, chain):
    make_review(chain.product, "roadmap")
    count = queries_of(lambda: owner.get("reviews/"))
    for days in range(5):
        make_review(chain.product, days_ago=days, others=["Jo", "Kim"])
    assert queries_of(lambda: owner.get("reviews/")) == count <= 8


# -- another vision ----------------------------------------------------------------------------------------------------


def vision_words(**words):
    return {"title": "Nobody thinks about servicing", "why": "Simple was not enough", "outcome": "partly"} | words


def test_replaces_a_vision(owner, chain):
    make_entry(chain["vision"], "needs", "Know the price", answered_by=[chain["user"]])
    former = chain["vision"]
    path = f"goals/{former.key}/replacement/"
    refused(owner.post(path, vision_words()), 428)
    refused(owner.post(path, vision_words(), match=9), 412)
    goals = [chain["user"].key]
    answer = owner.post(path, vision_words(goals=goals), match=former.version)
    vision = done(answer, 201)
    assert (vision["level"], vision["title"]) == ("vision", "Nobody thinks about servicing")
    assert answer.headers["Location"].endswith(f"/api/v1/goals/{vision['key']}/")
    assert [line["text"] for line in vision["details"]["needs"]] == ["Know the price"]
    closed = done(owner.get(f"goals/{former.key}/"))
    assert (closed["state"], closed["outcome"], closed["learning"]) == ("closed", "partly", "Simple was not enough")
    assert [parent["key"] for parent in done(owner.get(f"goals/{goals[0]}/"))["parents"]] == [vision["key"]]
    business = done(owner.get(f"goals/{chain['business'].key}/"))
    assert [parent["key"] for parent in business["parents"]] == [former.key]
    refused(owner.post(path, vision_words(), match=closed["version"]), 422)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title": ""}, "title"),
        ({"why": ""}, "why"),
        ({"why": " "}, "why"),
        ({"outcome": "done"}, "outcome"),
        ({"goals": ["BIKE-99"]}, "goals.0"),
        ({"goals": ["EAT-1"]}, "goals.0"),
        ({"keep_board": "perhaps"}, "keep_board"),
        ({"key": "BIKE-3"}, "key"),
    ],
)
def test_a_bad_replacement_changes_nothing(owner, chain, words, field):
    before = Event.objects.count()
    former = chain["vision"]
    refused(owner.post(f"goals/{former.key}/replacement/", vision_words(**words), match=former.version), 422, field)
    assert Event.objects.count() == before


def test_only_a_vision_is_replaced_and_only_by_who_decides(owner, chain):
    refused(owner.post(f"goals/{chain['user'].key}/replacement/", vision_words(), match=chain["user"].version), 422)
    coach = Caller(make_member(chain.product, "coach"))
    refused(coach.post(f"goals/{chain['vision'].key}/replacement/", vision_words(), match=1), 403)
    foreign = make_goal(make_product(), "vision")
    refused(owner.post(f"goals/{foreign.key}/replacement/", vision_words(), match=1), 404)
