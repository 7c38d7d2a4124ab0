"""Readiness: what a preliminary sprint goal lacks before it can be agreed. Computed, never stored. No query.

A draft is ready when it is in a sprint that is not over and has no other goal yet, serves a goal that is open, has
evidence behind it (what a customer said, or a reading of a metric; of itself or of a goal above), stands first among
the drafts of its sprint, and when every other need is met that a room of the sprints has offered (see `needs`): the
team's capacity is noted, no concern is unanswered.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from goalchain.goals.models import State


@dataclass(frozen=True)
class Facts:
    """What is known of a sprint goal. `others` are offered needs, in their order: label, what to do, whether it is met.

    `is_first`: no draft of its sprint stands before it. `is_sprint_taken`: another goal is agreed for its sprint.
    """

    state: str = State.DRAFT
    has_sprint: bool = False
    is_sprint_over: bool = False
    has_parent: bool = False
    has_open_parent: bool = False
    has_evidence: bool = False
    is_first: bool = True
    is_sprint_taken: bool = False
    others: Sequence[tuple[str, str, bool]] = ()


@dataclass(frozen=True)
class Lack:
    """One thing that is missing: a short word for it, and what it takes in words."""

    word: str
    said: str


@dataclass(frozen=True)
class Readiness:
    """What a sprint goal still lacks, the first thing to do first. One that is agreed or active lacks nothing."""

    missing: tuple[Lack, ...] = ()

    @property
    def is_ready(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    @property
    def said(self) -> str:
        """It in one line: "Ready", "Missing: parent, evidence"."""
        return "Ready" if self.is_ready else f"Missing: {', '.join(lack.word for lack in self.missing)}"


NO_SPRINT = Lack("sprint", "It is in no sprint. Choose the one that it is for.")
SPRINT_OVER = Lack("sprint", "Its sprint is over. Move it to the next one.")
NO_PARENT = Lack("parent", "It serves no goal. Link it to the goal that it moves.")
PARENT_CLOSED = Lack("parent", "What it serves is closed. Link it to a goal that is open.")
NO_EVIDENCE = Lack(
    "evidence", "Nothing speaks for it: link feedback to it or to a goal above, or take a reading of a metric there."
)
NOT_FIRST = Lack("priority", "Another draft of the sprint stands before it. Put this one first, or move one on.")
TAKEN = Lack("free sprint", "The sprint has an agreed goal already. Move this one to the next sprint.")


def readiness(facts: Facts) -> Readiness:
    """What a sprint goal lacks. A goal that is agreed, active or closed is past the pipeline: it lacks nothing."""
    if facts.state != State.DRAFT:
        return Readiness()
    asked = (
        (NO_SPRINT, facts.has_sprint),
        (SPRINT_OVER, not facts.is_sprint_over),
        (TAKEN, not facts.is_sprint_taken),
        (PARENT_CLOSED if facts.has_parent else NO_PARENT, facts.has_open_parent),
        (NO_EVIDENCE, facts.has_evidence),
        # Where the sprint is taken, the order of its drafts decides nothing.
        (NOT_FIRST, facts.is_first or facts.is_sprint_taken),
        *((Lack(word, said), is_met) for word, said, is_met in facts.others),
    )
    return Readiness(tuple(lack for lack, is_met in asked if not is_met))
