"""The reviews of the demo's past sprints, and what some of them ask of the goal above."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from goalchain.accounts.models import User
from goalchain.goals.models import Goal, Proposal
from goalchain.products.access import Role
from goalchain.products.models import Product
from sprints.models import SprintGoal, SprintReview


@dataclass(frozen=True)
class ToldProposal:
    """A change of the goal `above`. `ends` is in days from this week's Monday; `decision`: adopt, or why it is
    declined; "" for one that waits."""

    above: int
    reason: str
    statement: str = ""
    ends: int | None = None
    decision: str = ""


@dataclass(frozen=True)
class ToldSprintReview:
    """The review of the sprint in which the goal of this number was."""

    goal: int
    increment: str
    evidence: str = ""
    links: str = ""
    beneficiary: str = ""
    effect: str = ""
    feedback: str = ""
    proposal: ToldProposal | None = None


def review_sprints(
    product: Product,
    told: Iterable[ToldSprintReview],
    goals: Sequence[Goal],
    people: Mapping[Role, User],
    monday: date,
) -> None:
    """Write the reviews down; propose, adopt and decline."""
    owner, coach = people[Role.OWNER], people[Role.COACH]
    for words in told:
        goal = SprintGoal.objects.select_related("sprint").get(pk=goals[words.goal - 1].pk)
        assert goal.sprint is not None
        goal.product = goal.sprint.product = product
        texts = {name: getattr(words, name) for name in ("increment", "evidence", "links", "beneficiary", "effect")}
        SprintReview.record(goal.sprint, goal, goal.outcome, goal.learning, by=coach, feedback=words.feedback, **texts)
        if words.proposal is not None:
            _propose(goal, words.proposal, goals, owner, coach, monday)


def _propose(origin: Goal, told: ToldProposal, goals: Sequence[Goal], owner: User, coach: User, monday: date) -> None:
    changes: dict[str, Any] = {"statement": told.statement}
    if told.ends is not None:
        changes["ends_on"] = monday + timedelta(days=told.ends)
    proposal = Proposal.suggest(goals[told.above - 1], origin=origin, reason=told.reason, by=coach, **changes)
    if told.decision == "adopt":
        proposal.adopt(by=owner)
    elif told.decision:
        proposal.decline(told.decision, by=owner)


BIKE_SPRINT_REVIEWS = (
    ToldSprintReview(
        16,
        "A list of three reasons with quotes, and the recordings of twelve interviews.",
        "Eleven of twelve riders named the calls before they were asked.",
        "https://wiki.bikes.example/research/interviews",
        "Everybody who decides what booking must do",
        "None yet: nothing was released.",
        "“We always thought it was the price.” (the workshop at the station)",
        ToldProposal(
            5,
            "the calls are what hurts, so a booking that still needs one changes nothing",
            "Riders in the pilot city see the free slots of twelve workshops and book one, at any hour, without a "
            "single call before or after.",
            decision="adopt",
        ),
    ),
    ToldSprintReview(
        17,
        "One workshop’s calendar is connected; a photo of the page is read for the two others.",
        "Slots of one workshop appear without typing; those of the others by nine each morning.",
        beneficiary="The three pilot workshops",
        effect="Slots that are right: from 61 to 70 of 100.",
        feedback="“If I have to type it twice, I will not.” (a mechanic)",
        proposal=ToldProposal(
            15,
            "two of three workshops keep their calendar on paper, and no interface reaches paper",
            "Twelve workshops of the pilot city show slots that are right nine times out of ten, whether they keep "
            "them on a screen or on paper.",
            ends=28,
        ),
    ),
    ToldSprintReview(
        19,
        "A clickable drawing of the booking in six screens.",
        "Three of five riders finished; the two others gave up at the same question.",
        "https://wiki.bikes.example/research/drawing\nhttps://wiki.bikes.example/research/recordings",
        "Riders of the test group",
        "None yet; the drawing saved us a release.",
        "“Show me when you have time, then I tell you what is broken.” (a rider)",
    ),
)
EAT_SPRINT_REVIEWS = (
    ToldSprintReview(
        11,
        "Three consent screens, tried with thirty people.",
        "Twenty-two would share weight and age at once.",
        beneficiary="People who want to lose weight",
        effect="None yet: nothing was released.",
        feedback="“Tell me who sees it, and I tell you what I weigh.”",
    ),
    ToldSprintReview(
        12,
        "A spike that reads two models of scales.",
        "Ninety-four of a hundred weighings arrived.",
        beneficiary="The team, before it builds on it",
        feedback="“Six of a hundred is one a week for a whole family.” (support)",
        proposal=ToldProposal(
            7,
            "weighings that are lost cost users before they become habits",
            "5,000 people beyond the test group use the app, with or without scales, in at least three weeks of four.",
            decision="the six that were lost can be noticed; that is next week’s goal, and the aim stays as it is",
        ),
    ),
    ToldSprintReview(
        17,
        "Nothing was built.",
        "The maker’s letter, and nineteen answers of users.",
        beneficiary="Nobody yet",
        feedback="“I would buy other scales for this.” (a user)",
    ),
)
