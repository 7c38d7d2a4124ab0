"""Metric: a number that a goal is to move, or to keep within bounds."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q

from goalchain.goals.models import Goal
from goalchain.goals.models.goal import plain
from goalchain.lib.text import storable
from goalchain.products.models import Product

from ..numbers import bare, in_words
from ..rules import in_short
from ..verbs import Readable

NAME_LENGTH, UNIT_LENGTH = 100, 20


class Direction(models.TextChoices):
    """Where the number is to go."""

    UP = "up", "Up"
    DOWN = "down", "Down"
    WITHIN = "within", "Keep within"


class MetricQuerySet(models.QuerySet["Metric"]):
    """Metrics, read as sentences."""

    def live(self) -> "MetricQuerySet":
        """All but the archived."""
        return self.filter(archived_at=None)

    def of_goals(self, goals: Any) -> "MetricQuerySet":
        """The metrics of these goals (a queryset), so that who may not see a goal does not see its metrics."""
        return self.filter(goal__in=goals)

    def in_order(self) -> "MetricQuerySet":
        """In the order that people gave them; the first is the one that lists show."""
        return self.order_by("position", "id")


class Metric(Readable, models.Model):
    """What is measured of a goal: from `baseline` to `target` when it goes up or down, else between two bounds.

    Values are decimals of six places; see `numbers` for what may be typed. `version` rises with every change of the
    metric itself; a reading has its own. The verbs are in `goalchain.metrics.verbs`.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="metrics")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="metrics")
    name = models.CharField(max_length=NAME_LENGTH, validators=[storable])
    unit = models.CharField(max_length=UNIT_LENGTH, validators=[storable])
    direction = models.CharField(max_length=6, choices=Direction, default=Direction.UP)
    baseline = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    target = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    lower = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    upper = models.DecimalField(max_digits=20, decimal_places=6, null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)
    position = models.BigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = MetricQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="metric_named"),
            models.CheckConstraint(condition=~Q(unit=""), name="metric_has_a_unit"),
            models.CheckConstraint(
                condition=Q(direction="up", target__gt=F("baseline"), lower=None, upper=None)
                | Q(direction="down", target__lt=F("baseline"), lower=None, upper=None)
                | Q(direction="within", lower__lt=F("upper"), target=None),
                name="metric_aims_at_what_its_direction_says",
            ),
            models.CheckConstraint(
                condition=Q(direction="within") | Q(baseline__isnull=False, target__isnull=False),
                name="metric_goes_from_a_baseline_to_a_target",
            ),
            models.CheckConstraint(
                condition=~Q(direction="within") | Q(lower__isnull=False, upper__isnull=False),
                name="metric_is_kept_between_two_bounds",
            ),
        ]
        indexes = [models.Index(fields=["goal", "position", "id"], name="metric_by_goal")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The metric's page; the goal and its product are loaded."""
        return f"/g/{self.goal.key}/metrics/{self.pk}/"

    @property
    def is_kept_within(self) -> bool:
        """Whether it has bounds rather than a target."""
        return self.direction == Direction.WITHIN

    @property
    def said(self) -> str:
        """The metric in one line, for whoever has to compare two versions of it."""
        words = {"baseline": "from", "target": "to", "lower": "between", "upper": "and"}
        values = [(words[name], getattr(self, name)) for name in words]
        told = " ".join(f"{word} {in_words(value, self.unit)}" for word, value in values if value is not None)
        return f"{self.name} ({self.unit}), {told}{f', by {in_short(self.target_on)}' if self.target_on else ''}"

    def facts(self) -> dict[str, Any]:
        """The metric as its events record it; values as text, exactly."""
        return {"id": self.pk} | {name: told(getattr(self, name)) for name in FACTS}


FACTS = [
    *("name", "unit", "direction", "baseline", "target", "lower", "upper", "target_on", "position", "version"),
    *("archived_at", "created_at", "updated_at"),
]


def told(value: Any) -> Any:
    """A column's value as JSON holds it: a decimal as text without zeros at its end."""
    return bare(value) if isinstance(value, Decimal) else plain(value)
