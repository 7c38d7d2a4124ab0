"""/api/v1/feedback/ and /api/v1/share-links/."""

import json

import pytest

from goalchain.sharing.models import ShareLink
from goalchain.talk.models import Feedback
from tests.api.caller import Caller, done, refused
from tests.factories import make_chain_of_all_levels, make_feedback, make_goal, make_member, make_share, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


@pytest.fixture
def said(chain):
    return make_feedback(chain.product, "When can I cancel?", about=chain["product"], name="Ada")


def test_writes_down_what_somebody_said(owner, chain):
    words = {"product": "BIKE", "text": "They wait too long", "segment": "Commuters", "said_on": "2026-11-02"}
    answer = owner.post("feedback/", words | {"about": chain["product"].key})
    made = done(answer, 201)
    assert answer.headers["Location"].endswith(f"/api/v1/feedback/{made['id']}/")
    assert (made["about"], made["said_on"], made["segment"], made["goals"]) == (
        chain["product"].key,
        "2026-11-02",
        "Commuters",
        [],
    )
    assert done(owner.get(f"feedback/{made['id']}/")) == made
    refused(owner.post("feedback/", words | {"text": ""}), 422, "text")
    refused(owner.post("feedback/", words | {"about": make_goal().key}), 422, "about")


def test_answers_puts_aside_and_restores(owner, said):
    path = f"feedback/{said.pk}/"
    refused(owner.post(f"{path}answer/", {"answer": "Soon."}), 428)
    answered = done(owner.post(f"{path}answer/", {"answer": "Soon."}, match=1))
    assert (answered["answer"], answered["version"]) == ("Soon.", 2)
    refused(owner.post(f"{path}aside/", {"reason": "Said twice"}, match=1), 412)
    refused(owner.post(f"{path}aside/", {"reason": " "}, match=2), 422, "reason")
    aside = done(owner.post(f"{path}aside/", {"reason": "Said twice"}, match=2))
    assert aside["put_aside_at"] and aside["aside_reason"] == "Said twice"
    refused(owner.post(f"{path}aside/", {"reason": "Again"}, match=3), 422)
    assert done(owner.post(f"{path}restoration/", match=3))["put_aside_at"] is None


def test_is_evidence_of_goals(owner, chain, said):
    path, key = f"feedback/{said.pk}/goals/", chain["release"].key
    assert done(owner.post(path, {"goal": key}, match=1), 201)["goals"] == [key]
    assert done(owner.get(f"feedback/?goal={key}"))["results"][0]["id"] == said.pk
    assert done(owner.get(f"feedback/?about={key}"))["results"] == []
    refused(owner.post(path, {"goal": make_goal().key}, match=1), 422, "goal")
    assert owner.delete(f"{path}{key}/", match=1).status_code == 204
    refused(owner.delete(f"{path}{key}/", match=1), 404)


def test_narrows_a_list(owner, chain, said):
    make_feedback(chain.product, "Buy now").put_aside("Said twice", by=chain.owner)
    make_feedback(chain.product, "Thank you", answer="You are welcome")
    for state, words in (("open", "When can I cancel?"), ("answered", "Thank you"), ("aside", "Buy now")):
        found = done(owner.get(f"feedback/?product=BIKE&state={state}"))["results"]
        assert [row["text"] for row in found] == [words]
    refused(owner.get("feedback/?state=lost"), 400, "state")


def test_narrows_to_new_and_linked_by_segment_source_and_words(owner, chain, said):
    linked = make_feedback(chain.product, "Too slow", segment="Families", source="Call")
    linked.attach(chain["release"], by=chain.owner)
    for query, ids in (
        ("state=new", [said.pk]),
        ("state=linked", [linked.pk]),
        ("state=open", [said.pk, linked.pk]),
        ("segment=Families", [linked.pk]),
        ("source=Call", [linked.pk]),
        ("q=CANCEL", [said.pk]),
    ):
        assert [row["id"] for row in done(owner.get(f"feedback/?product=BIKE&{query}"))["results"]] == ids


def test_corrects_what_the_team_wrote_and_not_what_a_visitor_wrote(owner, chain, said):
    assert done(owner.patch(f"feedback/{said.pk}/", {"segment": "Families"}, match=1))["segment"] == "Families"
    refused(owner.patch(f"feedback/{said.pk}/", {"text": "Never cancel"}, match=2), 422, "text")
    written = make_feedback(chain.product, "To slow", by=chain.owner)
    path = f"feedback/{written.pk}/"
    refused(owner.patch(path, {"text": "Too slow"}), 428)
    made = done(owner.patch(path, {"text": "Too slow", "said_on": "2026-01-02"}, match=1))
    assert (made["text"], made["said_on"], made["written_by"]) == ("Too slow", "2026-01-02", chain.owner.email)
    refused(owner.patch(path, {"said_on": "9999-01-02"}, match=2), 422, "said_on")
    refused(owner.patch(path, {"text": "Theirs"}, match=1), 412)


def test_takes_many_at_once_or_none(owner, chain):
    key = chain["release"].key
    rows = [{"text": "One", "goals": [key, key]}, {"text": "Two", "segment": "Families", "said_on": "2026-01-02"}]
    made = done(owner.post("feedback/bulk/", {"product": "BIKE", "feedback": rows}), 201)["results"]
    assert [(row["text"], row["goals"]) for row in made] == [("One", [key]), ("Two", [])]
    bad = [{"text": "Three"}, {"text": "Four", "goals": [make_goal().key]}]
    refused(owner.post("feedback/bulk/", {"product": "BIKE", "feedback": bad}), 422, "feedback.1.goals")
    refused(owner.post("feedback/bulk/", {"product": "BIKE", "feedback": [{"text": ""}]}), 422, "feedback.0.text")
    refused(owner.post("feedback/bulk/", {"product": "BIKE", "feedback": [{"text": "x"}] * 501}), 422, "feedback")
    developer = Caller(make_member(chain.product, "developer"))
    assert developer.post("feedback/bulk/", {"product": "BIKE", "feedback": rows}).status_code == 403
    assert Feedback.objects.count() == 2


def test_lists_the_needs_that_nobody_serves(owner, chain):
    goal = make_goal(chain.product, "product", title="Cancel at any time")
    for number in range(3):
        make_feedback(chain.product, f"Voice {number}").attach(goal, by=chain.owner)
    (need,) = done(owner.get("feedback/needs/?product=BIKE"))["results"]
    assert (need["goal"], need["level"], need["voices"], need["said"]) == (goal.key, "product", 3, "Voice 2")
    refused(owner.get("feedback/needs/"), 400, "product")
    assert Caller(make_member(chain.product, "viewer")).get("feedback/needs/?product=BIKE").status_code == 404


def test_is_the_team_s(chain, said):
    for role, count in (("coach", 1), ("developer", 1), ("stakeholder", 0), ("viewer", 0)):
        caller = Caller(make_member(chain.product, role))
        assert len(done(caller.get("feedback/"))["results"]) == count
        assert caller.get(f"feedback/{said.pk}/").status_code == (200 if count else 404)
        assert caller.post(f"feedback/{said.pk}/answer/", {"answer": "x"}, match=1).status_code == (
            403 if count else 404
        )
    assert done(Caller(make_user()).get("feedback/"))["results"] == []
    assert Feedback.objects.get().answer == ""


def test_a_token_is_told_once(owner, chain):
    words = {"product": "BIKE", "kind": "roadmap", "name": "For the board", "filters": "view=now", "days": 7}
    answer = owner.post("share-links/", words | {"shows": ["dates"], "password": "sesame open", "frozen": True})
    made = done(answer, 201)
    assert answer.headers["Cache-Control"] == "no-store"
    token = made["address"].split("/s/")[1].strip("/")
    assert (made["filters"], made["has_password"], made["shows"]) == ("view=now", True, ["dates"])
    assert made["revision"] is not None and "sesame" not in json.dumps(made)
    path = f"share-links/{made['id']}/"
    for asked in (path, "share-links/", "products/BIKE/events/?since=0"):
        assert token not in owner.get(asked).content.decode()
    assert "address" not in done(owner.get(path))
    assert owner.client.get(f"/s/{token}/").status_code == 200


def test_revokes(owner, chain):
    link, token = make_share(chain.product)
    path = f"share-links/{link.pk}/"
    tag = owner.get(path).headers["ETag"].strip('"')
    owner.client.get(f"/s/{token}/")
    refused(owner.post(f"{path}revocation/"), 428)
    assert done(owner.post(f"{path}revocation/", match=tag))["revoked_at"]
    assert owner.client.get(f"/s/{token}/").status_code == 410
    refused(owner.post(f"{path}revocation/", match=tag), 412)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "chain"}, "kind"),
        ({"kind": "trace"}, "goal"),
        ({"name": ""}, "name"),
        ({"days": 0}, "days"),
        ({"shows": ["secrets"]}, "shows.0"),
        ({"goal": "XX-1"}, "goal"),
        ({"password": "abc"}, "password"),
        ({"filters": "view=now&x=1"}, "filters"),
        ({"filters": "view=everything"}, "filters"),
        ({"filters": "mode=wall"}, "filters"),
    ],
)
def test_what_is_wrong_is_refused(owner, wrong, field):
    words = {"product": "BIKE", "kind": "roadmap", "name": "For the board"}
    refused(owner.post("share-links/", words | wrong), 422, field)
    assert not ShareLink.objects.exists()


def test_links_are_the_owner_s(chain):
    link, _ = make_share(chain.product)
    for role in ("coach", "viewer"):
        caller = Caller(make_member(chain.product, role))
        assert done(caller.get("share-links/"))["results"] == []
        refused(caller.get(f"share-links/{link.pk}/"), 404)
        refused(caller.post("share-links/", {"product": "BIKE", "kind": "roadmap", "name": "Mine"}), 403)
