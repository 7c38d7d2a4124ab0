"""The capacity on the page of its sprint, its form, and taking it back; for those who plan alone."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from django.urls import reverse

from goalchain.goals.models import Event
from goalchain.products.access import READ_PLANNING, RIGHTS, Role
from sprints.capacity.days import Share
from sprints.models import BacklogItem, SprintCapacity
from tests.factories import make_goal, make_member, make_product, make_sprint, make_team, make_user, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
OUTSIDE_PLANNING = [role for role in Role if role not in RIGHTS[READ_PLANNING]]
FIRST = date(2026, 11, 16)


@pytest.fixture
def product():
    return make_product(key="CAP")


@pytest.fixture
def team(product):
    return make_team(product, "Web")


@pytest.fixture
def sprint(team):
    return make_sprint(team=team, name="Sprint 5", starts_on=FIRST, ends_on=FIRST + timedelta(days=13))


@pytest.fixture
def place(sprint):
    return reverse("sprint", args=["CAP", sprint.pk])


@pytest.fixture
def url(sprint):
    return reverse("sprint_capacity", args=["CAP", sprint.pk])


@pytest.fixture
def developer(client, product):
    person = make_member(product, "developer")
    client.force_login(person)
    return person


def before(team, weeks, **words):
    """A sprint of two weeks, so many weeks before the other."""
    first = FIRST - timedelta(weeks=weeks)
    return make_sprint(team=team, starts_on=first, ends_on=first + timedelta(days=13), **words)


def note(sprint, *shares, **words):
    return SprintCapacity.keep(sprint, by=product_owner(sprint.team.product), people=shares, **words)


def typed(person, read=0, **words):
    """What the form sends for one person."""
    fields = {"takes_part": "on", "away": "", "reason": "", "days": ""} | words
    return {f"p{person.pk}-{name}": value for name, value in fields.items() if value} | {"read": read}


def test_nothing_is_noted_yet(client, developer, place, url):
    html = client.get(place).content.decode()
    assert "Nobody’s days are noted yet" in html and f'href="{url}"' in html


def test_it_is_noted_and_shown(client, developer, place, url):
    words = typed(developer, away="2.5", reason="At the sea") | {"holidays": "1", "note": "Two are new here."}
    saved = client.post(url, words)
    assert (saved.status_code, saved["Location"]) == (302, f"{place}#sprint-capacity")
    html = client.get(place).content.decode()
    assert "6.5 days of 1 person; the team works on 9 days, 1 day of holidays taken off." in html
    assert "At the sea" in html and "2.5 days away" in html and "Two are new here." in html
    assert "The capacity is noted." in html and reverse("sprints_undo", args=["CAP"]) in html


def test_who_is_taken_out_has_no_days_any_more(client, developer, sprint, url):
    note(sprint, Share(developer.pk, reason="Part-time"))
    client.post(url, typed(developer, read=1, takes_part="", reason="Part-time"))
    kept = SprintCapacity.objects.get(sprint=sprint)
    assert (kept.version, kept.shares()) == (2, [])


def test_who_was_not_in_it_and_has_words_takes_part(client, developer, sprint, url):
    client.post(url, typed(developer, takes_part="", days="3"))
    assert [share.days for share in SprintCapacity.objects.get(sprint=sprint).shares()] == [3]


def test_a_new_one_begins_with_the_people_of_the_sprint_before(client, developer, product, team, sprint, url):
    coach = make_member(product, "coach")
    note(before(team, 2), Share(developer.pk, days=D(4)), Share(coach.pk, away=D(3), reason="On leave"))
    html = client.get(url).content.decode()
    assert html.index(str(developer)) < html.index("1 more who plans")
    for person in (developer, coach):
        assert f'name="p{person.pk}-takes_part" id="id_p{person.pk}-takes_part" checked' in html
    assert f'name="p{developer.pk}-days" value="4"' in html
    assert "On leave" not in html
    assert 'name="read" value="0"' in html


def test_former_sprints_stand_beside(client, developer, product, team, sprint, place):
    former = before(team, 2, name="Sprint 4")
    note(former, Share(developer.pk, away=D(2)))
    goal = make_goal(product, "sprint", sprint_id=former.pk, state="closed", outcome="partly")
    for title in ("One", "Two"):
        BacklogItem.add(product, title, by=developer, sprint=former, goal=None)
    BacklogItem.objects.filter(title="One").update(state="done")
    note(sprint, Share(developer.pk))
    html = client.get(place).content.decode()
    beside = html[html.index("Beside the sprints before") :]
    assert goal.outcome == "partly" and "Partly achieved" in beside
    for words in ("Sprint 4</a>", '<td class="number">8</td>', "1 of 2", "Sprint 5, this one"):
        assert words in beside, words


def test_sprints_after_it_and_of_other_teams_do_not(client, developer, product, team, sprint, place):
    note(make_sprint(team=team, name="Sprint 6"), Share(developer.pk))
    note(before(make_team(product, "Mobile"), 2, name="Elsewhere"), Share(developer.pk))
    html = client.get(place).content.decode()
    assert "Beside the sprints before" not in html


def test_a_sprint_without_dates_has_a_capacity(client, developer, team):
    sprint = make_sprint(team=team, starts_on=None, ends_on=None)
    url = reverse("sprint_capacity", args=["CAP", sprint.pk])
    client.post(url, typed(developer))
    assert "no days known" in client.get(reverse("sprint", args=["CAP", sprint.pk])).content.decode()


def test_htmx_gets_the_form_alone(client, developer, url):
    html = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert html.lstrip().startswith("<form") and "data-editor" in html
    assert "<html" in client.get(url).content.decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"holidays": "-1"}, "greater than or equal to 0"),
        ({"holidays": "100"}, "less than or equal to 99"),
        ({"holidays": "1.25"}, "1 decimal place"),
        ({"note": "a\0b"}, "ull"),
        ({"note": "x" * 10_001}, "10000"),
    ],
)
def test_what_cannot_be_is_refused_and_kept_in_the_form(client, developer, sprint, url, words, said):
    answer = client.post(url, typed(developer, reason="At the sea") | words)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html and "At the sea" in html
    assert not SprintCapacity.objects.exists()


def test_a_clash_shows_what_stands_and_keeps_what_was_typed(client, developer, sprint, url):
    note(sprint, Share(developer.pk, days=D(3)), note="Theirs")
    answer = client.post(url, typed(developer, reason="At the sea") | {"note": "Mine"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in html and "Mine" in html and "At the sea" in html and "3 days" in html
    assert 'name="read" value="1"' in html
    assert client.post(url, typed(developer, read=1) | {"note": "Mine"}).status_code == 302
    assert SprintCapacity.objects.get().note == "Mine"


def test_a_form_without_what_was_read_is_stale(client, developer, url):
    assert client.post(url, {"note": "Mine"}).status_code == 409
    assert not SprintCapacity.objects.exists()


def test_it_is_taken_back(client, developer, sprint, place, url):
    client.post(url, typed(developer) | {"note": "New"})
    undo, event = reverse("sprints_undo", args=["CAP"]), Event.objects.latest("pk")
    assert client.post(undo, {"event": event.pk})["Location"] == place
    assert SprintCapacity.objects.get().shares() == []
    again = client.post(undo, {"event": event.pk}, headers={"HX-Request": "true"})
    assert again.status_code == 422 and "changed again" in again.content.decode()
    assert "Nothing was undone" in client.post(undo, {"event": "x"}).content.decode()


def test_htmx_takes_it_back_in_place(client, developer, url):
    client.post(url, typed(developer))
    undo, event = reverse("sprints_undo", args=["CAP"]), Event.objects.latest("pk")
    answer = client.post(undo, {"event": event.pk}, headers={"HX-Request": "true"})
    assert answer["HX-Trigger"] == "goal-changed" and "Undone." in answer.content.decode()


@pytest.mark.parametrize("role", OUTSIDE_PLANNING)
def test_those_outside_planning_see_nothing_of_it(client, developer, product, sprint, place, url, role):
    make_goal(product, "sprint", sprint_id=sprint.pk, state="agreed")
    note(sprint, Share(developer.pk), note="Two are leaving")
    event = Event.objects.filter(subject="capacity").get()
    client.force_login(make_member(product, role))
    assert client.get(url).status_code == 404
    assert client.post(url, typed(developer)).status_code == 404
    assert client.post(reverse("sprints_undo", args=["CAP"]), {"event": event.pk}).status_code == 403
    for address in (place, f"{place}?mode=wall", reverse("sprints", args=["CAP"]), "/"):
        html = client.get(address).content.decode()
        assert not any(words in html for words in ("Capacity", "/capacity/", "leaving")), address


def test_a_stranger_finds_nothing(client, developer, sprint, url):
    foreign = make_sprint()
    assert client.get(reverse("sprint_capacity", args=["CAP", foreign.pk])).status_code == 404
    client.force_login(make_user())
    assert client.get(url).status_code == 404
    assert client.post(url, {"read": 0}).status_code == 404


def test_other_methods_are_refused(client, developer, url):
    assert client.delete(url).status_code == 405
    assert client.get(reverse("sprints_undo", args=["CAP"])).status_code == 405


def test_queries_do_not_grow(client, developer, product, team, sprint, place, url):
    note(sprint, Share(developer.pk))
    few = [queries_of(lambda address=address: client.get(address)) for address in (place, url)]
    people = [make_member(product, "developer") for _ in range(4)]
    for weeks in range(2, 18, 2):
        note(before(team, weeks), *(Share(person.pk) for person in people))
    assert [queries_of(lambda address=address: client.get(address)) for address in (place, url)] == few
    assert max(few) <= 8
