"""Another role for a member, and taking one out."""

import pytest
from django.urls import reverse

from goalchain.goals.models import Event
from goalchain.products.access import Role
from goalchain.products.hold import mark_of
from tests.factories import make_member, make_product, make_user, membership_of, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def product():
    return make_product()


@pytest.fixture
def owner(client, product):
    client.force_login(product_owner(product))
    return product_owner(product)


@pytest.fixture
def member(product):
    return membership_of(product, make_member(product, "developer"))


def role_url(member):
    return reverse("member_role", args=[member.product.key, member.pk])


def removal_url(member):
    return reverse("member_removal", args=[member.product.key, member.pk])


def typed(member, role):
    return {"role": role, "read": mark_of(member)}


def role_of(member):
    return type(member).objects.get(pk=member.pk).role


class TestRole:
    def test_an_owner_gives_another_role(self, client, owner, member):
        response = client.post(role_url(member), typed(member, "coach"))
        assert (response.status_code, response["Location"]) == (302, reverse("members", args=[member.product.key]))
        assert role_of(member) == "coach"
        assert Event.objects.order_by("-id")[0].verb == "change_role"

    def test_htmx_gets_the_row(self, client, owner, member):
        response = client.post(role_url(member), typed(member, "coach"), headers=HTMX)
        html = response.content.decode()
        assert response.status_code == 200
        assert f'id="member-{member.pk}"' in html
        assert "<html" not in html
        assert "is scrum master or coach now" in html

    def test_giving_up_ones_own_role_draws_the_page_again(self, client, owner, member):
        mine = membership_of(member.product, owner)
        make_member(member.product, "owner")
        response = client.post(role_url(mine), typed(mine, "viewer"), headers=HTMX)
        assert response["HX-Refresh"] == "true"

    @pytest.mark.parametrize("headers", [{}, HTMX])
    def test_the_last_owner_stays(self, client, owner, member, headers):
        mine = membership_of(member.product, owner)
        response = client.post(role_url(mine), typed(mine, "viewer"), headers=headers)
        assert response.status_code == 422
        assert "A product always keeps an owner" in response.content.decode()
        assert role_of(mine) == "owner"

    def test_an_owner_whose_account_is_closed_does_not_count(self, client, owner, member):
        make_member(member.product, "owner", make_user(is_active=False))
        mine = membership_of(member.product, owner)
        assert client.post(role_url(mine), typed(mine, "viewer")).status_code == 422

    @pytest.mark.parametrize("role", ["king", ""])
    def test_an_unknown_role_is_refused(self, client, owner, member, role):
        assert client.post(role_url(member), typed(member, role)).status_code == 422
        assert role_of(member) == "developer"

    def test_somebody_was_quicker(self, client, owner, member):
        read = typed(member, "viewer")
        member.change_role("coach", by=owner)
        response = client.post(role_url(member), read, headers=HTMX)
        assert response.status_code == 409
        assert "scrum master or coach meanwhile" in response.content.decode()
        assert role_of(member) == "coach"

    def test_members_of_other_products_are_not_found(self, client, owner, product):
        foreign = membership_of(other := make_product(), make_member(other))
        url = reverse("member_role", args=[product.key, foreign.pk])
        assert client.post(url, typed(foreign, "viewer")).status_code == 404
        assert role_of(foreign) == "developer"

    def test_a_stranger_finds_nothing(self, client, member):
        client.force_login(make_user())
        assert client.post(role_url(member), typed(member, "owner")).status_code == 404

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
    def test_a_member_without_the_right_is_refused(self, client, member, role):
        client.force_login(make_member(member.product, role))
        assert client.post(role_url(member), typed(member, "owner")).status_code == 403
        assert role_of(member) == "developer"

    def test_other_methods_are_refused(self, client, owner, member):
        assert client.get(role_url(member)).status_code == 405

    def test_queries(self, client, owner, member):
        change = lambda: client.post(role_url(member), typed(member, "coach"), headers=HTMX)  # noqa: E731
        assert queries_of(change) <= 8


class TestRemoval:
    def test_it_asks_once_more(self, client, owner, member):
        html = client.get(removal_url(member)).content.decode()
        assert f"Remove {member.user.name}?" in html
        assert member.product.memberships.count() == 2

    def test_an_owner_takes_somebody_out(self, client, owner, member):
        response = client.post(removal_url(member))
        assert (response.status_code, response["Location"]) == (302, reverse("members", args=[member.product.key]))
        assert member.product.memberships.get().user == owner
        client.force_login(member.user)
        assert client.get(reverse("members", args=[member.product.key])).status_code == 404

    def test_the_last_owner_stays(self, client, owner, product):
        response = client.post(removal_url(membership_of(product, owner)))
        assert response.status_code == 422
        assert "A product always keeps an owner" in response.content.decode()
        assert product.memberships.count() == 1

    def test_an_owner_among_others_may_go(self, client, owner, product):
        make_member(product, "owner")
        response = client.post(removal_url(membership_of(product, owner)))
        assert (response.status_code, response["Location"]) == (302, reverse("home"))

    def test_twice_is_not_found(self, client, owner, member):
        assert client.post(removal_url(member)).status_code == 302
        assert client.post(removal_url(member)).status_code == 404

    def test_a_number_beyond_every_column_is_not_found(self, client, owner, product):
        assert client.post(reverse("member_removal", args=[product.key, 10**30])).status_code == 404

    def test_a_stranger_finds_nothing(self, client, member):
        client.force_login(make_user())
        assert client.post(removal_url(member)).status_code == 404

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_member_without_the_right_is_refused(self, client, member, method):
        client.force_login(make_member(member.product, "coach"))
        assert getattr(client, method)(removal_url(member)).status_code == 403
        assert member.product.memberships.count() == 3

    def test_other_methods_are_refused(self, client, owner, member):
        assert client.put(removal_url(member)).status_code == 405
