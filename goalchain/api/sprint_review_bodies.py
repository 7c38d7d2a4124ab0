"""What requests about change proposals and reviews of sprints may carry."""

from rest_framework import serializers

from goalchain.goals.models import State
from goalchain.goals.models.goal import Outcome
from goalchain.goals.proposals.rules import REASON_LENGTH
from sprints.models.review import Says
from sprints.review.rules import LINE_LENGTH, TEXT_LENGTH

from .bodies import GoalKeyText
from .fields import Body, Choice, Text, Whole


class NewProposal(Body):
    """A change of a goal that the goal where it was learnt serves; what is left out stays as it is."""

    goal = GoalKeyText(help_text="The goal to change.")
    origin = GoalKeyText(help_text="The goal below, where it was learnt.")
    follows = Whole(allow_null=True, required=False, help_text="The adopted proposal for the origin that leads to it.")
    reason = Text(max_length=REASON_LENGTH, allow_blank=False)
    title = Text(max_length=200, required=False)
    statement = Text(max_length=10_000, required=False)
    ends_on = serializers.DateField(allow_null=True, required=False)
    state = Choice(State.choices, allow_null=True, required=False)
    outcome = Choice(Outcome.choices, allow_null=True, required=False, help_text="With the state closed.")


class RefusalBody(Body):
    """Why the goal stays as it is."""

    answer = Text(max_length=REASON_LENGTH, allow_blank=False)


class CancellationBody(Body):
    """Why the goal of the sprint is obsolete."""

    cancelled = Text(max_length=TEXT_LENGTH, allow_blank=False)


class ReviewWords(Body):
    """What a review says beside the outcome."""

    increment = Text(max_length=TEXT_LENGTH, required=False, help_text="What was delivered.")
    evidence = Text(max_length=TEXT_LENGTH, required=False, help_text="How one knows.")
    links = serializers.ListField(
        child=Text(max_length=LINE_LENGTH), max_length=20, required=False, help_text="https addresses of evidence."
    )
    beneficiary = Text(max_length=LINE_LENGTH, required=False, help_text="Who benefits.")
    effect = Text(max_length=TEXT_LENGTH, required=False, help_text="The effect on metrics.")
    feedback = Text(max_length=TEXT_LENGTH, required=False, help_text="What stakeholders said.")


class NewSprintReview(ReviewWords):
    """The review of the sprint in which a goal is; the goal is closed with it."""

    goal = GoalKeyText(help_text="The sprint goal.")
    outcome = Choice(Outcome.choices)
    learning = Text(max_length=TEXT_LENGTH, default="", help_text="What was learnt. An abandoned goal says why.")


class SprintReviewChange(ReviewWords):
    """A correction: only the fields that it names."""

    elsewhere = {
        "goal": "A review stays with its goal.",
        "sprint": "A review stays with its sprint.",
        "version": "Send the version that you read as If-Match.",
    }
    outcome = Choice(Outcome.choices, required=False)
    learning = Text(max_length=TEXT_LENGTH, required=False)
    says = Choice(Says.choices, required=False, help_text="What it says about the goal above.")
