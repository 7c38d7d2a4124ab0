"""Invitation: that somebody may join a product, as what, until when. Only the hash of its link is stored."""

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from .access import Role
from .changes import change
from .errors import Refused
from .models import Membership, Product

if TYPE_CHECKING:
    from goalchain.accounts.models import User

LIFETIME = timedelta(days=14)
#: How many invitations one person may send in a day: enough for a department, too few for a sender of spam.
A_DAY = 50


def digest_of(token: str) -> str:
    """What is stored of a link's token. The token is random in 256 bits, so it needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, read as sentences."""

    def waiting(self) -> "InvitationQuerySet":
        """Those that were neither accepted nor revoked; some may have expired."""
        return self.filter(accepted_at=None, revoked_at=None)

    def open(self) -> "InvitationQuerySet":
        """Those that can be accepted now."""
        return self.waiting().filter(expires_at__gt=timezone.now(), product__deleted_at=None)


class Invitation(models.Model):
    """A way into a product for whoever holds its link: once, for fourteen days, unless an owner revokes it."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=12, choices=Role)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "email"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_waiting_invitation_an_address",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="invitation_accepted_or_revoked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} as {self.role}"

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at <= timezone.now()

    def facts(self) -> dict[str, Any]:
        """The invitation as its events record it."""
        return {"email": self.email, "role": self.role}

    # -- verbs -------------------------------------------------------------------------------------------------------

    @classmethod
    def invite(cls, product: Product, email: str, role: str, *, by: "User") -> tuple["Invitation", str]:
        """Make an invitation. Returns it with its token, which nobody can read again.

        Raises Refused when the address has one waiting, or when this person sent too many today.
        """
        with change(product, by) as begun:
            waiting = product.invitations.waiting().filter(email=email).first()
            if waiting is not None and not waiting.has_expired:
                raise Refused(
                    f"{email} has an invitation already. Make a new link for it below, or revoke it.", field="email"
                )
            if waiting is not None:
                waiting._revoke(begun.at)
            if cls.objects.filter(invited_by=by, created_at__gt=begun.at - timedelta(days=1)).count() >= A_DAY:
                raise Refused(f"You have sent {A_DAY} invitations today. Go on tomorrow.", field="email")
            token = secrets.token_urlsafe(32)
            invitation = cls.objects.create(
                product=product,
                email=email,
                role=role,
                digest=digest_of(token),
                invited_by=by,
                created_at=begun.at,
                expires_at=begun.at + LIFETIME,
            )
            begun.record("invite", "member", after=invitation.facts(), former={})
        return invitation, token

    def renew(self, *, by: "User") -> str:
        """Give the invitation a new link for fourteen days and return its token; the old link is dead from now on."""
        with change(self.product, by) as begun:
            self._refuse_over()
            token = secrets.token_urlsafe(32)
            self.digest, self.expires_at = digest_of(token), begun.at + LIFETIME
            self.save(update_fields=["digest", "expires_at"])
            begun.record("renew", "member", after=self.facts(), former=self.facts())
        return token

    def revoke(self, *, by: "User") -> None:
        """Make the link worth nothing. Raises Refused when somebody has used it."""
        with change(self.product, by) as begun:
            self._refuse_over()
            self._revoke(begun.at)
            begun.record("revoke", "member", after={}, former=self.facts())

    def accept(self, user: "User") -> Membership:
        """Make `user` a member in the role of the invitation.

        Raises Refused when the invitation is used, revoked or over, and for somebody who is a member already.
        """
        with transaction.atomic():
            product = Product.objects.select_for_update().get(pk=self.product_id)
            self._refuse_over()
            if self.has_expired or product.deleted_at is not None:
                raise Refused("This invitation has expired. Ask for a new one.")
            membership = self.product.admit(user, self.role, by=user)
            self.accepted_at = timezone.now()
            self.save(update_fields=["accepted_at"])
        return membership

    def _revoke(self, at: Any) -> None:
        self.revoked_at = at
        self.save(update_fields=["revoked_at"])

    def _refuse_over(self) -> None:
        """Read again under the product's lock, and refuse what is used or revoked."""
        self.refresh_from_db(fields=["accepted_at", "revoked_at", "expires_at"])
        if self.accepted_at or self.revoked_at:
            raise Refused(
                "This invitation has been used or revoked. Reload the page to see who belongs to the product."
            )
