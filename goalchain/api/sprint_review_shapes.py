"""What change proposals and reviews of sprints look like in answers."""

from typing import Any

from goalchain.goals.models.proposal import Standing
from sprints.models.review import Says

from .schema_words import (
    DAY,
    EMAIL,
    GOAL_KEY,
    MOMENT,
    NUMBER,
    OUTCOME,
    PRODUCT_KEY,
    STATE,
    TEXT,
    list_of,
    maybe,
    one_of,
    ref,
    whole,
)

STANDING = one_of(Standing.values)
STANDINGS = list_of(STANDING)
SCHEMAS: dict[str, Any] = {
    "SprintReview": whole(
        id=NUMBER,
        product=PRODUCT_KEY,
        sprint=NUMBER,
        goal=GOAL_KEY,
        outcome=maybe(OUTCOME) | {"description": "The goal's."},
        learning=TEXT | {"description": "The goal's."},
        increment=TEXT,
        evidence=TEXT,
        links=list_of(TEXT),
        beneficiary=TEXT,
        effect=TEXT,
        feedback=TEXT,
        says=maybe(one_of(Says.values)) | {"description": "What it says about the goal above."},
        recorder=maybe(EMAIL),
        recorded_at=MOMENT,
        version=NUMBER,
    ),
    "Proposal": whole(
        id=NUMBER,
        product=PRODUCT_KEY,
        goal=GOAL_KEY | {"description": "The goal that it is to change."},
        origin=GOAL_KEY | {"description": "The goal below, where it was learnt."},
        follows=maybe(NUMBER),
        reason=TEXT,
        title=maybe(TEXT),
        statement=maybe(TEXT),
        ends_on=maybe(DAY),
        state=maybe(STATE),
        outcome=maybe(OUTCOME),
        standing=STANDING,
        answer=TEXT | {"description": "Why it was declined."},
        proposer=maybe(EMAIL),
        proposed_at=MOMENT,
        decided_at=maybe(MOMENT),
        version=NUMBER,
    ),
}
PROPOSAL, SPRINT_REVIEW = ref("Proposal"), ref("SprintReview")
