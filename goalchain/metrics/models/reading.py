"""Reading: what a metric was on a day."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from goalchain.lib.text import storable

from ..numbers import in_words
from .metric import Metric, told

NOTE_LENGTH = 500


class Reading(models.Model):
    """The value of a metric on one day, one a day. Correcting it leaves the former value in the history.

    `version` rises with every correction.
    """

    metric = models.ForeignKey(Metric, on_delete=models.CASCADE, related_name="readings")
    day = models.DateField()
    value = models.DecimalField(max_digits=20, decimal_places=6)
    note = models.CharField(max_length=NOTE_LENGTH, blank=True, validators=[storable])
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["metric", "day"], name="one_reading_a_day"),
            models.CheckConstraint(condition=Q(version__gte=1), name="reading_version_counts_from_1"),
        ]

    def __str__(self) -> str:
        return f"{self.value} on {self.day}"

    @property
    def said(self) -> str:
        """The value with its unit; the metric is loaded."""
        return in_words(self.value, self.metric.unit)

    def facts(self) -> dict[str, Any]:
        """The reading as its events record it."""
        return {
            "id": self.pk,
            "metric": self.metric_id,
            "day": self.day.isoformat(),
            "value": told(self.value),
            "note": self.note,
            "user": self.reader_id,
            "version": self.version,
        }
