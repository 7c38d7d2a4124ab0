"""What people write down when a release ships."""

from typing import Any

from django import forms

from goalchain.lib.day_field import DayField
from goalchain.lib.text import storable
from goalchain.products.models import Product

from .checkpoint import Checkpoint
from .rules import LABELS, LINK_LENGTH, LINKS_MOST, LONG, SHORT, link_refusal


def _long(label: str, help_text: str, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONG,
        validators=[storable],
        widget=forms.Textarea({"rows": rows}),
        **{"required": False, **more},
    )


class CheckpointForm(forms.Form):
    """The checkpoint of a release: what came out, who gains from it, and how one can see that."""

    shipped_on = DayField(label=LABELS["shipped_on"], error_messages={"required": "Say on which day it shipped."})
    result = _long(
        LABELS["result"],
        "In a sentence or two, as you would tell a stakeholder.",
        required=True,
        error_messages={"required": "Say in a sentence or two what came out."},
    )
    value = _long(LABELS["value"], "What is better now?", 2)
    beneficiary = forms.CharField(
        label=LABELS["beneficiary"],
        required=False,
        max_length=SHORT,
        validators=[storable],
        help_text="Riders of the pilot city, twelve workshops …",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    effect = _long(LABELS["effect"], "What moved, from where to where, and what did not?", 2)
    evidence = _long(LABELS["evidence"], "What people said, what was measured, what was seen.", 3)
    links = forms.CharField(
        label=LABELS["links"],
        required=False,
        max_length=(LINK_LENGTH + 2) * LINKS_MOST,
        help_text="One https:// address a line: a demo, a report, a recording.",
        widget=forms.Textarea({"rows": 2, "autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, product: Product, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shipped_on"].widget.attrs["max"] = product.today().isoformat()

    def clean_links(self) -> list[str]:
        """The addresses, each once; raises ValidationError for what cannot be one."""
        links = list(dict.fromkeys(line.strip() for line in self.cleaned_data["links"].splitlines() if line.strip()))
        refused = [refusal for link in links if (refusal := link_refusal(link))]
        if len(links) > LINKS_MOST:
            refused.append(f"There are {len(links)} links; {LINKS_MOST} is the most. Keep the telling ones.")
        if refused:
            raise forms.ValidationError(refused[:5])
        return links


def initial_of(checkpoint: Checkpoint) -> dict[str, Any]:
    """The stored checkpoint as the form shows it."""
    stored = {name: getattr(checkpoint, name) for name in Checkpoint.FIELDS}
    return stored | {"links": "\n".join(checkpoint.links)}
