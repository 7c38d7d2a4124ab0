"""/p/KEY/settings/teams/: the teams with their sprints; adding teams and planning sprints."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from goalchain.products.access import PLAN_SPRINTS, RIGHTS, Role
from goalchain.products.models import Team
from sprints.forms import next_sprint
from sprints.models import Sprint
from tests.factories import make_member, make_product, make_sprint, make_team, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
SPRINT = {"name": "Sprint 1", "starts_on": "2026-11-16", "ends_on": "2026-11-27"}
OTHERS = [role for role in Role if role not in RIGHTS[PLAN_SPRINTS]]


@pytest.fixture
def product():
    return make_product()


@pytest.fixture
def url(product):
    return reverse("teams", args=[product.key])


@pytest.fixture
def coach(client, product):
    person = make_member(product, "coach")
    client.force_login(person)
    return person


def new_sprint(team):
    return reverse("new_sprint", args=[team.product.key, team.pk])


def test_a_coach_adds_a_team(client, coach, product, url):
    response = client.post(url, {"name": "Web"})
    assert response["Location"] == f"{url}#team-{product.teams.get(name='Web').pk}"


@pytest.mark.parametrize("name", ["", "n" * 81, "nul\0"])
def test_a_bad_name_is_refused(client, coach, product, url, name):
    assert client.post(url, {"name": name}).status_code == 422
    assert not product.teams.exists()


def test_a_taken_name_is_refused(client, coach, product, url):
    make_team(product, "Web")
    response = client.post(url, {"name": "Web"})
    assert response.status_code == 422
    assert "There is a team Web already" in response.content.decode()


def test_a_coach_plans_a_sprint(client, coach, product, url):
    team = make_team(product)
    response = client.post(new_sprint(team), SPRINT)
    sprint = Sprint.objects.get()
    assert response["Location"] == f"{url}#sprint-{sprint.pk}"
    assert (sprint.team, sprint.name) == (team, "Sprint 1")
    assert (sprint.starts_on, sprint.ends_on) == (date(2026, 11, 16), date(2026, 11, 27))


def test_the_dates_may_follow_later(client, coach, product):
    assert client.post(new_sprint(make_team(product)), {"name": "Sprint 1"}).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Fill this in"),
        ({"starts_on": "tomorrow"}, "Enter a valid date"),
        ({"starts_on": "0001-01-01"}, "cannot be right"),
        ({"ends_on": "9999-12-31"}, "cannot be right"),
        ({"ends_on": "2026-11-01"}, "before it starts"),
    ],
)
def test_a_bad_sprint_is_refused_in_its_teams_open_form(client, coach, product, wrong, words):
    make_team(product, "Another")
    response = client.post(new_sprint(make_team(product, "Web")), SPRINT | wrong)
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert html.count('<details class="planning" open>') == 1
    assert not Sprint.objects.exists()


def test_a_taken_sprint_name_is_refused(client, coach, product):
    team = make_sprint(product, name="Sprint 1").team
    assert client.post(new_sprint(team), SPRINT).status_code == 422
    assert Sprint.objects.count() == 1


def test_sprints_stand_in_the_order_of_time(client, coach, product, url):
    today = timezone.localdate()
    team = make_team(product)
    for name, begins in (("Later", 20), ("Now", -3), ("Before", -40)):
        starts_on = today + timedelta(days=begins)
        make_sprint(team=team, name=name, starts_on=starts_on, ends_on=starts_on + timedelta(days=11))
    html = client.get(url).content.decode()
    assert html.index(">Now") < html.index(">Later") < html.index("1 former sprint") < html.index(">Before")
    assert html.count("is-active") == 1


@pytest.mark.parametrize("role", OTHERS)
def test_other_members_read_and_cannot_change(client, product, url, role):
    sprint = make_sprint(product)
    client.force_login(make_member(product, role))
    html = client.get(url).content.decode()
    assert sprint.name in html
    assert "Add a team" not in html
    assert client.post(url, {"name": "Web"}).status_code == 403
    assert client.post(new_sprint(sprint.team), SPRINT).status_code == 403
    assert Team.objects.count() == Sprint.objects.count() == 1


def test_a_stranger_finds_nothing(client, product, url):
    team = make_team(product)
    client.force_login(make_user())
    assert client.get(url).status_code == 404
    assert client.post(url, {"name": "Web"}).status_code == 404
    assert client.post(new_sprint(team), SPRINT).status_code == 404


def test_the_team_of_another_product_is_not_found(client, coach, product):
    url = reverse("new_sprint", args=[product.key, make_team().pk])
    assert client.post(url, SPRINT).status_code == 404


def test_other_methods_are_refused(client, coach, product, url):
    assert client.delete(url).status_code == 405
    assert client.get(new_sprint(make_team(product))).status_code == 405


def test_queries_do_not_grow(client, coach, product, url):
    make_sprint(product)
    few = queries_of(lambda: client.get(url))
    for _ in range(5):
        make_sprint(product)
    assert queries_of(lambda: client.get(url)) == few <= 5
    team = make_team(product)
    assert queries_of(lambda: client.post(new_sprint(team), SPRINT)) <= 8


@pytest.mark.parametrize(
    ("former", "expected"),
    [
        (None, {"name": "Sprint 1"}),
        (Sprint(name="Sprint 9"), {"name": "Sprint 10"}),
        (Sprint(name="Discovery"), {}),
        (
            Sprint(name="Sprint 1", starts_on=date(2026, 11, 16), ends_on=date(2026, 11, 27)),
            {"name": "Sprint 2", "starts_on": date(2026, 11, 30), "ends_on": date(2026, 12, 11)},
        ),
        (
            Sprint(name="7", starts_on=date(2026, 11, 18), ends_on=date(2026, 11, 24)),
            {"name": "8", "starts_on": date(2026, 11, 25), "ends_on": date(2026, 12, 1)},
        ),
    ],
)
def test_the_next_sprint_is_suggested(former, expected):
    assert next_sprint(former) == expected
