"""The releases of a demo's product: their versions, how their dates slipped, and the checkpoints of those that shipped.

Days count as everywhere in the demo, from the Monday of this week.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from roadmap.models import ReleaseGoal
from roadmap.releases.checkpoint import Checkpoint


@dataclass(frozen=True)
class ToldCheckpoint:
    """What came out when a release shipped."""

    shipped: int
    result: str
    value: str = ""
    beneficiary: str = ""
    effect: str = ""
    evidence: str = ""
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class ToldRelease:
    """A release by the number of its goal. `slips` are the days to which its end was moved, one after the other."""

    goal: int
    version: str
    slips: tuple[int, ...] = ()
    checkpoint: ToldCheckpoint | None = None


def ship(
    told: Iterable[ToldRelease], goals: Sequence[Goal], day: Callable[[int], date | None], owner: User, coach: User
) -> None:
    """Name the releases, move their dates, and hold the checkpoints of those that shipped."""
    for release in told:
        goal = goals[release.goal - 1]
        assert isinstance(goal, ReleaseGoal)
        goal.revise(by=owner, version_name=release.version)
        for slip in release.slips:
            goal.revise(by=coach, ends_on=day(slip))
        if release.checkpoint is not None:
            _hold(goal, release.checkpoint, day, owner)


def _hold(goal: ReleaseGoal, told: ToldCheckpoint, day: Callable[[int], date | None], owner: User) -> None:
    shipped_on = day(told.shipped)
    assert shipped_on is not None
    Checkpoint.hold(
        goal,
        by=owner,
        shipped_on=shipped_on,
        result=told.result,
        value=told.value,
        beneficiary=told.beneficiary,
        effect=told.effect,
        evidence=told.evidence,
        links=list(told.links),
    )


BIKE = (
    ToldRelease(
        29,
        "0.5",
        (-63,),
        ToldCheckpoint(
            -61,
            "Riders of the pilot city see on a map which of twelve workshops are near, what each repairs, and when it "
            "is open. The search by name works too; the one by price had to wait.",
            "A rider who is new in town finds a workshop in a minute instead of asking around.",
            "Riders of the pilot city; twelve workshops that nobody found before",
            "Searches that end at a workshop rose from 31% to 66%; calls that nobody answers did not fall.",
            "Nine of ten riders whom we asked found a workshop at the first try. “Now I know where, but not when.”",
            ("https://demo.example.com/bike/0.5", "https://wiki.example.com/reports/pilot-city-map"),
        ),
    ),
    ToldRelease(15, "0.9", (-23, -9)),
    ToldRelease(5, "1.0"),
    ToldRelease(9, "1.1"),
    ToldRelease(12, "1.2"),
    ToldRelease(23, "2.0"),
)
