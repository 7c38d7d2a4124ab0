"""The OpenAPI description: parameters that operations share, and what every operation may answer."""

from typing import Any, Final

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer

from goalchain.goals import levels
from goalchain.goals.history.kinds import KINDS
from vision.sections import SECTIONS

from . import (
    capacity_shapes,
    gap_shapes,
    matrix_shapes,
    pipeline_shapes,
    said_shapes,
    search_shapes,
    shapes,
    sprint_review_shapes,
)
from .bodies import NEW_GOALS, AnyGoalChange, NewGoal
from .schema_words import DAY, LEVEL, STATE, list_of, one_of, ref
from .schema_words import REVIEW_KIND as REVIEW_KINDS

HEADER: Final = "header"
QUERY: Final = "query"
_ETAG_FORM = {"type": "string", "pattern": '^"[^"]*"$'}

ETAG = OpenApiParameter(
    "ETag", _ETAG_FORM, HEADER, response=[200, 201], description="The version; send it as If-Match to change this."
)
IF_MATCH = OpenApiParameter(
    "If-Match",
    _ETAG_FORM,
    HEADER,
    required=True,
    description="The ETag that was read. Without it the answer is 428; when somebody else was quicker, 412.",
)
OPTIONAL_IF_MATCH = OpenApiParameter(
    "If-Match", _ETAG_FORM, HEADER, description="The ETag of the child goal, to link only what was read."
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", _ETAG_FORM, HEADER, description="The ETag of what the caller holds; 304 when it still stands."
)
PAGING = [
    OpenApiParameter("cursor", str, QUERY, description="From the address in next or previous."),
    OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": 200, "default": 50}, QUERY),
]
PRODUCT_QUERY = OpenApiParameter("product", str, QUERY, description="The key of a product.")
OF_PRODUCT = OpenApiParameter("product", str, QUERY, required=True, description="The key of the product.")
GOAL_QUERY = [
    PRODUCT_QUERY,
    OpenApiParameter("level", list_of(LEVEL), QUERY, description="Several are alternatives."),
    OpenApiParameter("state", list_of(STATE), QUERY, description="Several are alternatives."),
    OpenApiParameter("owner", str, QUERY, description="An e-mail."),
    OpenApiParameter("q", str, QUERY, description="Words of the title or the statement, or a key."),
    OpenApiParameter(
        "archived",
        one_of(["false", "true", "any"]) | {"default": "false"},
        QUERY,
        description="Live goals only.",
    ),
]
LINK_QUERY = [
    PRODUCT_QUERY,
    OpenApiParameter("child", str, QUERY, description="The key of a goal."),
    OpenApiParameter("parent", str, QUERY, description="The key of a goal."),
]
DEPENDENCY_QUERY = [
    PRODUCT_QUERY,
    OpenApiParameter("blocker", str, QUERY, description="The key of a goal."),
    OpenApiParameter("blocked", str, QUERY, description="The key of a goal."),
]
FEATURE_QUERY = [PRODUCT_QUERY, OpenApiParameter("goal", str, QUERY, description="The key of a product goal.")]
ENTRY_QUERY = [
    PRODUCT_QUERY,
    OpenApiParameter("section", one_of(SECTIONS), QUERY, description="A section of the board."),
]
BACKLOG_QUERY = [
    OF_PRODUCT,
    OpenApiParameter("goal", str, QUERY, description="The key of the goal that they serve."),
    OpenApiParameter("state", list_of(shapes.ITEM_STATE), QUERY, description="Several are alternatives."),
    OpenApiParameter("sprint", {"type": "integer"}, QUERY, description="The id of the sprint they are planned into."),
    OpenApiParameter("q", str, QUERY, description="Words of the title."),
    OpenApiParameter(
        "archived",
        one_of(["false", "true", "any"]) | {"default": "false"},
        QUERY,
        description="Live items only.",
    ),
]
PROPOSAL_QUERY = [
    PRODUCT_QUERY,
    OpenApiParameter("goal", str, QUERY, description="The key of the goal that they would change."),
    OpenApiParameter("origin", str, QUERY, description="The key of the goal where it was learnt."),
    OpenApiParameter(
        "standing", list_of(sprint_review_shapes.STANDING), QUERY, description="Several are alternatives."
    ),
]
SPRINT_REVIEW_QUERY = [
    PRODUCT_QUERY,
    OpenApiParameter("team", {"type": "integer"}, QUERY, description="A team's id."),
    OpenApiParameter("sprint", {"type": "integer"}, QUERY, description="A sprint's id."),
]
SPRINT_QUERY = [PRODUCT_QUERY, OpenApiParameter("team", {"type": "integer"}, QUERY, description="A team's id.")]
METRIC_QUERY = [
    PRODUCT_QUERY,
    OpenApiParameter("goal", str, QUERY, description="The key of a goal."),
    OpenApiParameter(
        "archived",
        one_of(["false", "true", "any"]) | {"default": "false"},
        QUERY,
        description="Live metrics only.",
    ),
]
SEARCH_QUERY = [
    OpenApiParameter("q", str, QUERY, description="Words, or the key of a goal. Without it nothing is found."),
    PRODUCT_QUERY,
    OpenApiParameter("kind", search_shapes.FOUND_KIND, QUERY, description="Only what is of this kind."),
    OpenApiParameter("level", LEVEL, QUERY, description="Only goals of this level."),
]
FEEDBACK_QUERY = [
    PRODUCT_QUERY,
    OpenApiParameter("about", str, QUERY, description="The key of the goal that it is about."),
    OpenApiParameter("goal", str, QUERY, description="The key of a goal that it is evidence of."),
    OpenApiParameter(
        "state",
        one_of(["new", "linked", "open", "answered", "aside"]),
        QUERY,
        description="New: attached to no goal yet; open: new or linked.",
    ),
    OpenApiParameter("segment", str, QUERY, description="A customer segment, word for word."),
    OpenApiParameter("source", str, QUERY, description="A source, word for word."),
    OpenApiParameter("q", str, QUERY, description="Words of the text."),
]
READING_QUERY = [
    OpenApiParameter("since", DAY, QUERY, description="Only readings of this day and later."),
    OpenApiParameter("until", DAY, QUERY, description="Only readings of this day and earlier."),
]
CHECKPOINT_IF_MATCH = OpenApiParameter(
    "If-Match", _ETAG_FORM, HEADER, description="The ETag of the checkpoint; without one while there is none."
)
READING_IF_MATCH = OpenApiParameter(
    "If-Match", _ETAG_FORM, HEADER, description="The ETag of the day's reading, to correct only what was read."
)
ACCEPTANCE_IF_MATCH = OpenApiParameter(
    "If-Match", _ETAG_FORM, HEADER, description="The ETag of the acceptance; without one while there is none."
)
GAP_QUERY = [
    OpenApiParameter("rule", list_of(gap_shapes.RULE), QUERY, description="Only these kinds of gaps, by name."),
    OpenApiParameter("level", list_of(LEVEL), QUERY, description="Several are alternatives."),
    OpenApiParameter(
        "accepted",
        one_of(["false", "true", "any"]) | {"default": "false"},
        QUERY,
        description="Those that nobody has accepted for now, only the accepted ones, or both.",
    ),
]
REVIEW_QUERY = [
    PRODUCT_QUERY,
    OpenApiParameter("kind", REVIEW_KINDS, QUERY, description="A kind of review."),
]
REVIEW_KIND = OpenApiParameter("kind", REVIEW_KINDS, "path")
SINCE = OpenApiParameter(
    "since", {"type": "integer", "minimum": 0, "default": 0}, QUERY, description="Only events after this revision."
)
_MOMENT = "A day like 2026-10-01, a time like 2026-10-01T12:00 (both in the product's zone), or a revision."
AS_OF = OpenApiParameter("as_of", str, QUERY, description=f"{_MOMENT} Without it: now.")
FROM = OpenApiParameter("from", str, QUERY, required=True, description=_MOMENT)
TO = OpenApiParameter("to", str, QUERY, description=f"{_MOMENT} Without it: now.")
HISTORY_QUERY = [
    OpenApiParameter("goal", str, QUERY, description="The key of a goal."),
    OpenApiParameter("by", str, QUERY, description="An e-mail, or others for everybody but the caller."),
    OpenApiParameter("level", LEVEL, QUERY, description="Events of goals of this level."),
    OpenApiParameter("kind", one_of(KINDS), QUERY, description="A kind of event."),
    OpenApiParameter("from", str, QUERY, description="A day or a time, in the product's zone; this one and later."),
    OpenApiParameter("to", str, QUERY, description="A day or a time, in the product's zone; this one and earlier."),
]

NEW_GOAL = PolymorphicProxySerializer(
    "NewGoalOfAnyLevel",
    {name: NEW_GOALS.get(name, NewGoal) for name in levels.LEVELS},
    "level",
)
GOAL_CHANGE = AnyGoalChange

_REFUSALS = {
    "400": "Not understood: the body is no JSON, or a header, cursor or query parameter is malformed.",
    "401": "Nobody is signed in, or the token is unknown, expired or revoked.",
    "403": "Seen, but not to be changed by this role or with this token.",
    "404": "Not there, or not for the caller's eyes.",
    "406": "Only application/json is served.",
    "412": "Somebody else changed it since it was read.",
    "413": "The body is larger than 12 MB.",
    "415": "Only application/json is read.",
    "422": "Understood, but against a rule; the detail says which, and what to do.",
    "428": "If-Match is missing.",
}


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a token is described."""

    target_class = "goalchain.api.authentication.BearerToken"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """The scheme of RFC 6750."""
        return {"type": "http", "scheme": "bearer"}


def complete(result: dict[str, Any], generator: Any, request: Any, public: bool) -> dict[str, Any]:
    """Add what operations may refuse with, that bodies take no other names, and what answers look like."""
    for path, operations in result["paths"].items():
        for method, operation in operations.items():
            for code in _codes(path, method, operation):
                operation["responses"][code] = {
                    "description": _REFUSALS[code],
                    "content": {"application/problem+json": {"schema": ref("Problem")}},
                }
    components = result["components"]["schemas"]
    for component in components.values():
        if component.get("type") == "object":
            component["additionalProperties"] = False
    components |= shapes.SCHEMAS | gap_shapes.SCHEMAS | said_shapes.SCHEMAS | sprint_review_shapes.SCHEMAS
    components |= capacity_shapes.SCHEMAS | pipeline_shapes.SCHEMAS | matrix_shapes.SCHEMAS | search_shapes.SCHEMAS
    return cleared(result)


def cleared(part: Any) -> Any:
    """The same without the marks that the generator leaves for itself."""
    if isinstance(part, dict):
        return {name: cleared(inner) for name, inner in part.items() if name != "x-spec-enum-id"}
    return [cleared(inner) for inner in part] if isinstance(part, list) else part


def _codes(path: str, method: str, operation: dict[str, Any]) -> list[str]:
    """What an operation may refuse with."""
    codes = {"400", "401", "406"}
    parameters = {parameter["name"]: parameter for parameter in operation.get("parameters", [])}
    names_a_product = any(parameter.get("required") and parameter["in"] == QUERY for parameter in parameters.values())
    if "{" in path or method == "post" or names_a_product:
        codes.add("404")
    if method != "get":
        codes |= {"403", "413", "422"}
    if "requestBody" in operation:
        codes.add("415")
    if "If-Match" in parameters:
        codes.add("412")
        if parameters["If-Match"].get("required"):
            codes.add("428")
    return sorted(codes)
