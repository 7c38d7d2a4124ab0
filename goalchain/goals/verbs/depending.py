"""Wait for another goal, and no longer: the dependencies of a goal.

A dependency is a row of its own beside the goals: neither goal's version rises. The product's lock keeps two writers
from closing a cycle together.
"""

from collections import defaultdict
from typing import TYPE_CHECKING

from goalchain.goals.cycles import path_between
from goalchain.goals.models.dependency import Dependency
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused

from .base import Verbs

if TYPE_CHECKING:
    from goalchain.accounts.models import User
    from goalchain.goals.models import Goal


class Dependable(Verbs):
    """wait_for, stop_waiting_for"""

    def wait_for(self, blocker: "Goal", *, by: "User | None", within: Change | None = None) -> Dependency:
        """Say that `blocker` blocks this goal.

        Raises Refused for a goal of another product, for itself, for a pair that is there already, for an archived end
        and for a dependency that would close a cycle, whose path it names. Queries: five beside the change.
        """
        with change(self.product, by, within) as begun:
            self._refuse_wait(blocker)
            self._refuse_cycle(blocker)
            dependency = Dependency(product_id=self.product_id, blocker=blocker, blocked=self)  # type: ignore[misc]
            dependency.save(force_insert=True)
            self._record_dependency(begun, "wait", dependency)
        return dependency

    def stop_waiting_for(self, blocker: "Goal", *, by: "User | None", within: Change | None = None) -> None:
        """Say that `blocker` no longer blocks this goal. Raises Refused when it does not. Three queries more."""
        with change(self.product, by, within) as begun:
            dependency = Dependency.objects.filter(blocked_id=self.pk, blocker_id=blocker.pk).first()
            if dependency is None:
                raise Refused(
                    f"{blocker.key} does not block {self.key}; somebody may have removed that. Load the page again.",
                    field="goal",
                )
            dependency.blocker, dependency.blocked = blocker, self  # type: ignore[assignment]
            self._record_dependency(begun, "stop_waiting", dependency)
            dependency.delete()

    def _refuse_wait(self, blocker: "Goal") -> None:
        """Two queries."""
        from goalchain.goals.models import Goal

        if blocker.product_id != self.product_id:
            raise Refused(
                f"{blocker.key} belongs to another product. A dependency stays within one product: choose a goal of "
                f"{self.product.name}.",
                field="goal",
            )
        if blocker.pk == self.pk:
            raise Refused(f"{self.key} cannot wait for itself. Choose another goal.", field="goal")
        archived = Goal.objects.filter(pk__in=(self.pk, blocker.pk)).exclude(archived_at=None).first()
        if archived is not None:
            raise Refused(
                f"{self.product.key}-{archived.number} is archived. Restore it first, or choose another goal.",
                field="goal",
            )
        if Dependency.objects.filter(blocked_id=self.pk, blocker_id=blocker.pk).exists():
            raise Refused(f"{blocker.key} blocks {self.key} already.", field="goal")

    def _refuse_cycle(self, blocker: "Goal") -> None:
        """Dependencies of archived goals count: they wait for their goals to come back. Two queries."""
        from goalchain.goals.models import Goal

        waits: dict[int, list[int]] = defaultdict(list)
        pairs = Dependency.objects.filter(product_id=self.product_id).order_by("pk")
        for blocked, other in pairs.values_list("blocked_id", "blocker_id"):
            waits[blocked].append(other)
        path = path_between(waits, blocker.pk, self.pk)
        if not path:
            return
        numbers = dict(Goal.objects.filter(pk__in=path).values_list("pk", "number"))
        named = " waits for ".join(f"{self.product.key}-{numbers[pk]}" for pk in path)
        raise Refused(
            f"{blocker.key} cannot block {self.key}: {named}, so they would wait for each other for ever. "
            "Remove one of these dependencies first.",
            field="goal",
        )

    def _record_dependency(self, begun: Change, verb: str, dependency: Dependency) -> None:
        """One query, for what the ends are now: an event that names a draft sprint goal is planning."""
        from goalchain.goals.models import Goal

        ends = Goal.objects.filter(pk__in=(dependency.blocker_id, dependency.blocked_id))
        self.latest_change = begun
        begun.record(
            verb,
            "dependency",
            goal_id=self.pk,
            after=dependency.facts(),
            former={},
            planning=any(goal.planning for goal in ends.only("level", "state")),
        )
