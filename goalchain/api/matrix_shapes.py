"""What the matrix and the impact of a goal look like in answers."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter

from goalchain.goals.matrix.axes import AXES

from .schema_words import ADDRESS, GOAL_KEY, LEVEL, NUMBER, OUTCOME, STATE, TEXT, list_of, maybe, one_of, ref, whole

_SIDE = whole(
    level=one_of(AXES) | {"description": "“strategic”: user and business goals."},
    total=NUMBER | {"description": "On all pages."},
    page=NUMBER,
    goals=list_of(
        whole(
            key=GOAL_KEY,
            level=LEVEL,
            title=TEXT,
            state=STATE,
            outcome=maybe(OUTCOME),
            beside=TEXT | {"description": "Of a sprint goal its sprint and team, of a release goal its version."},
        )
    ),
)
SCHEMAS: dict[str, Any] = {
    "Matrix": whole(
        revision=NUMBER,
        rows=_SIDE,
        columns=_SIDE,
        cells=list_of(
            whole(
                row=GOAL_KEY,
                column=GOAL_KEY,
                lines=NUMBER | {"description": "How many ways lead from the lower goal up to the higher one."},
                through=list_of(GOAL_KEY) | {"description": "The goals on these lines, from the top down."},
                direct={"type": "boolean", "description": "Whether one of them is a link between the two."},
            )
        )
        | {"description": "Those that are not empty."},
    ),
    "Impact": whole(
        goal=GOAL_KEY,
        parts=list_of(
            whole(
                name=TEXT | {"description": "Such as goals, releases, sprints, agreements, dependencies, metrics."},
                count=NUMBER,
                losing_only_parent=NUMBER | {"description": "Of these, the goals that have no other parent."},
                listed=list_of(
                    whole(
                        title=TEXT,
                        url=ADDRESS,
                        goal=maybe(GOAL_KEY) | {"description": "The goal that it is or hangs on."},
                        level=maybe(LEVEL) | {"description": "Of a goal."},
                        said=TEXT,
                        loses_only_parent={"type": "boolean"},
                    )
                )
                | {"description": "Those first that would lose their only parent."},
            )
        )
        | {"description": "Those that hold something."},
    ),
}
_AXIS = one_of(AXES)
_PAGE = {"type": "integer", "minimum": 1, "maximum": 1000, "default": 1}
MATRIX_QUERY = [
    OpenApiParameter("rows", _AXIS, OpenApiParameter.QUERY, description="User and business goals, usually."),
    OpenApiParameter("columns", _AXIS, OpenApiParameter.QUERY, description="Sprint goals, usually."),
    OpenApiParameter("rows_page", _PAGE, OpenApiParameter.QUERY, description="100 goals each, open and newest first."),
    OpenApiParameter("columns_page", _PAGE, OpenApiParameter.QUERY, description="As rows_page."),
]
IMPACT_QUERY = [
    OpenApiParameter(
        "all", TEXT, OpenApiParameter.QUERY, description="The name of the part to list whole, up to 1,000."
    )
]
MATRIX, IMPACT = ref("Matrix"), ref("Impact")
