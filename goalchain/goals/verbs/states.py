"""Agree, activate, close, reopen, withdraw: draft → agreed → active → closed, at every level."""

from typing import TYPE_CHECKING

from goalchain.goals import levels
from goalchain.products.changes import Change
from goalchain.products.errors import Refused

from .base import Verbs

if TYPE_CHECKING:
    from goalchain.accounts.models import User


class Stateful(Verbs):
    """agree, withdraw, activate, close, reopen, reassess, bring"""

    def agree(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Draft → agreed. A sprint goal needs a parent then, and its sprint no other agreed goal."""
        self._enter("agree", "agreed", ("draft",), by, version, within)

    def withdraw(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Agreed or active → draft: the agreement no longer stands."""
        self._enter("withdraw", "draft", ("agreed", "active"), by, version, within)

    def activate(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Agreed → active: work on it has begun."""
        self._enter("activate", "active", ("agreed",), by, version, within)

    def close(
        self,
        outcome: str,
        learning: str = "",
        *,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
    ) -> None:
        """Agreed or active → closed, with what became of it and what was learnt; an abandoned goal says why."""
        check_outcome(outcome, learning)
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            self._refuse_from("close", ("agreed", "active"))
            self._enter_state("closed")
            self._write(begun, "close", state="closed", outcome=outcome, learning=learning)

    def reopen(
        self,
        *,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
        to: str = "active",
    ) -> None:
        """Closed → active (or `to` agreed): it was closed too early. The outcome goes; the learning stays."""
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            self._refuse_from("reopen", ("closed",))
            self._enter_state(to)
            self._write(begun, "reopen", state=to, outcome="")

    def reassess(
        self,
        outcome: str,
        learning: str,
        *,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
    ) -> bool:
        """Correct what became of a closed goal, and what was learnt. Returns whether anything changed."""
        check_outcome(outcome, learning)
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            self._refuse_from("reassess", ("closed",))
            changed = (self.outcome, self.learning) != (outcome, learning)
            if changed:
                self._write(begun, "reassess", outcome=outcome, learning=learning)
        return changed

    def bring(self, state: str, outcome: str, why: str, *, by: "User | None", within: Change | None = None) -> None:
        """Go to a state, whatever the steps there are; `outcome` counts for a closed goal.

        A goal that is closed without a learning keeps `why` as one.
        """
        with self._change(by, None, within) as begun:
            for step in STEPS.get((self.state, state), ()):
                getattr(self, step)(
                    by=by, within=begun, **({"to": state} if (step, state) == ("reopen", "agreed") else {})
                )
            if state == "closed":
                close = self.reassess if self.state == "closed" else self.close
                close(outcome, self.learning or why, by=by, within=begun)

    def _enter(
        self,
        verb: str,
        state: str,
        from_states: tuple[str, ...],
        by: "User | None",
        version: int | None,
        within: Change | None,
    ) -> None:
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            self._refuse_from(verb, from_states)
            self._enter_state(state)
            self._write(begun, verb, state=state)

    def _refuse_from(self, verb: str, from_states: tuple[str, ...]) -> None:
        if self.state in from_states:
            return
        remedy = {
            ("close", "draft"): "A draft was never agreed: agree it first, or archive it.",
            ("activate", "draft"): "Agree it first.",
            ("reopen", "draft"): "Only a closed goal can be reopened.",
        }.get((verb, self.state), f"Only a goal that is {' or '.join(from_states)} can be {PAST[verb]}.")
        raise Refused(f"{self.key} is {self.state}. {remedy}", field="state")

    def _enter_state(self, state: str) -> None:
        """What a level asks before a goal enters a state; called under the lock. Levels add their own rules."""
        if self.level == levels.VISION and self.state == "closed" and state != "closed":
            from .revising import refuse_second_vision

            refuse_second_vision(self.product, beside=self.pk)


def check_outcome(outcome: str, learning: str) -> None:
    """Raise Refused for what no goal can be closed with."""
    from goalchain.goals.models.goal import Outcome

    if outcome not in Outcome.values:
        raise Refused(f"“{outcome}” is no outcome. Choose achieved, partly, missed or abandoned.", field="outcome")
    if outcome == Outcome.ABANDONED and not learning.strip():
        raise Refused("Say why it was abandoned, so that others can learn from it.", field="learning")


#: The verbs that lead from one state to another; the step into closed comes after them.
STEPS = {
    ("draft", "agreed"): ("agree",),
    ("draft", "active"): ("agree", "activate"),
    ("draft", "closed"): ("agree",),
    ("agreed", "active"): ("activate",),
    ("agreed", "draft"): ("withdraw",),
    ("active", "draft"): ("withdraw",),
    ("active", "agreed"): ("withdraw", "agree"),
    ("closed", "active"): ("reopen",),
    ("closed", "agreed"): ("reopen",),
    ("closed", "draft"): ("reopen", "withdraw"),
}

PAST = {
    "agree": "agreed",
    "withdraw": "returned to draft",
    "activate": "activated",
    "close": "closed",
    "reopen": "reopened",
    "reassess": "given another outcome",
}
