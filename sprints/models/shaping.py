"""Shaping: that a preliminary sprint goal was shaped with the team."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from goalchain.accounts.models import User
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product

from .goal import SprintGoal


class Shaping(models.Model):
    """The people who will do the work have shaped a draft with the product owner: when, and who says so.

    It is no state of the chain but a fact beside it, and it is planning for ever: who takes no part in planning learns
    nothing of it, not even when the goal is agreed. `wording` is a mark of the words that were shaped: see
    `wording_of`. One that was taken back keeps its row, and is written anew into it; `version` rises with each step.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    goal = models.OneToOneField(SprintGoal, on_delete=models.CASCADE, related_name="shaping")
    wording = models.CharField(max_length=24)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(version__gte=1), name="shaping_version_from_1"),
            models.CheckConstraint(condition=~Q(wording=""), name="shaping_of_a_wording"),
        ]

    def __str__(self) -> str:
        return f"goal {self.goal_id} shaped at {self.at:%Y-%m-%d}"

    def facts(self) -> dict[str, Any]:
        """The shaping as its events record it. No query."""
        return {
            "id": self.pk,
            "wording": self.wording,
            "at": self.at.isoformat(),
            "user": self.by_id,
            "removed": self.removed_at is not None,
            "version": self.version,
        }

    @classmethod
    def record(
        cls, goal: SprintGoal, *, by: User | None, version: int | None = None, within: Change | None = None
    ) -> "Shaping":
        """Note that this draft was shaped with the team, in the wording of `version`; again, for another wording.

        Raises Refused for a goal that is no live draft, and for one whose wording was shaped already; Stale when the
        goal was changed since it was read. Queries: four beside the change.
        """
        with cls._change(goal, by, version, within) as begun:
            stored = cls.objects.filter(goal_id=goal.pk).first()
            if stored is not None and stored.removed_at is None and stored.wording == wording_of(goal):
                raise Refused(f"{goal.key} was shaped in this wording already.")
            shaping = stored or cls(product=goal.product, goal=goal, version=0)
            words = {"wording": wording_of(goal), "at": begun.at, "by_id": by and by.pk}
            shaping._keep(goal, begun, "shape", **words, removed_at=None)
        return shaping

    @classmethod
    def take_back(
        cls, goal: SprintGoal, *, by: User | None, version: int | None = None, within: Change | None = None
    ) -> "Shaping":
        """Note that this draft has to be shaped again. Raises Refused for one that was not shaped, and Stale."""
        with cls._change(goal, by, version, within) as begun:
            shaping = cls.objects.filter(goal_id=goal.pk, removed_at=None).first()
            if shaping is None:
                raise Refused(f"{goal.key} was not shaped with the team yet.")
            shaping._keep(goal, begun, "reshape", removed_at=begun.at)
        return shaping

    @classmethod
    @contextmanager
    def _change(cls, goal: SprintGoal, by: User | None, version: int | None, within: Change | None) -> Iterator[Change]:
        """Open the product's change, or join one, with the goal as it is stored now, and a draft. Raises Stale."""
        with change(goal.product, by, within) as begun:
            goal._read_again()
            if version is not None and goal.version != version:
                raise Stale(version)
            if goal.archived_at is not None or goal.state != "draft":
                word = "archived" if goal.archived_at else goal.get_state_display().lower()
                raise Refused(f"{goal.key} is {word}. Only a draft is shaped with the team.")
            yield begun

    def _keep(self, goal: SprintGoal, begun: Change, verb: str, **values: Any) -> None:
        """Store the values, under the product's lock, and record the event; the goal stays as it is."""
        told = self.facts() if self.pk else {}
        former = {name: told[name] for name in ("wording", "at", "user", "removed") if told}
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        self.save()
        goal.latest_change = begun
        begun.record(verb, "shaping", goal_id=goal.pk, after=self.facts(), former=former, planning=True)

    def put_back(self, former: dict[str, Any], goal: SprintGoal, begun: Change) -> None:
        """Undo the last step: stand as `former`, the values of its event, tells. {}: it had not been shaped before."""
        if not former or former["removed"]:
            self._keep(goal, begun, "reshape", removed_at=begun.at)
            return
        at = datetime.fromisoformat(former["at"])
        words = {"wording": former["wording"], "at": at, "by_id": former["user"]}
        self._keep(goal, begun, "shape", **words, removed_at=None)

    def is_of(self, goal: SprintGoal) -> bool:
        """Whether the goal still has the words that were shaped. No query."""
        return self.wording == wording_of(goal)


def wording_of(goal: SprintGoal) -> str:
    """A short mark of what a team shapes: the words of the goal and of its template. No query."""
    words = [getattr(goal, name) for name in _WORDING]
    return hashlib.blake2b(json.dumps(words).encode(), digest_size=9).hexdigest()


_WORDING = ("title", "statement", "kind", "why", "artefact", "technique", "test_group", "success")
