"""Assume something, say what came of it, and which sprint goals test it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused

from .hanging import Hanging, refuse_archived_goal

if TYPE_CHECKING:
    from goalchain.accounts.models import User
    from goalchain.metrics.models import Assumption

#: More than so many assumptions of one goal nobody tests, and so many sprint goals test one.
MOST = 30
_WHAT = "what it assumes"


class Assumable(Hanging):
    """create, revise, archive, restore, test_with, leave_untested, test_exactly"""

    subject = "assumption"

    #: What a person may revise.
    REVISABLE = ("statement", "test", "state", "evidence")

    @classmethod
    def create(
        cls, goal: Goal, statement: str, test: str = "", *, by: "User | None", within: Change | None = None
    ) -> "Assumption":
        """Write down what has to be true for the goal to make sense, and how it will be tested. It is open at first.

        Raises Refused for an archived goal, an empty statement, and more than MOST. Queries: three beside the change.
        """
        with change(goal.product, by, within) as begun:
            refuse_archived_goal(goal, _WHAT)
            if cls._default_manager.filter(goal_id=goal.pk, archived_at=None).count() >= MOST:
                raise Refused(f"{goal.key} rests on {MOST} assumptions already. Test those first, or remove one.")
            assumption = cls(  # type: ignore[call-arg]
                product=goal.product,
                goal=goal,
                statement=statement,
                test=test,
                created_at=begun.at,
                updated_at=begun.at,
            )
            assumption._check()
            assumption.save(force_insert=True)
            assumption._record(begun, "create", {})
        return assumption  # type: ignore[return-value]

    def revise(
        self, *, by: "User | None", version: int | None = None, within: Change | None = None, **fields: Any
    ) -> bool:
        """Change any of REVISABLE. Returns whether anything changed; the same values again write nothing.

        With another state, the goals that rest on it are for review from now on when that is "refuted", and no longer
        when it was. Raises Refused for a state without the evidence that it takes.
        """
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            if unknown := set(fields) - set(self.REVISABLE):
                raise TypeError(f"{', '.join(sorted(unknown))}: not revisable")
            values = {name: value for name, value in fields.items() if getattr(self, name) != value}
            former = {name: getattr(self, name) for name in values}
            self._put(values)
            try:
                self._check()
            finally:
                self._put(former)
            if "state" in values:
                is_open = values["state"] == "open"
                values |= {"settled_in": None, "settled_at": None}
                if not is_open:
                    values |= {"settled_in": begun.revision, "settled_at": begun.at}
            if values:
                self._write(begun, "settle" if "state" in values else "revise", **values)
        return bool(values)

    def archive(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Take the assumption out of sight."""
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            self._write(begun, "archive", archived_at=begun.at)

    def restore(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Bring an archived assumption back with what was said of it."""
        with self._change(by, version, within) as begun:
            refuse_archived_goal(self.goal, _WHAT)
            if self.archived_at is None:
                raise Refused("This assumption is not archived. There is nothing to restore.")
            self._write(begun, "restore", archived_at=None)

    def test_with(
        self, goal: Goal, *, by: "User | None", version: int | None = None, within: Change | None = None
    ) -> None:
        """Say that this sprint goal tests it. Raises Refused for goals of other levels or products, and for one that
        does so already. Queries: five beside the change."""
        with self._change(by, version, within) as begun:
            tested = self._tested()
            if goal.pk in tested:
                raise Refused(f"{self._key(goal)} tests this already. Choose another sprint goal.", field="goal")
            self._test(begun, tested, [goal], [])

    def leave_untested(
        self, goal: Goal, *, by: "User | None", version: int | None = None, within: Change | None = None
    ) -> None:
        """Say that this sprint goal does not test it after all. Raises Refused when it does not."""
        with self._change(by, version, within) as begun:
            tested = self._tested()
            if goal.pk not in tested:
                raise Refused(f"{self._key(goal)} does not test this.", field="goal")
            self._test(begun, tested, [], [tested[goal.pk]])

    def test_exactly(
        self, goals: Sequence[Goal], *, by: "User | None", version: int | None = None, within: Change | None = None
    ) -> bool:
        """Have these sprint goals test it and no others, as one change with an event for each. Returns whether
        anything changed. Queries: six beside the change, however many."""
        with self._change(by, version, within) as begun:
            tested = self._tested()
            wanted = {goal.pk: goal for goal in goals}
            come = [goal for pk, goal in wanted.items() if pk not in tested]
            gone = [goal for pk, goal in tested.items() if pk not in wanted]
            if come or gone:
                self._test(begun, tested, come, gone)
        return bool(come or gone)

    def _tested(self) -> dict[int, Goal]:
        """The sprint goals that test it, as they are stored. One query."""
        return {test.goal_id: test.goal for test in self.tests.select_related("goal")}

    def _test(self, begun: Change, tested: dict[int, Goal], come: Sequence[Goal], gone: Sequence[Goal]) -> None:
        self._refuse_archived()
        if len(tested) + len(come) - len(gone) > MOST:
            raise Refused(f"More than {MOST} sprint goals cannot test one assumption. Take one out.", field="goal")
        stored = Goal.objects.in_bulk([goal.pk for goal in come])
        for goal in come:
            self._refuse_untestable(stored[goal.pk])
        self._advance(begun)
        self.tests.filter(goal_id__in=[goal.pk for goal in gone]).delete()
        self.tests.bulk_create([self.tests.model(assumption_id=self.pk, goal_id=goal.pk) for goal in come])
        for verb, goals in (("test", [stored[goal.pk] for goal in come]), ("untest", gone)):
            for goal in goals:
                self._record(begun, verb, {}, planning=goal.planning, sprint_goal=self._key(goal))

    def _refuse_untestable(self, goal: Goal) -> None:
        if goal.product_id != self.product_id:
            raise Refused("A sprint goal tests assumptions of its own product.", field="goal")
        key = self._key(goal)
        if goal.level != levels.SPRINT:
            raise Refused(f"{key} is no sprint goal. What tests an assumption is done in a sprint.", field="goal")
        if goal.archived_at is not None:
            raise Refused(f"{key} is archived. Restore it before it can test anything.", field="goal")

    def _key(self, goal: Goal) -> str:
        return f"{self.goal.product.key}-{goal.number}"

    def _refuse_archived(self) -> None:
        refuse_archived_goal(self.goal, _WHAT)
        if self.archived_at is not None:
            raise Refused("This assumption is archived. Restore it before you change it.")

    def _check(self) -> None:
        """Refuse what the constraints would, with words."""
        from goalchain.metrics.models.assumption import PROVEN, AssumptionState

        if not self.statement.strip():
            raise Refused("Say what has to be true for the goal to make sense.", field="statement")
        if self.state not in AssumptionState.values:
            raise Refused(f"“{self.state}” is no state of an assumption.", field="state")
        if self.state in PROVEN and not self.evidence.strip():
            word = "holds" if self.state == AssumptionState.HOLDS else "is refuted"
            raise Refused(
                f"Say what shows that it {word}: what was tested, with whom, what came out.", field="evidence"
            )
