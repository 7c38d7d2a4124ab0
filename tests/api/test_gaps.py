"""/api/v1/products/KEY/gaps/, its summary, and the acceptance of a gap of a goal."""

from typing import Any

import pytest

from goalchain.goals.gaps.rule import ORDER
from goalchain.goals.models import Goal
from tests.api.caller import Caller, done, refused
from tests.factories import Chain, make_goal, make_member, make_user
from tests.goals.sound import day, sound_chain

pytestmark = pytest.mark.django_db

WORDS = {"reason": "It waits for the law", "until": day(30).isoformat()}


@pytest.fixture
def chain() -> Chain:
    return sound_chain(key="BIKE")


@pytest.fixture
def loose(chain: Chain) -> Goal:
    return make_goal(chain.product, "release", title="Riders pay")


@pytest.fixture
def draft(chain: Chain, loose: Goal) -> Goal:
    return make_goal(chain.product, "sprint", title="The gateway is tried")


@pytest.fixture
def owner(chain: Chain) -> Caller:
    return Caller(chain.owner)


def told(caller: Caller, query: str = "") -> list[tuple[str, str]]:
    """The gaps that a query tells."""
    return [(gap["rule"], gap["goal"]) for gap in done(caller.get(f"products/BIKE/gaps/{query}"))["results"]]


def place(goal: Goal, rule: str = "no-parent") -> str:
    """Where a gap of it is accepted."""
    return f"goals/{goal.key}/gaps/{rule}/acceptance/"


def test_gaps_come_by_kind_then_by_number(owner: Caller, loose: Goal, draft: Goal) -> None:
    assert told(owner) == [("no-parent", loose.key), ("no-parent", draft.key), ("no-child", loose.key)]
    first = done(owner.get("products/BIKE/gaps/?rule=no-child"))["results"][0]
    assert first == {
        "rule": "no-child", "goal": loose.key, "level": "release", "title": "Riders pay", "state": "draft",
        "other": None, "about": "", "acceptance": None,
    }  # fmt: skip
    assert told(owner, "?level=sprint&level=user") == [("no-parent", draft.key)]
    assert told(owner, "?rule=no-child&rule=unserved&rule=no-child") == [("no-child", loose.key)]


def test_pages_go_on_and_back(owner: Caller, loose: Goal, draft: Goal) -> None:
    first = done(owner.get("products/BIKE/gaps/?page_size=2"))
    assert (len(first["results"]), first["previous"]) == (2, None)
    second = done(owner.get(first["next"].partition("/api/v1/")[2]))
    assert ([gap["goal"] for gap in second["results"]], second["next"]) == ([loose.key], None)
    assert done(owner.get(second["previous"].partition("/api/v1/")[2]))["results"] == first["results"]


@pytest.mark.parametrize("query", ["rule=no-luck", "level=moon", "accepted=maybe"])
def test_a_word_that_names_nothing_is_refused(owner: Caller, loose: Goal, query: str) -> None:
    refused(owner.get(f"products/BIKE/gaps/?{query}"), 400, query.partition("=")[0])


def test_the_summary_tells_the_headline_and_every_kind(owner: Caller, chain: Chain, draft: Goal) -> None:
    summary = done(owner.get("products/BIKE/gap-summary/"))
    assert summary["reach"] == {"open": {"reaching": 1, "of": 2}, "all": {"reaching": 1, "of": 2}}
    assert len(summary["weeks"]) == 13 and summary["weeks"][-1]["open"] == {"reaching": 1, "of": 2}
    assert [kind["rule"] for kind in summary["kinds"]] == list(ORDER)
    counts = {kind["rule"]: kind["count"] for kind in summary["kinds"] if kind["count"]}
    assert counts == {"no-parent": 2, "no-child": 1}


def test_drafts_of_sprint_goals_are_told_to_planners_alone(chain: Chain, owner: Caller, draft: Goal) -> None:
    done(owner.put(place(draft), WORDS), 201)
    for role in ("stakeholder", "viewer"):
        caller = Caller(make_member(chain.product, role))
        for query in ("", "?accepted=any", "?accepted=true", "?level=sprint"):
            assert draft.key not in dict(map(reversed, told(caller, query)))  # type: ignore[arg-type]
        summary = done(caller.get("products/BIKE/gap-summary/"))
        assert summary["reach"]["open"] == {"reaching": 1, "of": 1}
        counts: dict[str, Any] = {kind["rule"]: (kind["count"], kind["accepted"]) for kind in summary["kinds"]}
        assert (counts["no-parent"], counts["no-child"]) == ((1, 0), (1, 0))
        assert caller.get(place(draft)).status_code == 404
        assert caller.put(place(draft), WORDS).status_code == 404


def test_a_gap_is_accepted_changed_and_taken_back(chain: Chain, owner: Caller, loose: Goal) -> None:
    refused(owner.get(place(loose)), 404)
    stored = done(owner.put(place(loose), WORDS), 201)
    assert stored == WORDS | {
        "goal": loose.key, "rule": "no-parent", "accepted_by": chain.owner.email,
        "accepted_at": stored["accepted_at"], "version": 1,
    }  # fmt: skip
    assert told(owner) == [("no-child", loose.key)]
    gap = done(owner.get("products/BIKE/gaps/?accepted=true"))["results"][0]
    assert (gap["rule"], gap["acceptance"]) == ("no-parent", stored)
    assert told(owner, "?accepted=any") == [("no-parent", loose.key), ("no-child", loose.key)]
    refused(owner.put(place(loose), WORDS), 412)
    refused(owner.put(place(loose), WORDS, match=7), 412)
    changed = done(owner.put(place(loose), WORDS | {"reason": "It waits for the summer"}, match=1))
    assert (changed["version"], changed["reason"]) == (2, "It waits for the summer")
    refused(owner.delete(place(loose)), 428)
    refused(owner.delete(place(loose), match=1), 412)
    done(owner.delete(place(loose), match=2), 204)
    refused(owner.get(place(loose)), 404)
    # What is taken back is accepted anew, in the same row.
    refused(owner.put(place(loose), WORDS, match=3), 412)
    assert done(owner.put(place(loose), WORDS), 201)["version"] == 4


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"until": "soon"}, "until"),
        ({"until": "2020-01-01"}, "until"),
        ({"version": 3}, "version"),
        ({"accepted_by": "x"}, "accepted_by"),
    ],
)
def test_what_cannot_be_is_refused(owner: Caller, loose: Goal, body: dict[str, Any], field: str) -> None:
    refused(owner.put(place(loose), WORDS | body), 422, field)


def test_only_a_gap_that_is_there(owner: Caller, chain: Chain, loose: Goal) -> None:
    assert "no such gap" in refused(owner.put(place(chain["release"]), WORDS), 422)
    refused(owner.put(place(loose, "no-luck"), WORDS), 404)


def test_who_may_not(chain: Chain, loose: Goal) -> None:
    developer = Caller(make_member(chain.product, "developer"))
    refused(developer.put(place(loose), WORDS), 403)
    refused(developer.delete(place(loose), match=1), 403)
    stranger = Caller(make_user())
    for path in ("products/BIKE/gaps/", "products/BIKE/gap-summary/", place(loose)):
        assert stranger.get(path).status_code == 404
