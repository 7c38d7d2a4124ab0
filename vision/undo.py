"""Undo on the board: the opposite of one event of an entry, as a new change."""

from typing import TYPE_CHECKING

from goalchain.goals.models import Event, Goal
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused

from .board import BoardEntry

if TYPE_CHECKING:
    from goalchain.accounts.models import User


def event_of(entry: BoardEntry) -> Event | None:
    """The event that the last verb on this instance wrote. No query."""
    events = getattr(entry.latest_change, "events", [])
    mine = [event for event in events if event.subject == "board" and event.after["id"] == entry.pk]
    return mine[-1] if mine else None


def find_event(entry: BoardEntry, number: str) -> Event | None:
    """The event of this entry with that primary key, as a form names it. One query."""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    event = Event.objects.filter(pk=number, goal_id=entry.vision_id, subject="board").first()
    return event if event is not None and event.after["id"] == entry.pk else None


def undo(event: Event, entry: BoardEntry, *, by: "User") -> None:
    """Take back what `event` did to `entry`. Raises Refused when somebody has changed the entry since."""
    with change(entry.product, by) as begun:
        begun.undoes_id = event.pk
        entry.refresh_from_db(fields=["text", "position", "version", "removed_at"])
        if entry.version != event.after["version"]:
            raise Refused(f"“{entry.text}” was changed again since. Look at it and change it by hand.")
        match event.verb:
            case "add" | "put_back":
                entry.remove(by=by, within=begun)
            case "remove":
                entry.put_back(by=by, within=begun)
            case "reword":
                entry.reword(event.former["text"], by=by, within=begun)
            case "reorder":
                _put_place_back(entry, event.former["position"], by, begun)
            case "answer":
                found = Goal.objects.filter(product_id=entry.product_id, number__in=event.former["goals"])
                entry.answer_with(list(found), by=by, within=begun)
            case _:
                raise Refused(f"“{event.verb}” cannot be undone.")


def _put_place_back(entry: BoardEntry, position: int, by: "User", begun: Change) -> None:
    """Stand where it stood; before the entry that has taken the place since. One query beside the write."""
    holder = entry.neighbours().exclude(pk=entry.pk).filter(position=position).first()
    if holder is None:
        entry._write(begun, "reorder", position=position)
    else:
        entry.reorder(before=holder, by=by, within=begun)
