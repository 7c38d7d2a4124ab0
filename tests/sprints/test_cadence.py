"""Cadences: the verb that plans a year ahead, the page, the command, the zone that says which day it is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from goalchain.goals.models import Event
from goalchain.goals.offences import offences
from goalchain.products.access import PLAN_SPRINTS, RIGHTS, Role
from goalchain.products.errors import Refused
from goalchain.products.hold import mark_of
from goalchain.products.models import Product, Team
from sprints.models import Cadence, Sprint
from sprints.views.cadence import Kept
from tests.factories import make_goal, make_member, make_product, make_sprint, make_team, make_user, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)
TYPED = {"kind": "scrum", "weeks": "2", "weekday": "1", "starts_on": "2026-11-16"}
OTHERS = [role for role in Role if role not in RIGHTS[PLAN_SPRINTS]]


@pytest.fixture
def team():
    return make_team(make_product(), "Web")


@pytest.fixture
def url(team):
    return reverse("team_cadence", args=[team.product.key, team.pk])


@pytest.fixture
def coach(client, team):
    person = make_member(team.product, "coach")
    client.force_login(person)
    return person


def keep(team, kind="scrum", *, today=TODAY, **words):
    words = {"starts_on": date(2026, 11, 16), "weeks": 2} | words
    return Cadence.keep(team, kind, by=product_owner(team.product), today=today, **words)


def sprints_of(team):
    return list(team.sprints.order_by("starts_on"))


def read(team):
    """What the form holds on to."""
    return mark_of(Kept(Team.objects.select_related("cadence").get(pk=team.pk)))


# -- The verb --------------------------------------------------------------------------------------------------------


def test_a_year_of_sprints_is_planned(team):
    done = keep(team)
    first, second, *_, last = sprints_of(team)
    assert (first.name, first.starts_on, first.ends_on) == ("Sprint 1", date(2026, 11, 16), date(2026, 11, 29))
    assert second.starts_on == date(2026, 11, 30)
    assert (done.made, done.removed, done.until) == (27, 0, last.ends_on)
    assert last.ends_on == date(2027, 11, 28)


def test_a_kanban_team_has_a_sprint_for_each_week(team):
    keep(team, "kanban", weeks=3, weekday=5)
    first, second, *_ = sprints_of(team)
    assert (first.name, first.starts_on, first.ends_on) == ("Week 47, 2026", date(2026, 11, 16), date(2026, 11, 22))
    assert second.name == "Week 48, 2026"


def test_it_is_one_change_with_its_events(team):
    before = team.product.revision
    keep(team)
    events = list(Event.objects.filter(product=team.product, revision=before + 1).order_by("id"))
    assert [event.verb for event in events] == ["set_cadence"] + ["plan"] * 27
    assert events[0].subject == "team"
    assert events[0].after["cadence"] == {"kind": "scrum", "weeks": 2, "weekday": 1, "starts_on": "2026-11-16"}


def test_the_same_again_changes_nothing(team):
    keep(team)
    revision = team.product.revision
    assert keep(team).made == 0
    assert Product.objects.get(pk=team.product_id).revision == revision


def test_the_same_a_month_later_plans_on_and_leaves_what_was_moved(team):
    keep(team)
    moved = sprints_of(team)[3]
    moved.replan(by=None, ends_on=moved.ends_on - timedelta(days=3))
    done = keep(team, today=TODAY + timedelta(days=28))
    assert (done.made, done.removed) == (2, 0)
    assert sprints_of(team)[3].ends_on == moved.ends_on
    assert sprints_of(team)[-1].name == "Sprint 29"


def test_another_cadence_plans_anew_only_what_lies_ahead_without_a_goal(team):
    keep(team)
    now, following, third, fourth, *_ = sprints_of(team)
    draft = make_goal(team.product, "sprint", sprint_id=third.pk)
    former = make_goal(team.product, "sprint", sprint_id=fourth.pk, archived=True)
    keep(team, weeks=1)
    kept = {sprint.pk: sprint for sprint in sprints_of(team)}
    assert {now.pk, third.pk, fourth.pk} <= set(kept)
    assert following.pk not in kept
    assert Sprint.objects.get(sprint_goals=draft).starts_on == third.starts_on
    assert Sprint.objects.get(sprint_goals=former).name == fourth.name
    between = [sprint for sprint in kept.values() if now.ends_on < sprint.starts_on < third.starts_on]
    assert [(sprint.name, sprint.starts_on) for sprint in between] == [
        ("Sprint 2", date(2026, 11, 30)),
        ("Sprint 5", date(2026, 12, 7)),
    ]
    assert offences(team.product) == []


def test_what_has_begun_or_has_no_dates_stays(team):
    past = make_sprint(team=team, name="Discovery", starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 15))
    undated = Sprint.plan(team, "Sprint 2", by=None)
    keep(team)
    keep(team, weeks=4)
    names = [sprint.name for sprint in sprints_of(team)]
    assert past.name in names and undated.name in names
    assert names.count("Sprint 2") == 1


def test_the_team_s_own_word_goes_on(team):
    make_sprint(team=team, name="Iteration 7", starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 15))
    keep(team)
    assert [sprint.name for sprint in sprints_of(team)][:2] == ["Iteration 7", "Iteration 8"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"weeks": 5}, "weeks"),
        ({"weeks": 0}, "weeks"),
        ({"weekday": 8}, "weekday"),
        ({"starts_on": date(1, 1, 1)}, "starts_on"),
        ({"starts_on": date(9999, 12, 31)}, "starts_on"),
        ({"kind": "wild"}, "kind"),
    ],
)
def test_what_is_no_cadence_is_refused(team, words, field):
    with pytest.raises(Refused) as refusal:
        keep(team, **words)
    assert refusal.value.field == field
    assert not Cadence.objects.exists()


@pytest.mark.parametrize("words", [{"kind": "wild"}, {"weeks": 5}, {"weekday": 0}, {"kind": "kanban"}])
def test_the_database_refuses_it_too(team, words):
    keep(team)
    with pytest.raises(IntegrityError), transaction.atomic():
        Cadence.objects.update(**words)


# -- Overlaps --------------------------------------------------------------------------------------------------------


def test_a_team_has_one_sprint_at_a_time(team):
    keep(team)
    first, second, *_ = sprints_of(team)
    with pytest.raises(Refused, match="overlap with Sprint 1"):
        Sprint.plan(team, "Another", by=None, starts_on=first.ends_on, ends_on=first.ends_on)
    with pytest.raises(Refused, match="overlap"):
        second.replan(by=None, starts_on=first.ends_on)
    make_sprint(make_product(), starts_on=first.starts_on, ends_on=first.ends_on)


def test_stored_overlaps_and_odd_cadences_are_named(team):
    keep(team)
    first, second, *_ = sprints_of(team)
    Sprint.objects.filter(pk=second.pk).update(starts_on=first.starts_on)
    other = make_product()
    Cadence.objects.update(product=other)
    told = [offence.rule for offence in offences(team.product)]
    assert told == ["a team has one sprint at a time", "a cadence and its team are of one product"]


# -- The page --------------------------------------------------------------------------------------------------------


def test_a_coach_gives_a_team_its_cadence(client, coach, team, url):
    response = client.post(url, TYPED | {"read": read(team)}, follow=True)
    assert response.redirect_chain[0][0] == f"{reverse('teams', args=[team.product.key])}#team-{team.pk}"
    html = response.content.decode()
    assert "Scrum, 2 weeks from Monday" in html
    assert "sprints planned, until" in html
    assert Cadence.objects.get().team == team


def test_the_form_shows_what_is_stored(client, coach, team, url):
    keep(team, weeks=3, weekday=2)
    html = client.get(url).content.decode()
    assert '<option value="3" selected>' in html
    assert '<option value="2" selected>Tuesday' in html
    assert 'value="2026-11-16"' in html


@pytest.mark.parametrize("wrong", [{"weeks": "5"}, {"kind": ""}, {"starts_on": ""}, {"starts_on": "0001-01-01"}])
def test_a_bad_value_is_refused(client, coach, team, url, wrong):
    assert client.post(url, TYPED | wrong | {"read": read(team)}).status_code == 422
    assert not Cadence.objects.exists()


def test_a_clash_shows_what_is_stored_now(client, coach, team, url):
    before = read(team)
    keep(team, "kanban")
    response = client.post(url, TYPED | {"read": before})
    assert response.status_code == 409
    assert "Kanban, a goal each week" in response.content.decode()
    assert Cadence.objects.get().kind == "kanban"


@pytest.mark.parametrize("role", OTHERS)
def test_a_member_without_the_right_is_refused(client, team, url, role):
    client.force_login(make_member(team.product, role))
    assert client.get(url).status_code == client.post(url, TYPED | {"read": read(team)}).status_code == 403


def test_a_stranger_finds_nothing(client, team, url):
    client.force_login(make_user())
    assert client.get(url).status_code == client.post(url, TYPED).status_code == 404


def test_the_team_of_another_product_is_not_found(client, coach, team):
    foreign = make_team()
    url = reverse("team_cadence", args=[team.product.key, foreign.pk])
    assert client.post(url, TYPED | {"read": read(foreign)}).status_code == 404


def test_other_methods_are_refused(client, coach, url):
    assert client.delete(url).status_code == 405


def test_queries(client, coach, team, url):
    assert queries_of(lambda: client.get(url)) <= 5
    assert queries_of(lambda: client.post(url, TYPED | {"read": read(team)})) <= 21


# -- Days go by ------------------------------------------------------------------------------------------------------


def test_the_command_plans_on(team, capsys):
    keep(team, today=TODAY - timedelta(days=280))
    before = team.sprints.count()
    call_command("plan_sprints", team.product.key)
    assert f"{team.sprints.count() - before} sprints planned." in capsys.readouterr().out
    call_command("plan_sprints")
    assert "0 sprints planned." in capsys.readouterr().out


@pytest.mark.parametrize(("zone", "day"), [("UTC", 20), ("Pacific/Auckland", 21), ("America/Los_Angeles", 20)])
def test_the_zone_says_which_day_it_is(monkeypatch, zone, day):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 20, 12, tzinfo=UTC))
    assert Product(time_zone=zone).today() == date(2026, 11, day)
