"""How every verb writes: under the product's lock, onto the version that was read, with its event."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import F

from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale

if TYPE_CHECKING:
    from goalchain.accounts.models import User

    class _Base:
        """Goal itself, which inherits the verbs: naming it here would be a circle for the type checker."""

        version: int
        product: Any
        _default_manager: ClassVar[Any]

        def __getattr__(self, name: str) -> Any: ...
else:
    _Base = object


class Verbs(_Base):
    """The common part of all verbs."""

    #: The change in which the last verb on this instance took part; its events are stored when it has ended.
    latest_change: Change | None = None
    #: The parents as events record them, if they were read together with this version of the goal. A change of a link
    #: raises the version, so that a write onto this version proves them right; verbs that change links forget them.
    parents_read: list[dict[str, Any]] | None = None

    @contextmanager
    def _change(self, by: "User | None", version: int | None = None, within: Change | None = None) -> Iterator[Change]:
        """Open the product's change, or join one; make sure that this goal is the stored one.

        With `version`, a goal that was loaded at another version is Stale; one that changes between here and the write
        is caught there. Without, the goal is read again under the lock.
        """
        if version is not None and version != self.version:
            raise Stale(version)
        with change(self.product, by, within) as begun:
            if version is None and within is None:
                self._read_again()
            yield begun

    def _read_again(self) -> None:
        product = self.product
        self.parents_read = None
        self.refresh_from_db()
        self.product = product

    def _refuse_archived(self) -> None:
        if self.archived_at is not None:
            raise Refused(f"{self.key} is archived. Restore it before you change it.")

    def _write(self, begun: Change, verb: str, **values: Any) -> None:
        """Store the values, raise the version by one and record the event with the former values.

        The condition on the version stands in the UPDATE itself, on the table that every level shares. Raises Stale
        when another change came first. Queries: one, one more when the level's own model has changed values, one for
        parents that were not read with the goal.
        """
        from goalchain.goals.models import Goal
        from goalchain.goals.models.goal import plain

        own = {name: value for name, value in values.items() if name in self.detail_fields}
        common = {name: value for name, value in values.items() if name not in own}
        former = {name: plain(getattr(self, name)) for name in values}
        stored = Goal.objects.filter(pk=self.pk, version=self.version).update(
            **common, version=F("version") + 1, updated_at=begun.at
        )
        if not stored:
            raise Stale(self.version)
        if own:
            type(self)._default_manager.filter(pk=self.pk).update(**own)
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        self.updated_at = begun.at
        self._record(begun, verb, former)

    def _record(self, begun: Change, verb: str, former: dict[str, Any]) -> None:
        self.latest_change = begun
        begun.record(verb, "goal", goal_id=self.pk, after=self.snapshot(), former=former, planning=self.planning)
