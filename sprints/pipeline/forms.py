"""What people type about a draft for a sprint."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.utils.choices import CallableChoiceIterator

from goalchain.goals.fields import OneLine, TitleField
from goalchain.goals.forms import ParentField, ReasonField
from goalchain.products.access import Access
from goalchain.products.models import Product


class DraftForm(forms.Form):
    """A draft for a sprint: what will be true, what that serves, and why. The template follows on the page."""

    title = TitleField(
        label="What will be true at the end of the sprint?",
        error_messages={"required": "A draft needs words. Say in a few what will be true."},
    )

    def __init__(
        self, product: Product, access: Access, goals: Callable[[], list[Any]], *args: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"auto_id": "new-draft-%s"} | kwargs)
        # Asked for when they are shown, not when one is sent.
        choices = CallableChoiceIterator(cache(lambda: [("", "Not said yet"), *goals()]))
        parents = forms.Select(choices=choices)
        self.fields["parent"] = ParentField(product, access, label="Serves", required=False, widget=parents)
        self.fields["rationale"] = ReasonField(widget=OneLine(), help_text="")
