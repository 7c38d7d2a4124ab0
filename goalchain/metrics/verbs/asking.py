"""Ask for check-ins in a rhythm, or no longer."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale

from .checking_in import next_due
from .hanging import Hanging, refuse_archived_goal

if TYPE_CHECKING:
    from goalchain.accounts.models import User

MOST_DAYS = 366


class Askable(Hanging):
    """ask"""

    subject = "check_rhythm"

    @classmethod
    def ask(
        cls,
        goal: Goal,
        days: int | None,
        *,
        by: "User | None",
        since: date | None = None,
        version: int | None = None,
        within: Change | None = None,
    ) -> bool:
        """Ask for a check-in of the goal every so many days; None: no longer. Returns whether that is new.

        Args:
            since: from which day on, if not from today.
            version: that of the rhythm that was read, 0 when there was none.

        Raises Stale when somebody changed it since, Refused for a vision, an archived goal, days out of range.
        Queries: four at most beside the change.
        """
        with change(goal.product, by, within) as begun:
            refuse_archived_goal(goal, "how often it is asked about")
            if goal.level == levels.VISION:
                raise Refused("A vision is not checked in on: it need never be reached.", field="days")
            if days is not None and not 1 <= days <= MOST_DAYS:
                raise Refused(f"{days} days is no rhythm. Choose from 1 to {MOST_DAYS}, or nothing.", field="days")
            stored = cls._default_manager.filter(goal_id=goal.pk).first()
            if version is not None and version != (stored.version if stored else 0):
                raise Stale(version)
            if (stored.days if stored else None) == days:
                return False
            since = since or goal.product.day_of(begun.at)
            values = {"days": days, "since": since, "due_on": next_due(since, days, _last_said(goal))}
            if stored is None:
                rhythm = cls(product=goal.product, goal=goal, updated_at=begun.at, **values)  # type: ignore[call-arg]
                rhythm.save(force_insert=True)
                rhythm._record(begun, "ask", {"days": None})
            else:
                stored.goal = goal
                former = {"days": stored.days}
                stored._advance(begun, **values)
                stored._record(begun, "ask", former)
                rhythm = stored
            goal.latest_change = begun
        return True


def _last_said(goal: Goal) -> datetime | None:
    from goalchain.metrics.models import CheckIn

    return CheckIn.objects.filter(goal_id=goal.pk).order_by("-at").values_list("at", flat=True).first()
