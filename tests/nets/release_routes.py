"""The table of the routes of releases, their checkpoints and the gate; see routes.py."""

from typing import Any

from django.urls import reverse

from goalchain.goals.models import Event, Goal

from .cases import Case, Maker, Words, and_version, api_goal, of_goal, of_product, words
from .world import World

#: A release goal without a checkpoint, one that has shipped, and a product goal that waits at the gate.
AHEAD, SHIPPED, WAITING = ("release", "active"), ("release", "closed"), ("product", "agreed")


def by_number(world: World, goal: Goal) -> Words:
    """The product's key and the goal's number."""
    return {"key": world.key, "number": goal.number}


def named(name: str) -> Maker:
    """The goal's key and a field of the list."""
    return lambda world, goal: {"key": goal.key, "name": name}


def told(read: int) -> Maker:
    """A checkpoint, written over the one of this version; 0 for a new one."""
    return words(
        read=read,
        shipped_on="2025-11-03",
        result="Riders book a slot",
        value="Fewer calls",
        beneficiary="Riders",
        effect="Bookings rose",
        evidence="Nine of ten found one",
        links="https://wiki.example.com/report",
    )


def checkpoint_event(world: World, goal: Goal) -> Words:
    """The newest event of the checkpoint."""
    return {"event": Event.objects.filter(subject="checkpoint", goal_id=goal.pk).latest("id").pk}


def passing(**more: Any) -> Maker:
    """What became of the product goal that is active, and the versions of both."""
    return and_version(
        former=lambda world, goal: world.goal("product", "active").key,
        former_version=lambda world, goal: world.goal("product", "active").version,
        outcome="achieved",
        learning="Riders book by app",
        **more,
    )


RELEASE_ROUTES: dict[str, list[Case]] = {
    "releases": [Case("GET", "read", of_product)],
    "release": [Case("GET", "read", by_number, goal=place) for place in (AHEAD, SHIPPED)],
    "release_edit": [
        case
        for name, value in (("version_name", "2.0"), ("ends_on", "2027-03-01"))
        for case in (
            Case("GET", "edit", named(name), goal=("release", "draft")),
            Case("POST", "edit", named(name), and_version(**{name: value}), goal=("release", "draft")),
        )
    ],
    "checkpoint": [
        Case("GET", "edit", by_number, goal=AHEAD),
        Case("GET", "edit", by_number, goal=SHIPPED),
        Case("POST", "edit", by_number, told(0), goal=AHEAD),
        Case("POST", "edit", by_number, told(1), goal=SHIPPED),
    ],
    "checkpoint_removal": [Case("POST", "edit", by_number, words(read=1), goal=SHIPPED)],
    "gate": [Case("GET", "decide", of_goal, goal=WAITING), Case("POST", "decide", of_goal, passing(), goal=WAITING)],
}


def its_address(world: World, goal: Goal) -> str:
    """The checkpoint's address in the API."""
    return reverse("api:checkpoint", kwargs=of_goal(world, goal))


_WORDS = words(shipped_on="2025-11-03", result="Riders book a slot", links=lambda w, g: ["https://a.example.com"])
_FORMER = words(
    former=lambda world, goal: {
        "outcome": "achieved",
        "learning": "Riders book by app",
        "version": world.goal("product", "active").version,
    }
)

RELEASE_API_ROUTES: dict[str, list[Case]] = {
    "api:checkpoint": [
        Case("GET", "read", of_goal, goal=SHIPPED),
        Case("PUT", "edit", of_goal, _WORDS, goal=AHEAD),
        Case("PUT", "edit", of_goal, _WORDS, goal=SHIPPED, match=its_address),
        Case("DELETE", "edit", of_goal, goal=SHIPPED, match=its_address),
    ],
}
#: More cases of routes that are listed with the other goals.
VERSION_CASES = [
    Case("PATCH", "edit", of_goal, words(details=lambda w, g: {"version": "2.0"}), goal=AHEAD, match=api_goal)
]
TAKING_OVER = [Case("POST", "decide", of_goal, _FORMER, goal=WAITING, match=api_goal)]
