"""What the demo says of its goals: check-ins over months, one of them overdue, and assumptions, one of them refuted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from goalchain.metrics.models import Assumption, CheckIn, CheckInRhythm
from goalchain.metrics.verbs.upholding import uphold
from goalchain.products.access import Role


@dataclass(frozen=True)
class ToldCheckIn:
    """A check-in on the goal with this number, so many days ago."""

    goal: int
    days_ago: int
    confidence: str
    sentence: str
    by: Role = Role.OWNER


@dataclass(frozen=True)
class ToldAssumption:
    """An assumption of the goal with this number; `tested_by` are the numbers of sprint goals.

    `stays` says of goals below why each stays as it is although the assumption was refuted.
    """

    goal: int
    statement: str
    test: str = ""
    state: str = "open"
    evidence: str = ""
    tested_by: tuple[int, ...] = ()
    stays: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class Thoughts:
    """All of it for one product. `rhythms` pairs the number of a goal with how many days lie between check-ins."""

    rhythms: tuple[tuple[int, int], ...] = ()
    check_ins: tuple[ToldCheckIn, ...] = ()
    assumptions: tuple[ToldAssumption, ...] = ()


BIKE = Thoughts(
    rhythms=((2, 28), (4, 14), (5, 7), (15, 7)),
    check_ins=(
        ToldCheckIn(2, 96, "at_risk", "We count days, and nobody can say yet what moves them."),
        ToldCheckIn(2, 61, "on_track", "Three workshops promise the same day, and keep it."),
        ToldCheckIn(2, 20, "on_track", "From 3.2 days to 2.4 since the summer, and nothing in sight that stops it."),
        ToldCheckIn(4, 38, "at_risk", "One team, three releases; the payment provider has not answered.", Role.COACH),
        ToldCheckIn(4, 24, "at_risk", "Booking moves, tracking waits for the calendars of the workshops."),
        ToldCheckIn(4, 9, "on_track", "Four of ten services are booked without a call by now."),
        ToldCheckIn(5, 15, "on_track", "The clickable booking told us what to change before we built it.", Role.COACH),
        ToldCheckIn(5, 4, "at_risk", "Booking works; whether ten riders use it by themselves is open."),
        # This one should have been followed by others: it is overdue.
        ToldCheckIn(15, 30, "at_risk", "Two of three workshops keep a calendar on paper.", Role.COACH),
        ToldCheckIn(15, 23, "off_track", "A photo a day is a start, and twelve workshops are far away.", Role.COACH),
    ),
    assumptions=(
        ToldAssumption(
            2,
            "Riders have the bike serviced more often when it takes a day, not three",
            "Compare how often riders come back to workshops that promise the same day.",
        ),
        ToldAssumption(
            15,
            "Workshops keep a calendar that software can read",
            "Ask every partner workshop to connect the calendar that it uses today.",
            "refuted",
            "Two of the first three keep it on paper, and so do seven of the nine that we called since.",
            (17,),
            ((15, "A photo of the page each morning gives us right slots too, and is enough for twelve workshops."),),
        ),
        ToldAssumption(
            22,
            "Riders read ratings before they choose a workshop",
            "Ask ten riders who are new in town how they chose theirs.",
            "refuted",
            "Two of ten looked at ratings. Seven asked somebody whose bike runs well.",
            (16,),
        ),
        ToldAssumption(
            4,
            "Riders book at hours when nobody answers the phone",
            "Look at the hour of the first hundred bookings.",
            "holds",
            "61 of 100 bookings came before eight or after six.",
            (7, 19),
        ),
        ToldAssumption(
            12,
            "Riders pay before they have seen the bike again",
            "Offer it to fifty riders, and count who does.",
            tested_by=(13,),
        ),
        ToldAssumption(
            21,
            "Riders come at ten in the morning when it costs a fifth less",
            "Two workshops lower the price of ten empty hours for four weeks.",
            "dropped",
        ),
    ),
)

EAT = Thoughts(
    rhythms=((7, 14), (3, 28)),
    check_ins=(
        ToldCheckIn(3, 84, "on_track", "The first doctors are in, and their patients stay."),
        ToldCheckIn(3, 30, "at_risk", "Blood sugar moves slower than weight, and we see it too rarely."),
        ToldCheckIn(7, 40, "at_risk", "Half of those who install it never take a second photo."),
        ToldCheckIn(7, 12, "on_track", "2,200 people, and every third was sent by somebody."),
    ),
    assumptions=(
        ToldAssumption(
            7,
            "People photograph their food in company",
            "Watch twenty meals of five test users.",
            "refuted",
            "At eleven of fourteen meals with others the phone stayed in the pocket.",
        ),
        ToldAssumption(8, "Advice for the next meal is worth more than a score for the last one"),
    ),
)


def think(thoughts: Thoughts, goals: Sequence[Goal], people: Mapping[Role, User]) -> None:
    """Say it of the goals, which are in the order of their numbers and have reached their states."""
    owner = people[Role.OWNER]
    for told in sorted(thoughts.check_ins, key=lambda check_in: -check_in.days_ago):
        at = timezone.now() - timedelta(days=told.days_ago)
        CheckIn.make(goals[told.goal - 1], told.confidence, told.sentence, by=people[told.by], at=at)
    for number, days in thoughts.rhythms:
        CheckInRhythm.ask(goals[number - 1], days, by=owner, since=timezone.localdate() - timedelta(days=100))
    for words in thoughts.assumptions:
        assumption = Assumption.create(goals[words.goal - 1], words.statement, words.test, by=owner)
        for number in words.tested_by:
            assumption.test_with(goals[number - 1], by=owner)
        if words.state != "open":
            assumption.revise(by=owner, state=words.state, evidence=words.evidence)
        for number, reason in words.stays:
            uphold(goals[number - 1], assumption, reason, by=owner)
