"""/api/v1/dependencies/: which goals wait for which."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_goal, make_member, make_product, product_owner

from .caller import Caller, done

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    """A product."""
    return make_product(key="BIKE")


def test_made_listed_read_and_deleted(product):
    today = timezone.localdate()
    booking = make_goal(product, ends_on=today + timedelta(days=20))
    payment = make_goal(product, starts_on=today + timedelta(days=5))
    owner = Caller(product_owner(product))
    answer = owner.post("dependencies/", {"blocker": booking.key, "blocked": payment.key})
    made = done(answer, 201)
    expected = {"product": "BIKE", "blocker": booking.key, "blocked": payment.key, "late_by": 15}
    assert made == {"id": made["id"], **expected}
    where = f"dependencies/{made['id']}/"
    assert answer["Location"].endswith(where)
    assert done(owner.get(where)) == made
    assert done(owner.get("dependencies/?product=BIKE"))["results"] == [made]
    assert done(owner.get(f"dependencies/?blocked={booking.key}"))["results"] == []
    assert done(owner.get(f"dependencies/?blocker={booking.key}"))["results"] == [made]
    event = done(owner.get("products/BIKE/events/"))["results"][-1]
    assert (event["subject"], event["goal"], event["after"]["blocker"]) == ("dependency", payment.key, booking.key)
    assert owner.get(where)["ETag"] == answer["ETag"] == f'"{made["id"]}"'
    assert (owner.delete(where).status_code, owner.delete(where, match=0).status_code) == (428, 412)
    assert owner.delete(where, match=made["id"]).status_code == 204
    assert owner.get(where).status_code == 404
    assert owner.delete(where, match=made["id"]).status_code == 404


def test_a_cycle_is_refused_with_its_path(product):
    owner = Caller(product_owner(product))
    one, two = make_goal(product), make_goal(product)
    done(owner.post("dependencies/", {"blocker": one.key, "blocked": two.key}), 201)
    answer = owner.post("dependencies/", {"blocker": two.key, "blocked": one.key})
    assert answer.status_code == 422
    assert f"{two.key} waits for {one.key}" in answer.content.decode()
    assert owner.post("dependencies/", {"blocker": one.key, "blocked": one.key}).status_code == 422


def test_who_may(product):
    sprint, release = make_goal(product, "sprint"), make_goal(product, "release")
    developer = Caller(make_member(product, "developer"))
    assert developer.post("dependencies/", {"blocker": sprint.key, "blocked": release.key}).status_code == 403
    made = done(developer.post("dependencies/", {"blocker": release.key, "blocked": sprint.key}), 201)
    viewer, stranger = Caller(make_member(product, "viewer")), Caller(product_owner(make_product()))
    for caller in (viewer, stranger):
        assert caller.get(f"dependencies/{made['id']}/").status_code == 404
        assert done(caller.get("dependencies/"))["results"] == []
    sprint_event = [e for e in done(viewer.get("products/BIKE/events/"))["results"] if e["subject"] == "dependency"]
    assert sprint_event == []
    assert stranger.post("dependencies/", {"blocker": release.key, "blocked": release.key}).status_code == 404
