"""/p/KEY/sprints/: all teams over time, with what became of each sprint; and the way to the sprint of today."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from goalchain.products.access import READ_PLANNING, RIGHTS, Role
from sprints.timeline import Window
from tests.factories import make_goal, make_member, make_product, make_sprint, make_team, make_user, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
OUTSIDE_PLANNING = [role for role in Role if role not in RIGHTS[READ_PLANNING]]


@pytest.fixture
def product():
    return make_product()


@pytest.fixture
def team(product):
    return make_team(product, "Web")


@pytest.fixture
def url(product):
    return reverse("sprints", args=[product.key])


@pytest.fixture
def owner(client, product):
    client.force_login(product_owner(product))


def at(team, weeks, name, *, length=2):
    """A sprint that begins so many weeks from this week's Monday."""
    today = team.product.today()
    first = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    return make_sprint(team=team, name=name, starts_on=first, ends_on=first + timedelta(days=7 * length - 1))


def cell(html, sprint):
    """The words of a sprint's cell, and its classes."""
    found = re.search(rf'<a class="([^"]+)" id="sprint-{sprint.pk}".*?</a>', html, re.DOTALL)
    assert found, f"{sprint} is not on the page"
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()), set(found[1].split())


def test_past_now_and_next_are_told_apart(client, owner, product, team, url):
    past, now, following, later = at(team, -2, "S1"), at(team, 0, "S2"), at(team, 2, "S3"), at(team, 4, "S4")
    make_goal(product, "sprint", sprint_id=past.pk, title="Riders book", state="closed", outcome="partly")
    make_goal(product, "sprint", sprint_id=now.pk, title="Riders pay", state="active")
    make_goal(product, "sprint", sprint_id=following.pk)
    html = client.get(url).content.decode()
    assert cell(html, past)[0].endswith("Riders book Partly achieved")
    assert cell(html, now)[0].endswith("Riders pay Active")
    assert "is-now" in cell(html, now)[1]
    assert cell(html, following)[0].endswith("No goal yet 1 draft")
    assert {"is-ahead", "is-gap"} <= cell(html, following)[1]
    # Only the goal of the sprint under way and of the next is due.
    assert html.count('<span class="trouble">No goal yet') == 1
    assert cell(html, later)[0].endswith("No goal yet")


def test_a_goal_that_is_over_and_not_closed_is_told(client, owner, product, team, url):
    past = at(team, -2, "S1")
    make_goal(product, "sprint", sprint_id=past.pk, state="active")
    assert cell(client.get(url).content.decode(), past)[0].endswith("Active not reviewed")


def test_an_abandoned_goal_is_not_that_of_the_sprint(client, owner, product, team, url):
    past = at(team, -2, "S1")
    make_goal(product, "sprint", sprint_id=past.pk, title="Given up", state="closed", outcome="abandoned")
    assert cell(client.get(url).content.decode(), past)[0].endswith("No goal")


@pytest.mark.parametrize("role", OUTSIDE_PLANNING)
def test_those_outside_planning_see_no_draft_and_no_number_of_them(client, product, team, url, role):
    following = at(team, 1, "S1")
    make_goal(product, "sprint", sprint_id=following.pk, title="A secret plan")
    client.force_login(make_member(product, role))
    html = client.get(url).content.decode()
    assert cell(html, following)[0].endswith("No goal yet")
    assert "draft" not in html
    assert "secret" not in html


def test_days_stand_where_they_are(client, owner, team, url):
    """Eight weeks are 56 columns; what has no sprint is left empty, and what reaches beyond is cut."""
    at(team, -3, "S1"), at(team, 0, "S2", length=1), at(team, 5, "S3", length=4)
    html = client.get(url).content.decode()
    row = html[html.index(f'id="row-{team.pk}"') :]
    assert re.findall(r'colspan="(\d+)"', row[: row.index("</tr>")]) == ["7", "7", "7", "28", "7"]


def test_a_window_can_be_sent(client, owner, team, url):
    far = at(team, 40, "Far")
    assert f"sprint-{far.pk}" not in client.get(url).content.decode()
    since = far.starts_on.isoformat()
    assert f"sprint-{far.pk}" in client.get(f"{url}?from={since}&weeks=8").content.decode()
    assert f"sprint-{far.pk}" not in client.get(f"{url}?weeks=26").content.decode()
    assert f"sprint-{far.pk}" not in client.get(f"{url}?weeks=52").content.decode()


def test_sprints_without_dates_are_reached_too(client, owner, team, url):
    from sprints.models import Sprint

    undated = Sprint.plan(team, "Some day", by=None)
    html = client.get(url).content.decode()
    assert "1 without dates" in html
    assert reverse("sprint", args=[team.product.key, undated.pk]) in html


def test_no_team_teaches(client, owner, url):
    html = client.get(url).content.decode()
    assert "No team yet" in html
    assert "Add a team" in html


@pytest.mark.parametrize(
    ("since", "weeks", "first", "count"),
    [
        ("", "", "2026-11-02", 8),
        ("", "26", "2026-09-21", 26),
        ("", "52", "2026-07-27", 52),
        ("2027-01-07", "8", "2027-01-04", 8),
        ("2027-01-07", "9", "2027-01-04", 8),
        ("yesterday", "-1", "2026-11-02", 8),
        ("0001-01-01", "52", "1970-01-05", 52),
        ("9999-12-31", "52", "2198-12-31", 52),
        ("20270107", "26", "2027-01-04", 26),
    ],
)
def test_windows(since, weeks, first, count):
    window = Window.asked(since, weeks, date(2026, 11, 20))
    assert (window.first.isoformat(), window.weeks, window.first.weekday()) == (first, count, 0)
    assert sum(days for _, days, _ in window.head) == window.days == 7 * count
    assert window.earlier < window.later


def test_months_are_named_once_each():
    window = Window.asked("2026-11-02", "26", date(2026, 11, 20))
    assert [words for words, _, _ in window.head] == ["Nov 2026", "Dec", "Jan 2027", "Feb", "Mar", "Apr", ""]
    assert [is_now for _, _, is_now in window.head].index(True) == 0


def test_today_leads_to_the_one_sprint_under_way(client, owner, product, team):
    url = reverse("sprint_today", args=[product.key])
    assert client.get(url)["Location"] == reverse("sprints", args=[product.key])
    now = at(team, 0, "S1")
    assert client.get(url)["Location"] == reverse("sprint", args=[product.key, now.pk])
    at(make_team(product), 0, "S1")
    assert client.get(url)["Location"] == reverse("sprints", args=[product.key])


def test_a_stranger_finds_nothing(client, url, product):
    client.force_login(make_user())
    assert client.get(url).status_code == client.get(reverse("sprint_today", args=[product.key])).status_code == 404


def test_other_methods_are_refused(client, owner, url):
    assert client.post(url).status_code == 405


def test_queries_do_not_grow(client, owner, product, team, url):
    at(team, 0, "S1")
    few = queries_of(lambda: client.get(url))
    for number in range(5):
        other = make_team(product)
        make_goal(product, "sprint", sprint_id=at(other, 0, f"S{number}").pk, state="active")
    assert queries_of(lambda: client.get(url)) == few <= 5
