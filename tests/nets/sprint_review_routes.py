"""The table of the routes of change proposals and reviews of sprints, on pages and in the API; see routes.py."""

from typing import Any

from django.urls import reverse

from .cases import Case, Maker, Words, of_product, words
from .world import World


def of_running(world: World, goal: Any) -> Words:
    """The sprint that is under way."""
    return {"key": world.key, "sprint_id": world.running.pk}


def of_reviewed(world: World, goal: Any) -> Words:
    """The sprint that was reviewed."""
    return {"key": world.key, "sprint_id": world.reviewed.pk}


def of_cancelled(world: World, goal: Any) -> Words:
    """The sprint that was cancelled."""
    return {"key": world.key, "sprint_id": world.cancelled.pk}


def of_proposal(world: World, goal: Any) -> Words:
    """The open proposal, of its goal."""
    return {"key": world.proposal.goal.key, "proposal_id": world.proposal.pk}


def from_origin(world: World, goal: Any) -> Words:
    """The goal where it was learnt, and the one above it."""
    return {"key": world.proposal.origin.key, "parent_key": world.proposal.goal.key}


def running_version(world: World, goal: Any) -> int:
    """The version of the goal of the sprint that is under way."""
    return world.running_goal.version


REVIEWED: dict[str, Any] = {
    "outcome": "partly",
    "learning": "Too much",
    "increment": "Another increment",
    "evidence": "Seen by five",
    "links": "https://example.com/one\nhttps://example.com/two",
    "beneficiary": "Riders",
    "effect": "From 4 to 9",
    "feedback": "At last",
}
CHANGED: dict[str, Any] = {
    "title": "Another title",
    "statement": "Other words",
    "ends_on": "2031-03-01",
    "state": "agreed",
    "reason": "we learnt it",
}
READ_PROPOSAL = words(
    read=lambda w, g: w.proposal.version, goal_version=lambda w, g: w.proposal.goal.version, reason="not yet"
)
SPRINT_REVIEW_ROUTES: dict[str, list[Case]] = {
    "new_proposal": [
        Case("GET", "edit_sprint_goal", from_origin),
        Case(
            "POST",
            "edit_sprint_goal",
            from_origin,
            words(**CHANGED, follows="", goal_version=lambda w, g: w.proposal.goal.version),
        ),
    ],
    "proposal": [Case("GET", "read", of_proposal)],
    "proposal_adoption": [Case("POST", "decide", of_proposal, READ_PROPOSAL)],
    "proposal_refusal": [Case("POST", "decide", of_proposal, READ_PROPOSAL)],
    "sprint_history": [
        Case("GET", "read", of_product),
        Case("GET", "read", of_product, query=words(by="goal")),
        Case("GET", "read", of_product, query=words(team=lambda w, g: w.team.pk)),
    ],
    "sprint_history_export": [Case("GET", "read", of_product)],
    "sprint_review": [
        Case("GET", "decide_sprint_goal", of_running),
        Case("GET", "decide_sprint_goal", of_reviewed),
        Case("POST", "decide_sprint_goal", of_running, words(**REVIEWED, read=0, version=running_version)),
        Case(
            "POST",
            "decide_sprint_goal",
            of_reviewed,
            words(
                **REVIEWED,
                read=lambda w, g: w.reviewed.review.version,
                version=lambda w, g: w.proposal.origin.version,
            ),
        ),
    ],
    "sprint_answer": [
        Case(
            "POST",
            "edit",
            of_reviewed,
            words(
                says="confidence",
                confidence="off_track",
                parent=lambda w, g: w.proposal.goal.key,
                version=lambda w, g: w.proposal.goal.version,
                read=lambda w, g: w.reviewed.review.version,
            ),
        )
    ],
    "sprint_cancellation": [
        Case("GET", "cancel_sprint", of_running),
        Case("POST", "cancel_sprint", of_running, words(reason="Obsolete")),
    ],
    "sprint_resumption": [Case("POST", "cancel_sprint", of_cancelled)],
}


def pk_of_proposal(world: World, goal: Any) -> Words:
    """The open proposal."""
    return {"pk": world.proposal.pk}


def pk_of_review(world: World, goal: Any) -> Words:
    """The review."""
    return {"pk": world.reviewed.review.pk}


def pk_of_running(world: World, goal: Any) -> Words:
    """The sprint that is under way."""
    return {"pk": world.running.pk}


def at(name: str, kwargs: Maker) -> Any:
    """The address of a route, for its ETag."""
    return lambda world, goal: reverse(name, kwargs=kwargs(world, goal))


LINKS = ["https://example.com/one"]
SPRINT_REVIEW_API_ROUTES: dict[str, list[Case]] = {
    "api:proposals": [
        Case("GET", "signed in", query=words(product=lambda w, g: w.key, standing="open")),
        Case(
            "POST",
            "edit_sprint_goal",
            data=words(
                goal=lambda w, g: w.proposal.goal.key,
                origin=lambda w, g: w.proposal.origin.key,
                **CHANGED,
            ),
        ),
    ],
    "api:proposal": [Case("GET", "read", pk_of_proposal)],
    "api:proposal_adoption": [
        Case("POST", "decide", pk_of_proposal, match=at("api:proposal", pk_of_proposal)),
    ],
    "api:proposal_refusal": [
        Case("POST", "decide", pk_of_proposal, words(answer="not yet"), match=at("api:proposal", pk_of_proposal)),
    ],
    "api:sprint_reviews": [
        Case("GET", "signed in", query=words(product=lambda w, g: w.key, sprint=lambda w, g: w.reviewed.pk)),
        Case(
            "POST",
            "decide_sprint_goal",
            data=words(goal=lambda w, g: w.running_goal.key, **(REVIEWED | {"links": LINKS})),
        ),
    ],
    "api:sprint_review": [
        Case("GET", "read", pk_of_review),
        Case(
            "PATCH",
            "decide_sprint_goal",
            pk_of_review,
            words(**(REVIEWED | {"links": LINKS}), says="nothing"),
            match=at("api:sprint_review", pk_of_review),
        ),
    ],
    "api:sprint_cancellation": [
        Case(
            "POST", "cancel_sprint", pk_of_running, words(cancelled="Obsolete"), match=at("api:sprint", pk_of_running)
        ),
    ],
}
