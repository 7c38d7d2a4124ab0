"""The checkpoint of a release: what came out when it shipped, with its evidence and the value that it delivered.

Stakeholders see at a release whether the product goal is still within reach. A checkpoint is written once and corrected
later: its events keep every former wording.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q

from goalchain.goals.models import Goal
from goalchain.goals.models.goal import plain
from goalchain.lib.text import storable
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product

from .rules import LABELS, LINKS_MOST, LONG, SHORT, check_links, check_text, day_refusal

if TYPE_CHECKING:
    from goalchain.accounts.models import User

    from ..models import ReleaseGoal


class Checkpoint(models.Model):
    """What a release brought.

    `links` are addresses of evidence, https only. `version` rises with every change; a save carries the version that
    was read. A checkpoint that was taken back keeps its row, and is what the next one of this release begins with.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    goal = models.OneToOneField("roadmap.ReleaseGoal", on_delete=models.CASCADE, related_name="checkpoint")
    shipped_on = models.DateField()
    result = models.TextField(validators=[storable, MaxLengthValidator(LONG)])
    evidence = models.TextField(blank=True, default="", validators=[storable, MaxLengthValidator(LONG)])
    links = models.JSONField(blank=True, default=list)
    value = models.TextField(blank=True, default="", validators=[storable, MaxLengthValidator(LONG)])
    beneficiary = models.CharField(max_length=SHORT, blank=True, default="", validators=[storable])
    effect = models.TextField(blank=True, default="", validators=[storable, MaxLengthValidator(LONG)])
    version = models.PositiveIntegerField(default=1)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    #: What people write, in the order of the page.
    FIELDS = ("shipped_on", "result", "evidence", "links", "value", "beneficiary", "effect")

    #: The change in which the last verb on this instance took part.
    latest_change: Change | None = None

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(result=""), name="checkpoint_has_a_result"),
            models.CheckConstraint(condition=Q(version__gte=1), name="checkpoint_version_from_1"),
        ]

    def __str__(self) -> str:
        return f"checkpoint of {self.goal_id}"

    def facts(self) -> dict[str, Any]:
        """The checkpoint as its events record it. No query."""
        return {
            "id": self.pk,
            **{name: plain(getattr(self, name)) for name in self.FIELDS},
            "version": self.version,
            "taken_back": self.taken_back_at is not None,
        }

    @property
    def wordings(self) -> list[tuple[str, str]]:
        """What it says beside the result, with labels: for a clash, where both wordings are to be read."""
        told = [(LABELS[name], getattr(self, name)) for name in ("value", "beneficiary", "effect", "evidence")]
        told.append((LABELS["links"], "\n".join(self.links)))
        return [(label, text) for label, text in told if text]

    # -- verbs -------------------------------------------------------------------------------------------------------

    @classmethod
    def hold(
        cls,
        goal: "ReleaseGoal",
        *,
        shipped_on: date,
        result: str,
        by: "User | None",
        within: Change | None = None,
        **fields: Any,
    ) -> "Checkpoint":
        """Write down what came out when the release shipped.

        Args:
            fields: any other of FIELDS.

        Raises Refused when the release has a checkpoint, for an archived goal, for a day to come and for words that do
        not fit.
        """
        values = {"shipped_on": shipped_on, "result": result, **fields}
        with change(goal.product, by, within) as begun:
            _refuse_archived(goal)
            _check(values, goal.product.today())
            former = cls.objects.filter(goal_id=goal.pk).first()
            if former is None:
                fresh = cls(product=goal.product, goal=goal, **values)
                fresh.save(force_insert=True)
                fresh._record(begun, "hold", {})
                return fresh
            if former.taken_back_at is None:
                raise Refused(f"{goal.key} has a checkpoint already. Load the page again and correct that one.")
            former.product, former.goal = goal.product, goal
            former._write(begun, "hold", **_EMPTY | values, taken_back_at=None)
        return former

    def correct(
        self, *, by: "User | None", version: int | None = None, within: Change | None = None, **fields: Any
    ) -> bool:
        """Say it otherwise. Returns whether anything changed."""
        with self._change(by, version, within) as begun:
            values = {name: value for name, value in fields.items() if getattr(self, name) != value}
            _check(values, self.product.today())
            if self.taken_back_at is not None:
                raise Refused("The checkpoint was taken back. Write it again.")
            if values:
                self._write(begun, "correct", **values)
        return bool(values)

    def take_back(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """The release has not shipped after all."""
        with self._change(by, version, within) as begun:
            if self.taken_back_at is not None:
                raise Refused("The checkpoint was taken back already.")
            self._write(begun, "take_back", taken_back_at=begun.at)

    # -- how they write ----------------------------------------------------------------------------------------------

    @contextmanager
    def _change(self, by: "User | None", version: int | None, within: Change | None) -> Iterator[Change]:
        """Open the product's change, or join one. Raises Stale when the checkpoint was read at another version."""
        if version is not None and version != self.version:
            raise Stale(version)
        with change(self.product, by, within) as begun:
            _refuse_archived(self.goal)
            if version is None and within is None:
                self.refresh_from_db(fields=[*self.FIELDS, "version", "taken_back_at"])
            yield begun

    def _write(self, begun: Change, verb: str, **values: Any) -> None:
        """Store the values onto the version that was read, and record the event. Raises Stale. One query."""
        before = self.facts()
        stored = Checkpoint.objects.filter(pk=self.pk, version=self.version).update(**values, version=F("version") + 1)
        if not stored:
            raise Stale(self.version)
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        self._record(begun, verb, {name: before[name] for name in values if name in before})

    def _record(self, begun: Change, verb: str, former: dict[str, Any]) -> None:
        self.latest_change = begun
        begun.record(verb, "checkpoint", goal_id=self.goal_id, after=self.facts(), former=former)


#: What a checkpoint says where nobody said anything.
_EMPTY: dict[str, Any] = {"evidence": "", "links": [], "value": "", "beneficiary": "", "effect": ""}


def _check(values: dict[str, Any], today: date) -> None:
    """Raise Refused, beside its field, for what a checkpoint cannot say."""
    if "shipped_on" in values and (refusal := day_refusal(values["shipped_on"], today)):
        raise Refused(refusal, field="shipped_on")
    if "result" in values and not values["result"].strip():
        raise Refused("Say in a sentence or two what came out.", field="result")
    for name in ("result", "evidence", "value", "effect"):
        check_text(name, values.get(name, ""), LONG)
    check_text("beneficiary", values.get("beneficiary", ""), SHORT)
    links: Sequence[str] = values.get("links", ())
    if len(links) > LINKS_MOST:
        raise Refused(f"There are {len(links)} links; {LINKS_MOST} is the most. Keep the telling ones.", field="links")
    check_links(links)


def _refuse_archived(goal: Goal) -> None:
    """Raise Refused for an archived release. One query, for the stored state."""
    if Goal.objects.values_list("archived_at", flat=True).get(pk=goal.pk) is not None:
        raise Refused(f"{goal.key} is archived. Restore it before you change it.")
