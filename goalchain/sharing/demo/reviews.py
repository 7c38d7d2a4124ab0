"""The reviews of the demo: a strategy review that is overdue, and what the ones before decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from goalchain.accounts.models import User
from goalchain.products.access import Role
from goalchain.products.models import Product
from vision.reviews.review import Review
from vision.reviews.rhythm import ReviewRhythm


@dataclass(frozen=True)
class ToldReview:
    """A review that was held so many days ago; `after` says when in the telling: "goals" once the goals were written
    down, "measures" once they were measured."""

    kind: str
    days_ago: int
    after: str
    decisions: str
    roles: tuple[Role, ...] = (Role.OWNER, Role.COACH, Role.STAKEHOLDER)
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class ToldRhythm:
    """Every how many weeks reviews of a kind are held, since so many days."""

    kind: str
    weeks: int
    begun: int


BIKE_RHYTHMS = (ToldRhythm("strategy", 12, 250), ToldRhythm("roadmap", 4, 250))
BIKE_REVIEWS = (
    ToldReview(
        "strategy",
        203,
        "goals",
        "The vision holds. We keep to riders who need the bike every day; couriers can wait.\n\n"
        "Workshops are the narrow place, not riders: filling idle slots becomes a business goal of its own.",
        others=("Jo Park, Velo Nord workshops",),
    ),
    ToldReview(
        "strategy",
        110,
        "measures",
        "Days without the bike fall, but slowly. We do not widen the target group before they are below two.\n\n"
        "Payment moves behind real-time status: workshops told us that they would rather answer fewer calls.",
    ),
    ToldReview(
        "roadmap",
        12,
        "measures",
        "Booking comes before everything else until half of the slots are booked without a call.\n\n"
        "Push notifications stay small: one when the bike is ready, nothing else.",
        (Role.OWNER, Role.COACH, Role.DEVELOPER, Role.STAKEHOLDER),
    ),
)
EAT_RHYTHMS = (ToldRhythm("strategy", 12, 40),)


def set_rhythms(product: Product, told: Iterable[ToldRhythm], owner: User) -> None:
    """Set the rhythms of the story."""
    for rhythm in told:
        begun_on = timezone.localdate() - timedelta(days=rhythm.begun)
        ReviewRhythm.settle(product, rhythm.kind, rhythm.weeks, by=owner, begun_on=begun_on)


def hold_reviews(product: Product, told: Iterable[ToldReview], after: str, people: Mapping[Role, User]) -> None:
    """Write down the reviews that were held at this point of the telling; each looked at what had happened so far."""
    for review in told:
        if review.after == after:
            Review.record(
                product,
                review.kind,
                held_on=timezone.localdate() - timedelta(days=review.days_ago),
                members=[people[role].pk for role in review.roles],
                others=review.others,
                decisions=review.decisions,
                up_to=product.revision,
                by=people[Role.COACH],
            )
