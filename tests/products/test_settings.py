"""/p/KEY/settings/: the name and the levels; read only for who may not manage."""

import pytest
from django.urls import reverse

from goalchain.products.access import Role
from goalchain.products.hold import mark_of
from goalchain.products.models import Product
from tests.factories import make_goal, make_member, make_product, make_user, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
TYPED = {"name": "Bikes", "preset": "pichler", "one_active_goal": "on", "time_zone": "Europe/Berlin"}


@pytest.fixture
def product():
    return make_product(name="Bike Service App")


@pytest.fixture
def url(product):
    return reverse("settings", args=[product.key])


@pytest.fixture
def owner(client, product):
    client.force_login(product_owner(product))
    return product_owner(product)


def typed(product, **words):
    return TYPED | {"read": mark_of(Product.objects.get(pk=product.pk))} | words


def test_an_owner_saves_name_and_levels_and_no_goal_is_lost(client, owner, product, url):
    release = make_goal(product, "release")
    response = client.post(url, typed(product))
    assert (response.status_code, response["Location"]) == (302, url)
    product.refresh_from_db()
    assert (product.name, product.preset, product.time_zone) == ("Bikes", "pichler", "Europe/Berlin")
    release.refresh_from_db()
    assert release.archived_at is None
    assert client.get(release.get_absolute_url()).status_code == 200


def test_the_same_again_changes_nothing(client, owner, product, url):
    revision = product.revision
    client.post(url, typed(product, name=product.name, preset=product.preset, time_zone=product.time_zone))
    product.refresh_from_db()
    assert product.revision == revision


def test_a_clash_shows_what_is_stored_beside_what_was_typed(client, owner, product, url):
    read = typed(product)
    product.redescribe(name="Velos", by=owner)
    response = client.post(url, read)
    html = response.content.decode()
    assert response.status_code == 409
    assert "Velos" in html
    assert 'value="Bikes"' in html
    product.refresh_from_db()
    assert product.name == "Velos"
    assert f'value="{mark_of(product)}"' in html, "Saving again is a decision, and goes through."
    assert client.post(url, typed(product)).status_code == 302


def test_a_form_without_what_was_read_is_stale(client, owner, product, url):
    assert client.post(url, TYPED).status_code == 409


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "n" * 101}, {"name": "a\0"}, {"preset": "none"}, {"time_zone": "Mars"}]
)
def test_a_bad_value_is_refused(client, owner, product, url, wrong):
    assert client.post(url, typed(product, **wrong)).status_code == 422
    product.refresh_from_db()
    assert product.name == "Bike Service App"


def test_the_rule_of_one_active_goal_is_switched_off_and_on(client, owner, product, url):
    first = make_goal(product, "product", title="Riders book", state="active")
    words = typed(product)
    del words["one_active_goal"]
    assert client.post(url, words).status_code == 302
    product.refresh_from_db()
    assert not product.one_active_goal
    second = make_goal(product, "product", title="Riders pay", state="active")
    response = client.post(url, typed(product, name="Velos"))
    html = response.content.decode()
    assert response.status_code == 422
    assert f"{first.key} “Riders book” and {second.key} “Riders pay”" in html
    assert 'value="Velos"' in html
    product.refresh_from_db()
    assert (product.one_active_goal, product.name) == (False, "Bikes")
    second.close("missed", by=None)
    assert client.post(url, typed(product)).status_code == 302
    product.refresh_from_db()
    assert product.one_active_goal


def test_an_owner_finds_the_ways_on(client, owner, product, url):
    html = client.get(url).content.decode()
    for name in ("teams", "import", "export", "product_deletion"):
        assert f'href="{reverse(name, args=[product.key])}' in html


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_other_members_read_and_cannot_change(client, product, url, role):
    client.force_login(make_member(product, role))
    html = client.get(url).content.decode()
    assert "Bike Service App" in html
    assert "All levels" in html
    for name in ("import", "product_deletion"):
        assert f'href="{reverse(name, args=[product.key])}"' not in html
    assert client.post(url, typed(product)).status_code == 403
    product.refresh_from_db()
    assert product.name == "Bike Service App"


def test_a_stranger_finds_nothing(client, product, url):
    client.force_login(make_user())
    assert client.get(url).status_code == 404
    assert client.post(url, typed(product)).status_code == 404


def test_an_anonymous_visitor_signs_in_first(client, url):
    assert client.get(url)["Location"].startswith(reverse("account_login"))


def test_other_methods_are_refused(client, owner, url):
    assert client.delete(url).status_code == 405


def test_queries(client, owner, product, url):
    assert queries_of(lambda: client.get(url)) <= 4
    assert queries_of(lambda: client.post(url, typed(product))) <= 8


def test_a_form_without_a_time_zone_leaves_it_as_it_is(client, url, product):
    client.force_login(product_owner(product))
    product.redescribe(by=product_owner(product), time_zone="Europe/Berlin")
    client.post(url, typed(product, name="Bikes", time_zone=""))
    product.refresh_from_db()
    assert (product.name, product.time_zone) == ("Bikes", "Europe/Berlin")
    assert '<option value="Europe/Berlin" selected>' in client.get(url).content.decode()
