"""A product goal as every view of the roadmap shows it. Plain values: the chain's models stay out of the templates."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from goalchain.goals.models.goal import Confidence, State, state_word
from goalchain.metrics.standing import Standing

from .models import Horizon

_CONFIDENCE = {choice.value: str(choice.label) for choice in Confidence}
#: Said of a goal by its owner; "on track" is no trouble.
TROUBLED = ("at_risk", "off_track")


class Above(NamedTuple):
    """A goal that a product goal serves, and why."""

    number: int
    level_name: str
    title: str
    rationale: str


class Release(NamedTuple):
    """A release goal below a product goal: a milestone at its end. It has shipped when it has a checkpoint."""

    number: int
    title: str
    state: str
    outcome: str
    starts_on: date | None
    ends_on: date | None
    confidence: str
    version: int
    has_shipped: bool = False

    def is_late(self, today: date) -> bool:
        """Whether its end is past and it has neither shipped nor been closed."""
        is_done = self.has_shipped or self.state == State.CLOSED
        return not is_done and self.ends_on is not None and self.ends_on < today


class SprintBelow(NamedTuple):
    """A sprint that works towards a product goal, directly or by one of its releases (`release`: its number)."""

    pk: int
    name: str
    starts_on: date | None
    ends_on: date | None
    team_id: int
    team: str
    release: int | None
    goal_number: int
    goal_title: str
    state: str
    outcome: str


@dataclass(slots=True)
class FeatureRow:
    """A feature of a product goal."""

    pk: int
    text: str
    version: int


@dataclass(slots=True)
class Row:
    """One product goal of the roadmap.

    `below` and `closed_below` count the goals that serve it directly, as far as the reader may see them. `releases` and
    `sprints` are read for the timeline only, `features` and more than the first of `metrics` for the grid only.
    """

    pk: int
    key: str
    number: int
    title: str
    statement: str
    state: str
    outcome: str
    confidence: str
    starts_on: date | None
    ends_on: date | None
    owner_id: int | None
    owner: str
    position: int
    version: int
    timeframe: str
    chosen_horizon: str
    horizon: Horizon
    below: int
    closed_below: int
    learning: str = ""
    above: list[Above] = field(default_factory=list)
    metrics: list[Standing] = field(default_factory=list)
    features: list[FeatureRow] = field(default_factory=list)
    releases: list[Release] = field(default_factory=list)
    sprints: list[SprintBelow] = field(default_factory=list)
    teams: dict[int, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The goal's page."""
        return f"/g/{self.key}/"

    @property
    def is_closed(self) -> bool:
        """Whether the goal is over."""
        return self.state == State.CLOSED

    @property
    def state_said(self) -> str:
        """The state in a word; of a closed goal, what became of it."""
        return state_word(self.state, self.outcome)

    @property
    def delivery(self) -> str:
        """How much of what serves it is closed: "2 of 5 closed"; "" when nothing serves it."""
        return f"{self.closed_below} of {self.below} closed" if self.below else ""

    @property
    def outcome_said(self) -> str:
        """How its first metric stands: "Bookings without a call: 41% → 60%"; "" without a metric."""
        return f"{self.metrics[0].metric.name}: {self.metrics[0].short}" if self.metrics else ""

    @property
    def confidence_said(self) -> str:
        """What its owner says of its chances; "" when nothing was said or it is over."""
        return "" if self.is_closed or not self.confidence else _CONFIDENCE[self.confidence]

    @property
    def is_troubled(self) -> bool:
        """Whether its owner says that it is at risk or off track."""
        return not self.is_closed and self.confidence in TROUBLED

    def is_late(self, today: date) -> bool:
        """Whether its end is past and it is not closed."""
        return not self.is_closed and self.ends_on is not None and self.ends_on < today
