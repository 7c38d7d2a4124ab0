"""/accounts/tokens/ and `manage.py api_token`: tokens are made, shown once, and revoked."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from goalchain.accounts.models import ApiToken
from tests.factories import make_token, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
PATH = "/accounts/tokens/"


@pytest.fixture
def person(client):
    person = make_user()
    client.force_login(person)
    return person


def shown(answer):
    found = re.search(r'id="new-token">([0-9a-f]+)<', answer.content.decode())
    return found and found[1]


def works(text):
    return Client().get("/api/v1/", headers={"Authorization": f"Bearer {text}"}).status_code == 200


def test_a_new_token_is_shown_once_and_works(client, person):
    answer = client.post(PATH, {"name": "Dashboard", "scope": "write", "days": "30"})
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    text = shown(answer)
    assert works(text)
    token = ApiToken.objects.get(user=person)
    assert (token.name, token.scope) == ("Dashboard", "write")
    assert timedelta(days=29) < token.expiry - timezone.now() <= timedelta(days=30)
    page = client.get(PATH)
    assert "Dashboard" in page.content.decode()
    assert shown(page) is None
    assert text not in page.content.decode()
    assert token.token_key not in page.content.decode()


def test_without_days_it_does_not_expire(client, person):
    client.post(PATH, {"name": "Dashboard", "scope": "read", "days": ""})
    assert ApiToken.objects.get(user=person).expiry is None
    assert "does not expire" in client.get(PATH).content.decode()


@pytest.mark.parametrize(
    "words",
    [
        {"name": ""},
        {"name": "x" * 101},
        {"name": "\0"},
        {"scope": "all"},
        {"scope": ""},
        {"days": "0"},
        {"days": "3651"},
        {"days": "9" * 40},
        {"days": "soon"},
    ],
)
def test_a_bad_value(client, person, words):
    answer = client.post(PATH, {"name": "Dashboard", "scope": "read", "days": "30"} | words)
    assert answer.status_code == 422
    assert not ApiToken.objects.exists()


def test_revoking(client, person):
    text = make_token(person, name="Dashboard")
    address = re.search(rf'action="({PATH}\w+/removal/)"', client.get(PATH).content.decode())[1]
    assert client.get(address).status_code == 405
    answer = client.post(address, follow=True)
    assert "“Dashboard” is revoked" in answer.content.decode()
    assert not works(text)
    assert client.post(address).status_code == 404


def test_other_peoples_tokens_are_not_there(client, person):
    other = Client()
    other.force_login(owner := make_user())
    text = make_token(owner, name="Theirs")
    address = re.search(rf'action="({PATH}\w+/removal/)"', other.get(PATH).content.decode())[1]
    assert "Theirs" not in client.get(PATH).content.decode()
    assert client.post(address).status_code == 404
    assert works(text)


def test_expired_tokens_say_so(client, person):
    make_token(person, expires_in=timedelta(days=-1))
    assert "expired" in client.get(PATH).content.decode()


def test_nobody_is_sent_to_sign_in(client):
    assert client.get(PATH).headers["Location"].startswith("/accounts/login/")
    assert client.post(PATH).status_code == 302
    assert client.post(f"{PATH}x/removal/").status_code == 302
    assert client.put(PATH).status_code in (302, 405)


def test_queries_do_not_grow(client, person):
    make_token(person)
    few = queries_of(lambda: client.get(PATH))
    for _ in range(4):
        make_token(person)
    assert queries_of(lambda: client.get(PATH)) == few <= 4


def test_the_command_prints_a_token_that_works():
    person, out = make_user("po@example.com"), StringIO()
    call_command("api_token", "PO@example.com", name="Script", scope="read", days=7, stdout=out)
    assert works(out.getvalue().strip())
    token = ApiToken.objects.get(user=person)
    assert (token.name, token.scope) == ("Script", "read")


@pytest.mark.parametrize(
    ("email", "options"),
    [
        ("nobody@example.com", {}),
        ("po@example.com", {"name": " "}),
        ("po@example.com", {"name": "\0"}),
        ("po@example.com", {"days": 0}),
        ("po@example.com", {"days": 99_999_999}),
        ("gone@example.com", {}),
    ],
)
def test_the_command_refuses(email, options):
    make_user("po@example.com")
    make_user("gone@example.com", is_active=False)
    with pytest.raises(CommandError):
        call_command("api_token", email, **{"name": "Script", "scope": "read"} | options)
    assert not ApiToken.objects.exists()
