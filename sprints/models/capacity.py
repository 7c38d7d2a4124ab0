"""SprintCapacity and Availability: how many days a team has for a sprint, and whose."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q

from goalchain.accounts.models import User
from goalchain.lib.text import storable
from goalchain.products.access import READ_PLANNING, RIGHTS
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Membership, Product

from ..capacity.days import MOST_DAYS, NOTE_LENGTH, REASON_LENGTH, ZERO, Share, check, days_said
from .sprint import Sprint


class SprintCapacity(models.Model):
    """What a team has for a sprint: holidays (working days on which nobody works), a note on what it is able to do now,
    and in `availabilities` the days of its people.

    It is noted when somebody has days. `version` rises with every change; a save carries the version that was read, 0
    for a sprint without one. A row that says nothing any more stays, so that versions go on.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="capacities")
    sprint = models.OneToOneField(Sprint, on_delete=models.CASCADE, related_name="capacity")
    holidays = models.DecimalField(max_digits=4, decimal_places=1, default=Decimal(0))
    note = models.TextField(blank=True, validators=[storable, MaxLengthValidator(NOTE_LENGTH)])
    version = models.PositiveIntegerField(default=1)

    #: The change in which `keep` last took part.
    latest_change: Change | None = None

    class Meta:
        verbose_name_plural = "sprint capacities"
        constraints = [
            models.CheckConstraint(
                condition=Q(holidays__gte=0) & Q(holidays__lte=MOST_DAYS), name="capacity_holidays_fit"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="capacity_version_from_1"),
        ]

    def __str__(self) -> str:
        return f"capacity of sprint {self.sprint_id}"

    def facts(self, shares: Sequence[Share]) -> dict[str, Any]:
        """The capacity with these shares as its events record it. No query."""
        return {
            "id": self.pk,
            "sprint": self.sprint_id,
            "holidays": days_said(self.holidays),
            "note": self.note,
            "people": [share.facts() for share in sorted(shares, key=lambda share: share.person)],
            "version": self.version,
        }

    def shares(self) -> list[Share]:
        """The days of its people, in the order of their primary keys. One query, none when they are prefetched."""
        found = [kept.share for kept in self.availabilities.all()]
        return sorted(found, key=lambda share: share.person)

    @classmethod
    def keep(
        cls,
        sprint: Sprint,
        *,
        by: User | None,
        version: int | None = None,
        within: Change | None = None,
        holidays: Decimal | None = None,
        note: str | None = None,
        people: Sequence[Share] | None = None,
    ) -> "SprintCapacity | None":
        """Note what a team has for a sprint; what is None stays as it is, `people` is all of them.

        Returns the capacity, None when nothing changed. Raises Stale when it is not at `version` (0: not noted yet);
        Refused for numbers that no sprint has, and for people who take no part in planning. Queries: seven at most,
        and the events.
        """
        with change(sprint.product, by, within) as begun:
            stored = cls.objects.filter(sprint_id=sprint.pk).prefetch_related("availabilities").first()
            if version is not None and version != (stored.version if stored else 0):
                raise Stale(version)
            kept = stored or cls(product_id=sprint.product_id, sprint_id=sprint.pk, version=0)
            former = kept.shares() if stored else []
            before = kept.facts(former)
            kept.holidays = kept.holidays if holidays is None else holidays
            kept.note = kept.note if note is None else note
            wanted = former if people is None else list(people)
            check(kept.holidays, kept.note, wanted)
            _refuse_others(sprint.product_id, {share.person for share in wanted} - {share.person for share in former})
            told = kept.facts(wanted)
            changed = {name: before[name] for name in ("holidays", "note", "people") if told[name] != before[name]}
            if not changed:
                return None
            kept._store(before["version"], former, wanted)
            kept.latest_change = begun
            begun.record("keep", "capacity", after=kept.facts(wanted), former=changed, planning=True)
        return kept

    def _store(self, version: int, former: list[Share], wanted: list[Share]) -> None:
        """Store it onto the version that was read, and the shares that are new, other or gone."""
        if self.pk is None:
            self.version = 1
            self.save(force_insert=True)
        else:
            told = {"holidays": self.holidays, "note": self.note, "version": F("version") + 1}
            if not SprintCapacity.objects.filter(pk=self.pk, version=version).update(**told):
                raise Stale(version)
            self.version += 1
        fresh = [share for share in wanted if share not in former]
        gone = [share.person for share in former if share not in wanted]
        if gone:
            Availability.objects.filter(capacity=self, person_id__in=gone).delete()
        Availability.objects.bulk_create(Availability.of(self, share) for share in fresh)


class Availability(models.Model):
    """The days that one person has for a sprint; see Share for what the numbers mean."""

    capacity = models.ForeignKey(SprintCapacity, on_delete=models.CASCADE, related_name="availabilities")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    days = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    away = models.DecimalField(max_digits=4, decimal_places=1, default=ZERO)
    reason = models.CharField(max_length=REASON_LENGTH, blank=True, validators=[storable])

    class Meta:
        verbose_name_plural = "availabilities"
        constraints = [
            models.UniqueConstraint(fields=["capacity", "person"], name="availability_one_a_person"),
            models.CheckConstraint(
                condition=Q(days=None) | (Q(days__gte=0) & Q(days__lte=MOST_DAYS)), name="availability_days_fit"
            ),
            models.CheckConstraint(condition=Q(away__gte=0) & Q(away__lte=MOST_DAYS), name="availability_away_fits"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.capacity_id}"

    @classmethod
    def of(cls, capacity: SprintCapacity, share: Share) -> "Availability":
        """A share as it is stored."""
        words = {"days": share.days, "away": share.away, "reason": share.reason}
        return cls(capacity=capacity, person_id=share.person, **words)

    @property
    def share(self) -> Share:
        """It as plain numbers."""
        return Share(self.person_id, self.days, self.away, self.reason)


def planners(product_id: int) -> Any:
    """The memberships of a product's people who take part in planning, by name."""
    found = Membership.objects.filter(product_id=product_id, role__in=RIGHTS[READ_PLANNING], user__is_active=True)
    return found.select_related("user").order_by("user__name", "user__email")


def _refuse_others(product_id: int, people: set[int]) -> None:
    """Raise Refused unless all of these take part in planning. One query; none for nobody."""
    if people and planners(product_id).filter(user__in=people).count() < len(people):
        raise Refused(
            "Only people who plan with the team have days in its sprints. Choose among those.", field="people"
        )
