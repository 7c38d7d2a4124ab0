"""What only product goals and release goals have."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from goalchain.goals.models import Goal
from goalchain.lib.text import storable
from goalchain.products.changes import Change
from goalchain.products.errors import Refused
from goalchain.products.models import Product

from .gate import Gated

if TYPE_CHECKING:
    from goalchain.accounts.models import User

TIMEFRAME_LENGTH = 40
VERSION_LENGTH = 40


class Horizon(models.TextChoices):
    """The columns of a Now / Next / Later roadmap."""

    NOW = "now", "Now"
    NEXT = "next", "Next"
    LATER = "later", "Later"


class ProductGoal(Gated, Goal):
    """One measurable outcome on the way to the user and business goals.

    `timeframe` says when in words ("Q1 2027", "after the launch") where days would promise too much. `horizon` is the
    column in which somebody put it; "" leaves that to its state and its dates (see `roadmap.horizons`). `active_for`
    repeats the product while the goal is active and the product works on one at a time: it is unique, so that the
    database itself refuses a second one (see `roadmap.gate`).
    """

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, parent_link=True, primary_key=True)
    timeframe = models.CharField(max_length=TIMEFRAME_LENGTH, blank=True, default="", validators=[storable])
    horizon = models.CharField(max_length=5, choices=Horizon, blank=True, default="")
    active_for = models.OneToOneField(
        Product, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="active_product_goal"
    )

    detail_fields = ("timeframe", "horizon")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(horizon__in=["", *Horizon.values]), name="product_goal_horizon_known")
        ]

    def details(self) -> dict[str, Any]:
        """What events record of it: what is set."""
        return {name: value for name, value in super().details().items() if value}

    def place(
        self,
        horizon: str,
        *,
        before: Goal | None = None,
        reorder: bool = True,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
    ) -> bool:
        """Stand in this column, right before `before`; None: last. "" leaves the column to state and dates.

        Without `reorder` the place among the goals stays. Returns whether anything changed. One event for both.
        """
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            self._check_values({"horizon": horizon})
            values: dict[str, Any] = {} if horizon == self.horizon else {"horizon": horizon}
            if reorder and (before is None or before.pk != self.pk):
                if before is not None:
                    self._check_neighbour(before)
                position = self._position_before(before)
                if position is None:
                    self._spread(begun)
                    position = self._position_before(before)
                if position is not None and position != self.position:
                    values["position"] = position
            if values:
                self._write(begun, "place", **values)
        return bool(values)

    def _check_values(self, values: dict[str, Any]) -> dict[str, Any]:
        timeframe, horizon = values.get("timeframe", ""), values.get("horizon", "")
        if len(timeframe) > TIMEFRAME_LENGTH:
            raise Refused(
                f"The timeframe has {len(timeframe)} characters; {TIMEFRAME_LENGTH} is the most. "
                "Say it shortly, for example “Q1 2027” or “after the launch”.",
                field="timeframe",
            )
        if horizon not in ("", *Horizon.values):
            raise Refused(f"“{horizon}” is no column. Choose now, next or later.", field="horizon")
        return super()._check_values(values)


class ReleaseGoal(Goal):
    """The slice of a product goal that one release delivers.

    `version_name` is what the release is called when it ships: "1.2", "Spring". Its target date is `ends_on`.
    """

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, parent_link=True, primary_key=True)
    version_name = models.CharField(max_length=VERSION_LENGTH, blank=True, default="", validators=[storable])

    detail_fields = ("version_name",)

    def details(self) -> dict[str, Any]:
        """What events record of it: what is set."""
        return {name: value for name, value in super().details().items() if value}

    def _check_values(self, values: dict[str, Any]) -> dict[str, Any]:
        version_name = values.get("version_name", "")
        if len(version_name) > VERSION_LENGTH:
            raise Refused(
                f"The version has {len(version_name)} characters; {VERSION_LENGTH} is the most. "
                "Write a short one, like 1.2.",
                field="version_name",
            )
        return super()._check_values(values)


# What hangs on product goals and release goals; it needs the models above.
from . import features  # noqa: E402, F401
from .releases import checkpoint  # noqa: E402, F401
