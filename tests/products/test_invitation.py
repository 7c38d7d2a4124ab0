"""An invitation's way: the link, signing in first, joining once; renewal and revocation by owners."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from goalchain.products.access import Role
from goalchain.products.errors import Refused
from goalchain.products.invitations import LIFETIME, Invitation
from tests.factories import PASSWORD, make_member, make_product, make_user, product_owner

pytestmark = pytest.mark.django_db
INVITATION = reverse("invitation")


@pytest.fixture
def product():
    return make_product(name="Bike Service App")


@pytest.fixture
def sent(product):
    """A waiting invitation and its token."""
    return Invitation.invite(product, "new@example.com", "developer", by=product_owner(product))


def link(token):
    return reverse("invitation_link", args=[token])


def expire(invitation):
    invitation.expires_at = timezone.now() - timedelta(seconds=1)
    invitation.save(update_fields=["expires_at"])


def token_of(letter):
    return next(line for line in letter.body.splitlines() if "/invitations/" in line).rstrip("/").rpartition("/")[2]


class TestJoining:
    def test_somebody_signed_in_joins(self, client, product, sent):
        invitation, token = sent
        person = make_user()
        client.force_login(person)
        assert "Bike Service App" in client.get(link(token), follow=True).content.decode()
        response = client.post(INVITATION)
        assert (response.status_code, response["Location"]) == (302, product.get_absolute_url())
        assert product.memberships.get(user=person).role == "developer"

    def test_the_token_leaves_the_address_at_once(self, client, sent):
        response = client.get(link(sent[1]))
        assert (response.status_code, response["Location"]) == (302, INVITATION)
        assert response["Referrer-Policy"] == "no-referrer"
        assert sent[1] not in client.get(INVITATION).content.decode()
        assert sent[1] not in str(dict(client.session))

    def test_somebody_new_signs_up_and_comes_back(self, client, product, sent):
        html = client.get(link(sent[1]), follow=True).content.decode()
        address = f"{reverse('account_signup')}?next={INVITATION}"
        assert address in html
        typed = {"name": "New", "email": "new@example.com", "password1": PASSWORD, "next": INVITATION}
        assert client.post(reverse("account_signup"), typed)["Location"] == INVITATION
        assert client.post(INVITATION).status_code == 302
        assert product.memberships.get(user__email="new@example.com").role == "developer"

    def test_somebody_with_an_account_signs_in_and_comes_back(self, client, product, sent):
        person = make_user(password=PASSWORD)
        client.get(link(sent[1]))
        typed = {"login": person.email, "password": PASSWORD, "next": INVITATION}
        assert client.post(reverse("account_login"), typed)["Location"] == INVITATION
        assert client.post(INVITATION).status_code == 302
        assert product.memberships.filter(user=person).exists()

    def test_nobody_joins_without_signing_in(self, client, product, sent):
        client.get(link(sent[1]))
        response = client.post(INVITATION)
        assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next={INVITATION}")
        assert product.memberships.count() == 1

    def test_looking_is_not_joining(self, client, product, sent):
        client.force_login(make_user())
        client.get(link(sent[1]), follow=True)
        assert product.memberships.count() == 1

    def test_a_link_works_once(self, client, product, sent):
        for status in (302, 404):
            client.force_login(make_user())
            client.get(link(sent[1]))
            assert client.post(INVITATION).status_code == status
        assert product.memberships.count() == 2

    def test_a_member_keeps_the_role_they_have(self, client, product, sent):
        coach = make_member(product, "coach")
        client.force_login(coach)
        client.get(link(sent[1]))
        response = client.post(INVITATION)
        assert response.status_code == 422
        assert "is a member already" in response.content.decode()
        assert product.memberships.get(user=coach).role == "coach"
        assert Invitation.objects.open().exists(), "The invited person can still use it."

    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.parametrize("end", ["expired", "revoked", "deleted", "made up", "none"])
    def test_what_does_not_work_looks_the_same_whatever_the_reason(self, client, product, sent, end, method):
        invitation, token = sent
        client.force_login(make_user())
        if end != "none":
            client.get(link("x" * 43 if end == "made up" else token))
        if end == "expired":
            expire(invitation)
        elif end == "revoked":
            invitation.revoke(by=product_owner(product))
        elif end == "deleted":
            product.delete_for_all(by=product_owner(product))
        response = getattr(client, method)(INVITATION)
        assert response.status_code == 404
        assert "This invitation does not work" in response.content.decode()
        assert "Bike Service App" not in response.content.decode()
        assert product.memberships.count() == 1

    def test_acceptance_between_look_and_write_is_seen(self, product, sent):
        """The verb asks again under the lock."""
        invitation, _ = sent
        Invitation.objects.get().accept(make_user())
        with pytest.raises(Refused, match="has been used or revoked"):
            invitation.accept(make_user())

    def test_an_expired_one_is_refused_by_the_verb_too(self, sent):
        expire(sent[0])
        with pytest.raises(Refused, match="expired"):
            sent[0].accept(make_user())

    def test_other_methods_are_refused(self, client, sent):
        assert client.put(INVITATION).status_code == 405
        assert client.post(link(sent[1])).status_code == 405


class TestRenewal:
    def url(self, invitation):
        return reverse("invitation_renewal", args=[invitation.product.key, invitation.pk])

    def test_the_new_link_works_and_the_old_one_is_dead(self, client, product, sent):
        invitation, old = sent
        expire(invitation)
        client.force_login(product_owner(product))
        response = client.post(self.url(invitation))
        (letter,) = mail.outbox
        new = token_of(letter)
        assert response.status_code == 200
        assert new in response.content.decode()
        assert "no-store" in response["Cache-Control"]
        client.force_login(make_user())
        assert client.get(link(old), follow=True).status_code == 404
        assert client.get(link(new), follow=True).status_code == 200
        invitation.refresh_from_db()
        assert invitation.expires_at > timezone.now() + LIFETIME - timedelta(minutes=1)

    def test_an_expired_invitation_gives_way_to_another(self, product, sent):
        expire(sent[0])
        Invitation.invite(product, "new@example.com", "viewer", by=product_owner(product))
        assert Invitation.objects.waiting().get().role == "viewer"

    def test_other_methods_are_refused(self, client, product, sent):
        client.force_login(product_owner(product))
        assert client.get(self.url(sent[0])).status_code == 405


class TestRevocation:
    def url(self, invitation, product=None):
        return reverse("invitation_revocation", args=[(product or invitation.product).key, invitation.pk])

    def test_the_next_use_fails(self, client, product, sent):
        client.force_login(product_owner(product))
        assert client.post(self.url(sent[0])).status_code == 302
        client.force_login(make_user())
        assert client.get(link(sent[1]), follow=True).status_code == 404

    def test_twice_is_not_found(self, client, product, sent):
        client.force_login(product_owner(product))
        for status in (302, 404):
            assert client.post(self.url(sent[0])).status_code == status

    def test_other_methods_are_refused(self, client, product, sent):
        client.force_login(product_owner(product))
        assert client.get(self.url(sent[0])).status_code == 405


@pytest.mark.parametrize("name", ["invitation_renewal", "invitation_revocation"])
class TestWhoMay:
    def test_a_stranger_finds_nothing(self, client, sent, name):
        client.force_login(make_user())
        assert client.post(reverse(name, args=[sent[0].product.key, sent[0].pk])).status_code == 404

    def test_the_owner_of_another_product_finds_nothing(self, client, sent, name):
        other = make_product()
        client.force_login(product_owner(other))
        assert client.post(reverse(name, args=[other.key, sent[0].pk])).status_code == 404

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
    def test_a_member_without_the_right_is_refused(self, client, product, sent, name, role):
        client.force_login(make_member(product, role))
        assert client.post(reverse(name, args=[product.key, sent[0].pk])).status_code == 403
        assert Invitation.objects.open().get().digest == sent[0].digest
        assert mail.outbox == []
