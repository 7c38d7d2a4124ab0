"""/api/v1/products/BIKE/chain/: the whole chain in one answer."""

from datetime import UTC, date, datetime

import pytest

from goalchain.goals.models import Goal
from tests.api.caller import Caller, done, refused
from tests.factories import make_chain_of_all_levels, make_goal, make_member, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
PATH = "products/BIKE/chain/"


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


def test_every_live_goal_and_link(owner, chain):
    make_goal(chain.product, "release", parents=[chain["product"]], archived=True)
    make_goal(chain.product, "user", owner_id=chain.owner.pk)
    told = done(owner.get(PATH))
    assert [goal["level"] for goal in told["goals"]] == [
        *("vision", "user", "business", "user", "product", "release", "sprint")
    ]
    assert told["goals"][3]["owner"] == chain.owner.email
    assert told["goals"][-1]["details"]["sprint"] == chain.sprint.name
    assert len(told["links"]) == 6
    assert {"child": chain["release"].key, "parent": chain["product"].key, "rationale": "it begins here"} in told[
        "links"
    ]
    assert told["revision"] == done(owner.get("products/BIKE/"))["revision"]


def test_a_goal_reads_as_it_does_alone(owner, chain):
    chain["sprint"].revise(by=chain.owner, starts_on=date(2026, 11, 16), confidence="on_track")
    alone = done(owner.get(f"goals/{chain['sprint'].key}/"))
    within = done(owner.get(PATH))["goals"][-1]
    assert within == {name: alone[name] for name in within}
    assert within["starts_on"] == "2026-11-16"


def test_a_full_second_reads_as_any_other_time(owner, chain):
    """SQLite stores no fraction then."""
    Goal.objects.filter(product=chain.product).update(updated_at=datetime(2026, 11, 16, 9, 30, tzinfo=UTC))
    assert done(owner.get(PATH))["goals"][0]["updated_at"] == "2026-11-16T09:30:00.000000Z"


def test_unchanged_is_304(owner, chain):
    etag = owner.get(PATH).headers["ETag"]
    headers = owner.headers | {"If-None-Match": etag}
    answer = owner.client.get(f"/api/v1/{PATH}", headers=headers)
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", etag)
    chain["vision"].revise(by=chain.owner, title="Anew")
    assert owner.client.get(f"/api/v1/{PATH}", headers=headers).status_code == 200


@pytest.mark.parametrize("role", ["stakeholder", "viewer"])
def test_draft_sprint_goals_are_for_planners(owner, chain, role):
    member = Caller(make_member(chain.product, role))
    told = done(member.get(PATH))
    assert "sprint" not in [goal["level"] for goal in told["goals"]]
    assert len(told["links"]) == 5
    assert member.get(PATH).headers["ETag"] != owner.get(PATH).headers["ETag"]
    chain["sprint"].agree(by=chain.owner)
    assert "sprint" in [goal["level"] for goal in done(member.get(PATH))["goals"]]


def test_who_may(chain):
    refused(Caller(None).get(PATH), 401)
    refused(Caller(make_user()).get(PATH), 404)
    refused(Caller(chain.owner).post(PATH, {}), 405)


def test_queries_do_not_grow(owner, chain):
    few = queries_of(lambda: done(owner.get(PATH)))
    for _ in range(8):
        make_goal(chain.product, "release", parents=[chain["product"], chain["user"]], owner_id=chain.owner.pk)
    assert queries_of(lambda: done(owner.get(PATH))) == few <= 7
