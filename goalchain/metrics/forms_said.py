"""What people type about check-ins and assumptions."""

from typing import Any

from django import forms

from goalchain.goals import levels
from goalchain.goals.fields import OneLine
from goalchain.goals.forms import ParentField
from goalchain.goals.models import Goal
from goalchain.goals.models.goal import Confidence
from goalchain.lib.text import storable
from goalchain.products.access import Access
from goalchain.products.models import Product

from .models import AssumptionState
from .models.assumption import EVIDENCE_LENGTH, REASON_LENGTH, STATEMENT_LENGTH, TEST_LENGTH
from .models.check_in import SENTENCE_LENGTH
from .verbs.asking import MOST_DAYS

#: So many sprint goals are suggested for a test: the latest.
SUGGESTED = 50


class OneLineField(forms.CharField):
    """A text of one line that may be long; without `maxlength`, so that nothing is cut on pasting."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"validators": [storable], "widget": OneLine(), **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """None."""
        return {}

    def to_python(self, value: Any) -> str:
        """The text with its line breaks turned to spaces."""
        return " ".join((super().to_python(value) or "").splitlines()).strip()


class WordsField(forms.CharField):
    """A text of a few lines."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"validators": [storable], "widget": forms.Textarea({"rows": 2}), **kwargs})


class CheckInForm(forms.Form):
    """How sure one is, and why."""

    confidence = forms.ChoiceField(
        label="How sure are you?",
        choices=Confidence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose on track, at risk or off track."},
    )
    sentence = OneLineField(
        label="Why, in one sentence",
        max_length=SENTENCE_LENGTH,
        widget=OneLine({"placeholder": "Two of the three workshops have not agreed yet."}),
        error_messages={"required": "Say in one sentence why."},
    )


class RhythmForm(forms.Form):
    """Every how many days a check-in is asked for."""

    days = forms.IntegerField(
        label="Ask for a check-in every so many days",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text="7 is every week. Leave it empty, and nobody is asked.",
        error_messages={
            "invalid": "Write the number of days, for example 14, or nothing.",
            "min_value": f"Choose from 1 to {MOST_DAYS} days, or nothing.",
            "max_value": f"Choose from 1 to {MOST_DAYS} days, or nothing.",
        },
    )


class NewAssumptionForm(forms.Form):
    """What has to be true, and how that will be found out."""

    statement = OneLineField(
        label="What has to be true?",
        max_length=STATEMENT_LENGTH,
        widget=OneLine({"placeholder": "Riders trust a workshop that others have rated."}),
        error_messages={"required": "Say what has to be true for the goal to make sense."},
    )
    test = WordsField(label="How will you find out?", required=False, max_length=TEST_LENGTH)


class AssumptionForm(NewAssumptionForm):
    """The same, and what came of it."""

    state = forms.ChoiceField(label="What is known of it?", choices=AssumptionState.choices, widget=forms.RadioSelect)
    evidence = WordsField(
        label="What shows it?",
        required=False,
        max_length=EVIDENCE_LENGTH,
        help_text="Needed to say that it holds or is refuted.",
    )


class UpholdingForm(forms.Form):
    """Why a goal stays as it is."""

    reason = WordsField(
        label="Why does it stay?", max_length=REASON_LENGTH, error_messages={"required": "Say why it stays as it is."}
    )


class TestForm(forms.Form):
    """The sprint goal that tests an assumption."""

    def __init__(self, product: Product, access: Access, list_id: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.list_id = list_id
        widget = forms.TextInput({"list": list_id, "autocomplete": "off", "placeholder": f"{product.key}-12"})
        self.fields["goal"] = ParentField(
            product,
            access,
            label="Which sprint goal tests it?",
            widget=widget,
            error_messages={"required": "Write the key of a sprint goal, or choose one from the list."},
        )
        found = Goal.objects.filter(product=product, level=levels.SPRINT).open().readable(access)
        self.suggested = found.order_by("-number")[:SUGGESTED]

    @property
    def suggestions(self) -> list[dict[str, str]]:
        """The latest sprint goals that are not closed. One query."""
        product = self.fields["goal"].product  # type: ignore[attr-defined]
        return [
            {"key": f"{product.key}-{number}", "title": title}
            for number, title in self.suggested.values_list("number", "title")
        ]
