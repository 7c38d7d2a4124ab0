"""ReviewRhythm: how often a product holds its reviews."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from goalchain.products.changes import Change, change
from goalchain.products.errors import Stale
from goalchain.products.models import Product

from .kinds import MOST_WEEKS, Kind, due_on
from .review import Review
from .rules import check_kind, check_weeks

if TYPE_CHECKING:
    from goalchain.accounts.models import User


class ReviewRhythmQuerySet(models.QuerySet["ReviewRhythm"]):
    """Rhythms, read as sentences."""

    def running(self) -> "ReviewRhythmQuerySet":
        """Those that are not off."""
        return self.filter(weeks__isnull=False)

    def with_last(self) -> "ReviewRhythmQuerySet":
        """Each with `last`: the day of the last review of its kind, None before the first."""
        held = Review.objects.kept().filter(product=OuterRef("product"), kind=OuterRef("kind"))
        return self.annotate(last=Subquery(held.newest_first().values("held_on")[:1]))


class ReviewRhythm(models.Model):
    """How often a product holds reviews of a kind; `weeks` is None while it has no rhythm.

    `begun_on` is the day on which the rhythm was switched on: from there the first review is counted.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="review_rhythms")
    kind = models.CharField(max_length=8, choices=Kind)
    weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    begun_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = ReviewRhythmQuerySet.as_manager()

    #: The change in which the last verb on this instance took part.
    latest_change: Change | None = None

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["product", "kind"], name="one_rhythm_a_kind"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="rhythm_kind_known"),
            models.CheckConstraint(
                condition=Q(weeks=None) | Q(weeks__gte=1, weeks__lte=MOST_WEEKS), name="rhythm_of_two_years_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {f'every {self.weeks} weeks' if self.weeks else 'off'}"

    def due_after(self, last: date | None) -> date | None:
        """The day of the next review, `last` being that of the last one; None while the rhythm is off."""
        return due_on(last, self.begun_on, self.weeks)

    def facts(self) -> dict[str, Any]:
        """The rhythm as its events record it."""
        return {
            "kind": self.kind,
            "weeks": self.weeks,
            "begun_on": self.begun_on.isoformat(),
            "version": self.version,
        }

    @classmethod
    def settle(
        cls,
        product: Product,
        kind: str,
        weeks: int | None,
        *,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
        begun_on: date | None = None,
    ) -> "tuple[ReviewRhythm | None, bool]":
        """Hold reviews of a kind every so many weeks; None: no rhythm. Returns the rhythm, None for one that was never
        set, and whether it changed.

        `version` is the one that was read, 0 for a rhythm that was never set. One that is switched on begins today,
        unless `begun_on` is told. Raises Refused, and Stale.
        """
        with change(product, by, within) as begun:
            check_kind(kind)
            check_weeks(weeks)
            stored = cls.objects.filter(product=product, kind=kind).first()
            if version is not None and version != (stored.version if stored else 0):
                raise Stale(version)
            if (stored.weeks if stored else None) == weeks:
                return stored, False
            former = {"weeks": stored.weeks, "begun_on": stored.begun_on.isoformat()} if stored else {"weeks": None}
            first_day = begun_on or product.today()
            rhythm = stored or cls(product=product, kind=kind, version=0, begun_on=first_day)
            if rhythm.weeks is None or begun_on:
                rhythm.begun_on = first_day
            rhythm.weeks, rhythm.version, rhythm.latest_change = weeks, rhythm.version + 1, begun
            rhythm.save()
            begun.record("settle", "rhythm", after=rhythm.facts(), former=former)
        return rhythm, True
