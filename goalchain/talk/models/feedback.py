"""Feedback: what somebody said, and what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from goalchain.goals.models import Goal
from goalchain.lib.text import storable
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product

if TYPE_CHECKING:
    from goalchain.accounts.models import User

    from .evidence import Evidence

TEXT_LENGTH, ANSWER_LENGTH, WORD_LENGTH, REASON_LENGTH = 4_000, 4_000, 100, 200


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """Feedback, read as sentences."""

    def open(self) -> "FeedbackQuerySet":
        """Neither answered nor put aside."""
        return self.filter(answered_at=None, put_aside_at=None)

    def new(self) -> "FeedbackQuerySet":
        """Open, and attached to no goal: nobody has worked with it yet."""
        return self.open().filter(~Exists(_evidence()))

    def linked(self) -> "FeedbackQuerySet":
        """Open, and evidence of a goal."""
        return self.open().filter(Exists(_evidence()))

    def answered(self) -> "FeedbackQuerySet":
        """Answered, and not put aside."""
        return self.exclude(answered_at=None).filter(put_aside_at=None)

    def put_aside(self) -> "FeedbackQuerySet":
        """Put aside."""
        return self.exclude(put_aside_at=None)


class Feedback(models.Model):
    """What somebody outside the team said.

    What a visitor wrote stands as it was written. What a member wrote down for somebody (`written_by`) is corrected by
    the team. `about` is the goal that it was said of, `source` where it came from ("Roadmap for the board",
    "Interview"), `segment` which customers speak, `said_on` when. The answer is the product owner's; whoever put the
    question may read it. It is new until it is attached to a goal (linked), answered or put aside, which takes a
    reason. `version` rises with every change of its own.
    """

    #: What `revise` takes, and what of it only of feedback that a member wrote down.
    REVISABLE = ("text", "name", "source", "segment", "said_on")
    OWN_WORDS = ("text", "name", "source", "said_on")

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="feedback")
    about = models.ForeignKey(Goal, null=True, on_delete=models.SET_NULL, related_name="feedback_about")
    text = models.TextField(validators=[storable, MaxLengthValidator(TEXT_LENGTH)])
    name = models.CharField(max_length=WORD_LENGTH, blank=True, validators=[storable])
    source = models.CharField(max_length=WORD_LENGTH, blank=True, validators=[storable])
    segment = models.CharField(max_length=WORD_LENGTH, blank=True, validators=[storable])
    said_on = models.DateField()
    answer = models.TextField(blank=True, validators=[storable, MaxLengthValidator(ANSWER_LENGTH)])
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)
    put_aside_at = models.DateTimeField(null=True)
    aside_reason = models.CharField(max_length=REASON_LENGTH, blank=True, validators=[storable])
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    evidence: Any
    goals: Any = models.ManyToManyField(Goal, through="Evidence", related_name="feedback")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()

    objects = FeedbackQuerySet.as_manager()

    #: The change in which the last verb on this instance took part; its events are stored when it has ended.
    latest_change: Change | None = None

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="feedback_says_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="feedback_answer_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(put_aside_at__isnull=False) | Q(aside_reason=""), name="feedback_reason_only_aside"
            ),
        ]
        indexes = [
            models.Index(fields=["product", "-id"], name="feedback_by_product"),
            models.Index(fields=["product", "-said_on", "-id"], name="feedback_by_day"),
        ]

    def __str__(self) -> str:
        return shortened(self.text)

    def facts(self) -> dict[str, Any]:
        """The feedback as its events record it."""
        return {
            "id": self.pk,
            **{name: getattr(self, name) for name in ("text", "name", "source", "segment", "answer", "version")},
            "said_on": self.said_on.isoformat(),
            "put_aside": self.put_aside_at is not None,
            "aside_reason": self.aside_reason,
        }

    # -- verbs ---------------------------------------------------------------------------------------------------------

    @classmethod
    def receive(
        cls,
        product: Product,
        text: str,
        *,
        by: "User | None",
        about: Goal | None = None,
        name: str = "",
        source: str = "",
        segment: str = "",
        said_on: date | None = None,
        within: Change | None = None,
    ) -> "Feedback":
        """Take in what somebody said. `by` is who writes it down; None for a visitor, who writes it alone.

        Raises Refused for a goal of another product, for no words, and for a day to come. Queries: one beside the
        change.
        """
        if about is not None and about.product_id != product.pk:
            raise Refused(f"{about} is a goal of another product.", field="about")
        today = product.today()
        check_words(text, said_on, today)
        with change(product, by, within) as begun:
            feedback = cls(
                product=product,
                about=about,
                text=text,
                name=name,
                source=source,
                segment=segment,
                said_on=said_on or today,
                written_by=by,
                created_at=begun.at,
            )
            feedback.save(force_insert=True)
            feedback.record(begun, "receive", {})
        return feedback

    def revise(self, *, by: "User", version: int | None = None, within: Change | None = None, **values: Any) -> bool:
        """Correct the text, the name, the source, the segment or the day. Returns whether that changed anything.

        Raises Refused for another wording of what a visitor wrote, for no words, and for a day to come; and Stale.
        """
        with self._change(by, version, within) as begun:
            changed = {
                name: values[name]
                for name in self.REVISABLE
                if values.get(name, getattr(self, name)) != getattr(self, name)
            }
            if self.written_by_id is None and (own := [name for name in self.OWN_WORDS if name in changed]):
                raise Refused(
                    "A visitor wrote this; it stays as it was written. Only the segment is yours.", field=own[0]
                )
            check_words(changed.get("text", self.text), changed.get("said_on"), self.product.today())
            if changed:
                self._write(begun, "revise", **changed)
        return bool(changed)

    def reply(self, text: str, *, by: "User", version: int | None = None, within: Change | None = None) -> bool:
        """Answer, or answer in other words; an empty text takes the answer back. Returns whether anything changed."""
        text = text.strip()
        with self._change(by, version, within) as begun:
            changed = text != self.answer
            if changed:
                self._write(
                    begun,
                    "answer" if text else "take_back",
                    answer=text,
                    answered_by=by if text else None,
                    answered_at=begun.at if text else None,
                )
        return changed

    def put_aside(self, reason: str, *, by: "User", version: int | None = None, within: Change | None = None) -> None:
        """Take it out of the inbox, and say why; it can be restored.

        Raises Refused without a reason and when it is put aside already.
        """
        reason = " ".join(reason.split())
        if not reason:
            raise Refused("Say why it is put aside, in a few words.", field="reason")
        if len(reason) > REASON_LENGTH:
            raise Refused(f"The reason has {len(reason)} characters; {REASON_LENGTH} is the most.", field="reason")
        with self._change(by, version, within) as begun:
            if self.put_aside_at is not None:
                raise Refused(f"“{self}” is put aside already.")
            self._write(begun, "put_aside", put_aside_at=begun.at, aside_reason=reason)

    def restore(self, *, by: "User", version: int | None = None, within: Change | None = None) -> None:
        """Bring it back to the inbox. Raises Refused when it was not put aside."""
        with self._change(by, version, within) as begun:
            if self.put_aside_at is None:
                raise Refused(f"“{self}” is not put aside. There is nothing to restore.")
            self._write(begun, "restore", put_aside_at=None, aside_reason="")

    def attach(self, goal: Goal, *, by: "User", within: Change | None = None) -> bool:
        """Make it evidence of a goal. Returns whether it was not that already.

        Raises Refused for a goal of another product and for an archived one.
        """
        if goal.product_id != self.product_id:
            raise Refused(f"{goal.key} is a goal of another product.", field="goal")
        with change(self.product, by, within) as begun:
            if goal.archived_at is not None:
                raise Refused(f"{goal.key} is archived. Restore it, or choose another goal.", field="goal")
            _, is_new = self.evidence.get_or_create(
                goal=goal, defaults={"product": self.product, "attached_by": by, "at": begun.at}
            )
            if is_new:
                self.record_evidence(begun, "attach", goal)
        return is_new

    def detach(self, goal: Goal, *, by: "User", within: Change | None = None) -> bool:
        """Make it no evidence of the goal any more. Returns whether it was."""
        with change(self.product, by, within) as begun:
            gone, _ = self.evidence.filter(goal_id=goal.pk).delete()
            if gone:
                self.record_evidence(begun, "detach", goal)
        return bool(gone)

    # -- how every verb writes -----------------------------------------------------------------------------------------

    @contextmanager
    def _change(self, by: "User", version: int | None, within: Change | None) -> Iterator[Change]:
        """Open the product's change, or join one; make sure that this feedback is the stored one."""
        if version is not None and version != self.version:
            raise Stale(version)
        with change(self.product, by, within) as begun:
            if version is None:
                self.refresh_from_db(fields=["answer", "answered_by", "answered_at", "put_aside_at", "version"])
            yield begun

    def _write(self, begun: Change, verb: str, **values: Any) -> None:
        """Store the values onto the version that was read. One query. Raises Stale when another change came first."""
        before = self.facts()
        stored = Feedback.objects.filter(pk=self.pk, version=self.version).update(**values, version=F("version") + 1)
        if not stored:
            raise Stale(self.version)
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        after = self.facts()
        former = {name: before[name] for name in before if name != "version" and before[name] != after[name]}
        self.record(begun, verb, former)

    def record(self, begun: Change, verb: str, former: dict[str, Any]) -> None:
        """Note on the change what happened to this feedback."""
        self.latest_change = begun
        begun.record(verb, "feedback", goal_id=self.about_id, after=self.facts(), former=former)

    def record_evidence(self, begun: Change, verb: str, goal: Goal) -> None:
        """Note that it speaks for a goal, or no longer does: at the goal, for all who may read that."""
        self.latest_change = begun
        facts = {"id": self.pk, "text": self.text, "name": self.name, "number": goal.number}
        begun.record(verb, "evidence", goal_id=goal.pk, after=facts, former={}, planning=goal.planning)


def shortened(text: str, length: int = 60) -> str:
    """The first words of a text, for a line that names it."""
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def check_words(text: str, said_on: date | None, today: date) -> None:
    """Raise Refused for no words, and for a day to come."""
    if not text.strip():
        raise Refused("Write down what was said.", field="text")
    if said_on is not None and said_on > today:
        raise Refused(f"{said_on:%Y-%m-%d} is still to come. Give the day on which it was said.", field="said_on")


def _evidence() -> "models.QuerySet[Evidence]":
    """The evidence of the feedback that an outer query is at."""
    found: models.QuerySet[Evidence] = Feedback.goals.through.objects.filter(feedback=OuterRef("pk")).order_by()
    return found
