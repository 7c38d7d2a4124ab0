"""Who calls: tokens with their scope and expiry, and the session of a browser."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from tests.api.caller import Caller, done, refused
from tests.factories import make_goal, make_product, make_token, make_user, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


def ask_with(header):
    return Client().get("/api/v1/", headers={"Authorization": header})


def test_a_token_says_who_calls():
    person = make_user()
    assert done(ask_with(f"Bearer {make_token(person)}"))["you"] == person.email
    assert done(ask_with(f"bearer  {make_token(person)} "))["you"] == person.email


@pytest.mark.parametrize("header", ["Bearer", "Bearer x", "Bearer \xff", "Basic eA==", "Token x", "", "Bearer a b"])
def test_what_is_no_token(header):
    answer = ask_with(header)
    refused(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_nobody_is_signed_in():
    answer = Client().get("/api/v1/goals/")
    refused(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_expired_token():
    refused(ask_with(f"Bearer {make_token(make_user(), expires_in=timedelta(seconds=-1))}"), 401)
    done(ask_with(f"Bearer {make_token(make_user(), expires_in=timedelta(days=1))}"))


def test_a_deactivated_person():
    person = make_user()
    token = make_token(person)
    client = Client()
    client.force_login(person)
    person.is_active = False
    person.save()
    refused(ask_with(f"Bearer {token}"), 401)
    refused(client.get("/api/v1/"), 401)


def test_a_reading_token_writes_nothing():
    goal = make_goal(make_product(key="BIKE"))
    reader = Caller(product_owner(goal.product), scope="read")
    path = f"goals/{goal.key}/"
    done(reader.get(path))
    assert reader.ask("HEAD", path).status_code == 200
    assert reader.ask("OPTIONS", path).status_code == 204
    refused(reader.patch(path, {"title": "x"}, match=1), 403)
    refused(reader.post(f"{path}agreement/", match=1), 403)
    refused(reader.post("goals/", {}), 403)
    refused(reader.delete("products/BIKE/", match=1), 403)
    assert "read" in refused(reader.ask("PUT", path), 403)


def test_a_session_reads_and_writes_with_the_csrf_token():
    goal = make_goal(make_product(key="BIKE"))
    client = Client(enforce_csrf_checks=True)
    client.force_login(product_owner(goal.product))
    path = f"/api/v1/goals/{goal.key}/"
    done(client.get(path))
    change = {"data": json.dumps({"title": "New"}), "content_type": "application/json"}
    refused(client.patch(path, **change, headers={"If-Match": '"1"'}), 403)
    client.get("/accounts/tokens/")
    token = client.cookies["csrftoken"].value
    done(client.patch(path, **change, headers={"If-Match": '"1"', "X-CSRFToken": token}))


def test_a_token_costs_one_query():
    caller = Caller(make_user())
    for _ in range(3):
        make_token(make_user(), expires_in=timedelta(days=-1))
    assert queries_of(lambda: done(caller.get(""))) == 1
