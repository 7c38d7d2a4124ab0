"""SprintReview: what a sprint delivered, and what its goal taught."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from goalchain.lib.text import storable
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product

from ..review.rules import LINE_LENGTH, TEXT_LENGTH, check_words
from .goal import SprintGoal
from .sprint import Sprint

_LONG: list[Callable[[Any], None]] = [storable, MaxLengthValidator(TEXT_LENGTH)]
#: What is written down beside the outcome and the learning, which are the goal's.
WORDS = ("increment", "evidence", "links", "beneficiary", "effect", "feedback")


class Says(models.TextChoices):
    """What a review says about the goal above. A change of that goal is a proposal of its own."""

    NOTHING = "nothing", "Nothing changes"
    CONFIDENCE = "confidence", "The confidence changes"


class SprintReview(models.Model):
    """The review of a sprint (Scrum Guide 2020): the delivered value, with its evidence, and the feedback to it.

    A sprint has one, about the goal that it had. `version` rises with every correction; a save carries the version that
    was read. A removed review keeps its row, and is written anew into it.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="sprint_reviews")
    sprint = models.OneToOneField(Sprint, on_delete=models.CASCADE, related_name="review")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="sprint_reviews")
    increment = models.TextField(blank=True, validators=_LONG)
    evidence = models.TextField(blank=True, validators=_LONG)
    links = models.TextField(blank=True, validators=_LONG)
    beneficiary = models.CharField(max_length=LINE_LENGTH, blank=True, validators=[storable])
    effect = models.TextField(blank=True, validators=_LONG)
    feedback = models.TextField(blank=True, validators=_LONG)
    says = models.CharField(max_length=10, choices=Says, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorder = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    #: The change in which the last verb on this instance took part.
    latest_change: Change | None = None

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(says__in=["", *Says.values]), name="sprint_review_says_known"),
            models.CheckConstraint(condition=Q(version__gte=1), name="sprint_review_version_from_1"),
        ]

    def __str__(self) -> str:
        return f"review of sprint {self.sprint_id}"

    @property
    def addresses(self) -> list[str]:
        """The links to evidence."""
        return self.links.splitlines()

    def facts(self) -> dict[str, Any]:
        """The review as its events record it. No query."""
        told: dict[str, Any] = {"id": self.pk, "sprint": self.sprint_id} | {name: getattr(self, name) for name in WORDS}
        return told | {"says": self.says, "removed": self.removed_at is not None, "version": self.version}

    # -- verbs -------------------------------------------------------------------------------------------------------

    @classmethod
    def record(
        cls, sprint: Sprint, goal: Goal, outcome: str, learning: str, *, by: User | None, version: int | None = None,
        within: Change | None = None, **words: str,
    ) -> "SprintReview":  # fmt: skip
        """Write down what became of a sprint, and close its goal by the goal's own verb, in one change.

        A goal that is closed already gets this outcome and learning. `version` is the goal's. Raises Stale when the
        goal was changed since, or the sprint has a review meanwhile; Refused for a draft and for what no review says.
        """
        with change(sprint.product, by, within) as begun:
            stored = cls._goal_of(sprint, goal, version)
            review = cls.objects.filter(sprint_id=sprint.pk).first() or cls(product=sprint.product, sprint=sprint)
            if review.pk and review.removed_at is None:
                raise Stale(0)
            review.goal, review.recorder, review.recorded_at = stored, by, begun.at
            review.version += 1 if review.pk else 0
            review.removed_at, review.says = None, ""
            for name in WORDS:
                setattr(review, name, _said(name, words.get(name, "")))
            check_words({name: getattr(review, name) for name in WORDS})
            review._close(outcome, learning, by, begun)
            review.save()
            review._record(begun, "record", {})
        return review

    def correct(
        self, *, by: User | None, version: int | None = None, goal_version: int | None = None, outcome: str = "",
        learning: str = "", within: Change | None = None, **words: str,
    ) -> bool:  # fmt: skip
        """Put right what was written down; without an outcome, outcome and learning stay. Returns whether anything
        changed. Raises Refused as `record` does, and Stale."""
        with self._change(by, version, within) as begun:
            self._refuse_removed()
            told = {name: _said(name, text) for name, text in words.items() if name in WORDS}
            check_words(told)
            changed = False
            if outcome:
                self.goal = self._goal_of(self.sprint, self.goal, goal_version)
                changed = self._close(outcome, learning, by, begun)
            columns = {name: text for name, text in told.items() if getattr(self, name) != text}
            if changed or columns:
                self._write(begun, "correct", **columns)
        return changed or bool(columns)

    def say(self, says: str, *, by: User | None, version: int | None = None, within: Change | None = None) -> None:
        """Write down what this says about the goal above."""
        if says not in Says.values:
            raise Refused(f"“{says}” is no answer. Choose one of those shown.", field="says")
        with self._change(by, version, within) as begun:
            self._refuse_removed()
            self._write(begun, "answer", says=says)

    def remove(self, *, by: User | None, version: int | None = None, within: Change | None = None) -> None:
        """Take the review back. The goal stays as it is."""
        with self._change(by, version, within) as begun:
            self._refuse_removed()
            self._write(begun, "remove", removed_at=begun.at)

    def put_back(self, *, by: User | None, version: int | None = None, within: Change | None = None) -> None:
        """Let a removed review count again."""
        with self._change(by, version, within) as begun:
            if self.removed_at is None:
                raise Refused("This review is there.")
            self._write(begun, "put_back", removed_at=None)

    # -- how they write ----------------------------------------------------------------------------------------------

    @staticmethod
    def _goal_of(sprint: Sprint, goal: Goal, version: int | None) -> Goal:
        """The goal as it is stored, if it may be reviewed as that of the sprint. One query."""
        stored = SprintGoal.objects.select_related("sprint").get(pk=goal.pk)
        stored.product = sprint.product
        if version is not None and stored.version != version:
            raise Stale(version)
        if stored.sprint_id != sprint.pk:
            raise Refused(f"{stored.key} is no longer the goal of {sprint}. Review the sprint that it is in.")
        return stored

    def _close(self, outcome: str, learning: str, by: User | None, begun: Change) -> bool:
        """Close the goal, or correct what became of it. Returns whether that changed anything."""
        goal = self.goal
        if goal.state == "closed":
            return goal.reassess(outcome, learning, by=by, version=goal.version, within=begun)
        goal.close(outcome, learning, by=by, version=goal.version, within=begun)
        return True

    def _refuse_removed(self) -> None:
        if self.removed_at is not None:
            raise Refused("This review was taken back. Write it down anew.")

    @contextmanager
    def _change(self, by: User | None, version: int | None, within: Change | None) -> Iterator[Change]:
        if version is not None and version != self.version:
            raise Stale(version)
        with change(self.product, by, within) as begun:
            yield begun

    def _write(self, begun: Change, verb: str, **columns: Any) -> None:
        """Store these columns onto the version that was read, and record the event. Raises Stale. One query."""
        stored = SprintReview.objects.filter(pk=self.pk, version=self.version)
        if not stored.update(**columns, version=F("version") + 1):
            raise Stale(self.version)
        former = {name: getattr(self, name) for name in columns if name != "removed_at"}
        for name, value in columns.items():
            setattr(self, name, value)
        self.version += 1
        self._record(begun, verb, former)

    def _record(self, begun: Change, verb: str, former: dict[str, Any]) -> None:
        self.latest_change = begun
        planning = self.goal.planning
        begun.record(verb, "sprintreview", goal_id=self.goal_id, after=self.facts(), former=former, planning=planning)


def _said(name: str, text: str) -> str:
    """A text as it is kept: of links, one a line and no blanks around."""
    return "\n".join(line.strip() for line in text.splitlines() if line.strip()) if name == "links" else text
