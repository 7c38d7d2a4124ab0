"""The table of the routes of reviews and their rhythm, on pages and in the API; see routes.py."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from goalchain.goals.models import Event

from .cases import Case, Maker, Words, of_product, words
from .world import World


def of_kind(kind: str = "strategy", **more: str) -> Maker:
    """The product's key and a kind of review."""
    return lambda world, goal: {"key": world.key, "kind": kind, **more}


def of_review(**more: str) -> Maker:
    """The product's key and the review that is in the list."""
    return lambda world, goal: {"key": world.key, "review_id": world.review.pk, **more}


def of_removed(world: World, goal: Any) -> Words:
    """The product's key and the review that was removed."""
    return {"key": world.key, "review_id": world.removed_review.pk}


def review_words(world: World, goal: Any) -> Words:
    """A review of today, as its form sends it."""
    return {
        "held_on": timezone.localdate().isoformat(),
        "members": [world.owner.pk],
        "others": "Jo Park\nKim",
        "decisions": "We go on.",
    }


def and_read(told: Maker) -> Maker:
    """These words and the version of the review that was read."""
    return lambda world, goal: told(world, goal) | {"read": world.review.version}


def review_event(world: World, goal: Any) -> Words:
    """The newest event of the review in the list."""
    return {"event": Event.objects.filter(subject="review", after__id=world.review.pk).latest("id").pk}


def read(name_kwargs: Maker) -> Case:
    """A page that every member reads."""
    return Case("GET", "read", name_kwargs)


REVIEW_ROUTES: dict[str, list[Case]] = {
    "reviews": [read(of_product)],
    "review": [read(of_review()), read(of_removed)],
    "review_changes": [read(of_review(sort="added"))],
    "next_review": [read(of_kind()), Case("POST", "edit", of_kind(), review_words)],
    "next_review_changes": [read(of_kind("roadmap", sort="added"))],
    "review_rhythm": [Case("POST", "edit", of_kind(), words(weeks="6", read=lambda w, g: w.rhythm.version))],
    "review_correction": [
        Case("GET", "edit", of_review()),
        Case("POST", "edit", of_review(), and_read(review_words)),
    ],
    "review_removal": [Case("POST", "edit", of_review(), and_read(words()))],
    "review_restoration": [Case("POST", "edit", of_removed, words(read=lambda w, g: w.removed_review.version))],
    "reviews_undo": [Case("POST", "edit", of_product, review_event)],
}

# -- the API -----------------------------------------------------------------------------------------------------------


def pk_of(name: str = "review") -> Maker:
    """The review in the list, or the removed one."""
    return lambda world, goal: {"pk": getattr(world, name).pk}


def at(route: str, kwargs: Maker) -> Any:
    """The address where an ETag is read."""
    return lambda world, goal: reverse(route, kwargs=kwargs(world, goal))


def of_vision(world: World, goal: Any) -> Words:
    """The vision's key."""
    return {"key": world.goal("vision", "draft").key}


REVIEW_API_ROUTES: dict[str, list[Case]] = {
    "api:reviews": [
        Case("GET", "signed in", query=words(product=lambda w, g: w.key)),
        Case(
            "POST",
            "edit",
            data=words(
                product=lambda w, g: w.key,
                kind="strategy",
                held_on=lambda w, g: timezone.localdate().isoformat(),
                members=lambda w, g: [w.owner.email],
                others=["Jo Park"],
                decisions="We go on.",
            ),
        ),
    ],
    "api:review": [
        Case("GET", "read", pk_of()),
        Case("PATCH", "edit", pk_of(), words(decisions="Patched"), match=at("api:review", pk_of())),
        Case("DELETE", "edit", pk_of(), match=at("api:review", pk_of())),
    ],
    "api:review_changes": [Case("GET", "read", pk_of())],
    "api:review_restoration": [
        Case("POST", "edit", pk_of("removed_review"), match=at("api:review", pk_of("removed_review")))
    ],
    "api:review_rhythm": [
        Case("GET", "read", of_kind()),
        Case("PATCH", "edit", of_kind(), words(weeks=6), match=at("api:review_rhythm", of_kind())),
    ],
    "api:replacement": [
        Case(
            "POST",
            "decide",
            of_vision,
            words(title="Nobody thinks about servicing", why="Riders want to ride", outcome="partly", goals=[]),
            match=at("api:goal", of_vision),
        ),
    ],
}
