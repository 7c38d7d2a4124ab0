"""Reorder: the place of a goal among those of its level."""

from typing import TYPE_CHECKING

from goalchain.products.changes import Change
from goalchain.products.errors import Refused

from .base import Verbs
from .revising import STRIDE

if TYPE_CHECKING:
    from goalchain.accounts.models import User
    from goalchain.goals.models import Goal


class Movable(Verbs):
    """reorder"""

    def reorder(
        self,
        *,
        before: "Goal | None" = None,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
    ) -> bool:
        """Stand right before `before`, a goal of the same level; None: last. Returns whether the place changed.

        Queries: 2 beside the write, whatever the number of goals. Where no room is left between two neighbours, the
        goals of the level get new places, all under this one revision, each with its event.
        """
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            if before is not None:
                self._check_neighbour(before)
                if before.pk == self.pk:
                    return False
            position = self._position_before(before)
            if position is None:
                self._spread(begun)
                position = self._position_before(before)
            changed = position is not None and position != self.position
            if changed:
                self._write(begun, "reorder", position=position)
        return changed

    def _check_neighbour(self, before: "Goal") -> None:
        if before.product_id != self.product_id or before.level != self.level:
            raise Refused(
                f"{before.key} is not on the level of {self.key}. Goals are ordered within their level.",
                field="before",
            )

    def _position_before(self, before: "Goal | None") -> int | None:
        """The middle between `before` and the goal above it; None when there is no room."""
        others = self._neighbours().exclude(pk=self.pk)
        if before is None:
            last = others.order_by("-position", "-number").values_list("position", flat=True).first()
            return self.position if last is None or last < self.position else last + STRIDE
        upper = others.filter(pk=before.pk).values_list("position", flat=True).get()
        lower = (
            others.exclude(pk=before.pk)
            .filter(position__lte=upper)
            .order_by("-position", "-number")
            .values_list("position", flat=True)
            .first()
        )
        lower = upper - 2 * STRIDE if lower is None else lower
        if lower < self.position < upper:
            return self.position
        middle = (lower + upper) // 2
        return middle if lower < middle < upper else None

    def _spread(self, begun: Change) -> None:
        from goalchain.goals.models import Goal

        for place, goal in enumerate(self._neighbours().order_by("position", "number"), start=1):
            stored = Goal.objects.with_level().select_related("product").get(pk=goal.pk).of_level
            if stored.position != place * STRIDE:
                stored._write(begun, "reorder", position=place * STRIDE)
        self._read_again()

    def _neighbours(self):  # type: ignore[no-untyped-def]
        from goalchain.goals.models import Goal

        return Goal.objects.filter(product_id=self.product_id, level=self.level)
