"""Whatever refuses under /api/ is a problem (RFC 9457), never a page and never a server error."""

import pytest
from django.test import Client

from goalchain.products.models import Product
from tests.api.caller import Caller, done, refused
from tests.factories import make_goal, make_product, make_user, product_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal():
    return make_goal(make_product(key="BIKE"), "user")


@pytest.fixture
def owner(goal):
    return Caller(product_owner(goal.product))


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1", "/api/v1/goals", "/api/v2/", "/api/v1/goals/bike-1/", "/api/%00/"]
)
@pytest.mark.parametrize("method", ["get", "post", "patch", "delete"])
def test_there_is_nothing_here(path, method):
    refused(getattr(Client(enforce_csrf_checks=True), method)(path), 404)


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "nonsense",
        "[1,",
        '{"title": NaN}',
        '{"title": Infinity}',
        b"\xff\xfe",
        "[" * 100_000,
        "1" * 10_000,
        b"\x00",
    ],
)
def test_what_is_no_json(owner, goal, body):
    refused(owner.patch(f"goals/{goal.key}/", body, match=1), 400)


def test_an_empty_body_changes_nothing(owner, goal):
    assert done(owner.patch(f"goals/{goal.key}/", None, match=1))["version"] == 1


def test_other_media_types(owner, goal):
    for media_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        answer = owner.client.generic(
            "PATCH", f"/api/v1/goals/{goal.key}/", "title=x", media_type, headers=owner.headers | {"If-Match": '"1"'}
        )
        refused(answer, 415)
    refused(owner.client.get("/api/v1/", headers=owner.headers | {"Accept": "text/html"}), 406)
    utf16 = owner.client.generic(
        "PATCH",
        f"/api/v1/goals/{goal.key}/",
        "{}",
        "application/json; charset=utf-16",
        headers=owner.headers | {"If-Match": '"1"'},
    )
    refused(utf16, 400)


def test_a_body_that_is_too_large(owner, goal, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    refused(owner.patch(f"goals/{goal.key}/", {"title": "x" * 1000}, match=1), 413)
    done(owner.patch(f"goals/{goal.key}/", {"title": "x" * 100}, match=1))


def test_huge_and_odd_numbers(owner):
    for page_size in ("99999999999999999999", "-1", "1e3", "²"):
        refused(owner.get(f"goals/?page_size={page_size}"), 400, "page_size")
    for cursor in ("YQ", "YTk5OTk5OTk5OTk5OTk5OTk5OTk5", "%00", "%ED%A0%80", "=" * 50):
        refused(owner.get(f"goals/?cursor={cursor}"), 400, "cursor")


def test_nul_in_a_query(owner):
    for name in ("q", "product", "owner"):
        refused(owner.get(f"goals/?{name}=%00"), 400, name)


def test_markup_comes_back_as_typed(owner, goal):
    title = "<script>alert(1)</script> {{ 7*7 }} \u202e ﷽ 😀"
    assert done(owner.patch(f"goals/{goal.key}/", {"title": title}, match=1))["title"] == title


def test_a_key_taken_at_the_same_moment(owner, monkeypatch):
    """The check passes, the row cannot be written: still a refusal with words."""
    monkeypatch.setattr(type(Product.objects.all()), "exists", lambda self: False)
    refused(owner.post("products/", {"key": "BIKE", "name": "Again"}), 422, "key")


def test_our_own_mistake_is_no_problem_of_the_caller(owner, goal, monkeypatch):
    monkeypatch.setattr("goalchain.api.views.goals.one_goal", lambda goals: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        owner.get(f"goals/{goal.key}/")


def test_answers_are_for_their_caller_alone(owner, goal):
    answer = owner.get(f"goals/{goal.key}/")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in answer.headers["Vary"]


def test_strangers_learn_nothing_from_what_is_there(goal):
    stranger = Caller(make_user())
    there, not_there = stranger.get(f"goals/{goal.key}/"), stranger.get("goals/BIKE-99/")
    assert there.content.replace(goal.key.encode(), b"?") == not_there.content.replace(b"BIKE-99", b"?")
