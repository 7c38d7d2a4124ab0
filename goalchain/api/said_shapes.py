"""What answers about check-ins and assumptions look like, as JSON Schema; see shapes."""

from goalchain.metrics.models import AssumptionState
from goalchain.metrics.verbs.asking import MOST_DAYS

from .schema_words import (
    CONFIDENCE,
    DAY,
    EMAIL,
    GOAL_KEY,
    MOMENT,
    NUMBER,
    PRODUCT_KEY,
    TEXT,
    list_of,
    maybe,
    one_of,
    ref,
    whole,
)

ASSUMPTION_STATE = one_of(AssumptionState.values)

_CHECK_IN = whole(
    id=NUMBER,
    product=PRODUCT_KEY,
    goal=GOAL_KEY,
    confidence=CONFIDENCE,
    sentence=TEXT,
    author=maybe(EMAIL),
    at=MOMENT,
    version=NUMBER,
)
_CHECK_IN_RHYTHM = whole(
    goal=GOAL_KEY,
    days={"type": ["integer", "null"], "minimum": 1, "maximum": MOST_DAYS},
    due_on=maybe(DAY),
    version=NUMBER | {"description": "0 before the rhythm was ever set."},
)
_ASSUMPTION = whole(
    id=NUMBER,
    product=PRODUCT_KEY,
    goal=GOAL_KEY,
    statement=TEXT,
    test=TEXT,
    state=ASSUMPTION_STATE,
    evidence=TEXT,
    settled_at=maybe(MOMENT),
    tested_by=list_of(GOAL_KEY) | {"description": "The sprint goals that test it, as far as the caller sees them."},
    version=NUMBER,
    archived_at=maybe(MOMENT),
    created_at=MOMENT,
    updated_at=MOMENT,
)
_UPHOLDINGS = whole(
    goal=GOAL_KEY,
    for_review=list_of(NUMBER) | {"description": "The refuted assumptions that ask for the goal, by their ids."},
    upholdings=list_of(whole(assumption=NUMBER, reason=TEXT, author=maybe(EMAIL), at=MOMENT)),
)
SCHEMAS = {
    "CheckIn": _CHECK_IN,
    "CheckInRhythm": _CHECK_IN_RHYTHM,
    "Assumption": _ASSUMPTION,
    "Upholdings": _UPHOLDINGS,
}
CHECK_IN, CHECK_IN_RHYTHM = ref("CheckIn"), ref("CheckInRhythm")
ASSUMPTION, UPHOLDINGS = ref("Assumption"), ref("Upholdings")
