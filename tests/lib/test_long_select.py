"""LongSelect: the same choice as Django's own, without its templates."""

import pytest
from django import forms
from django.test.html import parse_html

from goalchain.lib.long_select import LongSelect

CHOICES = [("", "None"), ("a&b", "<b>Ä & ö</b>"), ("Group “1”", [(1, "One"), (2, "Two")]), ("3", "Three")]


@pytest.mark.parametrize("value", [None, "", "a&b", 1, "2", "gone"])
def test_it_offers_what_djangos_own_offers(value):
    own = {"class": "wide", "data-hostile": '"><script>'}
    ours, djangos = (
        kind(own, CHOICES).render("of", value, {"id": "x", "disabled": True}) for kind in (LongSelect, forms.Select)
    )
    assert parse_html(ours) == parse_html(djangos)
    assert ours.count(" selected") == (value != "gone")


def test_it_asks_for_its_choices_when_it_is_shown():
    asked = []
    field = forms.ChoiceField(choices=lambda: asked.append(1) or CHOICES, widget=LongSelect)
    assert not asked
    assert "Three" in field.widget.render("of", "3")
    assert asked
