"""The fields of a goal that people edit in place: their words, their form field, how they are shown.

Every level has the common ones; a level's app adds its own with `offer`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms

from goalchain.lib.day_field import DayField
from goalchain.lib.long_select import LongSelect
from goalchain.lib.text import storable

from . import levels
from .models import Goal
from .models.goal import Confidence


@dataclass(frozen=True)
class GoalField:
    """One field in place. `column` is what `Goal.revise` takes; `kind` is title, statement or fact."""

    name: str
    label: str
    column: str
    make: Callable[[Goal], forms.Field]
    show: Callable[[Goal], Any]
    kind: str = "fact"
    prompt: str = "Add"
    key: str = ""
    ranks: tuple[int, ...] = levels.RANKS
    only_closed: bool = False

    def fits(self, goal: Goal) -> bool:
        """Whether this goal has the field."""
        return goal.level in self.ranks and (not self.only_closed or goal.state == "closed")

    def initial(self, goal: Goal) -> Any:
        """The stored value, as the form field takes it."""
        return getattr(goal, self.column)


class OneLine(forms.Textarea):
    """A text field that grows with long words but holds one line: Enter saves."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 1, "data-one-line": "", "autocomplete": "off", "class": "one-line", **(attrs or {})})


class TitleField(forms.CharField):
    """A title: one line, 200 characters."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": "Title",
                "max_length": 200,
                "widget": OneLine(),
                "validators": [storable],
                "error_messages": {
                    "required": "A goal needs a title. Say in a few words what will be true.",
                    "max_length": "A title has 200 characters at most, and this one has %(show_value)d. "
                    "Keep the title short and put the rest into the statement.",
                },
                **kwargs,
            }
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without `maxlength`: a browser would cut a longer text on pasting, and nobody would notice."""
        return {}

    def to_python(self, value: Any) -> str:
        """The text with its line breaks turned to spaces."""
        return " ".join((super().to_python(value) or "").splitlines()).strip()


class LongField(forms.CharField):
    """A text of several lines, 10,000 characters."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.Textarea({"rows": 4})
        super().__init__(
            **{"required": False, "max_length": 10_000, "widget": widget, "validators": [storable], **kwargs}
        )


def member_choices(goal: Goal) -> list[tuple[str, str]]:
    """The people of the goal's product, for a choice of its owner. One query."""
    members = goal.product.memberships.select_related("user").order_by("user__name", "user__email")
    return [("", "Nobody yet")] + [(str(member.user_id), str(member.user)) for member in members]


def id_or_none(value: str) -> int | None:
    """The primary key that a choice stands for; "" for none."""
    return int(value) if value else None


class ReferenceField(forms.TypedChoiceField):
    """A choice among stored things, by primary key; cleans to the key or None.

    `load` is asked for the choices when they are shown, not when one is sent: whether it may be chosen is the verb's to
    say, under the product's lock.
    """

    widget = LongSelect

    def __init__(self, load: Callable[[], list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(**{"required": False, "coerce": id_or_none, "empty_value": None, **kwargs})
        self.choices = cache(load)

    def valid_value(self, value: Any) -> bool:
        """Whether this can be a primary key at all."""
        return str(value).isascii() and str(value).isdigit() and len(str(value)) < 19


def _owner(goal: Goal) -> forms.Field:
    return ReferenceField(lambda: member_choices(goal), label="Owner")


def _date(label: str) -> Callable[[Goal], forms.Field]:
    def make(goal: Goal) -> forms.Field:
        return DayField(label=label, required=False)

    return make


def _confidence(goal: Goal) -> forms.Field:
    return forms.ChoiceField(label="Confidence", required=False, choices=[("", "Not said"), *Confidence.choices])


_FIELDS: dict[str, GoalField] = {}


def offer(field: GoalField) -> None:
    """Let people edit this field in place."""
    _FIELDS[field.name] = field


def field_of(goal: Goal, name: str) -> GoalField | None:
    """The field of this name, if the goal has it."""
    field = _FIELDS.get(name)
    return field if field is not None and field.fits(goal) else None


def facts_of(level: levels.Level | None) -> list[GoalField]:
    """The short facts that a new goal of this level can begin with; none while no level is chosen."""
    return [field for field in _FIELDS.values() if level and field.kind == "fact" and level.rank in field.ranks]


def fields_of(goal: Goal) -> list[GoalField]:
    """All fields of the goal, in the order in which they are shown."""
    return [field for field in _FIELDS.values() if field.fits(goal)]


offer(GoalField("title", "Title", "title", lambda g: TitleField(), lambda g: g.title, "title", key="e"))
offer(
    GoalField(
        "statement",
        "Statement",
        "statement",
        lambda g: LongField(label="Statement"),
        lambda g: g.statement,
        "statement",
        "Say it in full: who can do what, and how you will know",
    )
)
offer(GoalField("starts_on", "Starts", "starts_on", _date("Starts"), lambda g: g.starts_on, prompt="Set a date"))
offer(GoalField("ends_on", "Ends", "ends_on", _date("Ends"), lambda g: g.ends_on, prompt="Set a date"))
offer(GoalField("owner", "Owner", "owner_id", _owner, lambda g: g.owner or "", prompt="Choose"))
offer(
    GoalField(
        "confidence",
        "Confidence",
        "confidence",
        _confidence,
        lambda g: g.get_confidence_display(),
        prompt="Set",
        ranks=levels.RANKS[1:],
    )
)
offer(
    GoalField(
        "learning",
        "What we learnt",
        "learning",
        lambda g: LongField(label="What we learnt"),
        lambda g: g.learning,
        "statement",
        "Write down what you learnt",
        only_closed=True,
    )
)
