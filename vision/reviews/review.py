"""Review: what was looked at, who was there, what was decided; and who took part."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Prefetch, Q

from goalchain.goals.models.goal import plain
from goalchain.lib.text import storable
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product

from .kinds import DECISIONS_LENGTH, NAME_LENGTH, Kind
from .rules import check_members, check_words, last_revision_of, named

if TYPE_CHECKING:
    from goalchain.accounts.models import User


class ReviewQuerySet(models.QuerySet["Review"]):
    """Reviews, read as sentences."""

    def kept(self) -> "ReviewQuerySet":
        """All but the removed ones."""
        return self.filter(removed_at=None)

    def newest_first(self) -> "ReviewQuerySet":
        """By the day on which they were held."""
        return self.order_by("-held_on", "-pk")

    def with_people(self) -> "ReviewQuerySet":
        """With who took part, and who wrote it down. One query more."""
        people = Participant.objects.select_related("user").order_by("pk")
        return self.select_related("recorder").prefetch_related(Prefetch("participants", people))


class Review(models.Model):
    """One review that was held: on which day, by whom, and what was decided.

    It looked at what changed in the chain after `since_revision` up to `until_revision`. One of a kind a day. `version`
    rises with every correction; a save carries the version that was read. A removed review keeps its row, so that it
    can be put back.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=8, choices=Kind)
    held_on = models.DateField()
    since_revision = models.PositiveBigIntegerField(default=0)
    until_revision = models.PositiveBigIntegerField(default=0)
    decisions = models.TextField(blank=True, validators=[storable, MaxLengthValidator(DECISIONS_LENGTH)])
    version = models.PositiveIntegerField(default=1)
    recorder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    #: The change in which the last verb on this instance took part.
    latest_change: Change | None = None

    class Meta:
        ordering = ["-held_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="review_kind_known"),
            models.CheckConstraint(condition=Q(until_revision__gte=F("since_revision")), name="review_looks_back"),
            models.CheckConstraint(condition=Q(version__gte=1), name="review_version_from_1"),
            models.UniqueConstraint(
                fields=["product", "kind", "held_on"], condition=Q(removed_at=None), name="one_review_of_a_kind_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.held_on}"

    def get_absolute_url(self) -> str:
        """The review's page; the product is loaded."""
        return f"/p/{self.product.key}/reviews/{self.pk}/"

    @property
    def people(self) -> list[str]:
        """Who took part, by name: members first, then the others. No query after `with_people`."""
        return [str(person) for person in self.participants.all()]

    def facts(self) -> dict[str, Any]:
        """The review as its events record it. One query."""
        people = list(self.participants.order_by("pk").values_list("user_id", "name"))
        return self.facts_with([pk for pk, _ in people if pk], [name for pk, name in people if not pk])

    def facts_with(self, members: list[int], others: list[str]) -> dict[str, Any]:
        """The review as its events record it, with the members (primary keys) and other people. No query."""
        columns = ("kind", "held_on", "since_revision", "until_revision", "decisions", "version")
        told = {"id": self.pk} | {name: plain(getattr(self, name)) for name in columns}
        return told | {"removed": self.removed_at is not None, "members": members, "others": others}

    # -- verbs -------------------------------------------------------------------------------------------------------

    @classmethod
    def record(
        cls,
        product: Product,
        kind: str,
        *,
        held_on: date,
        members: Sequence[int] = (),
        others: Sequence[str] = (),
        decisions: str = "",
        up_to: int | None = None,
        by: "User | None",
        within: Change | None = None,
    ) -> "Review":
        """Write down a review that was held.

        It looked at what changed since the one of its kind before it, up to the end of that day, or up to now when it
        is of today; or up to the revision `up_to`, where that is known. Raises Refused for a day to come, a second
        review of a kind on one day, people who are no members.
        """
        with change(product, by, within) as begun:
            review = cls(product=product, kind=kind, held_on=held_on, decisions=decisions)
            members, others = [*dict.fromkeys(members)], named(others)
            check_words(kind, held_on, decisions, len(members), others, today=product.today())
            check_members(product, members)
            review._refuse_second(held_on)
            review.since_revision, review.until_revision = review._revisions(begun, held_on)
            if up_to is not None:
                review.until_revision = max(review.since_revision, min(up_to, begun.revision - 1))
            review.recorder, review.recorded_at = by, begun.at
            review.save(force_insert=True)
            review._seat(members, others)
            review._tell(begun, "record", {}, review.facts_with(members, others))
        return review

    def correct(
        self,
        *,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
        members: Sequence[int] | None = None,
        others: Sequence[str] | None = None,
        held_on: date | None = None,
        decisions: str | None = None,
    ) -> bool:
        """Put right what was written down; None leaves a thing as it is. Returns whether anything changed.

        With another day goes another list of what changed. Raises Refused as `record` does, and Stale.
        """
        with self._change(by, version, within) as begun:
            before = self.facts()
            self._refuse_removed()
            people = (
                before["members"] if members is None else [*dict.fromkeys(members)],
                before["others"] if others is None else named(others),
            )
            values: dict[str, Any] = {}
            if decisions is not None and decisions != self.decisions:
                values["decisions"] = decisions
            day = held_on or self.held_on
            told = values.get("decisions", "")
            check_words(self.kind, day, told, len(people[0]), people[1], today=self.product.today())
            check_members(self.product, set(people[0]) - set(before["members"]))
            if day != self.held_on:
                self._refuse_second(day)
                values["since_revision"], values["until_revision"] = self._revisions(begun, day)
                values["held_on"] = day
            changed = set(people[0]) != set(before["members"]) or people[1] != before["others"]
            if changed:
                self.participants.all().delete()
                self._seat(*people)
            if values or changed:
                self._write(begun, "correct", before, people if changed else None, **values)
        return bool(values or changed)

    def remove(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Take it out of the list; it can be put back."""
        with self._change(by, version, within) as begun:
            self._refuse_removed()
            self._write(begun, "remove", self.facts(), removed_at=begun.at)

    def put_back(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Bring a removed review back. Raises Refused when another of its kind is of the same day by now."""
        with self._change(by, version, within) as begun:
            if self.removed_at is None:
                raise Refused("This review was not removed: it is in the list.")
            self._refuse_second(self.held_on)
            self._write(begun, "put_back", self.facts(), removed_at=None)

    # -- how they write ----------------------------------------------------------------------------------------------

    @contextmanager
    def _change(self, by: "User | None", version: int | None, within: Change | None) -> Iterator[Change]:
        """Open the product's change, or join one. Raises Stale when the review was loaded at another version."""
        if version is not None and version != self.version:
            raise Stale(version)
        with change(self.product, by, within) as begun:
            if version is None and within is None:
                self.refresh_from_db(fields=["held_on", "decisions", "version", "removed_at"])
            yield begun

    def _write(
        self,
        begun: Change,
        verb: str,
        before: dict[str, Any],
        people: tuple[list[int], list[str]] | None = None,
        **values: Any,
    ) -> None:
        """Store the values onto the version that was read, and record the event; `people` are those of now, if they
        are others. Raises Stale. One query."""
        stored = Review.objects.filter(pk=self.pk, version=self.version).update(**values, version=F("version") + 1)
        if not stored:
            raise Stale(self.version)
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        members, others = people or (before["members"], before["others"])
        self._tell(begun, verb, before, self.facts_with(members, others))

    def _tell(self, begun: Change, verb: str, before: dict[str, Any], after: dict[str, Any]) -> None:
        former = {name: value for name, value in before.items() if after[name] != value and name != "version"}
        self.latest_change = begun
        begun.record(verb, "review", after=after, former=former)

    def _refuse_removed(self) -> None:
        if self.removed_at is not None:
            raise Refused("This review was removed. Put it back first.")

    def _refuse_second(self, day: date) -> None:
        """Raise Refused when another review of the kind is of that day. One query."""
        same = Review.objects.kept().filter(product_id=self.product_id, kind=self.kind, held_on=day)
        if same.exclude(pk=self.pk).exists():
            raise Refused(
                f"There is a {self.get_kind_display().lower()} of {day} already. Correct that one instead.",
                field="held_on",
            )

    def _revisions(self, begun: Change, day: date) -> tuple[int, int]:
        """After which revision and up to which one the chain changed, for a review of that day. Two queries at most."""
        earlier = Review.objects.kept().filter(product_id=self.product_id, kind=self.kind, held_on__lt=day)
        since = earlier.newest_first().values_list("until_revision", flat=True).first() or 0
        until = begun.revision - 1 if day >= self.product.today() else last_revision_of(self.product, day)
        return since, max(since, until)

    def _seat(self, members: Iterable[int], others: Iterable[str]) -> None:
        """Store who took part. One query."""
        seats = [Participant(review=self, user_id=pk) for pk in members]
        Participant.objects.bulk_create([*seats, *(Participant(review=self, name=name) for name in others)])


class Participant(models.Model):
    """That somebody took part in a review: a member, or somebody else by name. Of a member the account has the name."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH, blank=True, validators=[storable])

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(user__isnull=False) | ~Q(name=""), name="participant_is_somebody"),
            models.UniqueConstraint(fields=["review", "user"], name="participant_once_a_review"),
        ]

    def __str__(self) -> str:
        return str(self.user) if self.user else self.name
