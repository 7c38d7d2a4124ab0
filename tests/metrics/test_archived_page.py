"""What was taken off a goal, and where it is restored."""

import pytest
from django.test import Client

from tests.factories import fresh, make_assumption, make_goal, make_member, make_metric, make_user, product_owner

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def text(answer):
    return answer.content.decode()


@pytest.fixture
def goal():
    return make_goal()


@pytest.fixture
def owner(goal):
    return signed_in(product_owner(goal.product))


def test_the_goal_tells_how_much_is_archived_and_where_it_is(owner, goal):
    metric, assumption = make_metric(goal, name="Bookings <b>"), make_assumption(goal, statement="Riders trust ratings")
    assert "archived/" not in text(owner.get(f"/g/{goal.key}/"))
    assert "Nothing of" in text(owner.get(f"/g/{goal.key}/archived/"))
    metric.archive(by=None)
    assumption.archive(by=None)
    page = text(owner.get(f"/g/{goal.key}/"))
    assert page.count(f'href="/g/{goal.key}/archived/"') == 2
    assert "Riders trust ratings" not in page.partition('id="history"')[0]
    archived = text(owner.get(f"/g/{goal.key}/archived/"))
    assert "Bookings &lt;b&gt;" in archived and "Riders trust ratings" in archived
    assert archived.count("Restore<") == 2


def test_restore_both(owner, goal):
    metric, assumption = make_metric(goal, name="Bookings"), make_assumption(goal, statement="Riders trust ratings")
    metric.archive(by=None)
    assumption.archive(by=None)
    for path, version in (
        (f"metrics/{metric.pk}/restoration/", metric.version),
        (f"assumptions/{assumption.pk}/restoration/", assumption.version),
    ):
        assert owner.post(f"/g/{goal.key}/{path}", {"read": version}).status_code == 302
    page = text(owner.get(f"/g/{goal.key}/"))
    assert "Bookings" in page and "Riders trust ratings" in page
    assert "Nothing of" in text(owner.get(f"/g/{goal.key}/archived/"))


def test_what_is_not_archived_or_has_changed_is_refused(owner, goal):
    assumption = make_assumption(goal)
    path = f"/g/{goal.key}/assumptions/{assumption.pk}/restoration/"
    answer = owner.post(path, {"read": assumption.version})
    assert answer.status_code == 422 and "not archived" in text(answer)
    assumption.archive(by=None)
    assert owner.post(path, {"read": assumption.version - 1}).status_code == 409
    assert owner.get(path).status_code == 405
    assert owner.post(f"/g/{goal.key}/assumptions/999999/restoration/").status_code == 404


def test_who_may_read_and_who_may_restore(goal):
    assumption = make_assumption(goal, statement="Riders trust ratings")
    assumption.archive(by=None)
    viewer, stranger = signed_in(make_member(goal.product, "viewer")), signed_in(make_user())
    page = text(viewer.get(f"/g/{goal.key}/archived/"))
    assert "Riders trust ratings" in page and "Restore<" not in page
    path = f"/g/{goal.key}/assumptions/{assumption.pk}/restoration/"
    assert viewer.post(path, {"read": assumption.version}).status_code == 403
    assert stranger.post(path).status_code == stranger.get(f"/g/{goal.key}/archived/").status_code == 404


def test_nothing_returns_to_an_archived_goal(owner, goal):
    assumption = make_assumption(goal)
    assumption.archive(by=None)
    fresh(goal).archive(by=None)
    assert "Restore<" not in text(owner.get(f"/g/{goal.key}/archived/"))
    path = f"/g/{goal.key}/assumptions/{assumption.pk}/restoration/"
    assert owner.post(path, {"read": assumption.version}).status_code == 422
