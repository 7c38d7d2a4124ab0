"""/p/KEY/roadmap/?view=timeline: bars, flags, strokes, arrows, what stands without dates; who sees what."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goalchain.goals.models import Goal
from roadmap.grouping import Group
from roadmap.horizons import horizon_of
from roadmap.rows import Release, Row
from roadmap.timeline.arrows import arrows_of, waits_among
from roadmap.timeline.geometry import scale_for
from roadmap.timeline.lanes import BAR, LEAST, TOP, laid_out
from roadmap.timeline.reads import Tie
from tests.factories import (
    fresh,
    make_goal,
    make_member,
    make_metric,
    make_product,
    make_readings,
    make_share,
    make_sprint,
    product_owner,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def day(number):
    """A day, counted from today."""
    return TODAY + timedelta(days=number)


@pytest.fixture
def product():
    """A product with two product goals, a release, a sprint goal of each kind, and one without dates."""
    product = make_product(key="BIKE")
    first = make_goal(product, title="Customers <book>", starts_on=day(-20), ends_on=day(80), confidence="at_risk")
    second = make_goal(product, title="Customers pay", starts_on=day(60), ends_on=day(160))
    release = make_goal(product, "release", parents=[first], title="Book a slot", starts_on=day(-10), ends_on=day(-3))
    make_goal(product, "release", parents=[first], title="Some day")
    make_goal(product, title="Chains")
    sprint = make_sprint(product, name="Sprint 1", starts_on=day(0), ends_on=day(10))
    make_goal(product, "sprint", parents=[release], title="Agreed work", state="agreed", sprint_id=sprint.pk)
    other = make_sprint(team=sprint.team, name="Sprint 2", starts_on=day(14), ends_on=day(24))
    make_goal(product, "sprint", parents=[release], title="Secret draft", sprint_id=other.pk)
    make_readings(make_metric(first, name="Bookings"), [14])
    second.wait_for(first, by=None)
    return product


def asked(product, role="owner", **query):
    """The page as somebody of a role sees it."""
    client = Client()
    person = product_owner(product) if role == "owner" else make_member(product, role)
    client.force_login(person)
    answer = client.get(f"/p/{product.key}/roadmap/", {"view": "timeline"} | query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_goal_is_a_bar_with_delivery_outcome_and_confidence_in_words(product):
    text = asked(product)
    assert "Customers &lt;book&gt;" in text and "<book>" not in text
    assert "0 of 2 closed" in text and "At risk" in text and "Bookings: 14% → 60%" in text
    assert 'id="bar-BIKE-1"' in text and 'id="bar-BIKE-3"' in text


def test_releases_are_flags_the_late_ones_say_so(product):
    text = asked(product)
    assert re.search(r"<title>BIKE-3 Book a slot, [^<]*, late</title>", text)


def test_what_has_no_dates_stands_apart_with_a_way_to_give_it_some(product):
    text = asked(product)
    apart = text[text.index("Without dates") :]
    assert "Chains" in apart and "Some day" in apart and "Give it dates" in apart
    assert "Give it dates" not in asked(product, "viewer")


def test_a_late_dependency_is_told_and_drawn(product):
    text = asked(product)
    assert "waits for BIKE-1: late by 20 days" in text
    assert text.count('<g class="is-late">') == 1
    assert ">late by 20 days</text>" in text


def test_draft_sprint_goals_show_to_planners_only(product):
    for role, seen in (("owner", True), ("developer", True), ("stakeholder", False), ("viewer", False)):
        text = asked(product, role)
        assert ("Secret draft" in text) == seen
        assert "Agreed work" in text


def test_more_sprints_than_a_picture_holds_are_not_drawn_and_that_is_told(product, monkeypatch):
    assert "too many sprints" not in asked(product)
    monkeypatch.setattr("roadmap.timeline.SPRINTS_DRAWN", 1)
    page = asked(product)
    assert "too many sprints" in page
    assert 'class="timeline-sprint' not in page and 'class="timeline-flag' in page


def test_more_releases_and_sprints_than_are_read_are_told_and_releases_come_first(client, product, monkeypatch):
    everything = asked(product)
    assert "than can be drawn" not in everything
    _, token = make_share(product, filters="view=timeline", shows=["releases"])
    releases = everything.count('class="timeline-flag')
    monkeypatch.setattr("roadmap.reads.BELOW_SHOWN", 2)
    page = asked(product)
    assert "than can be drawn" in page
    assert (page.count('class="timeline-flag'), page.count('class="timeline-sprint')) == (releases, 0)
    assert "There is more than fits here" in client.get(f"/s/{token}/").content.decode()


def test_who_may_not_edit_gets_links_to_the_goals_and_no_way_to_move_them(product):
    text = asked(product, "stakeholder")
    assert "data-moves" not in text and 'href="/g/BIKE-1/"' in text and 'id="reschedule"' not in text
    assert "data-moves" in asked(product)
    assert "data-moves" not in asked(product, mode="wall")


@pytest.mark.parametrize("zoom", ["month", "quarter", "year", "century"])
def test_the_zoom_is_in_the_address(product, zoom):
    text = asked(product, zoom=zoom)
    current = re.search(r'class="timeline-zoom".*?aria-current="page">(\w+)<', text, re.S)
    assert current and current[1] == {"month": "Months", "year": "Years"}.get(zoom, "Quarters")


def test_days_at_the_ends_of_the_calendar_are_told_not_drawn(product):
    make_goal(product, title="Rome", starts_on=date(1, 1, 1), ends_on=date(1, 1, 2))
    make_goal(product, title="Stars", starts_on=date(9999, 1, 1), ends_on=date(9999, 12, 31))
    make_goal(product, title="For ever", starts_on=date(1, 1, 1), ends_on=date(9999, 12, 31))
    text = asked(product)
    assert text.count("beyond what this zoom draws") == 2
    assert 'id="bar-BIKE-10"' in text


def test_the_page_has_no_style_of_its_own_and_asks_as_often_with_ten_times_the_rows(
    product, django_assert_max_num_queries
):
    client = Client()
    client.force_login(product_owner(product))
    with django_assert_max_num_queries(8) as few:
        text = client.get(f"/p/{product.key}/roadmap/?view=timeline").content.decode()
    assert "style=" not in text and "<script>" not in text
    goals = [make_goal(product, starts_on=day(n), ends_on=day(n + 40)) for n in range(30)]
    for before, after in zip(goals, goals[1:], strict=False):
        make_goal(product, "release", parents=[before], ends_on=day(40))
        after.wait_for(before, by=None)
    with django_assert_max_num_queries(8) as many:
        client.get(f"/p/{product.key}/roadmap/?view=timeline")
    assert len(few) == len(many)


# -- the layout, without a database ------------------------------------------------------------------------------------


def row(number, starts, ends, *releases):
    """A product goal from one day to another."""
    days = [None if value is None else day(value) for value in (starts, ends)]
    return Row(
        number, f"BIKE-{number}", number, f"Goal {number}", "", "active", "", "", *days, None, "", 0, 1, "", "",
        horizon_of("", "active", *days, TODAY), 0, 0, releases=list(releases),
    )  # fmt: skip


def release(number, ends):
    """A release that ends on a day."""
    return Release(number, f"Release {number} of the goal", "active", "", None, day(ends), "", 1)


def layout(*rows, zoom="quarter"):
    """The rows, laid out."""
    days = [value for each in rows for value in (each.starts_on, each.ends_on) if value]
    return laid_out([Group("all", "", list(rows))], scale_for(days, TODAY, zoom))


def test_lanes_stand_one_under_the_other_and_rows_without_dates_nowhere():
    found = layout(row(1, 0, 30), row(2, None, None), row(3, 10, None))
    assert [(lane.row.number, lane.y) for lane in found.lanes] == [(1, 0), (3, LEAST)]
    assert found.height == 2 * LEAST
    assert found.lanes[0].middle == TOP + BAR / 2


def test_a_few_releases_go_down_like_steps_and_many_share_lines():
    few = layout(row(1, 0, 90, *(release(10 + n, 20 * n) for n in range(4)))).lanes[0]
    assert len({flag.y for flag in few.shape.flags}) == 4
    many = layout(row(1, 0, 900, *(release(10 + n, 30 * n) for n in range(30)))).lanes[0]
    assert 1 < len({flag.y for flag in many.shape.flags}) <= 4
    assert many.shape.height < 250


def test_an_arrow_forward_goes_right_and_one_back_in_time_turns_between_the_lanes():
    rows = [row(1, 0, 30), row(2, 60, 90), row(3, 10, 50)]
    found = layout(*rows)
    forward, back = arrows_of(found, [Tie(1, 2), Tie(2, 3)], TODAY)
    first, second, third = found.lanes
    assert forward.path.startswith(f"M{first.shape.span.end:g} {first.middle:g}H")
    assert forward.path.endswith(f"V{second.middle:g}H{second.shape.span.x - 2:g}")
    assert not forward.wait.is_late
    assert f"V{third.y + 2:g}H{third.shape.span.x - 14:g}V{third.middle:g}" in back.path
    assert back.wait.words == "late by 80 days"


def test_an_arrow_leaves_a_flag_along_its_pole():
    found = layout(row(1, 0, 90, release(10, 20), release(11, 60)))
    (arrow,) = arrows_of(found, [Tie(10, 11)], TODAY)
    first, second = found.lanes[0].shape.flags
    assert arrow.path == f"M{first.x:g} {first.y + 9:g}V{second.y:g}H{second.x - 2:g}"


def test_what_is_not_drawn_has_no_arrow_but_is_told():
    rows = [row(1, 0, 30), row(2, None, None)]
    assert arrows_of(layout(*rows), [Tie(1, 2), Tie(7, 8)], TODAY) == []
    assert [key for key, _ in waits_among(rows, [Tie(1, 2), Tie(7, 8)], TODAY)[2]] == ["BIKE-1"]
    assert waits_among([], [Tie(1, 2)], TODAY) == {}


def test_a_goal_in_two_groups_has_two_ids(product):
    for number in range(2):
        above = make_goal(product, "user", title=f"Riders {number}")
        fresh(Goal.objects.get(product=product, number=1)).link(above, by=None)
    ids = re.findall(r' id="([^"]+)"', asked(product, group="goal"))
    assert "bar-BIKE-1-2" in ids
    assert len(ids) == len(set(ids))
