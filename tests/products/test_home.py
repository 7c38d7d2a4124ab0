"""The first page: my products and nobody else's, cheap however many they are; the demo's shortcut."""

import pytest
from django.urls import reverse

from tests.factories import make_goal, make_member, make_product, make_user, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
HOME = reverse("home")


def page(client, user):
    client.force_login(user)
    response = client.get(HOME)
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_my_products_with_vision_current_goal_and_role(client):
    product = make_product(name="Bike Service App", key="BIKE")
    make_goal(product, "vision", title="Servicing is simple")
    make_goal(product, "product", title="Customers book in an app", state="active")
    make_goal(product, "product", title="Customers pay in an app")
    html = page(client, make_member(product, "coach"))
    for words in (
        "Bike Service App",
        "BIKE",
        "Servicing is simple",
        "Customers book in an app",
        "You are scrum master or coach",
    ):
        assert words in html
    assert "Customers pay in an app" not in html


def test_products_of_others_are_not_on_it(client):
    make_product(name="Secret")
    html = page(client, make_user())
    assert "Secret" not in html
    assert "A product holds one chain of goals" in html
    assert reverse("new_product") in html


def test_a_product_without_a_vision_says_so(client):
    product = make_product()
    make_goal(product, "vision", title="Given up", archived=True)
    html = page(client, product_owner(product))
    assert "No vision yet" in html
    assert "Given up" not in html


def test_a_stakeholder_does_not_learn_when_planning_went_on(client):
    product = make_product()
    stakeholder = make_member(product, "stakeholder")
    developer = make_member(product, "developer")
    developer.name = "Priya Planner"
    developer.save()
    make_goal(product, "vision")
    make_goal(product, "sprint", by=developer)
    assert "Priya Planner" in page(client, product_owner(product))
    assert "Priya Planner" not in page(client, stakeholder)


def test_deleted_products_are_offered_to_their_owner_alone(client):
    product = make_product(name="Gone")
    coach = make_member(product, "coach")
    product.delete_for_all(by=product_owner(product))
    html = page(client, product_owner(product))
    assert "Gone" in html
    assert reverse("product_restoration", args=[product.key]) in html
    assert "Gone" not in page(client, coach)


def test_names_are_shown_as_they_were_typed(client):
    product = make_product(name="<b>Bold</b> & more")
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; more" in page(client, product_owner(product))


def test_an_anonymous_visitor_goes_to_the_sign_in_page(client):
    response = client.get(HOME)
    assert (response.status_code, response["Location"]) == (302, reverse("account_login"))


def test_other_methods_are_refused(client):
    client.force_login(make_user())
    assert client.post(HOME).status_code == 405


def test_queries_do_not_grow_with_products(client):
    user = make_user()
    make_goal(make_product(owner=user), "vision")
    client.force_login(user)
    few = queries_of(lambda: client.get(HOME))
    for _ in range(8):
        make_goal(make_product(owner=user), "vision")
    assert queries_of(lambda: client.get(HOME)) == few <= 8


class TestDemo:
    @pytest.fixture
    def demo(self, settings):
        settings.DEMO_SIGN_IN = "owner@example.com"
        settings.DEBUG = True
        return make_user("owner@example.com", name="Mara Lindt")

    def test_the_first_visit_signs_in_and_says_so(self, client, demo):
        html = client.get(HOME).content.decode()
        assert "you are signed in as Mara Lindt" in html
        assert client.session["_auth_user_id"] == str(demo.pk)

    def test_it_counts_only_with_debug(self, client, demo, settings):
        settings.DEBUG = False
        assert client.get(HOME).status_code == 302
        assert "_auth_user_id" not in client.session

    def test_a_deactivated_account_opens_nothing(self, client, demo):
        demo.is_active = False
        demo.save()
        assert client.get(HOME).status_code == 302
