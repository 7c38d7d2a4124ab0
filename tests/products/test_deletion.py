"""Deleting a product for everybody, and bringing it back."""

import pytest
from django.urls import reverse

from goalchain.products.access import Role
from tests.factories import make_goal, make_member, make_product, make_user, product_owner

pytestmark = pytest.mark.django_db
OTHERS = [role for role in Role if role != Role.OWNER]


@pytest.fixture
def product():
    return make_product(key="BIKE")


@pytest.fixture
def owner(client, product):
    client.force_login(product_owner(product))
    return product_owner(product)


@pytest.fixture
def deletion(product):
    return reverse("product_deletion", args=[product.key])


@pytest.fixture
def restoration(product):
    return reverse("product_restoration", args=[product.key])


def is_deleted(product):
    product.refresh_from_db()
    return product.deleted_at is not None


def test_it_takes_the_typed_key(client, owner, product, deletion):
    goal = make_goal(product)
    response = client.post(deletion, {"key": " bike "})
    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert is_deleted(product)
    for url in (product.get_absolute_url(), goal.get_absolute_url(), deletion, reverse("members", args=["BIKE"])):
        assert client.get(url).status_code == 404


@pytest.mark.parametrize("typed", ["", "BIKES", "bike\0"])
def test_another_word_deletes_nothing(client, owner, product, deletion, typed):
    assert client.post(deletion, {"key": typed}).status_code == 422
    assert not is_deleted(product)


def test_it_says_what_happens_first(client, owner, product, deletion):
    assert "Nothing is destroyed" in client.get(deletion).content.decode()
    assert not is_deleted(product)


def test_an_owner_brings_it_back_with_everything(client, owner, product, deletion, restoration):
    goal = make_goal(product)
    client.post(deletion, {"key": "BIKE"})
    response = client.post(restoration)
    assert (response.status_code, response["Location"]) == (302, product.get_absolute_url())
    assert not is_deleted(product)
    assert client.get(goal.get_absolute_url()).status_code == 200


def test_a_product_that_is_there_cannot_be_restored(client, owner, restoration):
    assert client.post(restoration).status_code == 404


@pytest.mark.parametrize("role", OTHERS)
def test_a_member_without_the_right_is_refused(client, product, deletion, restoration, role):
    client.force_login(make_member(product, role))
    assert client.get(deletion).status_code == 403
    assert client.post(deletion, {"key": "BIKE"}).status_code == 403
    assert not is_deleted(product)
    product.delete_for_all(by=product_owner(product))
    assert client.post(restoration).status_code == 403
    assert is_deleted(product)


def test_a_stranger_finds_nothing(client, product, deletion, restoration):
    client.force_login(make_user())
    assert client.post(deletion, {"key": "BIKE"}).status_code == 404
    product.delete_for_all(by=product_owner(product))
    assert client.post(restoration).status_code == 404


def test_other_methods_are_refused(client, owner, deletion, restoration):
    assert client.put(deletion).status_code == 405
    assert client.get(restoration).status_code == 405
