"""Undo of what was done to a review or to a rhythm: the opposite verb, as a new change."""

from datetime import date
from typing import TYPE_CHECKING, Any

from goalchain.goals.models import Event
from goalchain.products.changes import change
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product

from .review import Review
from .rhythm import ReviewRhythm

if TYPE_CHECKING:
    from goalchain.accounts.models import User

SUBJECTS = ("review", "rhythm")
_AGAIN = "It was changed again since. Look at it and change it by hand."


def event_of(subject: Review | ReviewRhythm) -> Event | None:
    """The event that the last verb on this instance wrote. No query."""
    events = getattr(subject.latest_change, "events", [])
    mine = [event for event in events if event.subject in SUBJECTS]
    return mine[-1] if mine else None


def find_event(product: Product, number: str) -> Event | None:
    """The event of a review or of a rhythm of this product, as a form names it. One query."""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Event.objects.filter(pk=number, product=product, subject__in=SUBJECTS).first()


def undo(event: Event, product: Product, *, by: "User") -> None:
    """Take back what `event` did. Raises Refused when somebody has changed the same thing since."""
    with change(product, by) as begun:
        begun.undoes_id = event.pk
        version = event.after["version"]
        try:
            if event.subject == "rhythm":
                former = event.former
                begun_on = date.fromisoformat(former["begun_on"]) if "begun_on" in former else None
                ReviewRhythm.settle(
                    product,
                    event.after["kind"],
                    former["weeks"],
                    by=by,
                    version=version,
                    within=begun,
                    begun_on=begun_on,
                )
                return
            review = Review.objects.get(pk=event.after["id"], product=product)
            review.product = product
            match event.verb:
                case "record" | "put_back":
                    review.remove(by=by, version=version, within=begun)
                case "remove":
                    review.put_back(by=by, version=version, within=begun)
                case "correct":
                    review.correct(by=by, version=version, within=begun, **_typed(event.former))
                case _:
                    raise Refused(f"“{event.verb}” cannot be undone.")
        except Stale:
            raise Refused(_AGAIN) from None


def _typed(former: dict[str, Any]) -> dict[str, Any]:
    """Values from an event as the verb takes them; the revisions follow from the day."""
    told = {name: former[name] for name in ("decisions", "members", "others") if name in former}
    return told | ({"held_on": date.fromisoformat(former["held_on"])} if "held_on" in former else {})
