"""The demo's shortcuts: signed in at once, asked after a sign-out, somebody else by a button; only in a demo."""

import pytest
from django.urls import reverse

from goalchain.accounts.demo import EMAILS
from goalchain.sharing.demo.accounts import PEOPLE
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.demo_urls")]
HOME, LOGIN, DEEP = reverse("home"), reverse("account_login"), "/products/new/"
DEMO = "/accounts/demo/"


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEBUG, settings.DEMO_SIGN_IN = True, EMAILS[0]
    order = list(settings.MIDDLEWARE)
    order.insert(order.index("goalchain.lib.middleware.SignInFirst"), "goalchain.accounts.demo.SignInVisitors")
    settings.MIDDLEWARE = order
    return {email: make_user(email, name=f"Name of {email}") for email in EMAILS}


def who(client):
    return client.session.get("_auth_user_id")


def sign_out(client):
    client.get(HOME)
    assert client.post(reverse("account_logout")).status_code == 302


def test_the_accounts_are_those_that_the_demo_makes():
    assert tuple(email for email, _ in PEOPLE.values()) == EMAILS


@pytest.mark.parametrize("url", [HOME, DEEP])
def test_a_visitor_is_signed_in_and_told(client, demo, url):
    response = client.get(url)
    assert response.status_code == 200
    assert "you are signed in as Name of owner@example.com" in response.content.decode()
    assert who(client) == str(demo[EMAILS[0]].pk)


def test_who_has_signed_out_is_asked_from_then_on(client):
    sign_out(client)
    for url in (HOME, DEEP, HOME):
        response = client.get(url)
        assert (response.status_code, response["Location"].split("?")[0]) == (302, LOGIN)
    assert who(client) is None


def test_the_sign_in_page_offers_everybody(client, demo):
    sign_out(client)
    html = client.get(LOGIN).content.decode()
    assert all(person.name in html and f'value="{email}"' in html for email, person in demo.items())


def test_a_button_signs_in_and_leads_on(client, demo):
    sign_out(client)
    response = client.post(DEMO, {"email": EMAILS[3], "next": DEEP})
    assert (response.status_code, response["Location"]) == (302, DEEP)
    assert who(client) == str(demo[EMAILS[3]].pk)


def test_no_button_leads_to_another_host(client):
    assert client.post(DEMO, {"email": EMAILS[1], "next": "https://evil.example/"})["Location"] == HOME


@pytest.mark.parametrize("email", ["", "somebody@example.com"])
def test_nobody_else_is_entered_without_a_password(client, email):
    make_user("somebody@example.com")
    assert client.post(DEMO, {"email": email}).status_code == 404
    assert who(client) is None


def test_a_deactivated_account_is_not_entered(client, demo):
    demo[EMAILS[1]].is_active = False
    demo[EMAILS[1]].save()
    assert client.post(DEMO, {"email": EMAILS[1]}).status_code == 404


def test_htmx_and_forms_sign_nobody_in(client):
    assert client.get(DEEP, headers={"HX-Request": "true"}).status_code == 401
    assert client.post(DEEP).status_code == 302
    assert who(client) is None


def test_reading_the_address_is_refused(client):
    assert client.get(DEMO).status_code == 405


@pytest.mark.parametrize(("debug", "account"), [(False, EMAILS[0]), (True, "")])
def test_outside_a_demo_no_shortcut_works(client, settings, debug, account):
    settings.DEBUG, settings.DEMO_SIGN_IN = debug, account
    assert client.get(HOME).status_code == 302
    assert client.get(DEEP).status_code == 302
    assert client.post(DEMO, {"email": EMAILS[0]}).status_code == 404
    assert EMAILS[0] not in client.get(LOGIN).content.decode()
    assert who(client) is None


def test_outside_a_demo_a_sign_out_leaves_no_mark(client, settings, demo):
    settings.DEMO_SIGN_IN = ""
    client.force_login(demo[EMAILS[0]])
    client.post(reverse("account_logout"))
    assert not list(client.session.keys())
