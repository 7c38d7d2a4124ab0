"""Feedback by a link: taken in, throttled, answered where it was said."""

import re
from html import unescape

import pytest

from goalchain.goals.models import Event
from goalchain.talk.models import Feedback
from tests.factories import make_chain_of_all_levels, make_feedback, make_share, product_owner

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "say-goal-4"}


@pytest.fixture
def chain():
    return make_chain_of_all_levels()


@pytest.fixture
def link(chain):
    return make_share(chain.product, name="For the board")


@pytest.fixture
def address(link, chain):
    return f"/s/{link[1]}/goals/{chain['product'].number}/feedback/"


def test_what_a_visitor_says_arrives(client, chain, link, address):
    response = client.post(address, {"text": "When can I cancel?", "name": "Ada"})
    number = chain["product"].number
    assert (response.status_code, response["Location"]) == (302, f"/s/{link[1]}/?said={number}#say-goal-{number}")
    assert not response.cookies
    assert "Thank you" in client.get(response["Location"]).content.decode()
    said = Feedback.objects.get(product=chain.product)
    assert (said.text, said.name, said.source, said.about_id) == (
        "When can I cancel?",
        "Ada",
        "For the board",
        chain["product"].pk,
    )
    event = Event.objects.get(subject="feedback")
    assert (event.verb, event.actor, event.goal_id) == ("receive", None, chain["product"].pk)


def test_htmx_gets_the_thanks_in_place(client, address):
    response = client.post(address, {"text": "When can I cancel?"}, headers=HTMX)
    assert response.status_code == 200
    assert response.content.decode().lstrip().startswith('<p class="notice share-thanks"')
    form = client.get(address, headers=HTMX).content.decode()
    assert "<!doctype" not in form and 'hx-target="#say-goal-4"' in form


def test_without_words_it_is_refused_with_words(client, address):
    for headers in ({}, HTMX):
        response = client.post(address, {"text": "  ", "name": "Ada"}, headers=headers)
        assert response.status_code == 422
        assert "Write a few words" in response.content.decode() and 'value="Ada"' in response.content.decode()
    assert not Feedback.objects.exists()


def test_the_trap_is_told_and_the_words_stay(client, address):
    response = client.post(address, {"text": "Buy now", "website": "http://spam.example"})
    assert response.status_code == 422
    assert "catching programs" in response.content.decode() and "Buy now" in response.content.decode()
    assert not Feedback.objects.exists()


def test_too_much_at_once_is_refused_and_the_words_stay(client, address):
    for number in range(6):
        assert client.post(address, {"text": f"Word {number}"}).status_code == 302
    late = client.post(address, {"text": "One more word"})
    assert late.status_code == 429 and "One more word" in late.content.decode()
    assert client.post(address, {"text": "Another person"}, REMOTE_ADDR="10.1.2.3").status_code == 302
    assert Feedback.objects.count() == 7


def test_what_is_over_is_said_in_place_and_the_words_stay(client, chain, link, address):
    link[0].revoke(by=product_owner(chain.product))
    response = client.post(address, {"text": "When can I cancel?"}, headers=HTMX)
    assert response.status_code == 410
    assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#say-goal-4 .share-refused", "innerHTML")
    html = response.content.decode()
    assert "<!doctype" not in html and "was revoked" in html and "Your words were not sent" in html
    response = client.get(address, headers=HTMX)
    assert (response.status_code, response["HX-Retarget"]) == (410, "#say-goal-4")
    odd = client.get(address, headers=HTMX | {"HX-Target": "x%0d%0ay", "HX-Target-URI-AutoEncoded": "true"})
    assert odd.status_code == 410 and "HX-Retarget" not in odd
    assert "<!doctype" in client.get(address).content.decode()


def test_a_password_whose_time_is_over_is_asked_for_without_a_page_in_the_page(client, chain):
    _, token = make_share(chain.product, password="sesame open")
    response = client.get(f"/s/{token}/goals/{chain['product'].number}/feedback/", headers=HTMX)
    html = response.content.decode()
    assert "<!doctype" not in html and f'href="/s/{token}/"' in html and "twelve hours" in html
    assert chain["product"].title not in html


# -- words that came after the twelve hours ----------------------------------------------------------------------------

TYPED = {"text": 'When can I\r\n<b>"cancel"</b>?', "name": "Ada & Co"}


@pytest.fixture
def locked(chain):
    """A link with a password whose time is over, and the address of its feedback."""
    link, token = make_share(chain.product, password="sesame open")
    return link, f"/s/{token}/", f"/s/{token}/goals/{chain['product'].number}/feedback/"


def hidden(response):
    """What the hidden fields of the page's form hold, by name, as a browser sends them again."""
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', response.content.decode())
    return {name: unescape(value) for name, value in fields}


def test_words_wait_for_the_password_and_stand_in_their_form_again(client, chain, locked):
    link, base, address = locked
    asked = client.post(address, TYPED)
    kept = {"about": str(chain["product"].number), "text": 'When can I\n<b>"cancel"</b>?', "name": "Ada & Co"}
    assert "not sent yet" in asked.content.decode() and hidden(asked) == kept
    assert "<b>" not in asked.content.decode().split("<form")[1]
    wrong = client.post(f"{base}password/", hidden(asked) | {"password": "sesame"})
    assert wrong.status_code == 422 and hidden(wrong) == kept
    right = client.post(f"{base}password/", hidden(wrong) | {"password": "sesame open"})
    assert right.status_code == 200 and right.cookies["share"]["path"] == base
    assert "not sent yet" in right.content.decode() and f'action="{address}"' in right.content.decode()
    words = {name: right.context["form"][name].value() for name in ("text", "name")}
    assert words == {name: kept[name] for name in words} and "&lt;b&gt;&quot;cancel" in right.content.decode()
    assert not Feedback.objects.exists(), "nothing is stored before it is sent"
    assert client.post(address, words).status_code == 302
    assert link.voices.get().feedback.text == kept["text"]


def test_words_that_wait_are_no_longer_than_what_can_be_typed(client, locked):
    _, base, address = locked
    kept = hidden(client.post(address, {"text": "x\r\n" * 3000, "name": "y" * 200}))
    assert (len(kept["text"]), len(kept["name"])) == (4000, 100)
    again = {"about": kept["about"], "text": "z" * 5000, "name": "y", "password": "sesame"}
    assert len(hidden(client.post(f"{base}password/", again))["text"]) == 4000


def test_words_about_a_goal_that_left_meanwhile_are_not_lost(client, chain, locked):
    _, base, address = locked
    kept = hidden(client.post(address, TYPED))
    chain["product"].archive(by=chain.owner)
    gone = client.post(f"{base}password/", kept | {"password": "sesame open"})
    assert gone.status_code == 404 and "&lt;b&gt;&quot;cancel&quot;" in gone.content.decode()


@pytest.mark.parametrize("about", ["", "x", "-1", "9" * 30, "²"])
def test_a_password_with_odd_words_only_opens(client, locked, about):
    _, base, _ = locked
    response = client.post(f"{base}password/", {"password": "sesame open", "about": about, "text": "Hello"})
    assert (response.status_code, response["Location"]) == (302, base)


def test_another_site_cannot_send_it(client, address):
    response = client.post(address, {"text": "Sent by a trick"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert not Feedback.objects.exists()


def test_only_goals_of_the_page_take_feedback(client, chain, link):
    for number in (chain["sprint"].number, chain["vision"].number, 9999, 10**30):
        response = client.post(f"/s/{link[1]}/goals/{number}/feedback/", {"text": "What about this?"})
        assert response.status_code == 404
    assert not Feedback.objects.exists()


def test_the_answer_shows_where_it_was_said_and_only_there(client, chain, link):
    said = make_feedback(link=link[0], text="When can I <b>cancel</b>?", about=chain["product"], name="Ada")
    address = f"/s/{link[1]}/"
    assert "cancel" not in client.get(address).content.decode(), "nothing that nobody has answered is shown to others"
    said.reply("From March on.", by=product_owner(chain.product))
    html = client.get(address).content.decode()
    assert "From March on." in html and "&lt;b&gt;cancel&lt;/b&gt;" in html
    _, other = make_share(chain.product)
    assert "From March on." not in client.get(f"/s/{other}/").content.decode()
    said.put_aside("Said twice", by=product_owner(chain.product))
    assert "From March on." not in client.get(address).content.decode()
