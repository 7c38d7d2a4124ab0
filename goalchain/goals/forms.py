"""The forms of the chain: a new goal, a link with its reason."""

from typing import Any

from django import forms

from goalchain.lib.text import storable
from goalchain.products.access import Access
from goalchain.products.models import Product

from . import levels
from .fetch import split_key
from .fields import LongField, OneLine, TitleField, facts_of
from .models import Goal

REASON_HELP = "Because … How does it move the goal above?"


class ReasonField(forms.CharField):
    """A rationale: how a goal moves the one it serves."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{
                "label": "Because",
                "required": False,
                "max_length": 2000,
                "validators": [storable],
                "help_text": REASON_HELP,
                "widget": forms.Textarea({"rows": 2}),
                **kwargs,
            }
        )


class ParentField(forms.CharField):
    """A goal of this product by its key; cleans to the Goal, which must be one that the person may see."""

    def __init__(self, product: Product, access: Access, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 20, "label": "Parent", **kwargs})
        self.product, self.access = product, access

    def clean(self, value: Any) -> Goal | None:
        """The goal that the key names. One query."""
        key = (super().clean(value) or "").strip().upper()
        if not key:
            return None
        parts = split_key(key)
        goal = None
        if parts and parts[0] == self.product.key:
            found = Goal.objects.filter(product=self.product, number=parts[1]).readable(self.access)
            goal = found.with_level().first()
        if goal is None:
            raise forms.ValidationError(
                f"There is no goal {key} in {self.product.name}. Search for it and choose one from the list."
            )
        goal.product = self.product
        return goal.of_level


class LinkForm(forms.Form):
    """Which goal to serve, and why."""

    def __init__(self, product: Product, access: Access, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = ParentField(
            product, access, error_messages={"required": "Choose the goal that this one serves."}
        )
        self.fields["rationale"] = ReasonField()


class DependencyForm(forms.Form):
    """Another goal of the product, and which of the two waits."""

    direction = forms.ChoiceField(label="Which one waits?", initial="waits")

    def __init__(self, goal: Goal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["direction"].choices = [  # type: ignore[attr-defined]
            ("waits", f"{goal.key} waits for the goal chosen below"),
            ("blocks", f"The goal chosen below waits for {goal.key}"),
        ]
        self.fields["goal"] = ParentField(
            goal.product, goal.access, label="Goal", error_messages={"required": "Choose the other goal."}
        )


class GoalForm(forms.Form):
    """A new goal: level, words, and what it serves."""

    level = forms.ChoiceField(widget=forms.RadioSelect)
    title = TitleField(help_text="What will be true? A few words that people can remember.")
    statement = LongField(label="In full", help_text="Who can do what then, and how you will know.")

    def __init__(self, product: Product, access: Access, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        has_vision = Goal.objects.filter(product=product, level=levels.VISION).open().exists()
        self.level_choices = [
            level
            for level in levels.used_by(product.preset)
            if access.edit_level(level.rank) and not (has_vision and level.rank == levels.VISION)
        ]
        self.fields["level"].choices = [(level.name, level.label) for level in self.level_choices]  # type: ignore[attr-defined]
        self.fields["level"].error_messages["invalid_choice"] = (
            f"“%(value)s” cannot be added here. Choose one of the levels shown; {product.name} has "
            f"{'a vision already' if has_vision else 'no vision yet'}."
        )
        self.fields["parent"] = ParentField(product, access, required=False)
        self.fields["rationale"] = ReasonField()
        if not self.is_bound:
            self.fields["title"].widget.attrs["autofocus"] = True
        self.facts = facts_of(self.chosen_level)
        for fact in self.facts:
            self.fields[fact.name] = fact.make(Goal(product=product))

    @property
    def chosen_level(self) -> levels.Level | None:
        """The level that is filled in or sent."""
        return levels.LEVELS.get(str(self["level"].value() or ""))

    @property
    def facts_given(self) -> bool:
        """Whether any of the facts is filled in, so that they must show."""
        return any(self[fact.name].value() for fact in self.facts)

    def fact_values(self) -> dict[str, Any]:
        """The dates, the owner and so on, as `Goal.create` takes them."""
        return {fact.column: self.cleaned_data[fact.name] for fact in self.facts}


class ChildForm(forms.Form):
    """Quick add under a goal: the words and the reason."""

    title = TitleField(widget=OneLine({"placeholder": "What will be true?"}))
    rationale = ReasonField(widget=OneLine({"placeholder": "Because …"}), help_text="")
    level = forms.ChoiceField()

    def __init__(self, choices: list[levels.Level], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [(level.name, level.label) for level in choices]  # type: ignore[attr-defined]
