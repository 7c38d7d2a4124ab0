"""What people type about a proposal."""

from typing import Any

from django import forms

from goalchain.lib.day_field import DayField

from ..fields import LongField, TitleField
from ..models import Goal
from ..models.goal import Outcome
from .rules import REASON_LENGTH

_STATES = [
    ("draft", "Return to draft"),
    ("agreed", "Agreed"),
    ("active", "Active"),
    *((f"closed {outcome.value}", f"Closed: {outcome.label.lower()}") for outcome in Outcome),
]


def reason_field(label: str, help_text: str = "") -> forms.CharField:
    """Why something is proposed or declined."""
    return LongField(
        label=label,
        required=True,
        max_length=REASON_LENGTH,
        help_text=help_text,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say why."},
    )


class ProposalForm(forms.Form):
    """Another wording, date or state of a goal. It begins with how the goal is now; what is left so, stays."""

    title = TitleField(label="Title")
    statement = LongField(label="In full")
    ends_on = DayField(label="End", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "As it is"), *_STATES])
    reason = reason_field("Because", "What did you learn that asks for this change?")

    field_order = ["reason", "title", "statement", "ends_on", "state"]

    @classmethod
    def about(cls, goal: Goal, data: Any = None) -> "ProposalForm":
        """The form, filled with how the goal is now."""
        return cls(data, initial={name: getattr(goal, name) for name in ("title", "statement", "ends_on")})

    def changes(self) -> dict[str, Any]:
        """What was typed, as `Proposal.suggest` takes it."""
        words = {name: self.cleaned_data[name] for name in ("title", "statement", "ends_on")}
        state, _, outcome = self.cleaned_data["state"].partition(" ")
        return words | {"state": state, "outcome": outcome}


class RefusalForm(forms.Form):
    """Why the goal stays as it is."""

    reason = reason_field("The goal stays as it is, because", "Whoever proposed the change will read it.")
