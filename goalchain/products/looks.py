"""Look: when a member last looked at a product, and what had changed by then.

No change of the product: it has no revision and no event, and nobody but the member is told.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from .models import Membership

#: Whoever comes back within this time is still on the same visit.
VISIT: Final = timedelta(minutes=30)


class Look(models.Model):
    """The visit that a member is on or was on last, and the one before: each with its begin and with the revision that
    the product had then. `before_at` is None on the first visit."""

    membership = models.OneToOneField("products.Membership", on_delete=models.CASCADE, related_name="look")
    revision = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    before_revision = models.PositiveBigIntegerField(null=True)
    before_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.membership_id} at {self.revision}"

    @staticmethod
    def take(membership: "Membership") -> "Look":
        """Note that the member looks now, and return the look; the row of this visit is written once.

        `membership.seen` is the stored look, as `membership_or_404` reads it along. One query when a visit begins, none
        within it.
        """
        now, revision = timezone.now(), membership.product.revision
        seen = membership.seen
        if seen is None:
            look = Look(membership=membership, revision=revision, at=now)
            # Two first pages at once: one of them is the first.
            Look.objects.bulk_create([look], ignore_conflicts=True)
            return look
        if now - seen.at < VISIT:
            return seen
        begun = {"revision": revision, "at": now, "before_revision": seen.revision, "before_at": seen.at}
        Look.objects.filter(pk=seen.pk, at=seen.at).update(**begun)
        return Look(pk=seen.pk, membership_id=seen.membership_id, **begun)
