"""The roadmaps of the demo: what product goals take, when in words, and in which column somebody put them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from roadmap.features import Feature
from roadmap.models import ProductGoal


@dataclass(frozen=True)
class ToldPlace:
    """A product goal, by its number, on the roadmap."""

    goal: int
    features: tuple[str, ...] = ()
    timeframe: str = ""
    horizon: str = ""


def place(told: Iterable[ToldPlace], goals: Sequence[Goal], owner: User) -> None:
    """Give the product goals their features, timeframes and columns."""
    for words in told:
        goal = goals[words.goal - 1]
        assert isinstance(goal, ProductGoal)
        for text in words.features:
            Feature.add(goal, text, by=owner)
        if words.timeframe:
            goal.revise(by=owner, timeframe=words.timeframe)
        if words.horizon:
            goal.place(words.horizon, reorder=False, by=owner)


BIKE_ROADMAP = (
    ToldPlace(4, ("Booking at any hour", "Status of the bike, live", "Payment in the app", "Reminders and receipts")),
    ToldPlace(14, ("Map of workshops", "Opening hours", "Free slots this week")),
    ToldPlace(21, ("Prices by the hour", "Offers for riders who are free", "What idle hours earned"), "First half"),
    ToldPlace(22, ("Photos of finished work", "Ratings by riders", "Prices agreed before"), "After the launch"),
    # Somebody wants it sooner than its state and its missing dates say.
    ToldPlace(
        24,
        (
            "One calendar for all branches",
            "Mechanics and their skills",
            "Parts in stock",
            "Rights for branch managers",
            "Figures by branch",
            "One bill for the chain",
        ),
        "Once three chains ask",
        "next",
    ),
    ToldPlace(30, ("Video calls", "A tool list for the rider")),
)

EAT_ROADMAP = (
    ToldPlace(7, ("Photo of the plate", "First week without typing", "Invitations by doctors")),
    ToldPlace(8, ("A day at a glance", "Advice for the next meal", "Weight and steps by themselves"), "Spring", "next"),
    ToldPlace(9, ("Personal advice by subscription", "A free month", "Bills for insurers"), "Summer"),
    ToldPlace(10, ("One food database", "Releases at any hour"), "When revenue allows", "later"),
)
