"""What people type about a sprint that is over, or cancelled."""

from typing import Any

from django import forms

from goalchain.goals.fields import LongField
from goalchain.goals.models import Goal
from goalchain.goals.models.goal import Confidence, Outcome
from goalchain.lib.text import storable
from goalchain.products.errors import Refused

from ..models import SprintReview
from ..models.review import WORDS, Says
from .rules import LINE_LENGTH, links_in


def _text(label: str, help_text: str, rows: int = 2) -> LongField:
    return LongField(label=label, help_text=help_text, widget=forms.Textarea({"rows": rows}))


class ReviewForm(forms.Form):
    """The review of a sprint: what became of its goal, and what was delivered."""

    outcome = forms.ChoiceField(
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of the goal."},
    )
    learning = _text("What did you learn?", "What the next goal can build on. An abandoned goal says why.", 3)
    increment = _text("What was delivered", "The increment, in words that its users know.")
    evidence = _text("How do you know?", "What was seen, measured or said.")
    links = _text("Links to evidence", "One https address a line.")
    beneficiary = forms.CharField(
        label="Who benefits", required=False, max_length=LINE_LENGTH, validators=[storable], strip=True
    )
    effect = _text("Effect on metrics", "Which number moved, from where to where; or why none did yet.")
    feedback = _text("What stakeholders said", "Their words, as near as you can.", 3)

    @classmethod
    def about(cls, goal: Goal, review: SprintReview | None, data: Any = None) -> "ReviewForm":
        """The form, filled with what is written down."""
        initial = {"outcome": goal.outcome, "learning": goal.learning}
        if review is not None:
            initial |= {name: getattr(review, name) for name in WORDS}
        return cls(data, initial=initial)

    def clean_links(self) -> str:
        """The addresses, one a line."""
        try:
            return "\n".join(links_in(self.cleaned_data["links"]))
        except Refused as refusal:
            raise forms.ValidationError(refusal.message) from None


class AnswerForm(forms.Form):
    """What a review says about the goal above: nothing, or another confidence."""

    says = forms.ChoiceField(choices=Says.choices)
    confidence = forms.ChoiceField(required=False, choices=Confidence.choices)


class CancellationForm(forms.Form):
    """Why the goal of a sprint is obsolete."""

    reason = LongField(
        label="The goal is obsolete, because",
        required=True,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say why the goal is obsolete, so that others can learn from it."},
    )
