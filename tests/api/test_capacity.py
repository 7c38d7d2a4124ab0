"""/api/v1/sprints/ID/capacity/, taking a sprint away, and moving later ones along."""

from datetime import date

import pytest

from goalchain.products.access import READ_PLANNING, RIGHTS, Role
from sprints.models import Sprint
from tests.api.caller import Caller, done, refused
from tests.factories import make_member, make_product, make_sprint, make_user, product_owner

pytestmark = pytest.mark.django_db
DATES = {"starts_on": date(2026, 11, 16), "ends_on": date(2026, 11, 29)}
EMPTY = {"holidays": 0, "note": "", "people": [], "working_days": 10, "days": 0, "version": 0}


@pytest.fixture
def sprint():
    return make_sprint(make_product(key="CAP"), **DATES)


@pytest.fixture
def owner(sprint):
    return Caller(product_owner(sprint.product))


@pytest.fixture
def path(sprint):
    return f"sprints/{sprint.pk}/capacity/"


def test_it_is_noted_and_changed(owner, sprint, path):
    email = product_owner(sprint.product).email
    assert done(owner.get(path)) == EMPTY | {"sprint": sprint.pk}
    people = [{"person": email.upper(), "away": 2.5, "reason": "Holiday"}]
    refused(owner.patch(path, {"people": people}), 428)
    told = done(owner.patch(path, {"people": people, "holidays": 1}, match=0))
    share = {"person": email, "away": 2.5, "reason": "Holiday", "days": None, "available": 6.5}
    assert told == EMPTY | {
        "sprint": sprint.pk, "holidays": 1, "people": [share], "working_days": 9, "days": 6.5, "version": 1,
    }  # fmt: skip
    refused(owner.patch(path, {"note": "New"}, match=0), 412)
    told = done(owner.patch(path, {"note": "New"}, match=1))
    assert (told["note"], told["people"], told["version"]) == ("New", [share], 2)
    assert done(owner.get(path)) == told


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"holidays": -1}, "holidays"),
        ({"holidays": 100}, "holidays"),
        ({"holidays": "1"}, "holidays"),
        ({"people": [{"person": "nobody@example.com"}]}, "people"),
        ({"people": "x"}, "people"),
        ({"version": 1}, "version"),
        ({"days": 8}, "days"),
    ],
)
def test_what_cannot_be_is_refused(owner, path, body, field):
    refused(owner.patch(path, body, match=0), 422, field)
    assert done(owner.get(path))["version"] == 0


@pytest.mark.parametrize("role", [role for role in Role if role not in RIGHTS[READ_PLANNING]])
def test_outside_planning_there_is_none(sprint, path, role):
    member = Caller(make_member(sprint.product, role))
    assert member.get(path).status_code == 404
    assert member.patch(path, {"note": "x"}, match=0).status_code == 404


def test_a_stranger_finds_nothing(path):
    stranger = Caller(make_user())
    assert stranger.get(path).status_code == 404
    assert stranger.get("sprints/0/capacity/").status_code == 404


def etag(owner, sprint):
    return owner.get(f"sprints/{sprint.pk}/").headers["ETag"].strip('"')


def test_an_empty_sprint_is_taken_away(owner, sprint, path):
    done(owner.patch(path, {"note": "New"}, match=0))
    where = f"sprints/{sprint.pk}/"
    refused(owner.delete(where), 428)
    refused(owner.delete(where, match="x"), 412)
    refused(owner.delete(where, match=etag(owner, sprint)), 422)
    done(owner.patch(path, {"note": ""}, match=1))
    done(owner.delete(where, match=etag(owner, sprint)), 204)
    assert not Sprint.objects.filter(pk=sprint.pk).exists()


def test_a_developer_takes_no_sprint_away(sprint, owner):
    developer = Caller(make_member(sprint.product, "developer"))
    refused(developer.delete(f"sprints/{sprint.pk}/", match=etag(owner, sprint)), 403)


def test_later_sprints_move_along(owner, sprint):
    far = make_sprint(team=sprint.team, starts_on=date(2100, 1, 4), ends_on=date(2100, 1, 17))
    later = make_sprint(team=sprint.team)
    where = f"sprints/{far.pk}/"
    refused(owner.patch(where, {"ends_on": "2100-01-24"}, match=etag(owner, far)), 422, "starts_on")
    told = done(owner.patch(where, {"ends_on": "2100-01-24", "along": True}, match=etag(owner, far)))
    assert told["ends_on"] == "2100-01-24"
    moved = done(owner.get(f"sprints/{later.pk}/"))
    assert (moved["starts_on"], moved["ends_on"]) == ("2100-01-25", "2100-02-07")
