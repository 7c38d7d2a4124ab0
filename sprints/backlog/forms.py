"""What people type about items of the backlog."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms

from goalchain.goals.fetch import split_key
from goalchain.goals.fields import ReferenceField, TitleField
from goalchain.goals.models import Goal
from goalchain.lib.long_select import LongSelect
from goalchain.lib.text import storable
from goalchain.products.access import Access
from goalchain.products.errors import Refused
from goalchain.products.models import Product

from ..models import BacklogItem, Sprint
from ..models.backlog_item import ItemState
from .lines import MOST_LINES, titles_in
from .reads import goals_offered, sprints_offered
from .rules import MOST_SIZE, size_said

NONE = ("none", "No goal, on purpose")


class ServedField(forms.ChoiceField):
    """The goal that an item serves: its key, "none" or ""; whether it may be chosen is the verb's to say.

    The goals are asked for when they are shown, not when one is sent.
    """

    widget = LongSelect

    def __init__(self, load: Callable[[], list[Any]], unsaid: str = "Not said yet") -> None:
        super().__init__(required=False, label="Serves")
        self.choices = cache(lambda: [("", unsaid), NONE, *load()])

    def valid_value(self, value: Any) -> bool:
        """Whether this can be a choice at all."""
        return value == "none" or split_key(str(value)) is not None


def served(product: Product, word: str) -> dict[str, Any]:
    """What the verbs take for a choice of ServedField. One query for a key. Raises Refused for one that names none."""
    if word in ("", "none"):
        return {"goal": None, "serves_none": word == "none"}
    parts = split_key(word)
    number = parts[1] if parts and parts[0] == product.key else 0
    goal = Goal.objects.filter(product=product, number=number).first()
    if goal is None:
        raise Refused(f"There is no goal {word} in this product. Choose one of the list.", field="goal")
    return {"goal": goal, "serves_none": False}


class ItemTitleField(TitleField):
    """The title of an item, on one line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages["required"] = "An item needs words. Say in a few what is to be done."
        self.error_messages["max_length"] = "A title has 200 characters at most, and this one has %(show_value)d."


class NewItemForm(forms.Form):
    """A new item: its title and what it serves."""

    title = ItemTitleField(
        label="New item", widget=forms.TextInput({"placeholder": "Add an item", "autocomplete": "off"})
    )

    def __init__(self, goals: Callable[[], list[Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "new-item-%s"} | kwargs)
        self.fields["goal"] = ServedField(goals, unsaid="Serves: not said yet")


class ItemForm(forms.Form):
    """All of an item that people edit; the sprint is among it for whoever may read planning."""

    title = ItemTitleField(label="Title")
    size = forms.DecimalField(
        required=False,
        min_value=0,
        max_value=MOST_SIZE,
        max_digits=5,
        decimal_places=1,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(choices=ItemState.choices)
    tracker_url = forms.CharField(
        label="Link",
        required=False,
        strip=True,
        validators=[storable],
        help_text="To the item in Jira, GitHub, GitLab or Azure DevOps.",
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )

    field_order = ["title", "goal", "sprint", "state", "size", "tracker_url"]

    def __init__(self, product: Product, access: Access, item: BacklogItem, data: Any = None) -> None:
        initial = {
            "title": item.title,
            "goal": f"{product.key}-{item.goal.number}" if item.goal else "none" if item.serves_none else "",
            "size": size_said(item.size),
            "state": item.state,
            "tracker_url": item.tracker_url,
            "sprint": item.sprint_id,
        }
        super().__init__(data, auto_id=f"item-{item.pk}-%s", initial=initial)
        self.fields["goal"] = ServedField(lambda: _with(goals_offered(product), initial["goal"], item.goal))
        sprint = (str(item.sprint_id), item.sprint) if item.sprint_id else ("", None)
        self.fields["sprint"] = ReferenceField(
            lambda: [("", "Not planned yet"), *_with(sprints_offered(product, access), *sprint)], label="Sprint"
        )
        self.order_fields(self.field_order)


def _with(groups: list[Any], chosen: Any, thing: Any) -> list[Any]:
    """The choices with the present one, should it not be offered any more."""
    offered = {value for _, choices in groups for value, _ in choices}
    return groups if thing is None or chosen in offered else [("As it is now", [(chosen, str(thing))]), *groups]


def sprint_chosen(product: Product, pk: int | None) -> Sprint | None:
    """The sprint of a choice. One query for one. Raises Refused for none of the product."""
    if pk is None:
        return None
    sprint = Sprint.objects.filter(product=product, pk=pk).first()
    if sprint is None:
        raise Refused("That sprint belongs to another product. Choose one of this product.", field="sprint")
    return sprint


class LinesForm(forms.Form):
    """Pasted lines, an item each, and what they all serve; a valid form has the `titles`."""

    lines = forms.CharField(
        strip=False,
        help_text=f"One item in each line, up to {MOST_LINES}. Marks of a list are left out.",
        error_messages={"required": "Paste at least one line."},
        widget=forms.Textarea({"rows": 12}),
    )

    titles: list[str]

    def __init__(self, goals: Callable[[], list[Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["goal"] = ServedField(goals)

    def clean_lines(self) -> str:
        """The text as it was typed; every line that cannot be an item is named, up to ten."""
        text: str = self.cleaned_data["lines"].replace("\r\n", "\n")
        self.titles, bad = titles_in(text)
        if bad:
            raise forms.ValidationError([f"Line {line.number}: {line.reason}" for line in bad[:10]])
        if not self.titles:
            raise forms.ValidationError("These lines hold no words. Paste at least one line.")
        return text
