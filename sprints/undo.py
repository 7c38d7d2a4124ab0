"""Undo of what was done to sprints themselves and to their capacity: the opposite of one change, as a new change."""

from datetime import date
from decimal import Decimal
from typing import Any

from goalchain.accounts.models import User
from goalchain.goals.models import Event
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused
from goalchain.products.models import Product

from .capacity.days import Share
from .models import Sprint, SprintCapacity
from .moving import refuse_overlaps

#: The subjects of events that are taken back here.
SUBJECTS = ("sprint", "capacity")
_AGAIN = "{} was changed again since. Look at it and change it by hand."


def find_event(product: Product, number: str) -> Event | None:
    """The event of the product's sprints or their capacity with that primary key, as a form names it. One query."""
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    return Event.objects.filter(pk=number, product=product, subject__in=SUBJECTS).first()


def event_of(done: Change | None, subject: str) -> Event | None:
    """The last event of a change with that subject. One query after a change of very many."""
    if done is None:
        return None
    mine = [event for event in done.events if event.subject == subject]
    if mine or not done.records:
        return mine[-1] if mine else None
    told = Event.objects.filter(product=done.product, revision=done.revision, subject=subject)
    return told.order_by("-pk").first()


def undo(event: Event, product: Product, *, by: User) -> Sprint | None:
    """Take back what the change of `event` did. Returns the sprint that it is about; None when that is gone.

    Raises Refused when somebody has changed one of them since, and for what cannot be undone.
    """
    with change(product, by) as begun:
        begun.undoes_id = event.pk
        if event.subject == "capacity":
            return _capacity_back(event, product, by, begun)
        match event.verb:
            case "replan":
                return _dates_back(event, product, begun)
            case "unplan":
                return Sprint.put_back(product, event.former, by=by, within=begun)
            case "plan":
                _sprint_of(event.after, product).remove(by=by, within=begun)
                return None
            case _:
                raise Refused(f"“{event.verb}” cannot be undone here.")


def _capacity_back(event: Event, product: Product, by: User, begun: Change) -> Sprint:
    found = SprintCapacity.objects.filter(pk=event.after["id"], product=product).select_related("sprint").first()
    if found is None or found.version != event.after["version"]:
        raise Refused(_AGAIN.format("The capacity"))
    found.sprint.product = product
    former = event.former
    values: dict[str, Any] = {"note": former["note"]} if "note" in former else {}
    if "holidays" in former:
        values["holidays"] = Decimal(former["holidays"])
    if "people" in former:
        values["people"] = [_share(told) for told in former["people"]]
    SprintCapacity.keep(found.sprint, by=by, within=begun, **values)
    return found.sprint


def _share(told: dict[str, Any]) -> Share:
    days = None if told["days"] is None else Decimal(told["days"])
    return Share(told["person"], days, Decimal(told["away"]), told["reason"])


def _sprint_of(facts: dict[str, Any], product: Product) -> Sprint:
    """The sprint that an event tells of, while it is as it was after that."""
    found = Sprint.objects.filter(pk=facts["id"], product=product).select_related("team").first()
    if found is None or found.facts() != facts:
        raise Refused(_AGAIN.format(facts["name"]))
    found.product = product
    return found


def _dates_back(event: Event, product: Product, begun: Change) -> Sprint:
    """Name and dates of the sprint, and the dates of those that moved along with it. Six queries, and one for each."""
    told = Event.objects.filter(product=product, revision=event.revision, subject="sprint", verb="replan")
    steps = [(_sprint_of(step.after, product), step) for step in told.order_by("pk")]
    for sprint, step in steps:
        for name, value in step.former.items():
            setattr(sprint, name, _typed(name, value))
    moved = [sprint for sprint, _ in steps]
    Sprint.objects.bulk_update(moved, ["starts_on", "ends_on"], batch_size=200)
    (own,) = [sprint for sprint, step in steps if step.pk == event.pk]
    refuse_overlaps([(sprint.name, sprint.span) for sprint in moved if sprint.span], own)
    own._check()
    own.save(update_fields=["name"])
    for sprint, step in steps:
        former = {name: step.after[name] for name in step.former}
        begun.record("replan", "sprint", after=sprint.facts(), former=former)
    own.latest_change = begun
    return own


def _typed(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if value and name.endswith("_on") else value
