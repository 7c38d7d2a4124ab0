"""Event: what happened, who did it, and the whole of it afterwards."""

from itertools import islice
from typing import Any

from django.conf import settings
from django.db import models

from goalchain.lib.storing import insert_rows
from goalchain.products.access import MANAGE, READ_FEEDBACK, READ_PLANNING, SPRINT_LEVEL, Access
from goalchain.products.changes import Change
from goalchain.products.models import Product


class EventQuerySet(models.QuerySet["Event"]):
    """Events, read as sentences."""

    def readable(self, access: Access) -> "EventQuerySet":
        """The events that a member with this access may read: planning, feedback, share links and members
        only for those who may see them."""
        events = self
        if READ_PLANNING not in access:
            events = events.filter(planning=False)
        if MANAGE not in access:
            events = events.exclude(subject__in=["member", "share"])
        if READ_FEEDBACK not in access:
            events = events.exclude(subject="feedback")
        return events

    def told_to(self, access: Access) -> "EventQuerySet":
        """The events that a history tells a member with this access: the readable ones, without those of goals that
        have gone back to planning since, which take their past with them."""
        events = self.readable(access)
        if READ_PLANNING not in access:
            events = events.exclude(goal__level=SPRINT_LEVEL, goal__state="draft")
        return events


class Event(models.Model):
    """One thing that happened in a product, under one revision; a change may write several.

    `after` is the whole subject afterwards (of a goal: its fields, details and parents), `former` the values that
    changed, as they were. `planning` marks a goal that was a draft sprint goal at that moment. Never changed, never
    removed.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="events")
    revision = models.PositiveBigIntegerField()
    goal = models.ForeignKey("goals.Goal", null=True, on_delete=models.CASCADE, related_name="events")
    subject = models.CharField(max_length=12, default="goal")
    verb = models.CharField(max_length=16)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    after = models.JSONField()
    former = models.JSONField(default=dict)
    planning = models.BooleanField(default=False)
    undoes = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="undone_by")

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["product", "revision"], name="event_by_revision"),
            models.Index(fields=["goal", "-id"], name="event_by_goal"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject} at {self.product_id}.{self.revision}"

    @classmethod
    def write(cls, *changes: Change) -> None:
        """Store the records of changes, in the order in which they happened, and leave the events on each change.

        Of a bulk change, which nobody undoes from a notice, it leaves none. One query.
        """
        rows = (
            (
                *(change.product.pk, change.revision, change.by and change.by.pk, change.at),
                *(record.goal_id, record.subject, record.verb, record.after, record.former, record.planning),
                record.undoes_id,
            )
            for change in changes
            for record in change.records
        )
        if sum(len(change.records) for change in changes) > MANY:
            insert_rows(cls, WRITTEN, rows)
            return
        fresh: list[Any] = [cls(**dict(zip(WRITTEN, row, strict=True))) for row in rows]
        events = iter(cls.objects.bulk_create(fresh))
        for change in changes:
            change.events = list(islice(events, len(change.records)))


#: The columns that a change writes; and from so many events on, quicker than by instances.
WRITTEN = (
    *("product_id", "revision", "actor_id", "at", "goal_id", "subject", "verb", "after", "former", "planning"),
    "undoes_id",
)
MANY = 100
