"""The words of the account pages and letters: ours, and "e-mail" everywhere."""

import re
from pathlib import Path

import allauth
import pytest
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.core import mail
from django.urls import reverse

from goalchain.lib.templatetags.ui import complaints
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
LETTERS = settings.BASE_DIR / "templates/account/email"
FOREIGN = re.compile(r"\b(?<!/)[Ee]mail\b(?!/)|Hello from|Thank you for using|This field is required")


def said(html):
    """What a page says, without its code."""
    body = html.split("<body", 1)[1]
    return re.sub(r"<[^>]*>", " ", body)


@pytest.mark.parametrize(
    ("url", "typed", "words"),
    [
        ("account_login", {"login": "", "password": ""}, ("Type the e-mail address", "Type your password")),
        ("account_login", {"login": "a@example.com", "password": "wrong"}, ("do not belong together",)),
        ("account_signup", {}, ("Type your name", "Type the e-mail address", "Choose a password")),
        ("account_signup", {"name": "A", "email": "nobody", "password1": "short"}, ("“nobody” is no e-mail address",)),
        ("account_reset_password", {"email": ""}, ("Type the e-mail address",)),
    ],
)
def test_a_form_at_the_entrance_says_what_to_do(client, url, typed, words):
    told = said(client.post(reverse(url), typed).content.decode())
    for word in words:
        assert told.count(word) == 1, "said beside its field, and nowhere else"
    assert not FOREIGN.search(told)


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "account_name", "tokens"])
def test_the_pages_of_an_account_share_their_tabs(client, name):
    client.force_login(make_user(password=PASSWORD))
    html = client.get(reverse(name)).content.decode()
    tabs = html.split('aria-label="Account"')[1].split("</nav>")[0]
    assert tabs.count("<a ") == 4
    assert f'href="{reverse(name)}" aria-current="page"' in tabs
    assert not FOREIGN.search(said(html))


@pytest.mark.parametrize("verified", [True, False])
def test_only_an_unconfirmed_address_gets_another_letter(client, verified):
    user = make_user()
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": verified, "primary": True})
    client.force_login(user)
    html = client.get(reverse("account_email")).content.decode()
    assert ("Send the confirmation again" in html) is not verified


@pytest.mark.parametrize("email", ["mara@example.com", "nobody@example.com"])
def test_the_letter_for_a_new_password_is_one_sentence_and_the_link(client, email):
    make_user("mara@example.com")
    client.post(reverse("account_reset_password"), {"email": email})
    [letter] = mail.outbox
    assert letter.subject.startswith("GoalChain: ")
    sentence, link, end = [part for part in str(letter.body).split("\n\n") if part.strip()]
    assert link.startswith("http://testserver/")
    assert sentence.endswith(".")
    assert end.startswith("If you expected nothing like this")
    assert not FOREIGN.search(str(letter.body))


def test_the_letter_that_confirms_an_address(client):
    client.post(reverse("account_signup"), {"name": "Mara", "email": "mara@example.com", "password1": PASSWORD})
    [letter] = mail.outbox
    assert letter.subject == "GoalChain: Confirm your e-mail address"
    assert str(letter.body).startswith("Welcome to GoalChain. Confirm with this link")
    assert not FOREIGN.search(str(letter.body))


def test_every_letter_has_a_subject_and_is_ours():
    theirs = Path(allauth.__file__).parent / "templates/account/email"
    assert {path.name for path in theirs.glob("*.txt")} == {path.name for path in LETTERS.glob("*.txt")}


def test_an_empty_field_says_what_to_do_by_default():
    class Anything(forms.Form):
        name = forms.CharField()
        kind = forms.ChoiceField(choices=[("a", "A")])

    form = Anything({})
    assert form.errors == {"name": ["Fill this in."], "kind": ["Choose one of these."]}
    form.add_error(None, "Not like this.")
    assert [list(told) for told in complaints(form)] == [["words"], ["field"], ["field"]]
