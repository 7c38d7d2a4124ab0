"""/api/v1/proposals/, /api/v1/sprint-reviews/ and the cancelling of a sprint."""

import pytest

from tests.api.caller import Caller, done, refused
from tests.factories import Chain, make_chain_of_all_levels, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> Chain:
    """A chain whose sprint goal is active."""
    made = make_chain_of_all_levels(key="BIKE")
    made["sprint"].of_level.bring("active", "", "", by=made.owner)
    return made


@pytest.fixture
def owner(chain: Chain) -> Caller:
    """A program of the product owner."""
    return Caller(chain.owner)


def reviewed(owner: Caller, chain: Chain) -> dict[str, object]:
    """The review that closes the sprint goal."""
    body = {"goal": chain["sprint"].key, "outcome": "partly", "learning": "Slow", "links": ["https://example.com/a"]}
    told: dict[str, object] = done(owner.post("sprint-reviews/", body), 201)
    return told


def test_a_review_closes_the_goal_and_is_corrected(owner: Caller, chain: Chain) -> None:
    review = reviewed(owner, chain)
    path = f"sprint-reviews/{review['id']}/"
    assert done(owner.get(path)) == review
    assert (review["outcome"], review["links"], review["sprint"]) == (
        "partly",
        ["https://example.com/a"],
        chain.sprint.pk,
    )
    assert chain["sprint"].state == "closed"
    refused(owner.post("sprint-reviews/", {"goal": chain["sprint"].key, "outcome": "missed"}), 422, "goal")
    refused(owner.patch(path, {"outcome": "missed"}), 428)
    refused(owner.patch(path, {"outcome": "missed"}, match=9), 412)
    changed = done(owner.patch(path, {"outcome": "missed", "says": "nothing", "effect": "None"}, match=1))
    assert (changed["outcome"], changed["learning"], changed["says"]) == ("missed", "Slow", "nothing")
    assert (changed["effect"], changed["version"]) == ("None", 3)
    listed = done(owner.get(f"sprint-reviews/?product=BIKE&sprint={chain.sprint.pk}"))["results"]
    assert listed == [changed]
    assert done(owner.get("sprint-reviews/?sprint=0"))["results"] == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"goal": "BIKE-1", "outcome": "missed"}, "goal"),
        ({"outcome": "missed"}, "goal"),
        ({"goal": "BIKE-6", "outcome": "gone"}, "outcome"),
        ({"goal": "BIKE-6", "outcome": "missed", "links": ["http://x"]}, "links"),
        ({"goal": "BIKE-6", "outcome": "abandoned"}, "learning"),
    ],
)
def test_what_is_no_review_is_refused(owner: Caller, chain: Chain, body: dict[str, object], field: str) -> None:
    if body.get("goal") == "BIKE-6":
        body = body | {"goal": chain["sprint"].key}
    refused(owner.post("sprint-reviews/", body), 422, field)


def proposed(caller: Caller, chain: Chain, **words: object) -> dict[str, object]:
    """A proposal for the release goal, from the sprint goal."""
    body = {"goal": chain["release"].key, "origin": chain["sprint"].key, "reason": "slow", "title": "Anew"} | words
    told: dict[str, object] = done(caller.post("proposals/", body), 201)
    return told


def test_proposals_are_made_adopted_and_declined(owner: Caller, chain: Chain) -> None:
    developer = Caller(make_member(chain.product, "developer"))
    first = proposed(developer, chain, state="closed", outcome="missed")
    second = proposed(developer, chain, title="Other")
    path = f"proposals/{first['id']}/"
    refused(developer.post(f"{path}adoption/", match=1), 403)
    refused(owner.post(f"{path}adoption/"), 428)
    refused(owner.post(f"{path}adoption/", match=2), 412)
    assert done(owner.post(f"{path}adoption/", match=1))["standing"] == "adopted"
    assert (chain["release"].title, chain["release"].outcome) == ("Anew", "missed")
    refused(owner.post(f"{path}adoption/", match=2), 422)
    declined = f"proposals/{second['id']}/refusal/"
    refused(owner.post(declined, {"answer": ""}, match=1), 422, "answer")
    assert done(owner.post(declined, {"answer": "no"}, match=1))["answer"] == "no"
    assert done(owner.get("proposals/?product=BIKE&standing=open"))["results"] == []
    told = done(owner.get(f"proposals/?goal={chain['release'].key}&origin={chain['sprint'].key}"))["results"]
    assert [one["standing"] for one in told] == ["adopted", "declined"]
    events = done(owner.get("products/BIKE/events/?since=0"))["results"]
    assert {e["after"]["origin"] for e in events if e["subject"] == "proposal"} == {chain["sprint"].key}
    above = {"goal": chain["product"].key, "origin": chain["release"].key, "reason": "so", "title": "Higher"}
    climbed = done(owner.post("proposals/", above | {"follows": first["id"]}), 201)
    assert climbed["follows"] == first["id"]
    refused(owner.post("proposals/", above | {"follows": 10**9}), 422, "follows")


def test_who_sees_nothing_of_it(owner: Caller, chain: Chain) -> None:
    proposal, review = proposed(owner, chain), reviewed(owner, chain)
    stranger, viewer = Caller(make_user()), Caller(make_member(chain.product, "viewer"))
    for path in (f"proposals/{proposal['id']}/", f"sprint-reviews/{review['id']}/"):
        refused(stranger.get(path), 404)
        done(viewer.get(path))
    chain["sprint"].of_level.bring("draft", "", "", by=chain.owner)
    for path in (f"proposals/{proposal['id']}/", f"sprint-reviews/{review['id']}/"):
        refused(viewer.get(path), 404)
        done(owner.get(path))


def test_a_sprint_is_cancelled(owner: Caller, chain: Chain) -> None:
    path = f"sprints/{chain.sprint.pk}/"
    etag = owner.get(path).headers["ETag"].strip('"')
    coach = Caller(make_member(chain.product, "coach"))
    refused(coach.post(f"{path}cancellation/", {"cancelled": "so"}, match=etag), 403)
    told = done(owner.post(f"{path}cancellation/", {"cancelled": "the law changed"}, match=etag))
    assert (told["cancelled"], told["goal"]) == ("the law changed", None)
    assert chain["sprint"].outcome == "abandoned"
