"""What answers about gaps look like, as JSON Schema; see shapes."""

from typing import Any

from goalchain.goals.gaps.rule import ORDER

from .schema_words import DAY, EMAIL, GOAL_KEY, LEVEL, MOMENT, NUMBER, STATE, TEXT, list_of, maybe, one_of, ref, whole

RULE = one_of(ORDER)
_ACCEPTANCE = whole(
    goal=GOAL_KEY,
    rule=RULE,
    reason=TEXT,
    until=DAY | {"description": "The day on which it is a gap again."},
    accepted_by=maybe(EMAIL),
    accepted_at=MOMENT,
    version=NUMBER,
)
_GAP = whole(
    rule=RULE,
    goal=GOAL_KEY,
    level=LEVEL,
    title=TEXT,
    state=STATE,
    other=maybe(GOAL_KEY) | {"description": "The other goal that the gap is about, where there is one."},
    about=TEXT,
    acceptance={"anyOf": [ref("GapAcceptance"), {"type": "null"}]},
)
_SHARE = whole(reaching=NUMBER, of=NUMBER)
_SUMMARY = whole(
    revision=NUMBER,
    reach=whole(open=ref("ReachingShare"), all=ref("ReachingShare")),
    weeks=list_of(whole(day=DAY, open=ref("ReachingShare"), all=ref("ReachingShare"))),
    kinds=list_of(
        whole(rule=RULE, label=TEXT, levels=list_of(LEVEL), reason=TEXT, remedy=TEXT, count=NUMBER, accepted=NUMBER)
    ),
)
SCHEMAS: dict[str, Any] = {
    "GapAcceptance": _ACCEPTANCE,
    "Gap": _GAP,
    "ReachingShare": _SHARE,
    "GapSummary": _SUMMARY,
}
ACCEPTANCE, GAP, SUMMARY = ref("GapAcceptance"), ref("Gap"), ref("GapSummary")
