"""/api/v1/products/KEY/pipeline/ and lead-times/, and the readiness, shaping and moving on of a draft."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from goalchain.goals.models import Goal
from sprints.models import Sprint
from tests.api.caller import Caller, done, refused
from tests.factories import Chain, make_chain_of_all_levels, make_goal, make_member, make_sprint

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> Chain:
    """A chain whose sprint goal is a draft in a sprint of two weeks from today."""
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain: Chain) -> Caller:
    """A program of the product owner."""
    return Caller(chain.owner)


@pytest.fixture
def following(chain: Chain) -> Sprint:
    """The sprint of the team after that one."""
    return make_sprint(chain.product, team=chain.sprint.team)


def words_of(told: dict[str, Any]) -> list[str]:
    """What is missing, in a word each."""
    return [lack["word"] for lack in told["missing"]]


def test_readiness_is_told_with_what_to_do(owner: Caller, chain: Chain) -> None:
    told = done(owner.get(f"goals/{chain['sprint'].key}/readiness/"))
    assert (told["goal"], told["version"], told["is_ready"]) == (chain["sprint"].key, 1, False)
    assert "evidence" in words_of(told) and "parent" not in words_of(told)
    assert told["shaped"] is None
    refused(owner.get("goals/BIKE-1/readiness/"), 404)


def test_a_goal_that_is_more_than_a_draft_lacks_nothing(owner: Caller, chain: Chain) -> None:
    chain["sprint"].agree(by=chain.owner)
    assert done(owner.get(f"goals/{chain['sprint'].key}/readiness/"))["is_ready"] is True


def test_a_draft_is_shaped_and_shaped_again(owner: Caller, chain: Chain) -> None:
    path = f"goals/{chain['sprint'].key}/"
    refused(owner.post(f"{path}shaping/"), 428)
    refused(owner.post(f"{path}shaping/", match=9), 412)
    told = done(owner.post(f"{path}shaping/", match=1))
    assert told["shaped"]["by"] == chain.owner.email and told["shaped"]["is_reworded"] is False
    assert told["version"] == 1
    refused(owner.post(f"{path}shaping/", match=1), 422)
    chain["sprint"].revise(by=chain.owner, title="Other words")
    assert done(owner.get(f"{path}readiness/"))["shaped"]["is_reworded"] is True
    assert done(owner.post(f"{path}reshaping/", match=2))["shaped"] is None
    refused(owner.post(f"{path}reshaping/", match=2), 422)


def test_a_draft_moves_on_to_the_next_sprint(owner: Caller, chain: Chain, following: Sprint) -> None:
    path = f"goals/{chain['sprint'].key}/postponement/"
    refused(owner.post(path), 428)
    told = done(owner.post(path, match=1))
    assert (told["details"]["sprint_id"], told["version"]) == (following.pk, 2)
    refused(owner.post(path, match=1), 412)
    refused(owner.post(path, match=2), 422, "sprint")


def test_the_pipeline_tells_sprints_with_their_drafts(owner: Caller, chain: Chain, following: Sprint) -> None:
    rival = make_goal(chain.product, "sprint", sprint_id=chain.sprint.pk)
    idea = make_goal(chain.product, "sprint")
    told = done(owner.get("products/BIKE/pipeline/"))
    first, second = told["sprints"]
    assert (first["sprint"], first["goal"], second["sprint"]) == (chain.sprint.pk, None, following.pk)
    assert [draft["goal"] for draft in first["drafts"]] == [chain["sprint"].key, rival.key]
    assert [draft["goal"] for draft in told["loose"]] == [idea.key]
    rival.link(chain["release"], "so", by=chain.owner)
    rival.agree(by=chain.owner)
    (only,) = done(owner.get("products/BIKE/pipeline/?ahead=1"))["sprints"]
    assert only["goal"] == rival.key
    assert words_of(only["drafts"][0])[0] == "free sprint"
    for wrong in ("0", "27", "x", "-1", "²"):
        refused(owner.get(f"products/BIKE/pipeline/?ahead={wrong}"), 400, "ahead")


def test_lead_times_are_told_by_team(owner: Caller, chain: Chain, following: Sprint) -> None:
    assert done(owner.get("products/BIKE/lead-times/")) == []
    made: Goal = chain["sprint"]
    made.revise(by=chain.owner, sprint_id=following.pk)
    made.agree(by=chain.owner)
    (team,) = done(owner.get("products/BIKE/lead-times/"))
    (told,) = team["goals"]
    assert following.starts_on is not None
    days = following.starts_on - timezone.localdate()
    assert days > timedelta(0)
    assert (told["goal"], told["agreed"], told["shaped"], team["usual"]) == (made.key, days.days, None, "")


@pytest.mark.parametrize("role", ["stakeholder", "viewer"])
def test_who_takes_no_part_in_planning_finds_nothing(chain: Chain, role: str) -> None:
    outside = Caller(make_member(chain.product, role))
    key = chain["sprint"].key
    for path in ("products/BIKE/pipeline/", "products/BIKE/lead-times/", f"goals/{key}/readiness/"):
        refused(outside.get(path), 404)
    refused(outside.post(f"goals/{key}/shaping/", match=1), 404)
    chain["sprint"].agree(by=chain.owner)
    refused(outside.get(f"goals/{key}/readiness/"), 404)
    refused(outside.post(f"goals/{key}/postponement/", match=2), 404)


def test_the_events_of_shaping_are_planning(owner: Caller, chain: Chain) -> None:
    done(owner.post(f"goals/{chain['sprint'].key}/shaping/", match=1))
    chain["sprint"].agree(by=chain.owner)
    (event,) = [event for event in done(owner.get("products/BIKE/events/"))["results"] if event["subject"] == "shaping"]
    assert (event["verb"], event["after"]["user"], event["former"]) == ("shape", chain.owner.email, {})
    outside = Caller(make_member(chain.product, "viewer"))
    seen = done(outside.get("products/BIKE/events/?page_size=200"))["results"]
    assert "agree" in {event["verb"] for event in seen} and "shaping" not in {event["subject"] for event in seen}
