"""Undo of what was done to feedback: the opposite verb, as a new change."""

from datetime import date
from typing import TYPE_CHECKING, Any

from goalchain.goals.models import Event, Goal
from goalchain.products.changes import change
from goalchain.products.errors import Refused

from .models import Feedback

if TYPE_CHECKING:
    from goalchain.accounts.models import User

SUBJECTS = ("feedback", "evidence")
#: Why it is put aside when taking it in is undone: what was said once is not deleted.
TAKEN_BACK = "Taken back right after it was written down"
NO_REASON = "No reason was kept"


def event_of(feedback: Feedback) -> Event | None:
    """The event that the last verb on this instance wrote; of the one that took it in, that one. No query."""
    events = getattr(feedback.latest_change, "events", [])
    mine = [event for event in events if event.subject in SUBJECTS and event.after["id"] == feedback.pk]
    received = [event for event in mine if event.verb == "receive"]
    return (received or mine)[-1] if mine else None


def find_event(feedback: Feedback, number: str) -> Event | None:
    """The event of this feedback with that primary key, as a form names it. One query."""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    event = Event.objects.filter(pk=number, product_id=feedback.product_id, subject__in=SUBJECTS).first()
    return event if event is not None and event.after["id"] == feedback.pk else None


def _values(former: dict[str, Any]) -> dict[str, Any]:
    """The former values of an event as `revise` takes them."""
    values = dict(former)
    if "said_on" in values:
        values["said_on"] = date.fromisoformat(values["said_on"])
    return values


def undo(event: Event, feedback: Feedback, *, by: "User") -> None:
    """Take back what `event` did. Raises Refused when it was changed again since, or cannot be undone."""
    with change(feedback.product, by) as begun:
        begun.undoes_id = event.pk
        if event.subject == "evidence":
            goal = Goal.objects.get(product=feedback.product, number=event.after["number"])
            goal.product = feedback.product
            turn = feedback.detach if event.verb == "attach" else feedback.attach
            if not turn(goal, by=by, within=begun):
                raise Refused("That was taken back already.")
            return
        feedback.refresh_from_db(fields=["version"])
        if feedback.version != event.after["version"]:
            raise Refused(f"“{feedback}” was changed again since. Look at it and change it by hand.")
        match event.verb:
            case "answer" | "take_back":
                feedback.reply(event.former["answer"], by=by, within=begun)
            case "receive":
                feedback.put_aside(TAKEN_BACK, by=by, within=begun)
            case "revise":
                feedback.revise(by=by, within=begun, **_values(event.former))
            case "put_aside":
                feedback.restore(by=by, within=begun)
            case "restore":
                feedback.put_aside(event.former.get("aside_reason") or NO_REASON, by=by, within=begun)
            case _:
                raise Refused(f"“{event.verb}” cannot be undone.")
