"""What requests about reviews, their rhythm and a new vision may carry, and which reviews a list shows."""

from django_filters import CharFilter, ChoiceFilter
from rest_framework import serializers

from goalchain.goals.models.goal import Outcome
from vision.reviews.kinds import DECISIONS_LENGTH, MOST_PEOPLE, MOST_WEEKS, NAME_LENGTH, Kind
from vision.reviews.review import Review

from .bodies import GoalKeyText
from .fields import Body, Choice, Text, Whole
from .filters import Filters

#: Where the read-only fields of a review come from.
ELSEWHERE = {
    "since_revision": "This follows from the review before.",
    "until_revision": "This follows from the day.",
    "recorder": "This is recorded, not set.",
    "recorded_at": "This is recorded, not set.",
    "removed_at": "DELETE /reviews/ID/, or POST to /reviews/ID/restoration/.",
    "version": "Send the version that you read as If-Match.",
}


class ReviewChange(Body):
    """A correction of a review: only the fields that it names."""

    elsewhere = ELSEWHERE | {"product": "A review stays in its product.", "kind": "A review stays of its kind."}

    held_on = serializers.DateField(required=False, input_formats=["%Y-%m-%d"], help_text="Not a day to come.")
    members = serializers.ListField(
        child=serializers.EmailField(max_length=254),
        max_length=MOST_PEOPLE,
        required=False,
        help_text="The e-mails of the members who took part.",
    )
    others = serializers.ListField(
        child=Text(max_length=NAME_LENGTH, allow_blank=False, trim_whitespace=True),
        max_length=MOST_PEOPLE,
        required=False,
        help_text="The names of others who took part.",
    )
    decisions = Text(max_length=DECISIONS_LENGTH, required=False)


class NewReview(ReviewChange):
    """A review that was held."""

    elsewhere = ELSEWHERE

    product = Text(max_length=10, allow_blank=False)
    kind = Choice(Kind.choices)
    held_on = serializers.DateField(input_formats=["%Y-%m-%d"], help_text="Not a day to come.")


class RhythmBody(Body):
    """Every how many weeks reviews of a kind are held; null: no rhythm."""

    elsewhere = {
        "last_held_on": "This is the day of the last review.",
        "due_on": "This follows from the last review and the weeks.",
        "version": "Send the version that you read as If-Match.",
    }

    weeks = Whole(allow_null=True, max_value=MOST_WEEKS)


class ReplacementBody(Body):
    """The new vision, why it replaces the former one, and what becomes of the goals below."""

    title = Text(max_length=200, allow_blank=False)
    statement = Text(max_length=10_000, default="")
    why = Text(max_length=10_000, allow_blank=False, help_text="It becomes the learning of the former vision.")
    outcome = Choice(Outcome.choices, help_text="What became of the former vision.")
    goals = serializers.ListField(
        child=GoalKeyText(),
        max_length=1000,
        allow_null=True,
        default=None,
        help_text="The keys of those goals below that serve the new vision; null or left out: all of them.",
    )
    keep_board = serializers.BooleanField(default=True, help_text="Begin with a copy of the former board.")


class ReviewFilter(Filters):
    """`/reviews/`."""

    product = CharFilter("product__key")
    kind = ChoiceFilter(choices=Kind.choices)

    class Meta:
        model = Review
        fields: list[str] = []
