"""A field that is edited in place, as it is shown."""

from datetime import date
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from goalchain.lib.inline import LONGEST_KEPT, _inline, inline

FIELD = {"field_id": "goal-title", "label": "Title", "value": "Riders book online", "kind": "title", "edit_url": "/e/"}


def test_a_field_has_its_value_and_the_way_to_its_editor() -> None:
    shown = inline({**FIELD, "key": "e"})
    assert '<div class="inline is-title" id="goal-title">' in shown
    assert '<h1 class="inline-value">Riders book online</h1>' in shown
    assert 'id="goal-title-edit" href="/e/" data-edit data-key="e" hx-get="/e/" hx-target="#goal-title"' in shown
    assert 'Edit<span class="unseen"> title</span>' in shown


def test_who_may_not_edit_gets_no_way() -> None:
    shown = inline({**FIELD, "edit_url": ""})
    assert "Edit" not in shown and "data-editable" not in shown


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ({"value": ""}, '<span class="inline-prompt">Say when</span>'),
        ({"value": None}, '<span class="inline-prompt">Say when</span>'),
        ({"value": "", "edit_url": ""}, '<span class="secondary">–</span>'),
        ({"value": 0}, ">0<"),
        ({"value": "two\nlines"}, ">two\nlines<"),
    ],
)
def test_an_empty_value_asks_to_be_filled_and_nought_is_none(field: dict[str, object], said: str) -> None:
    assert said in inline({**FIELD, "kind": "fact", "prompt": "Say when", **field})


def test_what_people_typed_is_escaped_however_it_comes() -> None:
    for value in ("<b>bold</b>", mark_safe("<b>bold</b>")):
        shown = inline({**FIELD, "value": value, "label": "title of <i>", "prompt": "<i>"})
        assert "&lt;b&gt;bold" in shown and "<b>" not in shown and "<i>" not in shown


def test_a_template_names_the_field_or_what_it_holds() -> None:
    shown = Template("{% inline field %}").render(Context({"field": FIELD}))
    named = Template("{% inline field_id=f.field_id label=f.label value=f.value kind=f.kind edit_url=f.edit_url %}")
    assert shown == named.render(Context({"f": FIELD})) == inline(FIELD)


def test_long_values_do_not_fill_the_memory() -> None:
    for length, kept in ((LONGEST_KEPT, 1), (LONGEST_KEPT + 1, 0)):
        before = _inline.cache_info().misses
        assert "x" * length in inline({**FIELD, "value": "x" * length})
        assert _inline.cache_info().misses - before == kept


@pytest.mark.parametrize("value", [date(2026, 9, 21), Decimal("1234.50"), 7, 0, "2026-09-21"])
def test_a_value_reads_as_in_a_template(value: object) -> None:
    said = Template("{{ value }}").render(Context({"value": value}))
    assert f'<h1 class="inline-value">{said}</h1>' in inline({**FIELD, "value": value})


def test_a_day_is_said_in_words() -> None:
    assert ">21 Sep 2026<" in inline({**FIELD, "value": date(2026, 9, 21)})
