"""GapAcceptance: that a gap of a goal is left as it is, until a day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q

from goalchain.lib.text import storable
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product

from .goal import Goal, plain

if TYPE_CHECKING:
    from goalchain.accounts.models import User

REASON_LENGTH: Final = 1000
#: How an event of it is called.
SUBJECT: Final = "gap"
_EVENTED = ("reason", "until", "ended_at")


class GapAcceptance(models.Model):
    """Somebody knows of a gap and leaves it, for a reason, until they look again.

    It ends by itself on the day `until`, and before that when somebody takes it back (`ended_at`). There is one row a
    goal and a rule, which the next acceptance of the same gap uses again; the events keep what it said before.
    `version` rises with every change; 0 is that of one that was never made.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="gap_acceptances")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="gap_acceptances")
    rule = models.CharField(max_length=40)
    reason = models.TextField(validators=[storable, MaxLengthValidator(REASON_LENGTH)])
    until = models.DateField()
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    accepted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    #: The change in which the last verb on this instance took part.
    latest_change: Change | None = None

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "rule"], name="gap_accepted_once_a_goal"),
            models.CheckConstraint(condition=~Q(reason=""), name="gap_accepted_with_a_reason"),
            models.CheckConstraint(condition=~Q(rule=""), name="gap_accepted_by_its_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} of {self.goal_id} until {self.until}"

    def stands_on(self, day: date) -> bool:
        """Whether the gap is accepted on this day."""
        return self.ended_at is None and self.until > day

    def facts(self) -> dict[str, Any]:
        """The acceptance as its events record it."""
        told = {name: plain(getattr(self, name)) for name in ("reason", "until", "ended_at", "version")}
        return {"id": self.pk, "rule": self.rule} | told

    # -- verbs -------------------------------------------------------------------------------------------------------

    @classmethod
    def accept(
        cls,
        goal: Goal,
        rule: str,
        reason: str,
        until: date,
        *,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
        anyway: bool = False,
    ) -> "GapAcceptance":
        """Leave the gap that `rule` finds in the goal as it is until a day, or change why and until when.

        Raises Stale when somebody else has accepted it since `version` (0: nobody had), Refused for a gap that is not
        there (but not `anyway`, which puts back what was there), without a reason, and for a day that cannot be.
        """
        from ..gaps.accepting import check_acceptance

        with change(goal.product, by, within) as begun:
            stored: GapAcceptance | None = cls.objects.filter(goal_id=goal.pk, rule=rule).first()
            if version is not None and version != (stored.version if stored else 0):
                raise Stale(version)
            check_acceptance(goal, rule, reason, until, anyway=anyway)
            told = {"reason": reason.strip(), "until": until, "accepted_by": by, "accepted_at": begun.at}
            if stored is None:
                stored = cls(product=goal.product, goal=goal, rule=rule, **told)
                stored.save(force_insert=True)
                stored._record(begun, "accept", {})
            else:
                stored.product, stored.goal = goal.product, goal
                if stored.stands_on(goal.product.today()) and (stored.reason, stored.until) == (reason.strip(), until):
                    return stored
                stored._write(begun, "accept", ended_at=None, **told)
        return stored

    def take_back(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Let the gap be one again, before the day."""
        with self._change(by, version, within) as begun:
            if not self.stands_on(self.product.today()):
                raise Refused("Nobody leaves this gap as it is any more.")
            self._write(begun, "take_back", ended_at=begun.at)

    def put_back(self, former: dict[str, Any], *, by: "User | None", within: Change) -> None:
        """Make it say again what it said before: undo."""
        words = {"reason": former["reason"], "until": date.fromisoformat(former["until"])}
        with self._change(by, self.version, within) as begun:
            self._write(begun, "accept", ended_at=None, accepted_by=by, accepted_at=begun.at, **words)

    # -- how they write ----------------------------------------------------------------------------------------------

    @contextmanager
    def _change(self, by: "User | None", version: int | None, within: Change | None) -> Iterator[Change]:
        if version is not None and version != self.version:
            raise Stale(version)
        with change(self.product, by, within) as begun:
            if version is None and within is None:
                self.refresh_from_db(fields=["reason", "until", "ended_at", "version"])
            yield begun

    def _write(self, begun: Change, verb: str, **columns: Any) -> None:
        """Store these columns onto the version that was read, and record the event. Raises Stale. One query."""
        former = {name: plain(getattr(self, name)) for name in _EVENTED}
        stored = GapAcceptance.objects.filter(pk=self.pk, version=self.version)
        if not stored.update(**columns, version=F("version") + 1):
            raise Stale(self.version)
        for name, value in columns.items():
            setattr(self, name, value)
        self.version += 1
        self._record(begun, verb, former)

    def _record(self, begun: Change, verb: str, former: dict[str, Any]) -> None:
        self.latest_change = self.goal.latest_change = begun
        told = {"goal_id": self.goal_id, "after": self.facts(), "former": former, "planning": self.goal.planning}
        begun.record(verb, SUBJECT, **told)
