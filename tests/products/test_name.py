"""Changing one's own name: shown everywhere at once, and nobody else's."""

import pytest
from django.test import Client
from django.urls import reverse

from goalchain.goals.models import Event
from tests.factories import make_goal, make_member, make_product, make_user, product_owner

pytestmark = pytest.mark.django_db
URL = "/accounts/name/"


@pytest.fixture
def person(client):
    person = make_user(name="Mara Lint")
    client.force_login(person)
    return person


def test_the_form_holds_the_name(client, person):
    html = client.get(URL).content.decode()
    assert 'value="Mara Lint"' in html
    assert 'aria-current="page"' in html


def test_another_name_is_shown_at_once(client, person):
    assert client.post(URL, {"name": "Mara Lindt"})["Location"] == URL
    person.refresh_from_db()
    assert person.name == "Mara Lindt"
    html = client.get(reverse("home")).content.decode()
    assert "Your name is Mara Lindt now." in html
    assert "<span>Mara Lindt</span></summary>" in html


def test_a_page_that_colleagues_keep_shows_it_too(client, person):
    product = make_product()
    make_member(product, "coach", person)
    goal = make_goal(product, "vision", owner_id=person.pk)
    colleague = Client()
    colleague.force_login(product_owner(product))
    url = f"/g/{goal.key}/"
    colleague.get(url)  # the first answer brings the cookie that the tag counts in
    tag = colleague.get(url)["ETag"]
    assert colleague.get(url, headers={"If-None-Match": tag}).status_code == 304
    client.post(URL, {"name": "Mara Lindt"})
    response = colleague.get(url, headers={"If-None-Match": tag})
    assert response.status_code == 200
    assert "Mara Lindt" in response.content.decode()
    event = Event.objects.filter(product=product).latest("id")
    assert (event.verb, event.subject, event.former) == ("rename", "member", {"name": "Mara Lint"})


def test_the_same_name_is_no_change(client, person):
    product = make_product()
    make_member(product, "coach", person)
    product.refresh_from_db()
    revision = product.revision
    assert client.post(URL, {"name": "Mara Lint"}).status_code == 302
    product.refresh_from_db()
    assert product.revision == revision


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "nul\0"])
def test_a_bad_name_is_refused(client, person, name):
    assert client.post(URL, {"name": name}).status_code == 422
    person.refresh_from_db()
    assert person.name == "Mara Lint"


def test_somebody_who_is_not_signed_in_is_led_to_sign_in(client):
    assert client.get(URL).status_code == 302


def test_other_methods_are_refused(client, person):
    assert client.put(URL).status_code == 405
