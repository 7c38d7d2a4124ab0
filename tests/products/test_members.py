"""/p/KEY/members/: who belongs to a product, for all of them; adding somebody, for its owners."""

import pytest
from django.core import mail
from django.urls import reverse

from goalchain.products.access import Role
from goalchain.products.invitations import A_DAY, Invitation
from tests.factories import make_member, make_product, make_user, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return make_product()


@pytest.fixture
def url(product):
    return reverse("members", args=[product.key])


@pytest.mark.parametrize("role", Role)
def test_every_member_sees_who_belongs(client, product, url, role):
    person = product_owner(product) if role == Role.OWNER else make_member(product, role)
    other = make_member(product, "developer")
    client.force_login(person)
    html = client.get(url).content.decode()
    assert other.name in html
    assert other.email in html
    assert ("Add somebody" in html) == (role == Role.OWNER)


def test_only_owners_see_invitations(client, product, url):
    Invitation.invite(product, "new@example.com", "viewer", by=product_owner(product))
    client.force_login(product_owner(product))
    assert "new@example.com" in client.get(url).content.decode()
    client.force_login(make_member(product, "coach"))
    assert "new@example.com" not in client.get(url).content.decode()


def test_somebody_with_an_account_is_in_at_once(client, product, url):
    person = make_user("New.One@example.com")
    client.force_login(product_owner(product))
    response = client.post(url, {"email": "new.one@EXAMPLE.com", "role": "coach"})
    member = product.memberships.get(user=person)
    assert (response.status_code, response["Location"]) == (302, f"{url}#member-{member.pk}")
    assert member.role == "coach"
    assert mail.outbox == []


def test_an_unknown_address_is_invited(client, product, url):
    client.force_login(product_owner(product))
    response = client.post(url, {"email": "new@example.com", "role": "developer"})
    html = response.content.decode()
    invitation = Invitation.objects.get()
    assert response.status_code == 200
    assert (invitation.email, invitation.role, invitation.product) == ("new@example.com", "developer", product)
    assert "no-store" in response["Cache-Control"]
    (letter,) = mail.outbox
    link = next(line for line in letter.body.splitlines() if "/invitations/" in line)
    assert letter.to == ["new@example.com"]
    assert link in html
    token = link.rstrip("/").rpartition("/")[2]
    assert len(token) >= 43, "256 random bits are 43 characters"
    assert token not in client.get(url).content.decode(), "A link is shown once."
    assert token not in str(list(Invitation.objects.values()))


def test_a_letter_that_cannot_leave_is_said(client, product, url, monkeypatch):
    def closed(*args, **words):
        raise OSError("the post office is closed")

    monkeypatch.setattr("goalchain.products.mail.send_mail", closed)
    client.force_login(product_owner(product))
    html = client.post(url, {"email": "new@example.com", "role": "developer"}).content.decode()
    assert "could not be sent" in html
    assert "/invitations/" in html


def test_an_address_that_nobody_confirmed_lets_nobody_in(client, product, url):
    """Anybody can sign up under an address that is not theirs: such an account is invited like a stranger."""
    client.post(
        reverse("account_signup"), {"name": "Squatter", "email": "boss@example.com", "password1": "a long enough one"}
    )
    client.logout()
    client.force_login(product_owner(product))
    client.post(url, {"email": "boss@example.com", "role": "owner"})
    assert product.memberships.count() == 1
    assert Invitation.objects.filter(email="boss@example.com").exists()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"email": "nobody", "role": "viewer"}, "is no e-mail address"),
        ({"email": "", "role": "viewer"}, "Type the e-mail address"),
        ({"email": "a@example.com", "role": "king"}, "Select a valid choice"),
    ],
)
def test_a_bad_value_is_refused_and_kept(client, product, url, typed, words):
    client.force_login(product_owner(product))
    response = client.post(url, typed)
    html = response.content.decode()
    assert response.status_code == 422
    assert words in html
    assert f'value="{typed["email"]}"' in html or not typed["email"]
    assert product.memberships.count() == 1
    assert mail.outbox == []


def test_a_member_is_not_added_twice(client, product, url):
    coach = make_member(product, "coach")
    client.force_login(product_owner(product))
    response = client.post(url, {"email": coach.email, "role": "viewer"})
    assert response.status_code == 422
    assert "is a member already" in response.content.decode()
    assert product.memberships.get(user=coach).role == "coach"


def test_an_address_has_one_invitation_at_a_time(client, product, url):
    client.force_login(product_owner(product))
    for status in (200, 422):
        assert client.post(url, {"email": "new@example.com", "role": "viewer"}).status_code == status
    assert Invitation.objects.count() == len(mail.outbox) == 1


def test_nobody_sends_invitations_without_end(client, product, url):
    owner = product_owner(product)
    for number in range(A_DAY):
        Invitation.invite(product, f"new{number}@example.com", "viewer", by=owner)
    client.force_login(owner)
    response = client.post(url, {"email": "one.more@example.com", "role": "viewer"})
    assert response.status_code == 422
    assert mail.outbox == []


def test_a_stranger_finds_nothing(client, product, url):
    client.force_login(make_user())
    assert client.get(url).status_code == 404
    assert client.post(url, {"email": "new@example.com", "role": "viewer"}).status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_a_member_without_the_right_adds_nobody(client, product, url, role):
    client.force_login(make_member(product, role))
    assert client.post(url, {"email": "new@example.com", "role": "owner"}).status_code == 403
    assert not Invitation.objects.exists()
    assert product.memberships.count() == 2


def test_an_anonymous_visitor_signs_in_first(client, url):
    assert client.get(url)["Location"].startswith(reverse("account_login"))


def test_other_methods_are_refused(client, product, url):
    client.force_login(product_owner(product))
    assert client.delete(url).status_code == 405


def test_queries_do_not_grow(client, product, url):
    owner = product_owner(product)
    client.force_login(owner)
    few = queries_of(lambda: client.get(url))
    for number in range(6):
        make_member(product)
        Invitation.invite(product, f"new{number}@example.com", "viewer", by=owner)
    assert queries_of(lambda: client.get(url)) == few <= 5
