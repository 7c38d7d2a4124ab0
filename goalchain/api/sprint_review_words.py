"""Change proposals and reviews of sprints as resources, from rows. No query."""

from typing import Any

from .answers import Row
from .representations import day, moment

PROPOSAL_COLUMNS = [
    *("pk", "product__key", "goal__number", "origin__number", "follows_id", "reason", "title", "statement", "ends_on"),
    *("state", "outcome", "standing", "answer", "proposer__email", "proposed_at", "decided_at", "version"),
]
REVIEW_COLUMNS = [
    *("pk", "product__key", "sprint_id", "goal__number", "goal__outcome", "goal__learning", "increment", "evidence"),
    *("links", "beneficiary", "effect", "feedback", "says", "recorder__email", "recorded_at", "version"),
]


def proposals_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Proposal resources, from rows of PROPOSAL_COLUMNS. What a proposal leaves as it is, is null."""
    found = []
    for pk, key, goal, origin, follows, reason, title, statement, ends_on, *rest in rows:
        state, outcome, standing, answer, proposer, proposed_at, decided_at, version = rest
        found.append(
            {
                "id": pk,
                "product": key,
                "goal": f"{key}-{goal}",
                "origin": f"{key}-{origin}",
                "follows": follows,
                "reason": reason,
                "title": title or None,
                "statement": statement or None,
                "ends_on": day(ends_on),
                "state": state or None,
                "outcome": outcome or None,
                "standing": standing,
                "answer": answer,
                "proposer": proposer,
                "proposed_at": moment(proposed_at),
                "decided_at": moment(decided_at),
                "version": version,
            }
        )
    return found


def reviews_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Review resources, from rows of REVIEW_COLUMNS. Outcome and learning are those of the goal."""
    found = []
    for pk, key, sprint, goal, outcome, learning, increment, evidence, links, *rest in rows:
        beneficiary, effect, feedback, says, recorder, recorded_at, version = rest
        found.append(
            {
                "id": pk,
                "product": key,
                "sprint": sprint,
                "goal": f"{key}-{goal}",
                "outcome": outcome or None,
                "learning": learning,
                "increment": increment,
                "evidence": evidence,
                "links": links.splitlines(),
                "beneficiary": beneficiary,
                "effect": effect,
                "feedback": feedback,
                "says": says or None,
                "recorder": recorder,
                "recorded_at": moment(recorded_at),
                "version": version,
            }
        )
    return found
