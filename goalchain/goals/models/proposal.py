"""Proposal: a change of a goal that what was learnt below it asks for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q

from goalchain.lib.text import storable
from goalchain.products.access import READ_PLANNING, Access
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product

from ..proposals import rules
from .goal import DRAFT_SPRINT_GOAL, Goal, Outcome, State, plain

if TYPE_CHECKING:
    from goalchain.accounts.models import User

#: What a proposal may change; an empty one is left as it is.
CHANGEABLE = ("title", "statement", "ends_on", "state", "outcome")


class Standing(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", "Open"
    ADOPTED = "adopted", "Adopted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals, read as sentences."""

    def open(self) -> "ProposalQuerySet":
        """Those that wait for a decision."""
        return self.filter(standing=Standing.OPEN)

    def readable(self, access: Access) -> "ProposalQuerySet":
        """Those that a member with this access may read: what came from a goal that is a draft again is planning."""
        if READ_PLANNING in access:
            return self
        return self.exclude(origin__in=Goal.objects.filter(DRAFT_SPRINT_GOAL))


class Proposal(models.Model):
    """Another wording, date or state for `goal`, with the reason, from the goal below where it was learnt.

    `former` holds what the goal said when the change was proposed, for the fields that it is about: when the goal says
    something else by now, people see both. `follows` is the adopted proposal for `origin` that asked for this one, so
    that a lesson can climb up to the vision. `version` rises with every change; a save carries the one that was read.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="proposals")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="proposals")
    origin = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="proposals_above")
    follows = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="followers")
    reason = models.TextField(validators=[storable, MaxLengthValidator(rules.REASON_LENGTH)])
    title = models.CharField(max_length=200, blank=True, validators=[storable])
    statement = models.TextField(blank=True, validators=[storable, MaxLengthValidator(10_000)])
    ends_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=6, choices=State, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    former = models.JSONField(default=dict)
    standing = models.CharField(max_length=9, choices=Standing, default=Standing.OPEN)
    answer = models.TextField(blank=True, validators=[storable, MaxLengthValidator(rules.REASON_LENGTH)])
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProposalQuerySet.as_manager()

    #: The change in which the last verb on this instance took part.
    latest_change: Change | None = None

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_has_a_reason"),
            models.CheckConstraint(
                condition=~Q(title="") | ~Q(statement="") | Q(ends_on__isnull=False) | ~Q(state=""),
                name="proposal_changes_something",
            ),
            models.CheckConstraint(condition=Q(state__in=["", *State.values]), name="proposal_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, outcome__in=Outcome.values) | (~Q(state=State.CLOSED) & Q(outcome="")),
                name="proposal_outcome_exactly_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(standing=Standing.OPEN, decided_at=None)
                | Q(standing__in=Standing.values[1:], decided_at__isnull=False),
                name="proposal_decided_unless_open",
            ),
            models.CheckConstraint(
                condition=~Q(standing=Standing.DECLINED) | ~Q(answer=""), name="proposal_declined_with_a_reason"
            ),
            models.CheckConstraint(condition=~Q(goal=F("origin")), name="proposal_comes_from_another_goal"),
        ]
        indexes = [
            models.Index(fields=["goal"], condition=Q(standing="open"), name="proposal_open_of_goal"),
            models.Index(fields=["product", "id"], name="proposal_in_order"),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}"

    def get_absolute_url(self) -> str:
        """Its page; the goal with its product is loaded."""
        return f"/g/{self.goal.key}/proposals/{self.pk}/"

    @property
    def changes(self) -> dict[str, Any]:
        """What it would change: the fields that are not empty. No query."""
        return {name: value for name in CHANGEABLE if (value := getattr(self, name)) not in ("", None)}

    def is_stale_for(self, goal: Goal) -> bool:
        """Whether the goal says by now something else, where it is to change, than when this was proposed. No query."""
        return any(plain(getattr(goal, name)) != value for name, value in self.former.items())

    def facts(self) -> dict[str, Any]:
        """The proposal as its events record it. No query when goal and origin are loaded."""
        columns = ("reason", *CHANGEABLE, "standing", "answer", "version")
        told = {"id": self.pk, "origin": self.origin.number, "follows": self.follows_id}
        return told | {name: plain(getattr(self, name)) for name in columns} | {"was": self.former}

    # -- verbs -------------------------------------------------------------------------------------------------------

    @classmethod
    def suggest(
        cls,
        goal: Goal,
        *,
        origin: Goal,
        reason: str,
        by: "User | None",
        version: int | None = None,
        follows: "Proposal | None" = None,
        within: Change | None = None,
        **changes: Any,
    ) -> "Proposal":
        """Propose `changes` (of CHANGEABLE) of a goal that `origin` serves.

        With `version`, raises Stale for a goal that has changed since. Raises Refused for a change that says nothing
        new, a goal that is not above the origin, and what no goal can be.
        """
        with change(goal.product, by, within) as begun:
            stored = Goal.objects.get(pk=goal.pk)
            stored.product = goal.product
            if version is not None and stored.version != version:
                raise Stale(version)
            told = {name: value for name, value in changes.items() if value not in ("", None)}
            wanted = told.pop("state", ""), told.pop("outcome", "")
            told = {name: value for name, value in told.items() if getattr(stored, name) != value}
            if wanted[0] and wanted != (stored.state, stored.outcome):
                told |= {"state": wanted[0], "outcome": wanted[1]}
            rules.check_suggestion(stored, origin, reason, told)
            if follows is not None and (follows.goal_id != origin.pk or follows.standing != Standing.ADOPTED):
                raise Refused("Only an adopted proposal for that goal can lead to this one.")
            former = {name: plain(getattr(stored, name)) for name in told}
            proposal = cls(product=goal.product, goal=stored, origin=origin, follows=follows, reason=reason.strip(),
                           former=former, proposer=by, proposed_at=begun.at, **told)  # fmt: skip
            proposal.save(force_insert=True)
            proposal._record(begun, "suggest", {})
        return proposal

    def adopt(
        self,
        *,
        by: "User | None",
        version: int | None = None,
        goal_version: int | None = None,
        within: Change | None = None,
    ) -> None:
        """Do what is proposed, by the goal's own verbs, in one change.

        Raises Stale when the proposal or, with `goal_version`, the goal was changed since; Refused when a verb refuses.
        """
        with self._change(by, version, within) as begun:
            self._refuse_decided()
            goal = self._goal_now()
            if goal_version is not None and goal.version != goal_version:
                raise Stale(goal_version)
            words = {name: value for name, value in self.changes.items() if name not in ("state", "outcome")}
            if words:
                goal.revise(by=by, within=begun, **words)
            if self.state:
                goal.bring(self.state, self.outcome, self.reason, by=by, within=begun)
            self.goal = goal
            self._write(begun, "adopt", standing=Standing.ADOPTED, decided_at=begun.at)

    def decline(
        self, reason: str, *, by: "User | None", version: int | None = None, within: Change | None = None
    ) -> None:
        """Leave the goal as it is, because of `reason`."""
        with self._change(by, version, within) as begun:
            self._refuse_decided()
            rules.check_reason(reason, "Say why the goal stays as it is: whoever proposed the change will read it.")
            self._write(begun, "decline", standing=Standing.DECLINED, answer=reason.strip(), decided_at=begun.at)

    def withdraw(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Take it back before it is decided."""
        with self._change(by, version, within) as begun:
            self._refuse_decided()
            self._write(begun, "withdraw", standing=Standing.WITHDRAWN, decided_at=begun.at)

    def reopen(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Let it wait for a decision again. What was adopted of it is not put back by this."""
        with self._change(by, version, within) as begun:
            if self.standing == Standing.OPEN:
                raise Refused("It is open already.")
            self._write(begun, "reopen", standing=Standing.OPEN, answer="", decided_at=None)

    # -- how they write ----------------------------------------------------------------------------------------------

    @contextmanager
    def _change(self, by: "User | None", version: int | None, within: Change | None) -> Iterator[Change]:
        if version is not None and version != self.version:
            raise Stale(version)
        with change(self.product, by, within) as begun:
            if version is None and within is None:
                self.refresh_from_db(fields=["standing", "answer", "decided_at", "version"])
            yield begun

    def _goal_now(self) -> Goal:
        """The goal as it is stored, as its level's model. One query."""
        found = Goal.objects.with_level().get(pk=self.goal_id)
        found.product = self.product
        return found.of_level

    def _refuse_decided(self) -> None:
        if self.standing != Standing.OPEN:
            raise Refused(f"This proposal was {self.standing} already. Propose the change anew.")

    def _write(self, begun: Change, verb: str, **columns: Any) -> None:
        """Store these columns onto the version that was read, and record the event. Raises Stale. One query."""
        stored = Proposal.objects.filter(pk=self.pk, version=self.version)
        former: dict[str, Any] = {name: getattr(self, name) for name in ("standing", "answer") if name in columns}
        if not stored.update(**columns, version=F("version") + 1):
            raise Stale(self.version)
        for name, value in columns.items():
            setattr(self, name, value)
        self.version += 1
        self._record(begun, verb, former)

    def _record(self, begun: Change, verb: str, former: dict[str, Any]) -> None:
        self.latest_change = begun
        planning = self.origin.planning
        begun.record(verb, "proposal", goal_id=self.goal_id, after=self.facts(), former=former, planning=planning)
