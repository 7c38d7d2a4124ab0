"""CheckIn and CheckInRhythm: how sure people are of a goal, said now and then, and how often it is asked."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from goalchain.goals.models import Goal
from goalchain.goals.models.goal import Confidence
from goalchain.lib.text import storable
from goalchain.products.models import Product

from ..verbs.asking import Askable
from ..verbs.checking_in import Sayable
from .metric import told

SENTENCE_LENGTH = 500


class CheckIn(Sayable, models.Model):
    """That somebody said, at a moment, how sure they are of a goal, and one sentence why.

    The newest one sets the goal's confidence. `version` rises when it is corrected. The verbs are in
    `goalchain.metrics.verbs.checking_in`.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="check_ins")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="check_ins")
    confidence = models.CharField(max_length=9, choices=Confidence)
    sentence = models.CharField(max_length=SENTENCE_LENGTH, validators=[storable])
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(confidence__in=Confidence.values), name="check_in_confidence_known"),
            models.CheckConstraint(condition=~Q(sentence=""), name="check_in_says_something"),
            models.CheckConstraint(condition=Q(version__gte=1), name="check_in_version_counts_from_1"),
        ]
        indexes = [models.Index(fields=["goal", "-at", "-id"], name="check_in_by_goal")]

    def __str__(self) -> str:
        return f"{self.get_confidence_display()}: {self.sentence}"

    def facts(self) -> dict[str, Any]:
        """The check-in as its events record it."""
        return {
            "id": self.pk,
            "confidence": self.confidence,
            "sentence": self.sentence,
            "user": self.author_id,
            "at": told(self.at),
            "version": self.version,
        }


class CheckInRhythm(Askable, models.Model):
    """Every how many days a check-in of a goal is asked for; `days` and `due_on` are empty while nobody asks.

    `due_on` is the day of the last check-in, or of the rhythm itself, and so many days; a check-in moves it on. A goal
    without a row was never asked about. The verbs are in `goalchain.metrics.verbs.asking`.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="check_in_rhythms")
    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, related_name="check_in_rhythm")
    days = models.PositiveSmallIntegerField(null=True)
    since = models.DateField()
    due_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(days=None, due_on=None)
                | Q(days__isnull=False, days__gte=1, days__lte=366, due_on__isnull=False),
                name="check_in_is_due_exactly_with_a_rhythm",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None) | Q(due_on__gt=F("since")), name="check_in_is_due_after_it_is_asked"
            ),
        ]
        indexes = [models.Index(fields=["product", "due_on"], name="check_in_due")]

    def __str__(self) -> str:
        return f"every {self.days} days" if self.days else "off"

    def facts(self) -> dict[str, Any]:
        """The rhythm as its events record it; when it is due next follows from the check-ins."""
        return {"id": self.pk, "days": self.days, "since": told(self.since), "version": self.version}
