"""The words of which the shapes of the API are made, as JSON Schema."""

from typing import Any

from goalchain.goals import levels
from goalchain.goals.fetch import GOAL_KEY_PATTERN
from goalchain.goals.models.goal import Confidence, Outcome, State
from goalchain.products.models import KEY_PATTERN
from vision.reviews.kinds import Kind as ReviewKind

Schema = dict[str, Any]


def ref(name: str) -> Schema:
    """A component by its name."""
    return {"$ref": f"#/components/schemas/{name}"}


def whole(**properties: Schema) -> Schema:
    """An object that has all of these and nothing else."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def list_of(schema: Schema) -> Schema:
    """An array."""
    return {"type": "array", "items": schema}


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    if "enum" in schema:
        return schema | {"type": [schema["type"], "null"], "enum": [*schema["enum"], None]}
    return schema | {"type": [schema["type"], "null"]}


def one_of(words: Any) -> Schema:
    """One of a few words."""
    return {"type": "string", "enum": [str(word) for word in words]}


def page_of(schema: Schema) -> Schema:
    """A page of a list."""
    return whole(next=maybe(ADDRESS), previous=maybe(ADDRESS), results=list_of(schema))


TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer", "minimum": 0}
VALUE: Schema = {"type": "number"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
DAY: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
EMAIL: Schema = {"type": "string", "format": "email"}
PRODUCT_KEY: Schema = {"type": "string", "pattern": f"^{KEY_PATTERN}$"}
GOAL_KEY: Schema = {"type": "string", "pattern": f"^{GOAL_KEY_PATTERN}$"}
LEVEL = one_of(levels.LEVELS)
STATE, OUTCOME, CONFIDENCE = one_of(State.values), one_of(Outcome.values), one_of(Confidence.values)
REVIEW_KIND = one_of(ReviewKind.values)
