"""The pages of check-ins: the region of the goal page, the forms, all of them, what is due and where that is said."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goalchain.goals.models import Event
from goalchain.metrics.models import CheckIn, CheckInRhythm
from tests.factories import fresh, make_check_in, make_goal, make_members, make_product, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
WORDS = {"confidence": "at_risk", "sentence": "Two of three <b>have not</b> agreed"}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def text(answer):
    return answer.content.decode()


@pytest.fixture
def product():
    return make_product(key="BIKE", name="Bike Service App")


@pytest.fixture
def people(product):
    return make_members(product) | {"owner": product.memberships.get(role="owner").user}


@pytest.fixture
def goal(product):
    return make_goal(product, "product")


@pytest.fixture
def owner(people):
    return signed_in(people["owner"])


def overdue(goal, days=5):
    """Ask for check-ins of the goal, the last of which is due since so many days."""
    CheckInRhythm.ask(goal, 7, by=None, since=timezone.localdate() - timedelta(days=7 + days))


def test_check_in(owner, goal):
    at = f"/g/{goal.key}/check-ins/"
    assert "How sure are you?" in text(owner.get(f"{at}new/"))
    answer = owner.post(at, WORDS)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/g/{goal.key}/")
    assert fresh(goal).confidence == "at_risk"
    page = text(owner.get(f"/g/{goal.key}/"))
    assert "Two of three &lt;b&gt;have not&lt;/b&gt; agreed" in page
    assert 'class="confidence is-at_risk">At risk<' in page
    assert "style=" not in page
    answer = owner.post(at, WORDS | {"confidence": "on_track"}, headers=HTMX)
    assert answer.headers["HX-Retarget"] == "#check-ins"
    assert answer.headers["HX-Trigger"] == "goal-changed"
    assert "Undo" in text(answer)
    event = Event.objects.filter(subject="check_in").latest("id")
    owner.post(f"/g/{goal.key}/undo/", {"event": event.pk})
    assert fresh(goal).confidence == "at_risk"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ({"confidence": ""}, "Choose on track"),
        ({"sentence": " "}, "Say in one sentence why"),
        ({"sentence": "x" * 501}, "500"),
    ],
)
def test_words_that_do_not_do_stay_in_the_form(owner, goal, words, complaint):
    for headers in ({}, HTMX):
        answer = owner.post(f"/g/{goal.key}/check-ins/", WORDS | words, headers=headers)
        assert answer.status_code == 422
        assert complaint in text(answer)
    assert not CheckIn.objects.exists()


def test_correct_one_and_a_clash_shows_both(owner, goal):
    check_in = make_check_in(goal, sentence="First words")
    at = f"/g/{goal.key}/check-ins/{check_in.pk}/"
    assert "First words" in text(owner.get(at, headers=HTMX))
    assert owner.post(at, WORDS | {"read": 1}).status_code == 302
    answer = owner.post(at, {"confidence": "off_track", "sentence": "Mine", "read": 1}, headers=HTMX)
    assert answer.status_code == 409
    for words in ("have not", "Mine", "Save mine", 'name="read" value="2"'):
        assert words in text(answer)
    assert "Nothing changed" in text(owner.post(at, WORDS | {"read": 2}, headers=HTMX))
    assert owner.post(at, WORDS | {"read": 2, "sentence": ""}).status_code == 422


def test_take_one_out(owner, goal):
    check_in = make_check_in(goal)
    at = f"/g/{goal.key}/check-ins/{check_in.pk}/removal/"
    assert owner.post(at, {"read": 7}, headers=HTMX).status_code == 409
    assert owner.post(at, {"read": 7}).status_code == 409
    assert owner.post(at, {"read": 1}, headers=HTMX).status_code == 200
    assert fresh(goal).confidence == ""
    assert owner.post(at, {"read": 1}).status_code == 404
    closed = make_goal(goal.product, "product")
    said = make_check_in(closed)
    closed = fresh(closed)
    closed.agree(by=None)
    closed.close("missed", "Too much", by=None)
    assert owner.post(f"/g/{closed.key}/check-ins/{said.pk}/removal/", {"read": 1}).status_code == 422


def test_all_of_them_are_on_a_page_of_their_own(owner, people, goal):
    for number in range(35):
        make_check_in(goal, sentence=f"Sentence no {number}.", days_ago=number + 1)
    page = text(owner.get(f"/g/{goal.key}/"))
    assert "All check-ins" in page
    assert "Sentence no 3." not in page
    first = text(owner.get(f"/g/{goal.key}/check-ins/"))
    assert "Sentence no 29." in first and "Sentence no 30." not in first
    assert "Sentence no 34." in text(signed_in(people["viewer"]).get(f"/g/{goal.key}/check-ins/?page=2"))


def test_the_rhythm(owner, goal):
    at = f"/g/{goal.key}/check-ins/rhythm/"
    assert 'name="read" value="0"' in text(owner.get(at))
    assert owner.post(at, {"days": "400", "read": 0}).status_code == 422
    assert owner.post(at, {"days": "14", "read": 0}).status_code == 302
    assert "Asked for every 2 weeks" in text(owner.get(f"/g/{goal.key}/"))
    answer = owner.post(at, {"days": "7", "read": 0}, headers=HTMX)
    assert answer.status_code == 409
    assert "every 2 weeks" in text(answer)
    assert "Nobody is asked" in text(owner.post(at, {"days": "", "read": 1}, headers=HTMX))
    archived = make_goal(goal.product, "release", archived=True)
    assert owner.post(f"/g/{archived.key}/check-ins/rhythm/", {"days": "7", "read": 0}).status_code == 422


def test_who_may_only_read_is_offered_nothing(people, goal):
    make_check_in(goal, sentence="Read me")
    for role in ("stakeholder", "viewer", "developer"):
        client = signed_in(people[role])
        page = text(client.get(f"/g/{goal.key}/"))
        assert "Read me" in page
        assert "check-ins/new/" not in page
        assert client.post(f"/g/{goal.key}/check-ins/", WORDS).status_code == 403
    stranger = signed_in(make_user())
    assert stranger.get(f"/g/{goal.key}/check-ins/").status_code == 404
    assert stranger.post(f"/g/{goal.key}/check-ins/", WORDS).status_code == 404


def test_a_vision_has_no_check_ins(owner, product):
    vision = make_goal(product, "vision")
    page = text(owner.get(f"/g/{vision.key}/"))
    assert 'id="check-ins"' in page
    assert "check-ins/new/" not in page
    assert owner.post(f"/g/{vision.key}/check-ins/", WORDS).status_code == 422


class TestDue:
    def test_overdue_is_said_on_the_goal_page_at_home_and_on_the_strategy_page(self, owner, product):
        goal = make_goal(product, "user", title="Riders lose no day")
        overdue(goal)
        assert "A check-in is overdue by 5 days." in text(owner.get(f"/g/{goal.key}/"))
        assert f"Check in on {goal.key} Riders lose no day" in text(owner.get(reverse("home")))
        assert "check-in overdue by 5 days" in text(owner.get(reverse("strategy", args=[product.key])))
        make_check_in(goal)
        for page in (f"/g/{goal.key}/", reverse("home"), reverse("strategy", args=[product.key])):
            assert "overdue" not in text(owner.get(page))

    def test_product_goals_are_told_on_the_strategy_page_too(self, owner, product):
        parent = make_goal(product, "user")
        overdue(make_goal(product, "product", parents=[parent]), 1)
        overdue(make_goal(product, "product"), 0)
        page = text(owner.get(reverse("strategy", args=[product.key])))
        assert "check-in overdue by 1 day<" in page
        assert "check-in due today" in page

    def test_closed_and_archived_goals_are_not_asked_about(self, owner, product):
        for goal in (make_goal(product, "user"), make_goal(product, "user")):
            overdue(goal)
            goal = fresh(goal)
            if goal.number % 2:
                goal.agree(by=None)
                goal.close("missed", "Too much", by=None)
            else:
                goal.archive(by=None)
        assert "What is due" not in text(owner.get(reverse("home")))
        assert "overdue" not in text(owner.get(reverse("strategy", args=[product.key])))

    def test_whose_goal_it_is_is_asked_if_they_may_edit_it(self, people, product):
        mine = make_goal(product, "user", title="Mine", owner_id=people["coach"].pk)
        nobodys = make_goal(product, "sprint", title="Nobodys")
        for goal in (mine, nobodys):
            overdue(goal)
        told = {role: text(signed_in(person).get(reverse("home"))) for role, person in people.items()}
        assert {role for role, page in told.items() if "Mine" in page} == {"coach"}
        assert {role for role, page in told.items() if "Nobodys" in page} == {"owner", "coach", "developer"}

    def test_the_first_page_asks_no_more_with_many(self, owner, product):
        overdue(make_goal(product, "user"))
        few = queries_of(lambda: owner.get(reverse("home")))
        for number in range(20):
            overdue(make_goal(product, "product"), number)
        assert queries_of(lambda: owner.get(reverse("home"))) == few
        assert "and 9 more" in text(owner.get(reverse("home")))
