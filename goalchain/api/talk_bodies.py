"""What requests about feedback and share links may carry."""

from rest_framework import serializers

from goalchain.sharing.links.forms import MOST_DAYS
from goalchain.sharing.links.models import FILTERS_LENGTH, NAME_LENGTH, SHOWABLE, Kind
from goalchain.talk.models import ANSWER_LENGTH, REASON_LENGTH, TEXT_LENGTH, WORD_LENGTH

from .bodies import GoalKeyText
from .fields import Body, Choice, Text, Whole

#: So many voices one request takes.
MOST_AT_ONCE = 500


class FeedbackWords(Body):
    """What somebody said."""

    text = Text(max_length=TEXT_LENGTH, allow_blank=False)
    name = Text(max_length=WORD_LENGTH, default="", help_text="Who said it.")
    source = Text(  # type: ignore[assignment]  # a field here, where a serializer's value is from in the stubs
        max_length=WORD_LENGTH, default="", help_text="Where it was said: an interview, a ticket."
    )
    segment = Text(max_length=WORD_LENGTH, default="", help_text="Which customers speak.")
    said_on = serializers.DateField(allow_null=True, required=False)


class NewFeedback(FeedbackWords):
    """What somebody said, written down by the team."""

    product = Text(max_length=10, allow_blank=False)
    about = GoalKeyText(allow_null=True, required=False)


class FeedbackChange(Body):
    """A correction: only the fields that it names. Of what a visitor wrote, the segment alone can be changed."""

    elsewhere = {
        "product": "Feedback stays in its product.",
        "about": "The goal that it was said of stays.",
        "answer": "POST to /feedback/ID/answer/.",
        "put_aside_at": "POST to /feedback/ID/aside/ or restoration/.",
        "goals": "POST to /feedback/ID/goals/.",
        "version": "Send the version that you read as If-Match.",
    }
    text = Text(max_length=TEXT_LENGTH, allow_blank=False, required=False)
    name = Text(max_length=WORD_LENGTH, required=False)
    source = Text(max_length=WORD_LENGTH, required=False)  # type: ignore[assignment]
    segment = Text(max_length=WORD_LENGTH, required=False)
    said_on = serializers.DateField(required=False)


class FeedbackRow(FeedbackWords):
    """One of many voices, with the goals that it speaks for."""

    goals = serializers.ListField(child=GoalKeyText(), max_length=20, required=False)


class FeedbackBulk(Body):
    """Many voices at once: all are taken, or none."""

    product = Text(max_length=10, allow_blank=False)
    feedback = serializers.ListField(child=FeedbackRow(), min_length=1, max_length=MOST_AT_ONCE)


class AsideBody(Body):
    """Why feedback is put aside."""

    reason = Text(max_length=REASON_LENGTH, allow_blank=False)


class AnswerBody(Body):
    """The product owner's answer; an empty one takes the answer back."""

    answer = Text(max_length=ANSWER_LENGTH)


class EvidenceBody(Body):
    """The goal that feedback speaks for."""

    goal = GoalKeyText()


class NewShareLink(Body):
    """A new share link."""

    product = Text(max_length=10, allow_blank=False)
    kind = Choice(Kind.choices)
    goal = GoalKeyText(allow_null=True, required=False)
    name = Text(max_length=NAME_LENGTH, allow_blank=False, help_text="What visitors read at the head of the page.")
    filters = Text(max_length=FILTERS_LENGTH, default="", help_text="The query of the roadmap's address.")
    shows = serializers.ListField(child=Choice(list(SHOWABLE.items())), max_length=len(SHOWABLE), required=False)
    frozen = serializers.BooleanField(default=False)  # type: ignore[assignment]
    days = Whole(max_value=MOST_DAYS, allow_null=True, required=False, help_text="Until it expires; null: never.")
    password = Text(max_length=128, default="")
