"""The backlogs of the demo: items in their order, what each serves, how far it has come, where it is planned."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from goalchain.products.access import Role
from goalchain.products.models import Product
from sprints.models import BacklogItem

from .rhythms import Sprints


@dataclass(frozen=True)
class ToldItem:
    """An item. `serves` is the number of a goal; 0: it serves none, on purpose; None: nobody has said yet."""

    title: str
    serves: int | None = None
    size: str = ""
    state: str = "open"
    sprint: tuple[str, str | int] | None = None
    tracker: str = ""


def fill_backlog(
    product: Product, told: Iterable[ToldItem], goals: Sequence[Goal], sprints: Sprints, people: Mapping[Role, User]
) -> None:
    """Put the items into the backlog, in their order."""
    for words in told:
        BacklogItem.add(
            product,
            words.title,
            by=people[Role.DEVELOPER],
            sprint=sprints[words.sprint] if words.sprint else None,
            goal=goals[words.serves - 1] if words.serves else None,
            serves_none=words.serves == 0,
            size=Decimal(words.size) if words.size else None,
            state=words.state,
            tracker_url=words.tracker,
        )


NOW, NEXT = ("Web", "Sprint 1"), ("Web", "Sprint 2")
JIRA, GITHUB = "https://bikes.atlassian.net/browse/", "https://github.com/bikes/app/issues/"
BIKE_BACKLOG = (
    ToldItem("Workshops publish their free slots", 5, "5", "done", NOW, JIRA + "BIKE-101"),
    ToldItem("A rider picks a slot and gets a reference", 5, "8", "doing", NOW, JIRA + "BIKE-104"),
    ToldItem("Try it with five riders at two workshops", 5, "3", "open", NOW),
    ToldItem("The list of workshops shows the nearest first", 5, "2", "open", NOW, JIRA + "BIKE-110"),
    ToldItem("A rider sees that the bike has arrived", 9, "3", "open", NOW),
    ToldItem("Renew the certificates before they end", 0, "1", "doing", NOW, GITHUB + "87"),
    ToldItem("A booking is confirmed by mail within a minute", 5, "5", "open", NEXT, JIRA + "BIKE-118"),
    ToldItem("A rider is reminded the day before", 5, "3", "open", NEXT),
    ToldItem("A rider moves a booking without calling", 5, "5"),
    ToldItem("A rider cancels a booking until the evening before", 5, "2"),
    ToldItem("Workshops export their week to the calendar"),
    ToldItem("Prices are shown before the booking", 5, "3", tracker=GITHUB + "112"),
    ToldItem("The workshop marks a step as done with one hand", 15, "5"),
    ToldItem("The status page says when the bike will be ready", 9, "8"),
    ToldItem("Push notifications for the three steps that riders ask about", 9, "5"),
    ToldItem("Payment by card at the end of the service", 12, "13"),
    ToldItem("Refunds reach the rider within two days", 12),
    ToldItem("A rider rates the service", 22),
    ToldItem("Print the booking", 4, "2", "dropped"),
)
EAT_NOW = ("App", "Sprint 3")
GITLAB = "https://gitlab.com/kitchen/eat/-/issues/"
AZURE = "https://dev.azure.com/kitchen/eat/_workitems/edit/"
EAT_BACKLOG = (
    ToldItem("A day’s food fits on one screen", 7, "5", "done", EAT_NOW, GITLAB + "14"),
    ToldItem("The dashboard opens in under a second", 7, "3", "doing", EAT_NOW, GITLAB + "17"),
    ToldItem("Forty people of the test group get their invitation", 7, "2", "open", EAT_NOW),
    ToldItem("Delete test accounts", 0, "1", "open", EAT_NOW),
    ToldItem("The food database is corrected in one place", 10, "8", "open", EAT_NOW, AZURE + "2204"),
    ToldItem("A user invites a friend from the dashboard", 7, "3", "open", ("App", "Sprint 4")),
    ToldItem("A silent scale is named, with the way to bring it back", 7, "5", "doing", ("Scales", 0), AZURE + "2210"),
    ToldItem("A weight is never attributed to the wrong person", 7, "8"),
    ToldItem("A reminder at the time of day that the user chooses", 8, "3"),
    ToldItem("What a week’s sugar means, in one sentence", 8, "5"),
    ToldItem("A personal plan that can be tried for a week", 9, "13"),
    ToldItem("Recipes for what is in the fridge"),
)
