"""What the pipeline looks like in answers."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from .schema_words import DAY, EMAIL, GOAL_KEY, MOMENT, NUMBER, TEXT, list_of, maybe, ref, whole

_LEAD = {"type": ["integer", "null"]}
_SHAPED = whole(
    at=MOMENT, by=maybe(EMAIL), is_reworded={"type": "boolean", "description": "It has other words by now."}
)
SCHEMAS: dict[str, Any] = {
    "Readiness": whole(
        goal=GOAL_KEY,
        version=NUMBER | {"description": "The goal's."},
        is_ready={"type": "boolean"},
        missing=list_of(whole(word=TEXT, said=TEXT)) | {"description": "What to do first comes first."},
        shaped={"anyOf": [_SHAPED, {"type": "null"}], "description": "When it was shaped with the team."},
    ),
    "Pipeline": whole(
        sprints=list_of(
            whole(
                sprint=NUMBER,
                team=NUMBER,
                name=TEXT,
                starts_on=maybe(DAY),
                ends_on=maybe(DAY),
                goal=maybe(GOAL_KEY) | {"description": "The goal that is agreed or active."},
                drafts=list_of(ref("Readiness")) | {"description": "In their order: the first is preferred."},
            )
        ),
        loose=list_of(ref("Readiness")) | {"description": "Drafts in no sprint, or in one that is over."},
    ),
    "LeadTimes": list_of(
        whole(
            team=NUMBER,
            name=TEXT,
            usual=TEXT | {"description": "What is usual, in words; empty for too few goals."},
            goals=list_of(
                whole(
                    goal=GOAL_KEY,
                    sprint=NUMBER,
                    starts_on=DAY,
                    shaped=_LEAD | {"description": "Days before the start; less than 0 after it; null: not recorded."},
                    agreed=_LEAD | {"description": "As shaped; null: not yet, or nobody can know."},
                )
            ),
        )
    ),
}
AHEAD = OpenApiParameter(
    "ahead",
    {"type": "integer", "minimum": 1, "maximum": 26, "default": 4},
    OpenApiParameter.QUERY,
    description="How many sprints of each team.",
)
READINESS, PIPELINE, LEAD_TIMES = ref("Readiness"), ref("Pipeline"), ref("LeadTimes")
