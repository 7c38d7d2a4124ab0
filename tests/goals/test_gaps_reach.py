"""The headline of the gap report: how many sprint goals reach the vision, now and in the weeks before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from goalchain.goals.gaps.drawing import drawing_of
from goalchain.goals.gaps.reach import Point, Share, reach_of
from goalchain.goals.models import Event, Goal
from tests.factories import Chain, fresh, make_goal, make_product
from tests.support.queries import queries_of

from .sound import OWNER, VIEWER, day, long_ago, sound_chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> Chain:
    return sound_chain()


def now(chain: Chain, access: object = OWNER) -> tuple[str, str]:
    """Of the open ones, and of all."""
    point = reach_of(chain.product, access, weeks=0).now  # type: ignore[arg-type]
    return point.open.said, point.all.said


def open_weeks(chain: Chain, access: object = OWNER) -> list[str]:
    """Of the open ones, for the last four weeks, oldest first."""
    return [point.open.said for point in reach_of(chain.product, access, weeks=3).points]  # type: ignore[arg-type]


def age(chain: Chain, days: int) -> None:
    """As if everything had happened so many days earlier."""
    for goal in Goal.objects.filter(product=chain.product):
        long_ago(goal, days)


def test_open_sprint_goals_and_all(chain: Chain) -> None:
    assert now(chain) == ("1 of 1", "1 of 1")
    make_goal(chain.product, "sprint")
    make_goal(chain.product, "sprint", parents=[chain["product"]], state="closed")
    assert now(chain) == ("1 of 2", "2 of 3")
    make_goal(chain.product, "sprint", parents=[chain["release"]], archived=True)
    assert now(chain) == ("1 of 2", "2 of 3")


def test_drafts_count_for_planners_alone(chain: Chain) -> None:
    make_goal(chain.product, "sprint")
    assert now(chain) == ("1 of 2", "1 of 2")
    assert now(chain, VIEWER) == ("1 of 1", "1 of 1")


def test_an_archived_goal_breaks_the_line(chain: Chain) -> None:
    chain["product"].archive(by=chain.owner)
    assert now(chain) == ("0 of 1", "0 of 1")
    chain["release"].link(chain["user"], by=chain.owner)
    assert now(chain) == ("1 of 1", "1 of 1")


def test_a_former_vision_is_one_for_what_was_done_under_it(chain: Chain) -> None:
    chain["vision"].close("partly", "Riders want to ride", by=chain.owner)
    assert now(chain) == ("0 of 1", "1 of 1")


def test_the_weeks_before_are_as_they_were(chain: Chain) -> None:
    age(chain, 16)  # two weeks ago it was all there
    loose = long_ago(make_goal(chain.product, "sprint"), 10)
    assert open_weeks(chain) == ["0 of 0", "1 of 1", "1 of 2", "1 of 2"]
    fresh(loose).link(chain["release"], by=chain.owner)
    assert open_weeks(chain)[1:] == ["1 of 1", "1 of 2", "2 of 2"]
    fresh(chain["sprint"]).close("achieved", "It works", by=chain.owner)
    assert open_weeks(chain)[1:] == ["1 of 1", "1 of 2", "1 of 1"]
    chain["vision"].archive(by=chain.owner)
    assert open_weeks(chain)[1:] == ["1 of 1", "1 of 2", "0 of 1"]
    points = reach_of(chain.product, OWNER, weeks=3).points
    assert [point.day for point in points] == [day(-21), day(-14), day(-7), day(0)]


def test_what_was_archived_then_did_not_count(chain: Chain) -> None:
    age(chain, 30)
    goal = make_goal(chain.product, "sprint", parents=[chain["release"]], archived=True)
    long_ago(goal, 24)
    fresh(goal).restore(by=chain.owner)
    assert open_weeks(chain) == ["1 of 1", "1 of 1", "1 of 1", "2 of 2"]


def test_what_was_a_draft_then_counts_for_planners_alone(chain: Chain) -> None:
    age(chain, 30)
    goal = long_ago(make_goal(chain.product, "sprint", parents=[chain["release"]]), 24)
    fresh(goal).agree(by=chain.owner)
    assert open_weeks(chain) == ["2 of 2", "2 of 2", "2 of 2", "2 of 2"]
    assert open_weeks(chain, VIEWER) == ["1 of 1", "1 of 1", "1 of 1", "2 of 2"]
    # Back in planning it takes its past with it.
    fresh(goal).withdraw(by=chain.owner)
    assert open_weeks(chain, VIEWER) == ["1 of 1"] * 4


def test_two_queries_however_much_happened(chain: Chain) -> None:
    assert queries_of(lambda: reach_of(chain.product, OWNER)) == 2
    for _ in range(5):
        make_goal(chain.product, "sprint", parents=[chain["release"]], state="closed")
    assert queries_of(lambda: reach_of(chain.product, OWNER)) == 2
    assert Event.objects.filter(product=chain.product).count() > 20


def test_an_empty_product_tells_nothing() -> None:
    reach = reach_of(make_product(), OWNER)
    assert (reach.has_goals, reach.told, len(reach.points)) == (False, [], 13)
    assert reach.now.open.percent is None


@pytest.mark.parametrize(("reaching", "of", "percent"), [(0, 3, 0), (1, 3, 33), (199, 200, 99), (3, 3, 100)])
def test_only_all_of_them_are_a_hundred_percent(reaching: int, of: int, percent: int) -> None:
    assert Share(reaching, of).percent == percent


def test_the_drawing_has_a_hole_where_none_was_open() -> None:
    today = timezone.localdate()
    shares = [Share(0, 1), Share(1, 2), Share(), Share(1, 1), Share(2, 2)]
    points = [Point(today + timedelta(weeks=place), share, Share()) for place, share in enumerate(shares)]
    drawing = drawing_of(points)
    assert drawing is not None
    assert drawing.lines == ["4.0,50.0 62.0,28.0", "178.0,6.0 236.0,6.0"]
    assert (drawing.x, drawing.y, drawing.top, drawing.floor) == ("236.0", "6.0", "6.0", "50.0")
    assert drawing_of(points[1:3]) is None
