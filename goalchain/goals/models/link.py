"""Link: which goal a goal serves, and how."""

from typing import Any

from django.db import models
from django.db.models import F

from goalchain.lib.text import storable
from goalchain.products.models import Product


class LinkQuerySet(models.QuerySet["Link"]):
    """Links, read as sentences."""

    def live(self) -> "LinkQuerySet":
        """Links of which neither end is archived."""
        return self.filter(child__archived_at=None, parent__archived_at=None)

    def readable(self, planning: bool) -> "LinkQuerySet":
        """Links that a person may read who may (`planning`) or may not read draft sprint goals."""
        return self if planning else self.exclude(child__level=5, child__state="draft")


class Link(models.Model):
    """A child goal serves a parent goal; the rationale says how the child moves the parent.

    The levels are copied from the goals, where they never change, so that the database itself refuses a link that does
    not lead upward: the chain can hold no cycle.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="links")
    child = models.ForeignKey("goals.Goal", on_delete=models.CASCADE, related_name="up_links")
    parent = models.ForeignKey("goals.Goal", on_delete=models.CASCADE, related_name="down_links")
    rationale = models.TextField(blank=True, max_length=2000, validators=[storable])
    child_level = models.PositiveSmallIntegerField()
    parent_level = models.PositiveSmallIntegerField()

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["-parent_level", "parent__number"]
        constraints = [
            models.CheckConstraint(condition=models.Q(parent_level__lt=F("child_level")), name="link_leads_upward"),
            models.UniqueConstraint(fields=["child", "parent"], name="link_once_a_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.child_id} serves {self.parent_id}"

    def facts(self) -> dict[str, Any]:
        """The link as the child's events record it; the parent must be loaded."""
        return {"number": self.parent.number, "rationale": self.rationale}
