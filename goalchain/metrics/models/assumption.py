"""Assumption, the sprint goals that test it, and what was said after one turned out wrong."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from goalchain.goals.models import Goal
from goalchain.lib.text import storable
from goalchain.products.models import Product

from ..verbs.assuming import Assumable
from .metric import told

STATEMENT_LENGTH, TEST_LENGTH, EVIDENCE_LENGTH, REASON_LENGTH = 500, 1000, 2000, 1000


class AssumptionState(models.TextChoices):
    """What is known of an assumption."""

    OPEN = "open", "Open"
    HOLDS = "holds", "Holds"
    REFUTED = "refuted", "Refuted"
    DROPPED = "dropped", "Dropped"


#: What nobody says without evidence.
PROVEN = (AssumptionState.HOLDS, AssumptionState.REFUTED)


class Assumption(Assumable, models.Model):
    """What has to be true for a goal to make sense, how it will be tested, and what came of it.

    `settled_in` is the product's revision in which the state was said that it has now, None while it is open: what
    happened to a goal since, the events tell. `version` rises with every change and with every sprint goal that tests
    it. The verbs are in `goalchain.metrics.verbs.assuming`.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="assumptions")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="assumptions")
    statement = models.CharField(max_length=STATEMENT_LENGTH, validators=[storable])
    test = models.TextField(blank=True, validators=[storable, MaxLengthValidator(TEST_LENGTH)])
    state = models.CharField(max_length=7, choices=AssumptionState, default=AssumptionState.OPEN)
    evidence = models.TextField(blank=True, validators=[storable, MaxLengthValidator(EVIDENCE_LENGTH)])
    settled_in = models.PositiveBigIntegerField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(statement=""), name="assumption_states_something"),
            models.CheckConstraint(condition=Q(state__in=AssumptionState.values), name="assumption_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[state.value for state in PROVEN]) | ~Q(evidence=""),
                name="assumption_is_proven_by_evidence",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_in=None, settled_at=None)
                | (~Q(state="open") & Q(settled_in__isnull=False, settled_at__isnull=False)),
                name="assumption_is_settled_exactly_when_not_open",
            ),
        ]
        indexes = [
            models.Index(fields=["goal", "id"], name="assumption_by_goal"),
            models.Index(
                fields=["product", "goal"],
                condition=Q(state="refuted", archived_at=None),
                name="assumption_refuted",
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def said(self) -> str:
        """The assumption in one line, for whoever has to compare two versions of it."""
        test = f"; test: {self.test}" if self.test else ""
        evidence = f": {self.evidence}" if self.evidence else ""
        return f"{self.statement}{test}. {self.get_state_display()}{evidence}"

    def facts(self) -> dict[str, Any]:
        """The assumption as its events record it. Which sprint goals test it has events of its own: some are drafts."""
        return {"id": self.pk} | {name: told(getattr(self, name)) for name in FACTS}


FACTS = ["statement", "test", "state", "evidence", "settled_in", "settled_at", "version", "archived_at"]


class AssumptionTest(models.Model):
    """That a sprint goal tests an assumption of the same product."""

    assumption = models.ForeignKey(Assumption, on_delete=models.CASCADE, related_name="tests")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="tested_assumptions")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["assumption", "goal"], name="a_sprint_goal_tests_an_assumption_once")
        ]

    def __str__(self) -> str:
        return f"{self.goal_id} tests {self.assumption_id}"


class Upholding(models.Model):
    """That somebody looked at a goal after an assumption was refuted, and said why it stays as it is.

    `settled_in` is that of the assumption: when it is opened and refuted again, the goal has to be looked at again.
    """

    assumption = models.ForeignKey(Assumption, on_delete=models.CASCADE, related_name="upholdings")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="upholdings")
    settled_in = models.PositiveBigIntegerField()
    reason = models.TextField(validators=[storable, MaxLengthValidator(REASON_LENGTH)])
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assumption", "goal", "settled_in"], name="a_goal_is_upheld_once_for_a_refutation"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="upholding_gives_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reason

    def facts(self) -> dict[str, Any]:
        """What its events record."""
        return {
            "id": self.pk,
            "assumption": self.assumption_id,
            "statement": self.assumption.statement,
            "settled_in": self.settled_in,
            "reason": self.reason,
        }
