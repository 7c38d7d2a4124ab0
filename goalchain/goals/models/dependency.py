"""Dependency: which goal waits for which."""

from typing import Any

from django.db import models
from django.db.models import F

from goalchain.products.access import READ_PLANNING, Access
from goalchain.products.models import Product


class DependencyQuerySet(models.QuerySet["Dependency"]):
    """Dependencies, read as sentences."""

    def live(self) -> "DependencyQuerySet":
        """Those of which neither end is archived."""
        return self.filter(blocker__archived_at=None, blocked__archived_at=None)

    def readable(self, access: Access) -> "DependencyQuerySet":
        """Those that a member with this access may read: drafts of sprint goals, at either end, only for planners."""
        if READ_PLANNING in access:
            return self
        return self.exclude(blocker__level=5, blocker__state="draft").exclude(blocked__level=5, blocked__state="draft")


class Dependency(models.Model):
    """One goal blocks another of the same product: the blocked one waits until the blocker is done.

    It hangs on the blocked goal, at any level, and is made and removed, never changed. The dependencies of a product
    have no cycle: the verbs see to it under the product's lock (`goalchain.goals.verbs.depending`).
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="dependencies")
    blocker = models.ForeignKey("goals.Goal", on_delete=models.CASCADE, related_name="blocking")
    blocked = models.ForeignKey("goals.Goal", on_delete=models.CASCADE, related_name="waiting")

    objects = DependencyQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(blocker=F("blocked")), name="dependency_between_two_goals"),
            models.UniqueConstraint(fields=["blocked", "blocker"], name="dependency_once_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} blocks {self.blocked_id}"

    def facts(self) -> dict[str, Any]:
        """The dependency as its events record it; both goals must be loaded with their product."""
        return {"id": self.pk, "blocker": self.blocker.key, "blocked": self.blocked.key}
