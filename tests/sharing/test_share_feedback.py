"""Feedback by a link: taken in, throttled, answered where it was said."""

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
