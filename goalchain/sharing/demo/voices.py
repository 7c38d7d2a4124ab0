"""What customers said in the demo: heard by the team in calls, interviews and tickets, and what it speaks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from goalchain.products.access import Role
from goalchain.products.models import Product
from goalchain.talk.models import Feedback


@dataclass(frozen=True)
class ToldVoice:
    """A voice. `ago` is in days; `speaks_for` are the numbers of goals; `aside` is why it was put aside."""

    text: str
    name: str
    segment: str
    source: str
    ago: int
    speaks_for: tuple[int, ...] = ()
    aside: str = ""


BIKE_VOICES = (
    ToldVoice(
        "I rang three times to hear whether my bike was ready. The fourth time it was closed.",
        "Maarika", "Commuters", "Support calls", 24, (9,),
    ),
    ToldVoice("I take a taxi to the workshop only to learn that a part is missing.", "Jaan", "Commuters",
              "Support calls", 17, (9,)),
    ToldVoice("Tell me the day before that it will be ready, and I plan my week around it.", "Liis", "Families",
              "Interviews in October", 12, (9,)),
    ToldVoice("With two children's bikes I need to know which of the two I can collect.", "Tõnu", "Families",
              "Interviews in October", 12, (9,)),
    ToldVoice("Paying at the till takes longer than the handover.", "Kadri", "Commuters", "Support calls", 9, (12,)),
    ToldVoice("A no-show costs me an hour. If they had paid something, they would come.", "Priit", "Workshops",
              "Workshop visits", 20, (12,)),
    ToldVoice("My employer pays for the service, so I need a proper receipt.", "Anneli", "Commuters",
              "Interviews in October", 11, (12,)),
    ToldVoice("I have just moved here. Which workshop is any good?", "Oskar", "New in town", "Support calls", 6,
              (6, 22)),
    ToldVoice("Stars tell me nothing. Show me what they did to a bike like mine.", "Grete", "New in town",
              "Interviews in October", 13, (22,)),
    ToldVoice("Booking at eleven at night was the first time this was easy.", "Rein", "Families", "App store", 3, (5,)),
    ToldVoice("Can I book for my e-bike? It says nothing about batteries.", "Helle", "Commuters", "App store", 2),
    ToldVoice("I would rather have the bike fetched from the office.", "Mart", "Commuters", "Support calls", 1),
    ToldVoice("Buy followers for your app now", "", "", "App store", 5, aside="Advertising, no customer of ours"),
)  # fmt: skip
EAT_VOICES = (
    ToldVoice("The third reminder a day made me turn them all off.", "Sven", "Wants to lose weight", "Test group", 8,
              (15,)),
    ToldVoice("Remind me in the shop, not on the sofa.", "Ingrid", "Wants to lose weight", "Test group", 8, (15,)),
    ToldVoice("My doctor would like to see the month on one page.", "Leif", "At risk of diabetes", "Interviews", 5),
    ToldVoice("I would pay for recipes that my children eat.", "Astrid", "Families", "Interviews", 4, (9,)),
)  # fmt: skip


def write_down(
    product: Product, voices: Sequence[ToldVoice], goals: Sequence[Goal], people: Mapping[Role, User]
) -> None:
    """Write the voices down, and do with each what the team did."""
    for told in voices:
        feedback = Feedback.receive(
            product,
            told.text,
            by=people[Role.DEVELOPER],
            name=told.name,
            source=told.source,
            segment=told.segment,
            said_on=product.today() - timedelta(days=told.ago),
        )
        for number in told.speaks_for:
            feedback.attach(goals[number - 1], by=people[Role.COACH])
        if told.aside:
            feedback.put_aside(told.aside, by=people[Role.COACH])
