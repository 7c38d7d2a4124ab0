"""Renaming a team, replanning a sprint: onto what was read, or not at all."""

from datetime import date

import pytest
from django.urls import reverse

from goalchain.products.access import PLAN_SPRINTS, RIGHTS, Role
from goalchain.products.hold import mark_of
from goalchain.products.models import Team
from sprints.models import Sprint
from tests.factories import make_member, make_product, make_sprint, make_team, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
DATES = {"starts_on": date(2026, 11, 16), "ends_on": date(2026, 11, 27)}
ROUTES = {"team": "team", "sprint": "sprint_dates"}
OTHERS = [role for role in Role if role not in RIGHTS[PLAN_SPRINTS]]


@pytest.fixture
def product():
    return make_product()


@pytest.fixture
def coach(client, product):
    person = make_member(product, "coach")
    client.force_login(person)
    return person


@pytest.fixture(params=["team", "sprint"])
def subject(request, product):
    """A team or a sprint, with what a person would type to change it."""
    if request.param == "team":
        found: Team | Sprint = make_team(product, "Web")
        found.typed = {"name": "Mobile"}
    else:
        found = make_sprint(product, name="Sprint 1", **DATES)
        found.typed = {"name": "Sprint A", "starts_on": "2026-11-17", "ends_on": ""}
    found.url = reverse(ROUTES[request.param], args=[product.key, found.pk])
    return found


def stored(subject):
    return type(subject).objects.get(pk=subject.pk).facts()


def typed(subject, **words):
    return subject.typed | {"read": mark_of(subject)} | words


def test_a_coach_changes_it(client, coach, product, subject):
    response = client.post(subject.url, typed(subject))
    teams = reverse("teams", args=[product.key])
    place = f"{teams}#team-{subject.pk}" if isinstance(subject, Team) else f"/p/{product.key}/sprints/{subject.pk}/"
    assert (response.status_code, response["Location"]) == (302, place)
    now = stored(subject)
    assert {name: now[name] or "" for name in subject.typed} == subject.typed


def test_from_the_list_of_teams_a_coach_comes_back_to_it(client, coach, product):
    sprint = make_sprint(product, name="Sprint 1", **DATES)
    teams, url = reverse("teams", args=[product.key]), reverse("sprint_dates", args=[product.key, sprint.pk])
    assert f'href="{url}?at=list"' in client.get(teams).content.decode()
    response = client.post(f"{url}?at=list", {"name": "Sprint A", "read": mark_of(sprint)})
    assert response["Location"] == f"{teams}#sprint-{sprint.pk}"


def test_the_form_shows_what_is_stored(client, coach, subject):
    html = client.get(subject.url).content.decode()
    assert f'value="{subject.name}"' in html
    assert f'value="{mark_of(subject)}"' in html


def test_a_clash_shows_both_and_saves_nothing(client, coach, subject):
    read = typed(subject)
    subject.rename("Theirs", by=coach) if isinstance(subject, Team) else subject.replan(name="Theirs", by=coach)
    response = client.post(subject.url, read)
    html = response.content.decode()
    assert response.status_code == 409
    assert "<dd>Theirs</dd>" in html
    assert f'value="{subject.typed["name"]}"' in html
    assert stored(subject)["name"] == "Theirs"


def test_a_form_without_what_was_read_is_stale(client, coach, subject):
    assert client.post(subject.url, subject.typed).status_code == 409


def test_an_empty_name_is_refused(client, coach, subject):
    before = stored(subject)
    assert client.post(subject.url, typed(subject, name=" ")).status_code == 422
    assert stored(subject) == before


def test_a_taken_name_is_refused_under_the_old_heading(client, coach, product, subject):
    if isinstance(subject, Team):
        make_team(product, "Taken")
    else:
        make_sprint(team=subject.team, name="Taken")
    response = client.post(subject.url, typed(subject, name="Taken"))
    html = response.content.decode()
    assert response.status_code == 422
    assert f"<h1>{subject.name}" in html
    assert 'value="Taken"' in html
    assert stored(subject)["name"] == subject.name


def test_a_sprint_does_not_end_before_it_starts(client, coach, product):
    sprint = make_sprint(product, **DATES)
    words = {"name": "S", "starts_on": "2026-11-20", "ends_on": "2026-11-19", "read": mark_of(sprint)}
    response = client.post(reverse("sprint_dates", args=[product.key, sprint.pk]), words)
    assert response.status_code == 422
    assert "before it starts" in response.content.decode()


@pytest.mark.parametrize("role", OTHERS)
def test_a_member_without_the_right_is_refused(client, product, subject, role):
    client.force_login(make_member(product, role))
    before = stored(subject)
    assert client.get(subject.url).status_code == 403
    assert client.post(subject.url, typed(subject)).status_code == 403
    assert stored(subject) == before


def test_a_stranger_finds_nothing(client, subject):
    client.force_login(make_user())
    assert client.get(subject.url).status_code == 404
    assert client.post(subject.url, typed(subject)).status_code == 404


@pytest.mark.parametrize("name", ["team", "sprint"])
def test_those_of_another_product_are_not_found(client, coach, product, name):
    foreign = make_team() if name == "team" else make_sprint()
    url = reverse(ROUTES[name], args=[product.key, foreign.pk])
    assert client.get(url).status_code == 404
    assert client.post(url, {"name": "Mine", "read": mark_of(foreign)}).status_code == 404


def test_other_methods_are_refused(client, coach, subject):
    assert client.delete(subject.url).status_code == 405


def test_queries(client, coach, subject):
    assert queries_of(lambda: client.get(subject.url)) <= 5
    assert queries_of(lambda: client.post(subject.url, typed(subject))) <= 8
