"""A release as the list of releases and its own page show it. Plain values: models stay out of the templates."""

from dataclasses import dataclass, field
from datetime import date

from goalchain.goals.models.goal import Confidence, State, state_word
from goalchain.metrics.standing import Standing

from ..rows import Above
from .trail import Trail

TROUBLED = ("at_risk", "off_track")


@dataclass(slots=True)
class Work:
    """A sprint goal that serves a release, with its sprint where it has one."""

    number: int
    title: str
    state: str
    outcome: str
    learning: str
    sprint: str
    team: str

    @property
    def state_said(self) -> str:
        """The state in a word; of a closed goal, what became of it."""
        return state_word(self.state, self.outcome)


@dataclass(slots=True)
class ReleaseRow:
    """One release of the list.

    `below` and `closed_below` count the goals that serve it directly, as far as the reader may see them. `shipped_on`
    and `result` are those of its checkpoint.
    """

    pk: int
    key: str
    number: int
    title: str
    state: str
    outcome: str
    confidence: str
    ends_on: date | None
    version_name: str
    shipped_on: date | None
    result: str
    below: int
    closed_below: int
    today: date
    above: list[Above] = field(default_factory=list)
    work: list[Work] = field(default_factory=list)
    metric: Standing | None = None
    trail: Trail = field(default_factory=Trail)

    @property
    def is_done(self) -> bool:
        """Whether it has shipped, or its goal is closed."""
        return self.shipped_on is not None or self.state == State.CLOSED

    @property
    def days_late(self) -> int:
        """How many days its date is past while it is not done; 0 for one that is in time."""
        return 0 if self.is_done or self.ends_on is None else max((self.today - self.ends_on).days, 0)

    @property
    def late_said(self) -> str:
        """How late it is: "9 days late"; "" when it is not."""
        return f"{self.days_late} day{'' if self.days_late == 1 else 's'} late" if self.days_late else ""

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
        """How its first metric stands; "" without a metric."""
        return f"{self.metric.metric.name}: {self.metric.short}" if self.metric else ""

    @property
    def confidence_said(self) -> str:
        """What its owner says of its chances; "" when nothing was said or it is done."""
        return "" if self.is_done or not self.confidence else Confidence(self.confidence).label
