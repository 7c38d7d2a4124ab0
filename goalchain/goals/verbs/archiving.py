"""Archive and restore. Nothing is deleted."""

from typing import TYPE_CHECKING

from goalchain.goals import levels
from goalchain.products.changes import Change
from goalchain.products.errors import Refused

from .base import Verbs

if TYPE_CHECKING:
    from goalchain.accounts.models import User


class Archivable(Verbs):
    """archive, restore"""

    def archive(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Take the goal out of the chain; its links wait for its return.

        Raises Refused when an agreed or active sprint goal would be left without a parent, and names it.
        """
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            self._refuse_orphaning()
            self._leave_chain()
            self._write(begun, "archive", archived_at=begun.at)

    def restore(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Bring an archived goal back with its links. Raises Refused when its place was taken meanwhile."""
        with self._change(by, version, within) as begun:
            if self.archived_at is None:
                raise Refused(f"{self.key} is not archived. There is nothing to restore.")
            self._rejoin_chain()
            self._write(begun, "restore", archived_at=None)

    def _refuse_orphaning(self) -> None:
        """One query."""
        from goalchain.goals.models import Goal, Link

        served = Link.objects.filter(child__archived_at=None, parent__archived_at=None).exclude(parent_id=self.pk)
        orphan = (
            Goal.objects.filter(
                up_links__parent_id=self.pk, level=levels.SPRINT, state__in=("agreed", "active"), archived_at=None
            )
            .exclude(pk__in=served.filter(child__up_links__parent_id=self.pk).values("child_id"))
            .first()
        )
        if orphan is not None:
            raise Refused(
                f"{self.product.key}-{orphan.number} “{orphan.title}” is {orphan.state} and serves only {self.key}. "
                "Move it to another parent first."
            )

    def _leave_chain(self) -> None:
        """What a level gives up when its goal is archived; called under the lock."""

    def _rejoin_chain(self) -> None:
        """What a level asks before its goal comes back; called under the lock."""
        from .revising import refuse_second_vision

        if self.level == levels.VISION and self.state != "closed":
            refuse_second_vision(self.product, beside=self.pk)
