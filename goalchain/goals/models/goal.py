"""Goal: what every level of the chain has."""

from datetime import date, datetime
from typing import Any, Self, TypeVar

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When

from goalchain.lib.text import storable
from goalchain.products.access import READ_PLANNING, Access, Role
from goalchain.products.models import Product

from .. import levels
from ..verbs import Archivable, Dependable, Linkable, Movable, Revisable, Stateful

G = TypeVar("G", bound="Goal")


class State(models.TextChoices):
    """How far a goal has come, at every level."""

    DRAFT = "draft", "Draft"
    AGREED = "agreed", "Agreed"
    ACTIVE = "active", "Active"
    CLOSED = "closed", "Closed"


class Outcome(models.TextChoices):
    """What became of a closed goal."""

    ACHIEVED = "achieved", "Achieved"
    PARTLY = "partly", "Partly achieved"
    MISSED = "missed", "Missed"
    ABANDONED = "abandoned", "Abandoned"


class Confidence(models.TextChoices):
    """How sure the owner is that the goal will be met."""

    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    OFF_TRACK = "off_track", "Off track"


def state_word(state: str, outcome: str) -> str:
    """The state of a goal in a word; of a closed one, what became of it. Raises ValueError for an unknown state or
    outcome."""
    return Outcome(outcome).label if outcome else State(state).label


DRAFT_SPRINT_GOAL = Q(level=levels.SPRINT, state=State.DRAFT)


class GoalQuerySet(models.QuerySet[G]):
    """Goals, read as sentences."""

    def visible_to(self, user: Any) -> Self:
        """The goals of this person's products, each with the person's `role` in it; drafts of sprint goals only for
        those who may read planning."""
        planners = [role for role in Role if Access(role).read_planning]
        return (
            self.filter(product__memberships__user_id=user.pk, product__deleted_at=None)
            .annotate(role=F("product__memberships__role"))
            .exclude(DRAFT_SPRINT_GOAL & ~Q(role__in=planners))
        )

    def readable(self, access: Access) -> Self:
        """The goals of one product that a member with this access may read."""
        return self if READ_PLANNING in access else self.exclude(DRAFT_SPRINT_GOAL)

    def live(self) -> Self:
        """All but the archived."""
        return self.filter(archived_at=None)

    def open(self) -> Self:
        """Live and not closed."""
        return self.live().exclude(state=State.CLOSED)

    def with_level(self) -> Self:
        """With the row of the level's own model, so that `of_level` costs nothing."""
        return self.select_related(*levels.accessors())

    def in_order(self) -> Self:
        """Level by level, in the order that people gave them."""
        return self.order_by("level", "position", "number")

    def matching(self, words: str) -> Self:
        """Goals whose title or statement holds the words, or whose number they name (`12` or `BIKE-12`)."""
        words = words.replace("\0", "").strip()
        found = Q(title__icontains=words) | Q(statement__icontains=words)
        number = words.rpartition("-")[2]
        if number.isascii() and number.isdigit() and len(number) < 10:
            found |= Q(number=int(number))
        return self.filter(found)


class Goal(Revisable, Linkable, Dependable, Stateful, Movable, Archivable, models.Model):
    """A goal at any level. What only one level has is in that level's model, which inherits from this one.

    `version` rises with every change of the goal or of its links upward; a save carries the version that was read.
    Its verbs are in `goalchain.goals.verbs`, a file a subject.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="goals")
    number = models.PositiveIntegerField()
    level = models.PositiveSmallIntegerField()
    level_name = models.CharField(max_length=8, choices=levels.NAMES)
    title = models.CharField(max_length=200, validators=[storable])
    statement = models.TextField(blank=True, validators=[storable, MaxLengthValidator(10_000)])
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="goals"
    )
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    learning = models.TextField(blank=True, validators=[storable, MaxLengthValidator(10_000)])
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    confidence = models.CharField(max_length=9, choices=Confidence, blank=True)
    position = models.BigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    objects = GoalQuerySet.as_manager()

    #: What the person who asked may do in the product, and as what; set by the fetchers.
    access: Access
    role: str
    #: All goals that it serves, however far above; set by the goal page, for its regions.
    above: "list[Goal]"
    #: What other apps read along with the goal's history, by name; see `goals.reads.read_along`.
    along: dict[str, Any]

    #: What the level's own model adds, for snapshots and CSV: the names of its columns.
    detail_fields: tuple[str, ...] = ()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="goal_number_unique_in_product"),
            models.CheckConstraint(
                condition=Q(level=levels.VISION, level_name="vision")
                | Q(level=levels.STRATEGIC, level_name__in=["user", "business"])
                | Q(level=levels.PRODUCT, level_name="product")
                | Q(level=levels.RELEASE, level_name="release")
                | Q(level=levels.SPRINT, level_name="sprint"),
                name="goal_level_named",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="goal_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, outcome__in=Outcome.values) | (~Q(state=State.CLOSED) & Q(outcome="")),
                name="goal_outcome_exactly_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="goal_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(confidence__in=["", *Confidence.values]), name="goal_confidence_known"),
            models.CheckConstraint(condition=~Q(title=""), name="goal_titled"),
            models.UniqueConstraint(
                fields=["product"],
                condition=Q(level=levels.VISION, archived_at=None) & ~Q(state=State.CLOSED),
                name="one_live_vision_a_product",
            ),
        ]
        indexes = [
            models.Index(fields=["product", "level", "position", "number"], name="goal_in_order"),
            # In which order goals come into the window of the chain map: see chain_map.filters.
            models.Index(
                "product",
                "level",
                Case(
                    When(state="active", then=Value(0)),
                    When(state="agreed", then=Value(1)),
                    When(state="draft", then=Value(2)),
                    default=Value(3),
                    output_field=models.IntegerField(),
                ),
                Case(
                    When(state="closed", then=Value(-1, models.BigIntegerField()) * F("position")),
                    default=F("position"),
                    output_field=models.BigIntegerField(),
                ),
                "number",
                condition=Q(archived_at=None),
                name="goal_by_urgency",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The goal's page."""
        return f"/g/{self.key}/"

    @property
    def key(self) -> str:
        """The public reference, like BIKE-12; the product must be loaded."""
        return f"{self.product.key}-{self.number}"

    @property
    def label(self) -> str:
        """The word for the level: "Sprint goal"."""
        return levels.LEVELS[self.level_name].label

    @property
    def of_level(self) -> "Goal":
        """This goal as its level's own model, whose verbs know that level's rules. No query after `with_level`."""
        model = levels.model_of(self.level)
        if isinstance(self, model):
            return self
        goal: Goal = getattr(self, model._meta.model_name or "")
        if type(self)._meta.get_field("product").is_cached(self):
            goal.product = self.product
        if hasattr(self, "role"):
            goal.role = self.role
        return goal

    @property
    def planning(self) -> bool:
        """Whether this is a draft sprint goal, which only those see who take part in planning."""
        return self.level == levels.SPRINT and self.state == State.DRAFT

    def details(self) -> dict[str, Any]:
        """What the level's own model adds, as events record it."""
        return {name: getattr(self, name) for name in self.detail_fields}

    def facts(self) -> dict[str, Any]:
        """The goal's own fields as events record them: plain values, dates and times in ISO form. No query."""
        return {name: plain(getattr(self, name)) for name in FACTS} | {"details": self.details()}

    def snapshot(self) -> dict[str, Any]:
        """The whole goal as events record it: its facts and its parents with rationales.

        One query, none when the parents were read together with the goal.
        """
        parents = self.parents_read
        if parents is None:
            links = (link.facts() for link in self.up_links.select_related("parent"))
            parents = sorted(links, key=lambda parent: parent["number"])
        return self.facts() | {"parents": parents}


#: The columns that an event keeps, all but the ones that say where the row is stored.
FACTS = [
    "number",
    "level",
    "level_name",
    "title",
    "statement",
    "owner_id",
    "state",
    "outcome",
    "learning",
    "starts_on",
    "ends_on",
    "confidence",
    "position",
    "version",
    "archived_at",
    "created_at",
    "updated_at",
]


def plain(value: Any) -> Any:
    """A column's value as JSON holds it."""
    return value.isoformat() if isinstance(value, date | datetime) else value
