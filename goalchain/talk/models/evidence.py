"""Evidence: that feedback speaks for a goal."""

from django.conf import settings
from django.db import models

from goalchain.goals.models import Goal
from goalchain.products.models import Product

from .feedback import Feedback


class Evidence(models.Model):
    """That feedback speaks for a goal; who said so, and when."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    feedback = models.ForeignKey(Feedback, on_delete=models.CASCADE, related_name="evidence")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="evidence")
    attached_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["feedback", "goal"], name="evidence_once_a_goal")]

    def __str__(self) -> str:
        return f"{self.feedback_id} speaks for {self.goal_id}"
