"""The table of the routes of capacity, and of taking sprints away; see routes.py."""

from typing import Any

from goalchain.goals.models import Event
from goalchain.products.hold import mark_of
from sprints.models import SprintCapacity

from .cases import Case, Maker, Words, words
from .sprint_review_routes import at
from .world import World


def of_noted(world: World, goal: Any) -> Words:
    """The sprint whose capacity is noted."""
    return {"key": world.key, "sprint_id": world.noted.pk}


def of_empty(world: World, goal: Any) -> Words:
    """The sprint with nothing in it."""
    return {"key": world.key, "sprint_id": world.empty.pk}


def typed(world: World, goal: Any) -> Words:
    """What the form sends."""
    person, read = world.owner.pk, SprintCapacity.objects.get(sprint=world.noted).version
    words = {"takes_part": "on", "away": "2", "reason": "At the sea", "days": "7.5"}
    told: Words = {f"p{person}-{name}": word for name, word in words.items()}
    return told | {"holidays": "1", "note": "Another note", "read": read}


def last_event(subject: str) -> Maker:
    """The newest event of a subject."""
    return lambda world, goal: {"event": Event.objects.filter(product=world.product, subject=subject).latest("pk").pk}


def planned_event(world: World, goal: Any) -> Words:
    """The event by which the empty sprint was planned."""
    events = Event.objects.filter(product=world.product, subject="sprint", verb="plan", after__id=world.empty.pk)
    return {"event": events.get().pk}


CAPACITY_ROUTES: dict[str, list[Case]] = {
    "sprint_capacity": [
        Case("GET", "edit_sprint_goal", of_noted, sees="read_planning"),
        Case("POST", "edit_sprint_goal", of_noted, typed, sees="read_planning"),
    ],
    "sprint_removal": [
        Case("POST", "plan_sprints", of_empty, words(read=lambda w, g: mark_of(w.empty))),
    ],
    "sprints_undo": [
        Case("POST", "edit_sprint_goal", lambda w, g: {"key": w.key}, last_event("capacity")),
        Case("POST", "plan_sprints", lambda w, g: {"key": w.key}, planned_event),
    ],
}


def pk_of_noted(world: World, goal: Any) -> Words:
    """The sprint whose capacity is noted."""
    return {"pk": world.noted.pk}


def pk_of_empty(world: World, goal: Any) -> Words:
    """The sprint with nothing in it."""
    return {"pk": world.empty.pk}


CAPACITY_API_ROUTES: dict[str, list[Case]] = {
    "api:sprint_capacity": [
        Case("GET", "read_planning", pk_of_noted, sees="read_planning"),
        Case(
            "PATCH",
            "edit_sprint_goal",
            pk_of_noted,
            words(
                holidays=1,
                note="Another note",
                people=lambda w, g: [{"person": w.owner.email, "away": 2, "reason": "At the sea", "days": 7.5}],
            ),
            sees="read_planning",
            match=at("api:sprint_capacity", pk_of_noted),
        ),
    ],
}
#: Taking a sprint away, beside the other methods of its resource.
REMOVAL = Case("DELETE", "plan_sprints", pk_of_empty, match=at("api:sprint", pk_of_empty))
