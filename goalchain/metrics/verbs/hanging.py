"""How every verb of what hangs on a goal writes: under the product's lock, onto the version that was read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import F

from goalchain.goals.models import Goal
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale

if TYPE_CHECKING:
    from goalchain.accounts.models import User

    class _Base:
        """The model that inherits the verbs: naming it here would be a circle for the type checker."""

        version: int
        goal: Any
        _default_manager: ClassVar[Any]

        def __getattr__(self, name: str) -> Any: ...
else:
    _Base = object


class Hanging(_Base):
    """The common part of the verbs of a metric, a check-in, an assumption: each has a goal, a version, `updated_at`."""

    #: The subject of its events.
    subject: ClassVar[str]

    #: The change in which the last verb on this instance took part; its events are stored when it has ended.
    latest_change: Change | None = None

    @contextmanager
    def _change(self, by: "User | None", version: int | None = None, within: Change | None = None) -> Iterator[Change]:
        """Open the product's change, or join one; make sure that this is the stored one."""
        if version is not None and version != self.version:
            raise Stale(version)
        with change(self.goal.product, by, within) as begun:
            if version is None and within is None:
                goal = self.goal
                self.refresh_from_db()
                self.goal = goal
            yield begun

    def _put(self, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(self, name, value)

    def _write(self, begun: Change, verb: str, **values: Any) -> None:
        """Store the values onto the version that was read, raise it by one and record the event. One query.

        Raises Stale when another change came first.
        """
        from goalchain.metrics.models.metric import told

        former = {name: told(getattr(self, name)) for name in values}
        self._advance(begun, **values)
        self._record(begun, verb, former)

    def _advance(self, begun: Change, **values: Any) -> None:
        stored = (
            type(self)
            ._default_manager.filter(pk=self.pk, version=self.version)
            .update(**values, version=F("version") + 1, updated_at=begun.at)
        )
        if not stored:
            raise Stale(self.version)
        self._put(values)
        self.version += 1
        self.updated_at = begun.at

    def _record(self, begun: Change, verb: str, former: dict[str, Any], *, planning: bool = False, **more: Any) -> None:
        """Record the event. `planning`: whether it tells of a draft sprint goal other than the goal; `more` joins the
        facts."""
        self.latest_change = begun
        begun.record(
            verb,
            self.subject,
            goal_id=self.goal_id,
            after=self.facts() | more,
            former=former,
            planning=planning or self.goal.planning,
        )


def refuse_archived_goal(goal: Goal, what: str = "what is measured of it") -> None:
    """Raise Refused when the stored goal is archived. One query."""
    stored = Goal.objects.filter(pk=goal.pk).values_list("archived_at", "state").first()
    if stored is None or stored[0] is not None:
        raise Refused(f"{goal.key} is archived. Restore it before you change {what}.")
    # Whether the goal is planning is told with every event: it has to be true now.
    goal.state = stored[1]
