"""The features of a product goal as they are stored: a short ordered list, coarse, as the GO roadmap has them.

A feature is no goal: it says what a product goal takes in a few words (Pichler's GO roadmap: three to five of them).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from goalchain.goals.models import Goal
from goalchain.lib.text import storable
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product

if TYPE_CHECKING:
    from goalchain.accounts.models import User

    from .models import ProductGoal

FEATURE_LENGTH = 120
#: From here on a page says that fewer would say more; MOST_FEATURES is where it ends.
FEW, MOST_FEATURES = 5, 20
#: How far apart features stand when they are added, so that others fit between them.
STRIDE = 1 << 20


class FeatureQuerySet(models.QuerySet["Feature"]):
    """Features, read as sentences."""

    def kept(self) -> "FeatureQuerySet":
        """All but the removed ones."""
        return self.filter(removed_at=None)

    def in_order(self) -> "FeatureQuerySet":
        """In the order that people gave them."""
        return self.order_by("position", "id")


class Feature(models.Model):
    """A coarse feature that a product goal takes.

    `version` rises with every change of the feature; a save carries the version that was read. A removed feature keeps
    its row, so that it can be put back.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    goal = models.ForeignKey("roadmap.ProductGoal", on_delete=models.CASCADE, related_name="features")
    text = models.CharField(max_length=FEATURE_LENGTH, validators=[storable])
    position = models.BigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = FeatureQuerySet.as_manager()

    #: The change in which the last verb on this instance took part.
    latest_change: Change | None = None

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="feature_worded"),
            models.CheckConstraint(condition=Q(version__gte=1), name="feature_version_from_1"),
        ]
        indexes = [models.Index(fields=["goal", "position", "id"], name="feature_in_order")]

    def __str__(self) -> str:
        return self.text

    def facts(self) -> dict[str, Any]:
        """The feature as its events record it. No query."""
        return {
            "id": self.pk,
            "text": self.text,
            "position": self.position,
            "version": self.version,
            "removed": self.removed_at is not None,
        }

    # -- verbs -------------------------------------------------------------------------------------------------------

    @classmethod
    def add(cls, goal: "ProductGoal", text: str, *, by: "User | None", within: Change | None = None) -> "Feature":
        """Put a feature at the end of the list. Raises Refused for no words, a full list, an archived goal."""
        with change(goal.product, by, within) as begun:
            refuse_archived(goal)
            check_text(text)
            kept = cls.objects.kept().filter(goal_id=goal.pk)
            count, last = kept.aggregate(count=models.Count("id"), last=models.Max("position")).values()
            refuse_full(goal, count)
            feature = cls(product=goal.product, goal=goal, text=text, position=(last or 0) + STRIDE)
            feature.save(force_insert=True)
            feature._record(begun, "add", {})
        return feature

    def reword(self, text: str, *, by: "User | None", version: int | None = None, within: Change | None = None) -> bool:
        """Say it otherwise. Returns whether the words changed."""
        with self._change(by, version, within) as begun:
            check_text(text)
            self._refuse_removed()
            changed = text != self.text
            if changed:
                self._write(begun, "reword", text=text)
        return changed

    def reorder(
        self,
        *,
        before: "Feature | None" = None,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
    ) -> bool:
        """Stand right before `before`, a feature of the same goal; None: last. Returns whether the place changed.

        Queries: one beside the write. Where no room is left between two neighbours, all features of the goal, of which
        there are MOST_FEATURES at most, get new places.
        """
        with self._change(by, version, within) as begun:
            self._refuse_removed()
            others = list(self.neighbours().exclude(pk=self.pk))
            places = [other.pk for other in others]
            if before is not None and before.pk not in places:
                if before.pk == self.pk:
                    return False
                raise Refused(f"“{before.text}” is not in this list any more. Load the page again.", field="before")
            place = places.index(before.pk) if before is not None else len(others)
            lower = others[place - 1].position if place else None
            upper = others[place].position if place < len(others) else None
            position = _between(lower, upper, self.position)
            if position is None:
                self._spread(begun, [*others[:place], self, *others[place:]])
                return True
            changed = position != self.position
            if changed:
                self._write(begun, "reorder", position=position)
        return changed

    def remove(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Take it from the list; it can be put back."""
        with self._change(by, version, within) as begun:
            self._refuse_removed()
            self._write(begun, "remove", removed_at=begun.at)

    def put_back(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Bring a removed feature back to where it stood."""
        with self._change(by, version, within) as begun:
            if self.removed_at is None:
                raise Refused(f"“{self.text}” is in the list.")
            refuse_full(self.goal, self.neighbours().count())
            self._write(begun, "put_back", removed_at=None)

    def neighbours(self) -> FeatureQuerySet:
        """The features of its goal, in order."""
        return Feature.objects.kept().filter(goal_id=self.goal_id).in_order()

    # -- how they write ----------------------------------------------------------------------------------------------

    @contextmanager
    def _change(self, by: "User | None", version: int | None, within: Change | None) -> Iterator[Change]:
        """Open the product's change, or join one. Raises Stale when the feature was loaded at another version."""
        if version is not None and version != self.version:
            raise Stale(version)
        with change(self.product, by, within) as begun:
            refuse_archived(self.goal)
            if version is None and within is None:
                self.refresh_from_db(fields=["text", "position", "version", "removed_at"])
            yield begun

    def _refuse_removed(self) -> None:
        if self.removed_at is not None:
            raise Refused(f"“{self.text}” was removed. Put it back first.")

    def _write(self, begun: Change, verb: str, **values: Any) -> None:
        """Store the values onto the version that was read, and record the event. Raises Stale. One query."""
        before = self.facts()
        stored = Feature.objects.filter(pk=self.pk, version=self.version).update(**values, version=F("version") + 1)
        if not stored:
            raise Stale(self.version)
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        self._record(begun, verb, {name: before[name] for name in values if name in before})

    def _record(self, begun: Change, verb: str, former: dict[str, Any]) -> None:
        self.latest_change = begun
        begun.record(verb, "feature", goal_id=self.goal_id, after=self.facts(), former=former)

    def _spread(self, begun: Change, features: "list[Feature]") -> None:
        for place, feature in enumerate(features, start=1):
            if feature.position != place * STRIDE:
                feature._write(begun, "reorder", position=place * STRIDE)
        self.latest_change = begun


def check_text(text: str) -> None:
    """Raise Refused unless a feature may have these words."""
    if not text.strip():
        raise Refused("A feature needs words. Say it in a few, or remove it.", field="text")
    if len(text) > FEATURE_LENGTH:
        raise Refused(
            f"It has {len(text)} characters; {FEATURE_LENGTH} is the most. A feature on a roadmap is coarse: name it.",
            field="text",
        )


def refuse_full(goal: Goal, count: int) -> None:
    """Raise Refused when a goal with so many features takes no more."""
    if count >= MOST_FEATURES:
        raise Refused(
            f"{goal.key} has {count} features already, the most there can be. Three to five coarse ones say more: "
            "remove one, or say two of them as one.",
            field="text",
        )


def refuse_archived(goal: Goal) -> None:
    """Raise Refused for the features of a goal that was archived. One query, for the stored state."""
    if Goal.objects.values_list("archived_at", flat=True).get(pk=goal.pk) is not None:
        raise Refused(f"{goal.key} is archived. Restore it before you change it.")


def _between(lower: int | None, upper: int | None, now: int) -> int | None:
    """A position between two neighbours, the present one if it fits; None when there is no room."""
    if (lower is None or lower < now) and (upper is None or now < upper):
        return now
    if upper is None:
        return (lower or 0) + STRIDE
    if lower is None:
        return upper - STRIDE
    middle = (lower + upper) // 2
    return middle if lower < middle < upper else None
