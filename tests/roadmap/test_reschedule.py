"""Other dates for a goal: what no longer fits, what is shifted along in one change, and taking all of it back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from goalchain.goals.models import Event, Goal
from goalchain.goals.offences import offences
from goalchain.products.access import Access, Role
from goalchain.products.errors import Refused, Stale
from roadmap.rescheduling.impact import impact_of
from roadmap.rescheduling.saving import PlanChanged, reschedule, take_back
from tests.factories import fresh, make_goal, make_product, make_sprint, make_team, product_owner

pytestmark = pytest.mark.django_db

BEGIN = date(2027, 1, 4)


def day(number):
    """A day, counted from the begin of the plan."""
    return None if number is None else BEGIN + timedelta(days=number)


class Plan:
    """A product goal of 100 days with two releases and the sprints of a team; another goal waits for it."""

    def __init__(self, role=Role.OWNER) -> None:
        self.product = make_product(key="BIKE")
        self.by = product_owner(self.product)
        self.role = role
        self.top = self.goal("product", 0, 99, title="Customers book")
        self.first = self.goal("release", 0, 41, [self.top], title="Book a slot")
        self.second = self.goal("release", 42, 97, [self.top], title="Live status")
        team = make_team(self.product, "Web")
        self.sprints = [
            make_sprint(team=team, name=f"Sprint {n + 1}", starts_on=day(14 * n), ends_on=day(14 * n + 11))
            for n in range(9)
        ]
        self.work = self.goal("sprint", None, None, [self.second], title="A page", sprint_id=self.sprints[6].pk)
        self.next = self.goal("product", 100, 160, title="Customers pay")
        self.paying = self.goal("release", 110, 150, [self.next], title="Cards")
        self.next.wait_for(self.top, by=None)

    def goal(self, level, starts, ends, parents=(), **more) -> Goal:
        """A goal of these days."""
        return make_goal(self.product, level, parents=parents, starts_on=day(starts), ends_on=day(ends), **more)

    def stored(self, goal) -> Goal:
        """The goal as a person of the role fetches it."""
        found = fresh(goal)
        found.access = Access(self.role)
        return found

    def impact(self, goal, starts, ends):
        """What it would do if the goal went from one day to another."""
        return impact_of(self.stored(goal), day(starts), day(ends))

    def save(self, goal, starts, ends, along=None, version=None):
        """Save it."""
        found = self.stored(goal)
        count = reschedule(found, day(starts), day(ends), by=self.by, version=version or found.version, along=along)
        return count, found

    def days(self, goal):
        """The stored days of a goal, counted from the begin."""
        found = fresh(goal)
        return tuple((value - BEGIN).days if value else None for value in (found.starts_on, found.ends_on))


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """It is the day before the plan begins, whenever this runs: a sprint that has begun stays."""
    monkeypatch.setattr("goalchain.products.models.Product.today", lambda product: day(-1))


@pytest.fixture
def plan():
    """The plan."""
    return Plan()


def named(impact):
    """What no longer fits, by title, and why."""
    return {misfit.thing.title: misfit.why for misfit in impact.misfits}


def shifts(impact):
    """What would be shifted, by title, to where."""
    return {
        shift.thing.title: shift.sprint or tuple((value - BEGIN).days for value in shift.days)
        for shift in impact.shifts
    }


def test_what_still_fits_is_not_named(plan):
    assert plan.impact(plan.top, 0, 99).is_clear
    assert plan.impact(plan.top, 0, 100).is_clear
    assert plan.impact(plan.top, 0, 97).is_clear


def test_a_shorter_goal_names_the_release_and_the_sprint_that_reach_beyond_it(plan):
    impact = plan.impact(plan.top, 0, 90)
    assert named(impact) == {
        "Live status": "ends 11 Apr 2027, 7 days after BIKE-1",
        "A page": "ends 9 Apr 2027, 5 days after BIKE-1",
    }
    assert impact.misfits[1].thing.named == "Sprint 7, BIKE-4 “A page”"
    assert shifts(impact) == {"Live status": (35, 90), "A page": "Sprint 6"}


def test_a_later_goal_takes_along_what_serves_it_and_what_waits_for_it(plan):
    impact = plan.impact(plan.top, 14, 113)
    assert named(impact) == {
        "Book a slot": "begins 4 Jan 2027, 14 days before BIKE-1",
        "Customers pay": "waits for BIKE-1 and would begin 13 days too early",
    }
    assert shifts(impact) == {
        "Book a slot": (14, 55),
        "Live status": (56, 111),
        "A page": "Sprint 8",
        "Customers pay": (113, 173),
        "Cards": (123, 163),
    }


def test_a_chain_of_waiting_goals_moves_as_far_as_it_must(plan):
    third = plan.goal("product", 165, 200, title="Third")
    third.wait_for(plan.next, by=None)
    assert shifts(plan.impact(plan.top, 0, 110))["Third"] == (170, 205)


def test_a_goal_that_reaches_beyond_its_parent_or_before_its_blocker_says_so(plan):
    assert named(plan.impact(plan.second, 42, 120)) == {
        "Customers book": "BIKE-3 ends 4 May 2027, 21 days after BIKE-1"
    }
    impact = plan.impact(plan.next, 90, 160)
    assert named(impact) == {"Customers book": "ends 13 Apr 2027, 9 days after BIKE-5 needs it"}
    assert not impact.shifts


def test_what_was_wrong_before_is_not_named_again(plan):
    plan.save(plan.top, 0, 90)
    assert plan.impact(plan.top, 0, 89).is_clear


def test_closed_archived_and_undated_goals_are_left_in_peace(plan):
    fresh(plan.second).agree(by=None)
    fresh(plan.second).close("achieved", by=None)
    fresh(plan.work).archive(by=None)
    plan.goal("release", None, None, [plan.top])
    assert plan.impact(plan.top, 0, 90).is_clear


def test_a_sprint_goal_that_is_worked_on_stays(plan):
    fresh(plan.work).agree(by=None)
    fresh(plan.work).activate(by=None)
    impact = plan.impact(plan.top, 0, 90)
    assert [thing.title for thing in impact.staying] == ["A page"]
    assert "A page" not in shifts(impact)


def test_a_sprint_goal_whose_sprint_has_begun_stays(plan, monkeypatch):
    """However it stands: a team does not plan it into another sprint while it works."""
    begins = plan.sprints[6].starts_on
    for today, stays in ((begins - timedelta(days=1), False), (begins, True)):
        monkeypatch.setattr("goalchain.products.models.Product.today", lambda product, today=today: today)
        impact = plan.impact(plan.top, 0, 90)
        assert ([thing.title for thing in impact.staying] == ["A page"]) == stays
        assert ("A page" in shifts(impact)) != stays


def test_nothing_is_said_of_an_archived_goal(plan):
    fresh(plan.top).archive(by=None)
    assert plan.impact(plan.top, 0, 90).is_clear


def test_saving_alone_changes_one_goal(plan):
    count, _ = plan.save(plan.top, 14, 113)
    assert count == 1
    assert plan.days(plan.top) == (14, 113)
    assert plan.days(plan.first) == (0, 41)


def test_shifting_along_is_one_change_with_an_event_for_each_goal_and_undo_takes_back_all(plan):
    before = [plan.days(goal) for goal in (plan.top, plan.first, plan.second, plan.next, plan.paying)]
    count, saved = plan.save(plan.top, 14, 113, along=plan.impact(plan.top, 14, 113).mark)
    assert count == 6
    assert plan.days(plan.paying) == (123, 163)
    assert fresh(plan.work).sprint == plan.sprints[7]
    events = list(Event.objects.filter(revision=saved.product.revision, product=plan.product))
    assert len({event.goal_id for event in events}) == 6
    assert offences(plan.product) == []
    made = next(event for event in events if event.goal_id == plan.top.pk)
    assert take_back(made, plan.stored(plan.top), Access(Role.OWNER), by=plan.by) == 6
    assert [plan.days(goal) for goal in (plan.top, plan.first, plan.second, plan.next, plan.paying)] == before
    assert fresh(plan.work).sprint == plan.sprints[6]
    assert {event.undoes_id for event in Event.objects.order_by("-id")[:6]} == {event.pk for event in events}
    assert offences(plan.product) == []


def test_undo_is_all_or_none(plan):
    _, saved = plan.save(plan.top, 14, 113, along=plan.impact(plan.top, 14, 113).mark)
    made = Event.objects.get(revision=saved.product.revision, product=plan.product, goal=plan.top)
    fresh(plan.paying).revise(by=None, title="Cards and cash")
    with pytest.raises(Refused, match="changed again since"):
        take_back(made, plan.stored(plan.top), Access(Role.OWNER), by=plan.by)
    assert plan.days(plan.top) == (14, 113)
    with pytest.raises(PermissionDenied):
        take_back(made, plan.stored(plan.top), Access(Role.DEVELOPER), by=plan.by)


def test_a_stale_version_saves_nothing(plan):
    version = plan.top.version
    fresh(plan.top).revise(by=None, title="Changed meanwhile")
    with pytest.raises(Stale):
        plan.save(plan.top, 14, 113, version=version)
    assert plan.days(plan.top) == (0, 99)


def test_another_plan_than_was_seen_saves_nothing(plan):
    mark = plan.impact(plan.top, 14, 113).mark
    fresh(plan.first).revise(by=None, ends_on=day(40))
    with pytest.raises(PlanChanged) as refusal:
        plan.save(plan.top, 14, 113, along=mark)
    assert shifts(refusal.value.impact)["Book a slot"] == (14, 54)
    assert plan.days(plan.top) == (0, 99)


def test_two_sprint_goals_follow_each_other_into_the_next_sprint(plan):
    goals = [
        plan.goal("sprint", None, None, [plan.first], sprint_id=plan.sprints[n].pk, state="agreed") for n in (0, 1)
    ]
    mark = plan.impact(plan.top, 14, 113).mark
    _, saved = plan.save(plan.top, 14, 113, along=mark)
    assert [fresh(goal).agreed_for for goal in goals] == [plan.sprints[1], plan.sprints[2]]
    made = Event.objects.get(revision=saved.product.revision, product=plan.product, goal=plan.top)
    take_back(made, plan.stored(plan.top), Access(Role.OWNER), by=plan.by)
    assert [fresh(goal).agreed_for for goal in goals] == [plan.sprints[0], plan.sprints[1]]


def test_a_refusal_on_the_way_saves_nothing(plan):
    plan.goal("sprint", None, None, [plan.paying], sprint_id=plan.sprints[5].pk, state="agreed")
    fresh(plan.work).agree(by=None)
    mark = plan.impact(plan.top, 0, 90).mark
    with pytest.raises(Refused, match="agreed goal already"):
        plan.save(plan.top, 0, 90, along=mark)
    assert plan.days(plan.top) == (0, 99)


def test_who_may_not_edit_a_level_is_not_offered_to_shift_it():
    plan = Plan(Role.DEVELOPER)
    plan.next.wait_for(plan.work, by=None)
    fresh(plan.work).revise(by=None, starts_on=day(84), ends_on=day(95))
    impact = plan.impact(plan.work, 84, 130)
    assert "Customers pay" in named(impact) and not impact.shifts


def test_days_at_the_ends_of_the_calendar(plan):
    found = plan.stored(plan.top)
    far = impact_of(found, date.max - timedelta(days=99), date.max)
    assert "Customers pay" not in shifts(far) and len(far.misfits) == 4
    assert not impact_of(found, date.min, date.min + timedelta(days=99)).is_clear
    assert impact_of(found, day(9), day(3)).is_clear


def test_queries_do_not_grow_with_what_hangs_on_the_goal(plan, django_assert_max_num_queries):
    for _ in range(10):
        release = plan.goal("release", 0, 99, [plan.top])
        plan.goal("sprint", None, None, [release], sprint_id=plan.sprints[3].pk)
    found = plan.stored(plan.top)
    with django_assert_max_num_queries(5):
        assert len(impact_of(found, day(0), day(30)).misfits) > 10
