"""What people type about feedback: what was said, the answer, which goal it speaks for, why it is put aside."""

from typing import Any

from django import forms

from goalchain.goals.fields import LongField
from goalchain.goals.forms import ParentField
from goalchain.lib.day_field import DayField
from goalchain.lib.sheet_forms import SheetForm
from goalchain.lib.text import storable
from goalchain.products.access import Access
from goalchain.products.models import Membership, Product

from .models import ANSWER_LENGTH, REASON_LENGTH, TEXT_LENGTH, WORD_LENGTH, Feedback
from .sheet import FeedbackSheet, read_feedback


def _word(label: str, help_text: str = "", suggestions: str = "") -> forms.CharField:
    """A short text on one line, with suggestions from a `datalist` of this id."""
    attrs = {"autocomplete": "off"} | ({"list": suggestions} if suggestions else {})
    return forms.CharField(
        label=label,
        required=False,
        max_length=WORD_LENGTH,
        validators=[storable],
        help_text=help_text,
        widget=forms.TextInput(attrs),
    )


class FeedbackForm(forms.Form):
    """What somebody said, as the team writes it down or corrects it."""

    text = LongField(
        label="What was said",
        required=True,
        max_length=TEXT_LENGTH,
        help_text="In their own words, as far as you have them.",
        error_messages={"required": "Write down what was said."},
    )
    name = _word("Who said it")
    segment = _word("Customer segment", "Which customers speak: commuters, workshops.", "feedback-segments")
    source = _word("Source", "Where it was said: an interview, a ticket.", "feedback-sources")
    said_on = DayField(label="Day", error_messages={"required": "Give the day on which it was said."})

    @classmethod
    def new(cls, product: Product, data: Any = None) -> "FeedbackForm":
        """The form of new feedback, said today."""
        return cls(data, initial={"said_on": product.today()}, auto_id="new-feedback-%s")

    @classmethod
    def of(cls, found: Feedback, data: Any = None) -> "FeedbackForm":
        """The form that corrects feedback: of what a visitor wrote, only the segment."""
        initial = {name: getattr(found, name) for name in Feedback.REVISABLE}
        form = cls(data, initial=initial, auto_id=f"feedback-{found.pk}-%s")
        if found.written_by_id is None:
            for name in Feedback.OWN_WORDS:
                del form.fields[name]
        return form


class AnswerForm(forms.Form):
    """The product owner's answer; an empty one takes the answer back."""

    answer = forms.CharField(
        required=False,
        max_length=ANSWER_LENGTH,
        validators=[storable],
        help_text="Whoever said it reads the answer where they said it. Empty: the answer is taken back.",
        widget=forms.Textarea({"rows": 3}),
    )


class AsideForm(forms.Form):
    """Why feedback is put aside."""

    reason = forms.CharField(
        label="Why is it put aside?",
        max_length=REASON_LENGTH,
        validators=[storable],
        error_messages={"required": "Say why it is put aside, in a few words."},
        widget=forms.TextInput({"autocomplete": "off", "placeholder": "No customer of ours; said twice; done already"}),
    )


class AttachForm(forms.Form):
    """The goal that feedback speaks for."""

    def __init__(self, product: Product, access: Access, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = ParentField(
            product, access, label="Goal", error_messages={"required": "Choose the goal that this speaks for."}
        )


class FeedbackSheetForm(SheetForm):
    """A sheet of feedback."""

    sheet: FeedbackSheet

    def __init__(self, mine: Membership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mine = mine

    def read(self, text: str) -> FeedbackSheet:
        """The voices of the sheet. Raises Unreadable."""
        return read_feedback(text, self.mine.product, self.mine.access)
