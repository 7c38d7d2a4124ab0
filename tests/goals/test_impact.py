"""impact_of: what hangs on a goal, part by part, counted and listed, as far as a member may see it. One query."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from goalchain.goals.impact.parts import Told
from goalchain.goals.impact.reads import Impact, impact_of
from goalchain.goals.models import Goal
from goalchain.products.access import Access, Role
from tests.factories import (
    Chain,
    fresh,
    make_goal,
    make_metric,
    make_product,
    make_share,
    make_sprint,
)
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


def asked(goal: Goal, role: str = "owner", **words: Any) -> Impact:
    """What a member of that role is told."""
    stored = fresh(goal)
    stored.access = Access(Role(role))
    return impact_of(stored, **words)


def part(impact: Impact, name: str) -> Told | None:
    """A part of the impact; None where nothing is in it."""
    return next((told for told in impact.parts if told.part.name == name), None)


def titles(impact: Impact, name: str) -> list[str]:
    """What is listed of a part."""
    told = part(impact, name)
    return [touched.title for touched in told.listed] if told else []


def test_nothing_hangs_on_a_goal_by_itself() -> None:
    impact = asked(make_goal(make_product(key="BIKE"), "product"))
    assert not impact
    assert impact.sentence == "Nothing hangs on BIKE-1."


def test_every_goal_below_is_counted(chain: Chain) -> None:
    impact = asked(chain["vision"])
    told = part(impact, "goals")
    assert told is not None
    assert told.counted == "5 goals"
    assert {touched.key for touched in told.listed} == {
        chain[level].key for level in ("user", "business", "product", "release", "sprint")
    }


def test_goals_that_serve_nothing_else_come_first(chain: Chain) -> None:
    second = make_goal(chain.product, "product", title="Second", parents=[chain["user"]])
    impact = asked(chain["user"])
    assert titles(impact, "goals")[0] == second.title
    assert [touched.key for touched in impact.lone] == [second.key]
    # An archived parent is none.
    chain["business"].archive(by=chain.owner)
    assert {touched.key for touched in asked(chain["user"]).lone} == {second.key, chain["product"].key}
    # Goals further down keep theirs.
    assert part(asked(chain["user"]), "goals").count == 4  # type: ignore[union-attr]


def test_archived_goals_and_what_is_below_them_do_not_count(chain: Chain) -> None:
    chain["release"].archive(by=chain.owner)
    assert titles(asked(chain["product"]), "goals") == []


def test_drafts_of_sprint_goals_are_for_planners(chain: Chain) -> None:
    make_goal(chain.product, "sprint").wait_for(chain["release"], by=chain.owner)
    for role in ("stakeholder", "viewer"):
        impact = asked(chain["release"], role)
        assert not impact, impact.sentence
    assert titles(asked(chain["release"], "developer"), "goals") == [chain["sprint"].title]


def test_agreements_are_the_goals_below_that_were_agreed(chain: Chain) -> None:
    chain["release"].agree(by=chain.owner)
    chain["sprint"].agree(by=chain.owner)
    chain["sprint"].activate(by=chain.owner)
    impact = asked(chain["product"])
    assert titles(impact, "agreements") == [chain["release"].title, chain["sprint"].title]
    chain["sprint"].close("achieved", "It works", by=chain.owner)
    assert titles(asked(chain["product"]), "agreements") == [chain["release"].title]


def test_dependencies_in_both_directions(chain: Chain) -> None:
    before, after, gone = (make_goal(chain.product, "release", title=word) for word in ("Before", "After", "Gone"))
    chain["release"].wait_for(before, by=chain.owner)
    after.wait_for(chain["release"], by=chain.owner)
    gone.wait_for(chain["release"], by=chain.owner)
    gone.archive(by=chain.owner)
    told = part(asked(chain["release"]), "dependencies")
    assert told is not None
    assert [(touched.title, touched.said) for touched in told.listed] == [
        ("After", "waits for it"),
        ("Before", "blocks it"),
    ]


def test_metrics_of_the_goal_and_of_those_below(chain: Chain) -> None:
    own = make_metric(chain["product"], name="Bookings")
    make_metric(chain["release"], name="Slots")
    make_metric(chain["user"], name="Not below")
    make_metric(chain["product"], name="Gone").archive(by=chain.owner)
    told = part(asked(chain["product"]), "metrics")
    assert told is not None
    assert [touched.title for touched in told.listed] == ["Bookings", "Slots"]
    assert told.listed[0].url == f"/g/{chain['product'].key}/metrics/{own.pk}/"


def test_releases_with_version_and_date(chain: Chain) -> None:
    chain["release"].revise(by=chain.owner, version_name="1.2", ends_on=timezone.localdate().replace(month=3, day=9))
    told = part(asked(chain["product"]), "releases")
    assert told is not None
    year = timezone.localdate().year
    assert [(touched.said, touched.url) for touched in told.listed] == [
        (f"version 1.2, 9 Mar {year}", f"/p/BIKE/releases/{chain['release'].number}/")
    ]
    assert part(asked(chain["release"]), "releases") is None


def test_a_sprint_is_told_once_and_its_own_goal_only_when_it_was_agreed(chain: Chain) -> None:
    rival = make_goal(chain.product, "sprint", parents=[chain["release"]], sprint_id=chain.sprint.pk)
    make_goal(chain.product, "sprint", parents=[chain["release"]], sprint_id=make_sprint(team=chain.sprint.team).pk)
    told = part(asked(chain["release"]), "sprints")
    assert told is not None
    assert told.count == 2
    assert told.listed[0].title == f"{chain.sprint.name} of {chain.sprint.team.name}"
    assert told.listed[0].url == f"/p/BIKE/sprints/{chain.sprint.pk}/"
    assert part(asked(rival), "sprints") is None
    rival.agree(by=chain.owner)
    assert part(asked(rival), "sprints").count == 1  # type: ignore[union-attr]


def test_shared_pages_that_show_the_goal_are_named_to_who_manages_them(chain: Chain) -> None:
    chain["sprint"].agree(by=chain.owner)
    make_share(chain.product, "trace", name="Below", goal=chain["sprint"])
    make_share(chain.product, "trace", name="Above", goal=chain["user"])
    make_share(chain.product, "trace", name="Beside", goal=make_goal(chain.product, "release"))
    make_share(chain.product, "roadmap", name="Roadmap")
    make_share(chain.product, "releases", name="Releases")
    make_share(chain.product, "trace", name="Revoked", goal=chain["product"])[0].revoke(by=chain.owner)
    over, _ = make_share(chain.product, "trace", name="Over", goal=chain["product"])
    type(over).objects.filter(pk=over.pk).update(expires_at=timezone.now() - timedelta(seconds=2))
    assert titles(asked(chain["product"]), "shared_pages") == ["Above", "Below", "Roadmap"]
    assert titles(asked(chain["release"]), "shared_pages") == ["Above", "Below", "Releases"]
    assert part(asked(chain["product"], "coach"), "shared_pages") is None


def test_ten_are_listed_and_all_on_demand(chain: Chain) -> None:
    for _ in range(12):
        make_goal(chain.product, "release", parents=[chain["product"]])
    told = part(asked(chain["product"]), "goals")
    assert told is not None
    assert (told.count, told.lone, len(told.listed), told.is_whole) == (14, 13, 10, False)
    assert asked(chain["product"]).more_lone == 3
    whole = part(asked(chain["product"], whole="goals"), "goals")
    assert whole is not None
    assert (len(whole.listed), whole.is_whole) == (14, True)


def test_the_parts_stand_in_order_and_read_as_a_sentence(chain: Chain) -> None:
    make_metric(chain["product"])
    chain["release"].agree(by=chain.owner)
    make_goal(chain.product, "product").wait_for(chain["product"], by=chain.owner)
    make_share(chain.product, "roadmap")
    impact = asked(chain["product"])
    names = ["goals", "releases", "sprints", "agreements", "dependencies", "metrics", "shared_pages"]
    assert [told.part.name for told in impact.parts] == names
    assert impact.sentence == (
        "2 goals, 1 release, 1 sprint, 1 agreement, 1 dependency, 1 metric and 1 shared page hang on BIKE-4."
    )
    assert asked(make_metric(make_goal(chain.product, "user")).goal).sentence.startswith("1 metric hangs on")


def test_one_query_whatever_there_is(chain: Chain) -> None:
    goal = fresh(chain["vision"])
    goal.access = Access(Role.OWNER)
    assert queries_of(lambda: impact_of(goal)) == 1
    for _ in range(3):
        release = make_goal(chain.product, "release", parents=[chain["product"]])
        make_metric(release)
    assert queries_of(lambda: impact_of(goal)) == 1
