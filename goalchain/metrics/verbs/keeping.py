"""Create, revise, archive, restore, put first: the metric itself."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Max, Min

from goalchain.goals.models import Goal
from goalchain.metrics.rules import metric_refusal
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused

from .hanging import Hanging, refuse_archived_goal

if TYPE_CHECKING:
    from goalchain.accounts.models import User
    from goalchain.metrics.models import Metric

#: How far apart metrics stand when they are made, so that others fit between them.
STRIDE = 1 << 20
#: More than so many numbers on one goal tell nobody whether it comes true.
MOST = 20


class Keepable(Hanging):
    """create, revise, archive, restore, put_first"""

    subject = "metric"

    #: What a person may revise.
    REVISABLE = ("name", "unit", "direction", "baseline", "target", "lower", "upper", "target_on")

    @classmethod
    def create(cls, goal: Goal, *, by: "User | None", within: Change | None = None, **fields: Any) -> "Metric":
        """Add a metric to a goal, last in its order. `fields` are any of REVISABLE; name and unit among them.

        Raises Refused for values that contradict each other, for an archived goal and for more than MOST metrics.
        Queries: four beside the change.
        """
        with change(goal.product, by, within) as begun:
            refuse_archived_goal(goal)
            live = cls._default_manager.filter(goal_id=goal.pk, archived_at=None)
            found = live.aggregate(last=Max("position"), count=models.Count("pk"))
            if found["count"] >= MOST:
                raise Refused(f"{goal.key} has {MOST} metrics already. Archive one that nobody reads any more.")
            metric = cls(  # type: ignore[call-arg]
                product=goal.product,
                goal=goal,
                position=(found["last"] or 0) + STRIDE,
                created_at=begun.at,
                updated_at=begun.at,
                **fields,
            )
            metric._check()
            metric.save(force_insert=True)
            metric._record(begun, "create", {})
        return metric  # type: ignore[return-value]

    def revise(
        self, *, by: "User | None", version: int | None = None, within: Change | None = None, **fields: Any
    ) -> bool:
        """Change any of REVISABLE. Returns whether anything changed; the same values again write nothing.

        What a new direction has no use for is emptied: bounds when it is to go up or down, the target else.
        """
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            former = {name: getattr(self, name) for name in self.REVISABLE}
            for name, value in fields.items():
                if name not in self.REVISABLE:
                    raise TypeError(f"{name}: not revisable")
                setattr(self, name, value)
            self._put({"target": None} if self.is_kept_within else {"lower": None, "upper": None})
            try:
                self._check()
            except Refused:
                self._put(former)
                raise
            values = {name: getattr(self, name) for name in former if getattr(self, name) != former[name]}
            self._put(former)
            if values:
                self._write(begun, "revise", **values)
        return bool(values)

    def archive(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Take the metric out of sight; its readings wait for its return."""
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            self._write(begun, "archive", archived_at=begun.at)

    def restore(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Bring an archived metric back with its readings."""
        with self._change(by, version, within) as begun:
            refuse_archived_goal(self.goal)
            if self.archived_at is None:
                raise Refused(f"“{self.name}” is not archived. There is nothing to restore.")
            self._write(begun, "restore", archived_at=None)

    def put_first(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> bool:
        """Make this the metric that lists show of the goal. Returns whether it was not that already."""
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            others = type(self)._default_manager.filter(goal_id=self.goal_id, archived_at=None).exclude(pk=self.pk)
            first = others.aggregate(first=Min("position"))["first"]
            moves = first is not None and first <= self.position
            if moves:
                self._write(begun, "reorder", position=first - STRIDE)
        return bool(moves)

    def _refuse_archived(self) -> None:
        refuse_archived_goal(self.goal)
        if self.archived_at is not None:
            raise Refused(f"“{self.name}” is archived. Restore it before you change it.")

    def _check(self) -> None:
        """Refuse what the constraints would, with words."""
        for field, refusal in metric_refusal({name: getattr(self, name) for name in self.REVISABLE}):
            raise Refused(refusal, field=field)
