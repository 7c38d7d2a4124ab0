"""What people type when a product begins, on the board, and when the vision is replaced."""

from typing import Any

from django import forms

from goalchain.goals.fields import LongField, OneLine, TitleField
from goalchain.goals.forms import ReasonField
from goalchain.goals.levels import LEVELS
from goalchain.goals.models import Goal
from goalchain.goals.models.goal import Outcome
from goalchain.lib.text import storable
from goalchain.products.forms import FoundingForm

from .board import BoardEntry
from .sections import ENTRY_LENGTH, NAMES

VISION = LEVELS["vision"]


class NewProductForm(FoundingForm):
    """A product and, if one has it already, its vision."""

    vision = forms.CharField(
        required=False,
        max_length=200,
        validators=[storable],
        help_text=f"{VISION.purpose} For example: “{VISION.example}”",
        widget=forms.Textarea(attrs={"rows": 2, "class": "statement"}),
    )

    field_order = ["name", "key", "vision", "preset"]

    def clean_vision(self) -> str:
        """The vision on one line, as titles are."""
        return " ".join(self.cleaned_data["vision"].split())

    def words(self) -> dict[str, Any]:
        """What `Product.found` takes."""
        return {name: self.cleaned_data[name] for name in ("name", "key", "preset")}


class EntryField(forms.CharField):
    """The words of an entry of the board: one line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": "Entry",
                "max_length": ENTRY_LENGTH,
                "widget": OneLine(),
                "validators": [storable],
                "error_messages": {"required": "Say it in a few words, or remove the entry."},
                **kwargs,
            }
        )

    def to_python(self, value: Any) -> str:
        """The text with its line breaks turned to spaces."""
        return " ".join((super().to_python(value) or "").split())


class EntryForm(forms.Form):
    """The words of an entry."""

    text = EntryField()


class NewEntryForm(forms.Form):
    """A new entry and its section."""

    section = forms.ChoiceField(choices=NAMES)
    text = EntryField(error_messages={"required": "Say it in a few words."})


class BeginningForm(forms.Form):
    """The first vision of a product."""

    title = TitleField(label="The vision", widget=OneLine({"class": "one-line is-large"}))


class BoardGoalForm(forms.Form):
    """A new user or business goal on the board; `need` is the primary key of the need that it answers."""

    level = forms.ChoiceField(choices=[("user", "User goal"), ("business", "Business goal")])
    title = TitleField()
    rationale = ReasonField()

    def __init__(self, needs: list[tuple[int, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs = needs
        self.fields["need"] = forms.TypedChoiceField(
            required=False,
            coerce=int,
            empty_value=None,
            choices=[("", "No need yet"), *needs],
            error_messages={"invalid_choice": "That need is no longer on the board. Choose another."},
        )


class AnswersForm(forms.Form):
    """Which user goals answer a need, by their numbers."""

    def __init__(self, goals: list[Goal], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = {goal.number: goal for goal in goals}
        self.fields["goals"] = forms.TypedMultipleChoiceField(
            label="User goals",
            required=False,
            coerce=int,
            choices=[(goal.number, goal.title) for goal in goals],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"invalid_choice": "There is no user goal %(value)s here. Choose from the list."},
        )

    def chosen(self) -> list[Goal]:
        """The goals that were ticked."""
        return [self.goals[number] for number in self.cleaned_data["goals"]]


class PositionForm(forms.Form):
    """Where an entry is to stand: one step up or down, or before another (`before`: its id, empty for last)."""

    move = forms.ChoiceField(required=False, choices=[("", ""), ("up", "Up"), ("down", "Down")])
    before = forms.IntegerField(required=False, min_value=1, max_value=2**62)


BELOW = [
    ("all", "All of them serve the new vision"),
    ("chosen", "Only those chosen below"),
    ("none", "None: they stay with the former vision"),
]


class ReplacementForm(forms.Form):
    """The new vision, why it replaces the former one, and what becomes of the goals below."""

    title = TitleField(label="The new vision", widget=OneLine({"class": "one-line is-large"}))
    statement = LongField(label="In full", help_text="Who is better off then, and how one would see it.")
    why = LongField(
        label="Why is the vision replaced?",
        required=True,
        help_text="What did you learn? It stays with the former vision, for whoever asks later.",
        error_messages={"required": "Say why the vision is replaced, so that others can follow."},
    )
    outcome = forms.ChoiceField(
        label="What became of the former vision?",
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of it. Few visions are ever achieved."},
    )
    keep_board = forms.BooleanField(
        label="Begin the new board with a copy of the entries of the former one", required=False, initial=True
    )

    def __init__(self, below: list[Goal], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if below:
            self.fields["below"] = forms.ChoiceField(
                label="What becomes of the goals that serve it?", choices=BELOW, initial="all", widget=forms.RadioSelect
            )
            self.fields["goals"] = forms.TypedMultipleChoiceField(
                label="Goals that serve the new vision",
                required=False,
                coerce=int,
                choices=[(goal.number, f"{goal.title} ({goal.label.lower()} {goal.key})") for goal in below],
                widget=forms.CheckboxSelectMultiple,
            )

    def moved(self) -> list[int] | None:
        """The numbers of the goals to move, None for all."""
        below = self.cleaned_data.get("below", "none")
        return None if below == "all" else self.cleaned_data["goals"] if below == "chosen" else []


def needs_of(vision: Goal) -> list[tuple[int, str]]:
    """The needs on the board of a vision, as choices. One query."""
    kept = BoardEntry.objects.kept().filter(vision_id=vision.pk, section="needs").in_order()
    return list(kept.values_list("pk", "text"))
