"""What answers look like, as JSON Schema: the components of the OpenAPI description."""

from goalchain.goals import levels
from goalchain.goals.history.compare import SORTS
from goalchain.goals.undo import UNDOABLE
from goalchain.goals.writing.catalogue import RULES
from goalchain.metrics.models import Direction
from goalchain.products.access import Role
from goalchain.products.models import Product as StoredProduct
from goalchain.sharing.links.models import SHOWABLE
from goalchain.sharing.links.models import Kind as ShareKind
from roadmap.models import Horizon
from sprints.models import ItemState
from sprints.models.cadence import Kind
from sprints.models.goal import GoalKind
from vision.reviews.kinds import MOST_WEEKS
from vision.sections import SECTIONS

from .schema_words import (
    ADDRESS,
    CONFIDENCE,
    DAY,
    EMAIL,
    GOAL_KEY,
    LEVEL,
    MOMENT,
    NUMBER,
    OUTCOME,
    PRODUCT_KEY,
    REVIEW_KIND,
    STATE,
    TEXT,
    VALUE,
    Schema,
    list_of,
    maybe,
    one_of,
    ref,
    whole,
)

ITEM_STATE = one_of(ItemState.values)

_ENDS = {"child": GOAL_KEY, "parent": GOAL_KEY, "rationale": TEXT}

_SHARE: dict[str, Schema] = {
    "id": NUMBER,
    "product": PRODUCT_KEY,
    "kind": one_of(ShareKind.values),
    "goal": maybe(GOAL_KEY),
    "name": TEXT,
    "filters": TEXT,
    "shows": list_of(one_of(SHOWABLE)),
    "revision": maybe(NUMBER),
    "frozen_at": maybe(MOMENT),
    "has_password": {"type": "boolean"},
    "created_by": maybe(EMAIL),
    "created_at": MOMENT,
    "expires_at": maybe(MOMENT),
    "revoked_at": maybe(MOMENT),
    "last_used_at": maybe(MOMENT) | {"description": "To the hour."},
}

#: What every level has, in a list, alone and in the chain.
_COMMON: dict[str, Schema] = {
    "key": GOAL_KEY,
    "level": LEVEL,
    "title": TEXT,
    "statement": TEXT,
    "state": STATE,
    "outcome": maybe(OUTCOME),
    "learning": TEXT,
    "owner": maybe(EMAIL),
    "starts_on": maybe(DAY),
    "ends_on": maybe(DAY),
    "confidence": maybe(CONFIDENCE),
    "version": NUMBER,
    "created_at": MOMENT,
    "updated_at": MOMENT,
}
_DETAILS: dict[str, Schema] = {
    name: whole(
        team=maybe(TEXT),
        sprint=maybe(TEXT),
        sprint_id=maybe(NUMBER),
        kind=maybe(one_of(GoalKind.values)) | {"description": "What the sprint is for."},
        **dict.fromkeys(("why", "artefact", "technique", "test_group", "success"), TEXT),
    )
    if name == "sprint"
    else whole()
    for name in levels.LEVELS
}


_DETAILS["product"] = whole(
    timeframe=TEXT | {"description": "When, in words."},
    horizon=maybe(one_of(Horizon.values)) | {"description": "Null: state and dates say the column."},
    features=list_of(ref("FeatureLine")),
)
_DETAILS["release"] = whole(
    version=TEXT | {"description": "What the release is called."},
    checkpoint={"anyOf": [ref("Checkpoint"), {"type": "null"}], "description": "Null: it has not shipped."},
)
_DETAILS["vision"] = whole(**dict.fromkeys(SECTIONS, list_of(ref("BoardLine"))))


def _of_level(name: str) -> Schema:
    """The goal resource of one level."""
    return whole(
        **_COMMON
        | {
            "level": {"type": "string", "const": name},
            "product": PRODUCT_KEY,
            "archived_at": maybe(MOMENT),
            "parents": list_of(ref("Parent")),
            "details": ref(_details_name(name)),
        }
    )


def _details_name(name: str) -> str:
    return f"{name.capitalize()}GoalDetails" if name != "vision" else "VisionDetails"


def _goal_name(name: str) -> str:
    return f"{name.capitalize()}Goal" if name != "vision" else "Vision"


SCHEMAS: dict[str, Schema] = {
    "Goal": {
        "oneOf": [ref(_goal_name(name)) for name in levels.LEVELS],
        "discriminator": {
            "propertyName": "level",
            "mapping": {name: ref(_goal_name(name))["$ref"] for name in levels.LEVELS},
        },
    },
    **{_goal_name(name): _of_level(name) for name in levels.LEVELS},
    **{_details_name(name): details for name, details in _DETAILS.items()},
    "Parent": whole(key=GOAL_KEY, rationale=TEXT),
    "BoardLine": whole(id=NUMBER, text=TEXT, version=NUMBER, goals=list_of(GOAL_KEY)),
    "Checkpoint": whole(
        shipped_on=DAY,
        **dict.fromkeys(("result", "evidence", "value", "beneficiary", "effect"), TEXT),
        links=list_of(ADDRESS),
        version=NUMBER,
    ),
    "FeatureLine": whole(id=NUMBER, text=TEXT, version=NUMBER),
    "Feature": whole(id=NUMBER, product=PRODUCT_KEY, goal=GOAL_KEY, text=TEXT, version=NUMBER),
    "BoardEntry": whole(
        id=NUMBER,
        product=PRODUCT_KEY,
        vision=GOAL_KEY,
        section=one_of(SECTIONS),
        text=TEXT,
        goals=list_of(GOAL_KEY) | {"description": "The user goals that answer a need."},
        version=NUMBER,
    ),
    "ShortGoal": whole(
        key=GOAL_KEY,
        level=LEVEL,
        title=TEXT,
        state=STATE,
        outcome=maybe(OUTCOME),
        starts_on=maybe(DAY),
        ends_on=maybe(DAY),
        url=ADDRESS,
    ),
    "Trace": whole(
        goal=ref("ShortGoal"),
        up=list_of(ref("ShortGoal")),
        down=list_of(ref("ShortGoal")),
        links=list_of(whole(**_ENDS)),
        gaps=list_of(LEVEL),
        more={"type": "boolean", "description": "Whether there is more below than is listed."},
    ),
    "Advice": whole(rule=one_of(RULES), **dict.fromkeys(("message", "reason", "example", "better", "source"), TEXT)),
    "ChainGoal": whole(
        **_COMMON
        | {
            "details": {
                "anyOf": [ref(_details_name(name)) for name in ("user", "product", "release", "sprint", "vision")]
            }
        }
    ),
    "Chain": whole(revision=NUMBER, goals=list_of(ref("ChainGoal")), links=list_of(whole(**_ENDS))),
    "Event": whole(
        revision=NUMBER,
        verb=TEXT | {"examples": list(UNDOABLE)},
        subject=one_of(
            ["goal", "product", "member", "team", "sprint", "metric", "reading", "board", "review", "rhythm"]
            + ["check_in", "check_rhythm", "assumption", "upholding", "feature", "dependency", "feedback", "evidence"]
            + ["share", "checkpoint", "backlog", "proposal", "sprintreview", "shaping", "capacity", "gap"]
        ),
        goal=maybe(GOAL_KEY),
        actor=maybe(EMAIL),
        at=MOMENT,
        after={"type": "object", "description": "The whole of it afterwards; of a goal, its fields and parents."},
        former={"type": "object", "description": "The values that changed, as they were."},
    ),
    "Past": whole(
        revision=NUMBER,
        at=MOMENT,
        goals=list_of({"type": "object", "description": "As the event that came last before tells of the goal."}),
        links=list_of(whole(**_ENDS)),
    ),
    "Comparison": whole(
        **{"from": whole(revision=NUMBER, at=MOMENT), "to": whole(revision=NUMBER, at=MOMENT)},
        counts={"type": "object", "additionalProperties": NUMBER, "description": "Goals by kind of change."},
        changes=list_of(
            whole(
                goal={"type": "object", "description": "The goal at the later moment."},
                kinds=list_of(one_of(SORTS)),
                former={"type": "object", "description": "The values that changed, as they were."},
                serves=list_of(whole(key=GOAL_KEY, rationale=TEXT)),
                serves_no_longer=list_of(GOAL_KEY),
                other_reasons=list_of(whole(key=GOAL_KEY, former=TEXT, rationale=TEXT)),
            )
        ),
    ),
    "Link": whole(id=NUMBER, product=PRODUCT_KEY, **_ENDS, version=NUMBER | {"description": "The child's version."}),
    "Product": whole(
        key=PRODUCT_KEY,
        name=TEXT,
        preset=one_of(StoredProduct.Preset.values),
        quiet_rules=list_of(one_of(RULES)) | {"description": "The writing checks that are switched off."},
        one_active_goal={"type": "boolean", "description": "Whether at most one product goal is active at a time."},
        time_zone=TEXT | {"description": "Which day it is for the teams: a zone such as Europe/Berlin."},
        ready_days=NUMBER | {"description": "So many days before a sprint, its goal is ready; 0: nobody is reminded."},
        role=one_of(Role.values),
        revision=NUMBER,
        created_at=MOMENT,
    ),
    "Team": whole(
        id=NUMBER,
        product=PRODUCT_KEY,
        name=TEXT,
        cadence={"anyOf": [ref("Cadence"), {"type": "null"}]},
    ),
    "Cadence": whole(
        kind=one_of(Kind.values),
        weeks={"type": "integer", "minimum": 1, "maximum": 4},
        weekday={"type": "integer", "minimum": 1, "maximum": 7, "description": "1 is Monday."},
        starts_on=DAY | {"description": "The first sprint begins on the first such weekday from this day on."},
    ),
    "Sprint": whole(
        id=NUMBER,
        product=PRODUCT_KEY,
        team=NUMBER,
        team_name=TEXT,
        name=TEXT,
        starts_on=maybe(DAY),
        ends_on=maybe(DAY),
        goal=maybe(GOAL_KEY) | {"description": "The agreed goal of the sprint."},
        cancelled=maybe(TEXT) | {"description": "Why the sprint was cancelled."},
    ),
    "BacklogItem": whole(
        id=NUMBER,
        product=PRODUCT_KEY,
        title=TEXT,
        goal=maybe(GOAL_KEY) | {"description": "The product or release goal that it serves."},
        serves_none={"type": "boolean", "description": "That it serves no goal, on purpose."},
        size=maybe(VALUE),
        state=ITEM_STATE,
        tracker_url=TEXT,
        tracker=maybe(TEXT) | {"description": "What the link leads to, as it is called there."},
        sprint=maybe(NUMBER) | {"description": "Null too where the plan of the sprint is not for the caller's eyes."},
        version=NUMBER,
        archived_at=maybe(MOMENT),
    ),
    "Metric": whole(
        id=NUMBER,
        product=PRODUCT_KEY,
        goal=GOAL_KEY,
        name=TEXT,
        unit=TEXT,
        direction=one_of(Direction.values),
        **dict.fromkeys(("baseline", "target", "lower", "upper"), maybe(VALUE)),
        target_on=maybe(DAY),
        current=maybe(VALUE) | {"description": "The latest reading."},
        current_on=maybe(DAY),
        attainment=maybe(VALUE) | {"description": "(current − baseline) / (target − baseline)."},
        within={"type": ["boolean", "null"], "description": "Whether the latest reading is within the bounds."},
        version=NUMBER,
        archived_at=maybe(MOMENT),
        created_at=MOMENT,
        updated_at=MOMENT,
    ),
    "Dependency": whole(
        id=NUMBER,
        product=PRODUCT_KEY,
        blocker=GOAL_KEY,
        blocked=GOAL_KEY,
        late_by=NUMBER | {"description": "Days by which the blocker ends later than the blocked goal needs it."},
    ),
    "Reading": whole(
        metric=NUMBER, day=DAY, value=VALUE, note=TEXT, reader=maybe(EMAIL), version=NUMBER, recorded_at=MOMENT
    ),
    "Review": whole(
        id=NUMBER,
        product=PRODUCT_KEY,
        kind=REVIEW_KIND,
        held_on=DAY,
        members=list_of(EMAIL),
        others=list_of(TEXT),
        decisions=TEXT,
        since_revision=NUMBER | {"description": "It looked at what changed after this revision …"},
        until_revision=NUMBER | {"description": "… up to this one."},
        recorder=maybe(EMAIL),
        recorded_at=MOMENT,
        version=NUMBER,
        removed_at=maybe(MOMENT),
    ),
    "ReviewRhythm": whole(
        product=PRODUCT_KEY,
        kind=REVIEW_KIND,
        weeks={"type": ["integer", "null"], "minimum": 1, "maximum": MOST_WEEKS},
        last_held_on=maybe(DAY),
        due_on=maybe(DAY),
        version=NUMBER | {"description": "0 before the rhythm was ever set."},
    ),
    "Need": whole(
        goal=GOAL_KEY,
        level=TEXT,
        title=TEXT,
        voices=NUMBER | {"description": "How much feedback speaks for it, without what is put aside."},
        newest=DAY,
        said=TEXT | {"description": "The newest voice."},
    ),
    "Feedback": whole(
        id=NUMBER,
        product=PRODUCT_KEY,
        about=maybe(GOAL_KEY) | {"description": "The goal that it was said of."},
        text=TEXT,
        name=TEXT,
        source=TEXT,
        segment=TEXT,
        said_on=DAY,
        answer=TEXT,
        answered_by=maybe(EMAIL),
        answered_at=maybe(MOMENT),
        put_aside_at=maybe(MOMENT),
        aside_reason=TEXT,
        written_by=maybe(EMAIL) | {"description": "Who wrote it down; null: a visitor wrote it."},
        goals=list_of(GOAL_KEY) | {"description": "The goals that it is evidence of."},
        version=NUMBER,
        created_at=MOMENT,
    ),
    "ShareLink": whole(**_SHARE),
    "NewShareLinkMade": whole(**_SHARE, address=ADDRESS | {"description": "Told this once."}),
    "Root": whole(
        you=EMAIL,
        **dict.fromkeys(
            (
                "products",
                "goals",
                "board_entries",
                "features",
                "links",
                "dependencies",
                "metrics",
                "check_ins",
                "assumptions",
                "reviews",
                "sprints",
                "teams",
                "feedback",
                "share_links",
                "search",
            ),
            ADDRESS,
        ),
    ),
    "Problem": {
        "type": "object",
        "description": "Problem details as in RFC 9457.",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": TEXT,
            "status": {"type": "integer"},
            "detail": TEXT,
            "errors": {
                "type": "object",
                "description": "Messages by field; fields inside lists as parents.0.key.",
                "additionalProperties": list_of(TEXT),
            },
        },
        "required": ["type", "title", "status", "detail"],
    },
}

ADVICE = ref("Advice")
PAST, COMPARISON = ref("Past"), ref("Comparison")
ROOT, GOAL, TRACE, CHAIN, EVENT = ref("Root"), ref("Goal"), ref("Trace"), ref("Chain"), ref("Event")
BOARD_ENTRY, BACKLOG_ITEM = ref("BoardEntry"), ref("BacklogItem")
FEATURE, CHECKPOINT = ref("Feature"), ref("Checkpoint")
METRIC, READING = ref("Metric"), ref("Reading")
REVIEW, REVIEW_RHYTHM = ref("Review"), ref("ReviewRhythm")
DEPENDENCY = ref("Dependency")
LINK, PRODUCT, TEAM, SPRINT = ref("Link"), ref("Product"), ref("Team"), ref("Sprint")
FEEDBACK, NEED = ref("Feedback"), ref("Need")
SHARE_LINK, NEW_SHARE_LINK = ref("ShareLink"), ref("NewShareLinkMade")
