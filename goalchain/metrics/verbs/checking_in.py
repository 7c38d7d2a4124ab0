"""Check in on a goal, correct a check-in, take it out again."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils import timezone

from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.goals.models.goal import Confidence
from goalchain.products.changes import Change
from goalchain.products.errors import Refused

from .hanging import Hanging

if TYPE_CHECKING:
    from goalchain.accounts.models import User
    from goalchain.metrics.models import CheckIn


class Sayable(Hanging):
    """make, revise, remove"""

    subject = "check_in"

    #: What a person may correct.
    REVISABLE = ("confidence", "sentence")

    @classmethod
    def make(
        cls,
        goal: Goal,
        confidence: str,
        sentence: str,
        *,
        by: "User | None",
        at: datetime | None = None,
        author_id: int | None = None,
        within: Change | None = None,
    ) -> "CheckIn":
        """Say how sure one is of the goal, and why. The newest check-in gives the goal its confidence, in this change.

        Args:
            at: when it was said, if not now; `author_id`: by whom, if not by `by`.

        Raises Refused for a vision, a goal that is closed or archived, an unknown confidence, an empty sentence.
        Queries: seven at most beside the change.
        """
        with goal._change(by, None, within) as begun:
            _refuse_unasked(goal)
            _refuse_words(confidence, sentence)
            check_in = cls(  # type: ignore[call-arg]
                product=goal.product,
                goal=goal,
                confidence=confidence,
                sentence=sentence,
                author_id=author_id or (by.pk if by else None),
                at=at or begun.at,
                updated_at=begun.at,
            )
            if check_in.at > begun.at:
                raise Refused("A check-in says how sure one is now. It cannot be of a time to come.")
            former = {"confidence": goal.confidence}
            check_in.save(force_insert=True)
            check_in._give_confidence(begun)
            check_in._record(begun, "create", former)
        return check_in  # type: ignore[return-value]

    def revise(
        self, *, by: "User | None", version: int | None = None, within: Change | None = None, **fields: Any
    ) -> bool:
        """Correct the confidence or the sentence. Returns whether anything changed.

        The confidence of the newest check-in is the goal's too.
        """
        with self._change(by, version, within) as begun:
            if unknown := set(fields) - set(self.REVISABLE):
                raise TypeError(f"{', '.join(sorted(unknown))}: not revisable")
            self._refresh_goal()
            _refuse_unasked(self.goal)
            values = {name: value for name, value in fields.items() if getattr(self, name) != value}
            _refuse_words(**{name: values.get(name, getattr(self, name)) for name in self.REVISABLE})
            if values:
                former = {name: getattr(self, name) for name in values}
                self._advance(begun, **values)
                if "confidence" in values:
                    self._give_confidence(begun)
                self._record(begun, "revise", former)
        return bool(values)

    def remove(
        self,
        *,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
        confidence: str | None = None,
    ) -> None:
        """Take the check-in out; the history keeps it. The goal's confidence is that of the newest one left.

        Args:
            confidence: the goal's confidence instead, as it was before the check-in.
        """
        with self._change(by, version, within) as begun:
            self._refresh_goal()
            _refuse_unasked(self.goal)
            was_newest = self._is_newest()
            facts = self.facts()
            self._advance(begun)
            type(self)._default_manager.filter(pk=self.pk).delete()
            newest = type(self)._default_manager.filter(goal_id=self.goal_id).order_by("-at", "-id").first()
            if was_newest:
                if confidence is None:
                    confidence = newest.confidence if newest else ""
                _set_confidence(self.goal, begun, confidence)
                _ask_again(self.goal, newest.at if newest else None)
            self._record(begun, "remove", facts)

    # -- what the newest check-in does to its goal -------------------------------------------------------------------

    def _give_confidence(self, begun: Change) -> None:
        if self._is_newest():
            _set_confidence(self.goal, begun, self.confidence)
            _ask_again(self.goal, self.at)

    def _is_newest(self) -> bool:
        later = Q(at__gt=self.at) | Q(at=self.at, id__gt=self.pk)
        return not type(self)._default_manager.filter(later, goal_id=self.goal_id).exists()

    def _refresh_goal(self) -> None:
        """The goal as it is stored, under the lock: its confidence and version are written onto it."""
        self.goal = self.goal.of_level
        self.goal._read_again()


def _refuse_unasked(goal: Goal) -> None:
    if goal.level == levels.VISION:
        raise Refused("A vision is not checked in on: it need never be reached. Check in on the goals below it.")
    if goal.archived_at is not None:
        raise Refused(f"{goal.key} is archived. Restore it before you check in on it.")
    if goal.state == "closed":
        raise Refused(f"{goal.key} is closed. How sure one was of it is history now.")


def _refuse_words(confidence: str, sentence: str) -> None:
    if confidence not in Confidence.values:
        raise Refused(f"“{confidence}” is no confidence. Choose on track, at risk or off track.", field="confidence")
    if not sentence.strip():
        raise Refused("Say in one sentence why.", field="sentence")


def _set_confidence(goal: Goal, begun: Change, confidence: str) -> None:
    if goal.confidence != confidence:
        goal._write(begun, "check_in", confidence=confidence)


def _ask_again(goal: Goal, last: datetime | None) -> None:
    """Move the day on which the next check-in is due, if one is asked for. Two queries."""
    from goalchain.metrics.models import CheckInRhythm

    rhythm = CheckInRhythm.objects.filter(goal_id=goal.pk).exclude(days=None).first()
    if rhythm is not None:
        CheckInRhythm.objects.filter(pk=rhythm.pk).update(due_on=next_due(rhythm.since, rhythm.days, last))


def next_due(since: Any, days: int | None, last: datetime | None) -> Any:
    """The day on which a check-in is due: so many days after the last one, or after it was first asked for."""
    if days is None:
        return None
    spoken = timezone.localdate(last) if last else since
    return max(spoken, since) + timedelta(days=days)
