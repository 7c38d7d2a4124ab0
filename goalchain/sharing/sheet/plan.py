"""What an import would do: the plan and its entries. `planning` makes it, `writing` carries it out."""

from dataclasses import dataclass, field
from typing import Any

from goalchain.goals import levels

from .reading import Row
from .stored import SprintName, StoredChain, StoredGoal

#: So many bad rows are named; `Plan.more_refused` says how many others there are.
REFUSED_SHOWN = 100


@dataclass(slots=True)
class Entry:
    """One row on its way to a goal.

    `values` holds the goal's columns as they will be, `parents` its links to live parents (number: rationale), None
    where they stay; `changes` names the columns that differ from the stored goal; `reasons` says why the row is
    refused.
    """

    row: Row
    name: str
    number: int = 0
    stored: StoredGoal | None = None
    level_name: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    parents: dict[int, str] | None = None
    changes: list[str] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line of the file on which the row begins."""
        return self.row.line

    @property
    def key(self) -> str:
        """What the row calls its goal, short enough for a message."""
        return self.name[:80] or "This goal"

    @property
    def level(self) -> int:
        """The rank; 0 while the level is unknown."""
        return levels.LEVELS[self.level_name].rank if self.level_name else 0

    @property
    def label(self) -> str:
        """The word for the level."""
        return levels.LEVELS[self.level_name].label

    @property
    def holds_sprint(self) -> bool:
        """Whether it will be the one goal of its sprint."""
        return self.level == levels.SPRINT and self.values.get("state") in ("agreed", "active")

    @property
    def is_active_product_goal(self) -> bool:
        """Whether it will be a product goal that is worked on."""
        return self.level == levels.PRODUCT and self.values.get("state") == "active"


@dataclass(slots=True)
class Plan:
    """What an import would do to the chain that it was planned against.

    `made` and `changed` are entries in the order of the file; `refused` are the first bad rows, and nothing is written
    while there is one. `notes` are remarks that refuse nothing, with their lines.
    """

    chain: StoredChain
    made: list[Entry] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    unchanged: int = 0
    refused: list[Entry] = field(default_factory=list)
    more_refused: int = 0
    teams: list[str] = field(default_factory=list)
    sprints: list[SprintName] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)

    @property
    def refused_count(self) -> int:
        """How many rows are bad."""
        return len(self.refused) + self.more_refused

    @property
    def revision(self) -> int:
        """The revision of the product that the plan was made against."""
        return self.chain.revision

    @property
    def writes(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.made or self.changed or self.teams or self.sprints)

    def reference(self, entry: Entry) -> str:
        """The public reference that the entry's goal has or will have."""
        return f"{self.chain.product.key}-{entry.number}"

    def named(self) -> list[tuple[str, str]]:
        """The names of the file beside the references that their new goals get."""
        return [(entry.name, self.reference(entry)) for entry in self.made if entry.name != self.reference(entry)]
