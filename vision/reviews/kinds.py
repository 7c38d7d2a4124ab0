"""The two kinds of review that a product has a rhythm for.

After Roman Pichler's advice to review the product strategy and the product roadmap regularly, the strategy at least
once a quarter, the roadmap about as often.
"""

from datetime import date, timedelta
from typing import Final

from django.db.models import TextChoices

#: A rhythm is at most so many weeks long: two years.
MOST_WEEKS: Final = 104
#: So many people at most are named as having taken part.
MOST_PEOPLE: Final = 60
NAME_LENGTH: Final = 100
DECISIONS_LENGTH: Final = 10_000


class Kind(TextChoices):
    """What is reviewed."""

    STRATEGY = "strategy", "Strategy review"
    ROADMAP = "roadmap", "Roadmap review"


#: What each kind asks, for who has not held one yet.
PURPOSES: Final = {
    Kind.STRATEGY: "Do the vision, the user goals and the business goals still hold? "
    "Look at what changed, at the metrics and at the market; then decide.",
    Kind.ROADMAP: "Are the product goals and releases still the best way there? "
    "Look at what was met and what slipped; then decide what comes next.",
}
#: How often a product that has no rhythm yet may begin: a quarter, a month.
USUAL_WEEKS: Final = {Kind.STRATEGY: 12, Kind.ROADMAP: 4}


def due_on(last: date | None, begun_on: date, weeks: int | None) -> date | None:
    """The day of the next review: so many weeks after the last one, or, before the first, after the rhythm began.

    None while the rhythm is off.
    """
    return (last or begun_on) + timedelta(weeks=weeks) if weeks else None
