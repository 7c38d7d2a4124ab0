"""/products/new/: a product, its key, its levels, its vision."""

import pytest
from django.urls import reverse

from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.products.keys import free_key, key_from
from goalchain.products.models import Product
from goalchain.products.presets import PRESETS
from tests.factories import make_product, make_user

pytestmark = pytest.mark.django_db
NEW = reverse("new_product")
TYPED = {"name": "Bike Service App", "key": "bike", "preset": "pichler", "vision": "Servicing is\nsimple"}


@pytest.fixture
def person(client):
    user = make_user()
    client.force_login(user)
    return user


def test_it_makes_the_product_with_its_vision(client, person):
    response = client.post(NEW, TYPED)
    assert (response.status_code, response["Location"]) == (302, "/p/BIKE/")
    product = Product.objects.get(key="BIKE")
    assert (product.name, product.preset) == ("Bike Service App", "pichler")
    assert product.memberships.get().user == person
    vision = Goal.objects.get(product=product)
    assert (vision.number, vision.level_name, vision.title, vision.owner) == (
        1,
        "vision",
        "Servicing is simple",
        person,
    )


def test_the_vision_may_follow_later(client, person):
    assert client.post(NEW, TYPED | {"vision": ""}).status_code == 302
    assert not Goal.objects.exists()


def test_an_empty_key_is_made_from_the_name(client, person):
    make_product(key="BIKE")
    client.post(NEW, TYPED | {"key": ""})
    assert Product.objects.filter(key="BIKE2").exists()


def test_a_taken_key_is_refused_with_a_free_one_and_nothing_typed_is_lost(client, person):
    make_product(key="BIKE")
    response = client.post(NEW, TYPED | {"vision": "Servicing is simple"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "The key BIKE is taken. BIKE2 is free." in html
    for typed in ('value="Bike Service App"', 'value="bike"', "Servicing is simple</textarea>"):
        assert typed in html
    assert 'value="pichler" aria-describedby="preset-pichler" checked' in html
    assert Product.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"name": ""}, "A product needs a name"),
        ({"name": "n" * 101}, "at most 100 characters"),
        ({"name": "nul \0"}, "Null characters"),
        ({"key": "1BIKE"}, "begins with a letter"),
        ({"key": "B"}, "2 to 10 capital letters"),
        ({"key": "BIKE-1"}, "2 to 10 capital letters"),
        ({"name": "自転車", "key": ""}, "Choose a key"),
        ({"preset": "waterfall"}, "Select a valid choice"),
        ({"preset": ""}, "Choose the levels"),
        ({"vision": "v" * 201}, "at most 200 characters"),
    ],
)
def test_a_bad_value_is_refused(client, person, changed, words):
    response = client.post(NEW, TYPED | changed)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not Product.objects.exists()


def test_somebody_who_was_quicker_with_the_key_is_no_crash(client, person, monkeypatch):
    make_product(key="BIKE")
    monkeypatch.setattr("goalchain.products.forms.free_key", lambda wish: wish)
    response = client.post(NEW, TYPED)
    assert response.status_code == 422
    assert "The key BIKE is taken" in response.content.decode()


def test_the_empty_page_offers_the_three_presets(client, person):
    html = client.get(NEW).content.decode()
    for preset in PRESETS.values():
        assert preset.label in html
    assert 'value="releases" aria-describedby="preset-releases" checked' in html


def test_an_anonymous_visitor_signs_in_first(client):
    response = client.post(NEW, TYPED)
    assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={NEW}")
    assert not Product.objects.exists()


def test_other_methods_are_refused(client, person):
    assert client.put(NEW).status_code == 405


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Bike Service App", "BIKE"),
        ("The Écho service", "ECHO"),
        ("3D Printer", "PRINTE"),
        ("Communications", "COMMUN"),
        ("My", "MY"),
        ("X ray", "RAY"),
        ("Rider's app", "RIDERS"),
        ("自転車", ""),
        ("7", ""),
    ],
)
def test_a_key_comes_from_the_name(name, key):
    assert key_from(name) == key


def test_a_free_key_stays_within_ten_characters():
    make_product(key="ABCDEFGHIJ")
    assert free_key("ABCDEFGHIJ") == "ABCDEFGHI2"


@pytest.mark.parametrize("preset", Product.Preset.values)
def test_the_words_of_a_preset_agree_with_its_levels(preset):
    described = [(rung.level_name, rung.label) for rung in PRESETS[preset].rungs]
    assert described == [(level.name, level.label) for level in levels.used_by(preset)]
    assert PRESETS[preset].label == Product.Preset(preset).label
