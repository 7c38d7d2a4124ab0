"""/g/KEY/dates/: the form, what other dates touch, saving with and without what moves along, and undo."""

import re
from datetime import date

import pytest
from django.test import Client

from goalchain.goals.models import Event
from tests.factories import fresh, make_goal, make_member, make_product, product_owner

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "reschedule"}
LATER = {"starts_on": "2027-02-01", "ends_on": "2027-05-31"}


class World:
    """A product goal with a release that ends on its last day."""

    def __init__(self) -> None:
        self.product = make_product(key="BIKE")
        self.goal = make_goal(self.product, title="Customers book", starts_on="2027-01-01", ends_on="2027-04-30")
        self.goal = fresh(self.goal)
        self.release = fresh(
            make_goal(
                self.product,
                "release",
                parents=[self.goal],
                title="Book a slot",
                starts_on="2027-01-01",
                ends_on="2027-04-30",
            )
        )
        self.client = self.of("owner")

    def of(self, role):
        """A client of somebody with this role."""
        client = Client()
        client.force_login(product_owner(self.product) if role == "owner" else make_member(self.product, role))
        return client

    def get(self, query=None, **headers):
        """Ask what these dates touch."""
        return self.client.get(f"/g/{self.goal.key}/dates/", query or {}, headers=headers)

    def post(self, words=None, client=None, **headers):
        """Save."""
        words = LATER | {"version": fresh(self.goal).version} | (words or {})
        return (client or self.client).post(f"/g/{self.goal.key}/dates/", words, headers=headers)

    def mark(self, query=None):
        """What stands for the shifts that are offered."""
        text = self.get(query or LATER).content.decode()
        return re.search(r'name="along" value="(\w+)"', text)[1]

    def days(self, goal):
        """The stored days."""
        found = fresh(goal)
        return f"{found.starts_on} {found.ends_on}"


@pytest.fixture
def world():
    """The world."""
    return World()


def test_the_form_shows_the_stored_dates_and_writes_nothing(world):
    text = world.get().content.decode()
    assert 'value="2027-01-01"' in text and "No longer" not in text
    events = Event.objects.count()
    text = world.get(LATER).content.decode()
    assert "31 days later" in text and "One goal no longer fits" in text and "Book a slot" in text
    assert (Event.objects.count(), world.days(world.goal)) == (events, "2027-01-01 2027-04-30")


def test_a_fragment_for_htmx_and_only_the_impact_where_that_is_asked(world):
    assert b"<html" not in world.get(**HTMX).content
    part = world.get(LATER, **HTMX | {"HX-Target": "reschedule-impact"}).content.decode()
    assert part.lstrip().startswith("<div id=") or 'id="reschedule-impact"' in part
    assert "<form" not in part


def test_a_move_that_touches_nothing_is_marked_clear(world):
    text = world.get({"starts_on": "2026-12-01", "ends_on": "2027-05-31", "moved": "1"}, **HTMX).content.decode()
    assert "data-clear" in text and "data-editor" not in text and "Nothing else is touched" in text
    assert "data-clear" not in world.get(LATER | {"moved": "1"}, **HTMX).content.decode()


def test_save_alone_and_back_to_where_one_came_from(world):
    answer = world.post()
    assert answer["Location"] == f"/g/{world.goal.key}/"
    assert (world.days(world.goal), world.days(world.release)) == ("2027-02-01 2027-05-31", "2027-01-01 2027-04-30")
    answer = world.post({"from": "timeline", "ends_on": "2027-06-01"})
    assert answer["Location"] == "/p/BIKE/roadmap/?view=timeline"


def test_save_with_what_moves_along_and_undo_all(world):
    answer = world.post({"along": world.mark()}, **HTMX)
    text = answer.content.decode()
    assert (answer.status_code, answer["HX-Trigger"]) == (200, "goal-changed")
    assert "and 1 other along with it" in text
    assert world.days(world.release) == "2027-02-01 2027-05-31"
    event = re.search(r'name="event" value="(\d+)"', text)[1]
    assert f"/g/{world.goal.key}/dates/undo/" in text
    answer = world.client.post(f"/g/{world.goal.key}/dates/undo/", {"event": event}, headers=HTMX)
    assert (answer.status_code, b"2 goals are as before" in answer.content) == (200, True)
    assert (world.days(world.goal), world.days(world.release)) == ("2027-01-01 2027-04-30",) * 2
    answer = world.client.post(f"/g/{world.goal.key}/dates/undo/", {"event": event}, headers=HTMX)
    assert answer.status_code == 422


def test_without_htmx_the_notice_offers_the_same_undo(world):
    world.post({"along": world.mark()})
    text = world.client.get("/p/BIKE/roadmap/?view=timeline").content.decode()
    event = re.search(r'name="event" value="(\d+)"', text)[1]
    assert world.client.post(f"/g/{world.goal.key}/dates/undo/", {"event": event}).status_code == 302
    assert world.days(world.release) == "2027-01-01 2027-04-30"


def test_a_stale_version_is_a_clash_that_keeps_what_was_typed(world):
    fresh(world.goal).revise(by=product_owner(world.product), title="Riders book")
    answer = world.post({"version": 1}, **HTMX)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="2027-02-01"' in text and "while you were reading it" in text and 'name="version" value="2"' in text
    assert world.days(world.goal) == "2027-01-01 2027-04-30"


def test_the_version_of_the_bar_is_the_one_that_counts(world):
    fresh(world.goal).revise(by=None, title="Riders book")
    text = world.get(LATER | {"version": "1", "moved": "1"}, **HTMX).content.decode()
    assert 'name="version" value="1"' in text
    assert world.post({"version": 1, "moved": "1"}, **HTMX).status_code == 409


def test_other_shifts_than_were_seen_are_shown_again(world):
    mark = world.mark()
    fresh(world.release).revise(by=None, ends_on=date(2027, 4, 29))
    answer = world.post({"along": mark}, **HTMX)
    assert (answer.status_code, b"has changed meanwhile" in answer.content) == (409, True)
    assert world.post({"along": "no such mark"}, **HTMX).status_code == 409
    assert world.days(world.goal) == "2027-01-01 2027-04-30"


@pytest.mark.parametrize(
    "words",
    [{"starts_on": "31.12.2027"}, {"ends_on": "2027-01-31"}, {"starts_on": "2027-13-01"}, {"ends_on": "x" * 99}],
)
def test_a_bad_value_is_422(world, words):
    assert world.post(words).status_code == 422
    assert world.get(LATER | words).status_code == 422
    assert world.get(LATER | words, **HTMX | {"HX-Target": "reschedule-impact"}).status_code == 422


def test_an_archived_goal_is_refused(world):
    mark, read = world.mark(), fresh(world.goal).version
    fresh(world.goal).archive(by=None)
    asked = world.get(LATER)
    assert asked.status_code == 422 and "is archived. Restore it" in asked.content.decode()
    for words, status in (({}, 422), ({"along": mark}, 422), ({"version": read}, 409), ({"along": "x"}, 422)):
        answer = world.post(words)
        assert answer.status_code == status, words


def test_who_may(world):
    stranger = Client()
    stranger.force_login(product_owner(make_product()))
    assert stranger.get(f"/g/{world.goal.key}/dates/").status_code == 404
    for role, status in (("coach", 302), ("developer", 403), ("stakeholder", 403), ("viewer", 403)):
        assert world.post({"starts_on": ""}, world.of(role)).status_code == status
    event = Event.objects.filter(goal=world.goal).latest("id")
    undo = f"/g/{world.goal.key}/dates/undo/"
    assert world.of("viewer").post(undo, {"event": event.pk}).status_code == 403
    assert world.client.get(undo).status_code == 405
    for wrong in ("", "x", "999999999", str(Event.objects.earliest("id").pk)):
        assert world.client.post(undo, {"event": wrong}).status_code == 404
    assert world.client.put(f"/g/{world.goal.key}/dates/").status_code == 405


def test_queries(world, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        world.get(LATER)
