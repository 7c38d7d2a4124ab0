"""The fields of a product goal that people edit in place, beside those that every goal has."""

from typing import Any

from django import forms

from goalchain.goals import levels
from goalchain.goals.fields import GoalField
from goalchain.goals.models import Goal
from goalchain.lib.text import storable

from .horizons import derived_said
from .models import TIMEFRAME_LENGTH, VERSION_LENGTH, Horizon


class TimeframeField(forms.CharField):
    """When, in words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": "Timeframe",
                "required": False,
                "max_length": TIMEFRAME_LENGTH,
                "validators": [storable],
                "widget": forms.TextInput({"autocomplete": "off", "placeholder": "Q1 2027, after the launch …"}),
                **kwargs,
            }
        )

    def to_python(self, value: Any) -> str:
        """The words on one line."""
        return " ".join((super().to_python(value) or "").split())


def _version(goal: Goal) -> forms.Field:
    return forms.CharField(
        label="Version",
        required=False,
        max_length=VERSION_LENGTH,
        validators=[storable],
        widget=forms.TextInput({"autocomplete": "off", "placeholder": "1.2"}),
    )


def _column(goal: Goal) -> forms.Field:
    return forms.ChoiceField(
        label="On the roadmap", required=False, choices=[("", "By its state and dates"), *Horizon.choices]
    )


def _column_said(goal: Goal) -> str:
    chosen = getattr(goal, "horizon", "")
    if chosen:
        return Horizon(chosen).label
    if goal.state == "closed":
        return ""
    return derived_said(goal.state, goal.starts_on, goal.ends_on, goal.product.today())


TIMEFRAME = GoalField(
    "timeframe",
    "Timeframe",
    "timeframe",
    lambda goal: TimeframeField(),
    lambda goal: getattr(goal, "timeframe", ""),
    prompt="Say when",
    ranks=(levels.PRODUCT,),
)
HORIZON = GoalField(
    "horizon", "On the roadmap", "horizon", _column, _column_said, prompt="Set", ranks=(levels.PRODUCT,)
)
VERSION = GoalField(
    "version_name",
    "Version",
    "version_name",
    _version,
    lambda goal: getattr(goal, "version_name", ""),
    prompt="Name it",
    ranks=(levels.RELEASE,),
)
