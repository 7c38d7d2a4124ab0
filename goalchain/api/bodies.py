"""What requests may carry, checked before a verb sees it. They describe the requests in the schema too."""

from django.core.validators import RegexValidator
from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from goalchain.goals import levels
from goalchain.goals.fetch import GOAL_KEY_PATTERN
from goalchain.goals.models.goal import Confidence, Outcome
from goalchain.goals.writing.catalogue import RULES
from goalchain.lib.text import storable
from goalchain.products.models import MOST_READY_DAYS, Product, key_form
from goalchain.products.zones import known_zone
from roadmap.models import TIMEFRAME_LENGTH, VERSION_LENGTH, Horizon
from sprints.models.cadence import Kind
from sprints.models.goal import GoalKind
from vision.sections import SECTIONS

from .fields import Body, Choice, Text, Whole

#: Where the read-only fields of a goal are set; asking for them in a body says so.
GOAL_ELSEWHERE = {
    "key": "A goal keeps its key.",
    "state": "The state changes at /goals/KEY-n/agreement/, activation/, withdrawal/, outcome/ and reopening/.",
    "outcome": "Close the goal with its outcome: POST to /goals/KEY-n/outcome/.",
    "archived_at": "POST to /goals/KEY-n/archive/ or restoration/.",
    "version": "Send the version that you read as If-Match.",
    "created_at": "This is recorded, not set.",
    "updated_at": "This is recorded, not set.",
}


class GoalKeyText(Text):
    """A reference like BIKE-12."""

    def __init__(self, **options: object) -> None:
        form = RegexValidator(rf"^{GOAL_KEY_PATTERN}\Z", "A goal is named by its key, like BIKE-12.")
        super().__init__(**{"validators": [form], "allow_blank": False, "max_length": 20, **options})


class ParentBody(Body):
    """A goal that the goal serves, and why."""

    key = GoalKeyText()
    rationale = Text(max_length=2000, default="", help_text="How the child moves the parent; read after “because”.")


class NoDetails(Body):
    """These levels have nothing of their own that could be set here."""

    elsewhere = dict.fromkeys(SECTIONS, "The board of a vision changes at /board-entries/.")


class ProductGoalDetailsBody(Body):
    """What only product goals have."""

    elsewhere = {"features": "The features of a product goal change at /features/."}

    timeframe = Text(max_length=TIMEFRAME_LENGTH, required=False, help_text="When, in words: “Q1 2027”.")
    horizon = Choice(
        Horizon.choices,
        allow_null=True,
        required=False,
        help_text="The column of Now / Next / Later; null leaves it to state and dates.",
    )


class ReleaseGoalDetailsBody(Body):
    """What only release goals have."""

    elsewhere = {"checkpoint": "The checkpoint of a release changes at /goals/KEY-n/checkpoint/."}

    version = Text(max_length=VERSION_LENGTH, required=False, help_text="What the release is called: “1.2”.")


class SprintGoalDetailsBody(Body):
    """What only sprint goals have. The names of team and sprint are read-only: they follow `sprint_id`."""

    sprint_id = Whole(allow_null=True, required=False)
    team = Text(allow_null=True, required=False, help_text="Passed over: it follows the sprint.")
    sprint = Text(allow_null=True, required=False, help_text="Passed over: it follows sprint_id.")
    kind = Choice(GoalKind.choices, allow_null=True, required=False, help_text="What the sprint is for.")
    why = Text(max_length=10_000, required=False, help_text="Why the sprint is worth it.")
    artefact = Text(max_length=500, required=False, help_text="How the goal is reached: what is built or shown,")
    technique = Text(max_length=500, required=False, help_text="how it is tried,")
    test_group = Text(max_length=500, required=False, help_text="and with whom.")
    success = Text(max_length=10_000, required=False, help_text="By what it is known that the goal is met.")


class GoalBody(Body):
    """What may be set on a goal of any level."""

    elsewhere = GOAL_ELSEWHERE

    title = Text(max_length=200, allow_blank=False, required=False)
    statement = Text(max_length=10_000, required=False, help_text="The full wording.")
    learning = Text(max_length=10_000, required=False)
    owner = Text(max_length=254, allow_null=True, required=False, help_text="The e-mail of a member of the product.")
    starts_on = serializers.DateField(allow_null=True, required=False)
    ends_on = serializers.DateField(allow_null=True, required=False)
    confidence = Choice(Confidence.choices, allow_null=True, required=False)
    parents = serializers.ListField(child=ParentBody(), max_length=100, required=False)


class GoalChange(GoalBody):
    """A change of a goal: only the fields that it names. `parents`, when sent, is the whole list."""

    elsewhere = GOAL_ELSEWHERE | {
        "product": "A goal stays in its product.",
        "level": "A goal keeps its level; make another goal and archive this one.",
    }
    details: Body = NoDetails(required=False)


class SprintGoalChange(GoalChange):
    """As GoalChange, for sprint goals."""

    details = SprintGoalDetailsBody(required=False)


class ProductGoalChange(GoalChange):
    """As GoalChange, for product goals."""

    details = ProductGoalDetailsBody(required=False)


class ReleaseGoalChange(GoalChange):
    """As GoalChange, for release goals."""

    details = ReleaseGoalDetailsBody(required=False)


class AnyDetailsBody(ProductGoalDetailsBody, ReleaseGoalDetailsBody, SprintGoalDetailsBody):
    """What only one level has: of the fields here, those of the goal's own level may be sent."""


@extend_schema_serializer(component_name="GoalChangeOfAnyLevel")
class AnyGoalChange(GoalChange):
    """As GoalChange, of a goal of any level; for the description of the API."""

    details = AnyDetailsBody(required=False)


class NewGoal(GoalBody):
    """A new goal; it begins as a draft."""

    product = Text(max_length=10, allow_blank=False)
    level = Choice([name for name in levels.NAMES if name[0] not in ("product", "release", "sprint")])
    title = Text(max_length=200, allow_blank=False)
    details: Body = NoDetails(required=False)


class NewProductGoal(NewGoal):
    """As NewGoal, for product goals."""

    level = Choice([("product", "Product goal")])
    details = ProductGoalDetailsBody(required=False)


class NewReleaseGoal(NewGoal):
    """As NewGoal, for release goals."""

    level = Choice([("release", "Release goal")])
    details = ReleaseGoalDetailsBody(required=False)


class NewSprintGoal(NewGoal):
    """As NewGoal, for sprint goals."""

    level = Choice([("sprint", "Sprint goal")])
    details = SprintGoalDetailsBody(required=False)


#: What a new goal may carry at the levels that have something of their own.
NEW_GOALS: dict[str, type[NewGoal]] = {"product": NewProductGoal, "release": NewReleaseGoal, "sprint": NewSprintGoal}


class FormerBody(Body):
    """What became of the product goal that was active."""

    outcome = Choice(Outcome.choices)
    learning = Text(max_length=10_000, default="", help_text="What was learnt. An abandoned goal says why.")
    version = Whole(help_text="The version of that goal which you read.")


class ActivationBody(Body):
    """How work on a goal begins. `former` is for a product goal that takes the place of the active one."""

    former = FormerBody(required=False, help_text="Close the active product goal in the same change.")


class OutcomeBody(Body):
    """How a goal is closed."""

    outcome = Choice(Outcome.choices)
    learning = Text(max_length=10_000, default="", help_text="What was learnt. An abandoned goal says why.")


class ReopeningBody(Body):
    """Where a closed goal goes back to."""

    to = Choice([("active", "Active"), ("agreed", "Agreed")], default="active")


class PositionBody(Body):
    """The goal of the same level before which this one is to stand; null: last."""

    before = GoalKeyText(allow_null=True)


class NewLink(Body):
    """A new link."""

    child = GoalKeyText()
    parent = GoalKeyText()  # type: ignore[assignment]  # a field here, the enclosing serializer in the stubs
    rationale = Text(max_length=2000, default="", help_text="How the child moves the parent; read after “because”.")


class LinkChange(Body):
    """Another reason for the same link."""

    elsewhere = {
        "child": "A link keeps its ends. Change the parents of the goal instead.",
        "parent": "A link keeps its ends. Change the parents of the goal instead.",
    }
    rationale = Text(max_length=2000)


class ProductChange(Body):
    """What may change of a product."""

    elsewhere = {"key": "A product keeps its key."}
    name = Text(max_length=100, allow_blank=False, required=False)
    preset = Choice(Product.Preset.choices, required=False)
    quiet_rules = serializers.ListField(
        child=Choice([(rule.name, rule.label) for rule in RULES.values()]),
        max_length=len(RULES),
        required=False,
        help_text="The writing checks that are switched off, in place of those that were.",
    )
    one_active_goal = serializers.BooleanField(
        required=False, help_text="Whether at most one product goal is active at a time."
    )
    time_zone = Text(max_length=64, required=False, validators=[storable, known_zone])
    ready_days = Whole(
        min_value=0,
        max_value=MOST_READY_DAYS,
        required=False,
        help_text="So many days before a sprint, its goal is ready; 0: nobody is reminded.",
    )


class NewProduct(Body):
    """A new product; whoever makes it is its owner."""

    key = Text(max_length=10, validators=[key_form], allow_blank=False)
    name = Text(max_length=100, allow_blank=False)
    preset = Choice(Product.Preset.choices, default=Product.Preset.RELEASES)


class CadenceBody(Body):
    """The rhythm of a team. For Kanban, length and weekday are passed over: its weeks are those of the calendar."""

    kind = Choice(Kind.choices)
    weeks = Whole(max_value=4, default=2, help_text="How long a sprint is.")
    weekday = Whole(max_value=7, default=1, help_text="The day on which sprints begin: 1 is Monday, 7 Sunday.")
    starts_on = serializers.DateField(help_text="The first sprint begins on the first such weekday from this day on.")


class TeamChange(Body):
    """Another name for a team, or another cadence: sprints are planned a year ahead in it."""

    elsewhere = {"product": "A team stays in its product."}
    name = Text(max_length=80, allow_blank=False, required=False)
    cadence = CadenceBody(required=False)


class NewTeam(Body):
    """A new team; with a cadence, its sprints are planned a year ahead."""

    product = Text(max_length=10, allow_blank=False)
    name = Text(max_length=80, allow_blank=False)
    cadence = CadenceBody(required=False)


class SprintChange(Body):
    """Another name or other dates for a sprint."""

    elsewhere = {"team": "A sprint stays with its team.", "product": "A sprint stays in its product."}
    name = Text(max_length=80, allow_blank=False, required=False)
    starts_on = serializers.DateField(allow_null=True, required=False)
    ends_on = serializers.DateField(allow_null=True, required=False)
    along = serializers.BooleanField(
        default=False, help_text="Whether the team's later sprints move by as many days as the end does."
    )


class NewSprint(Body):
    """A new sprint of a team."""

    team = Whole(help_text="The team's id.")
    name = Text(max_length=80, allow_blank=False)
    starts_on = serializers.DateField(allow_null=True, default=None)
    ends_on = serializers.DateField(allow_null=True, default=None)
