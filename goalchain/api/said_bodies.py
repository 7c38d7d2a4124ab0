"""What requests about check-ins and assumptions may carry."""

from rest_framework import serializers

from goalchain.goals.models.goal import Confidence
from goalchain.metrics.models import AssumptionState
from goalchain.metrics.models.assumption import EVIDENCE_LENGTH, REASON_LENGTH, STATEMENT_LENGTH, TEST_LENGTH
from goalchain.metrics.models.check_in import SENTENCE_LENGTH
from goalchain.metrics.verbs.asking import MOST_DAYS
from goalchain.metrics.verbs.assuming import MOST

from .bodies import GoalKeyText
from .fields import Body, Choice, Text, Whole

_VERSION = {"version": "Send the version that you read as If-Match."}


class CheckInChange(Body):
    """A correction of a check-in: only the fields that it names."""

    elsewhere = _VERSION | {"goal": "A check-in stays with its goal.", "at": "A check-in keeps its time."}

    confidence = Choice(Confidence.choices, required=False)
    sentence = Text(max_length=SENTENCE_LENGTH, allow_blank=False, required=False)


class NewCheckIn(Body):
    """A check-in on a goal, now."""

    elsewhere = _VERSION | {"at": "A check-in is of now."}

    goal = GoalKeyText()
    confidence = Choice(Confidence.choices)
    sentence = Text(max_length=SENTENCE_LENGTH, allow_blank=False)


class CheckInRhythmBody(Body):
    """How often a check-in of the goal is asked for."""

    elsewhere = _VERSION | {"due_on": "This is computed from the check-ins."}

    days = Whole(allow_null=True, min_value=1, max_value=MOST_DAYS, help_text="null: nobody is asked.")


class AssumptionChange(Body):
    """A change of an assumption: only the fields that it names; all of it is one change."""

    elsewhere = _VERSION | {
        "goal": "An assumption stays with its goal.",
        "settled_at": "This says itself with the state.",
        "archived_at": "POST to /assumptions/ID/archive/ or restoration/.",
    }

    statement = Text(max_length=STATEMENT_LENGTH, allow_blank=False, required=False)
    test = Text(max_length=TEST_LENGTH, required=False)
    state = Choice(AssumptionState.choices, required=False)
    evidence = Text(max_length=EVIDENCE_LENGTH, required=False, help_text="Needed to say that it holds or is refuted.")
    tested_by = serializers.ListField(
        child=GoalKeyText(), max_length=MOST, required=False, help_text="The keys of the sprint goals that test it."
    )


class NewAssumption(Body):
    """An assumption of a goal; it is open at first."""

    goal = GoalKeyText()
    statement = Text(max_length=STATEMENT_LENGTH, allow_blank=False)
    test = Text(max_length=TEST_LENGTH, default="")
    tested_by = serializers.ListField(
        child=GoalKeyText(), max_length=MOST, required=False, help_text="The keys of the sprint goals that test it."
    )


class NewUpholding(Body):
    """That the goal stays as it is although this assumption was refuted, and why."""

    goal = GoalKeyText()
    assumption = Whole(help_text="The id of a refuted assumption that asks for the goal.")
    reason = Text(max_length=REASON_LENGTH, allow_blank=False)
