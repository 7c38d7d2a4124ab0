"""The template words of the design system."""

from datetime import timedelta

import pytest
from django import forms
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.template.base import Node, NodeList
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from goalchain.lib.templatetags.ui import LEVELS, MOST_TEXTS, ConstantNode, plainly


def render(text: str, **context: object) -> str:
    return Template(text).render(Context(context))


def test_an_icon_is_hidden_from_assistive_technology() -> None:
    drawn = render('{% icon "vision" %}')
    assert 'aria-hidden="true"' in drawn
    assert "icons" in drawn and "#vision" in drawn


def test_an_icon_name_is_escaped() -> None:
    assert "<b>" not in render("{% icon name %}", name='"><b>')


def test_a_level_sets_its_hue_and_nothing_else_does() -> None:
    for level in LEVELS:
        assert render("{{ name|level_class }}", name=level) == f"is-{level}"
    assert render("{{ name|level_class }}", name='x" onload="') == ""


def test_a_level_is_hue_icon_and_word() -> None:
    shown = render('{% include "parts/_level.html" %}', level_name="sprint", label="Sprint goal", key="BIKE-7")
    assert "is-sprint" in shown and "#sprint" in shown and "Sprint goal" in shown and "BIKE-7" in shown


def test_a_foreign_field_speaks_plainly() -> None:
    class Foreign(forms.Form):
        again = forms.CharField(
            label="New Password (again)", widget=forms.PasswordInput(attrs={"placeholder": "New Password"})
        )

    field = plainly(Foreign()["again"])
    assert field.label == "New password (again)"
    assert "placeholder" not in str(field)


def test_a_wrong_field_says_so_to_everybody() -> None:
    class Sample(forms.Form):
        title = forms.CharField(help_text="A few words.")

    shown = render('{% include "parts/_field.html" %}', field=Sample({})["title"])
    assert 'aria-invalid="true"' in shown
    assert 'aria-describedby="id_title_helptext id_title_error"' in shown
    assert 'id="id_title_error"' in shown and 'id="id_title_helptext"' in shown


def test_an_editor_keeps_both_wordings_in_a_clash() -> None:
    class Sample(forms.Form):
        title = forms.CharField()

    form = Sample({"title": "<b>Mine</b>"})
    shown = render(
        '{% include "parts/_inline_edit.html" with field=form.title %}',
        form=form,
        field_id="title",
        edit_url="/edit/",
        display_url="/show/",
        version=8,
        clash={"by": "Mara", "at": "just now", "theirs": "Theirs", "yours": "<b>Mine</b>"},
    )
    assert "Theirs" in shown and "Save mine" in shown and "Keep theirs" in shown
    assert shown.count("&lt;b&gt;Mine&lt;/b&gt;") == 2
    assert 'name="version" value="8"' in shown


def test_what_is_constant_is_rendered_once_and_knows_no_variable() -> None:
    drawn: list[str] = []
    node = ConstantNode(NodeList([_Counting(drawn)]), {})
    context = Context({"name": "Ada"})
    for debug, times in ((False, 1), (True, 3)):
        drawn.clear()
        node.texts.clear()
        with context.bind_template(Template("", engine=Engine(debug=debug))):
            assert [node.render(context) for _ in range(3)] == ["[]"] * 3
        assert len(drawn) == times


def test_what_is_constant_ends_where_it_says() -> None:
    assert render("{% constant %}{{ name }}a{% endconstant %}{{ name }}", name="Ada") == "aAda"


def test_what_is_constant_for_its_values_knows_them_alone() -> None:
    words = "{% constant word=name %}{{ word }}{{ other }}{% endconstant %}"
    template = Engine(libraries={}, builtins=["goalchain.lib.templatetags.ui"]).from_string(words)
    for name, shown in (("<b>", "&lt;b&gt;"), (mark_safe("<b>"), "<b>"), ("<b>", "&lt;b&gt;"), ("Ada", "Ada")):
        assert template.render(Context({"name": name, "other": "Bob"})) == shown
    (node,) = template.nodelist.get_nodes_by_type(ConstantNode)
    assert len(node.texts) == 3
    for number in range(MOST_TEXTS):
        template.render(Context({"name": number}))
    assert len(node.texts) <= MOST_TEXTS


def test_what_is_constant_takes_named_values_only() -> None:
    with pytest.raises(TemplateSyntaxError, match="name=value only"):
        render("{% constant name %}a{% endconstant %}")


class _Counting(Node):
    """Shows the variable `name` and counts how often it is rendered."""

    def __init__(self, drawn: list[str]) -> None:
        self.drawn = drawn

    def render(self, context: Context) -> SafeString:
        self.drawn.append("once")
        return SafeString(f"[{context.get('name', '')}]")


def test_a_state_says_its_outcome_when_it_has_one() -> None:
    assert render('{% state "agreed" %}') == '<span class="state is-agreed">Agreed</span>'
    closed = render('{% state "closed" "missed" %}')
    assert closed == '<span class="state is-closed is-missed">Missed</span>'
    assert ">Partly achieved<" in render('{% state "closed" "partly" "Partly achieved" %}')
    assert render('{% include "parts/_state.html" with state="closed" outcome="missed" %}').strip() == closed


def test_a_level_escapes_what_people_wrote() -> None:
    assert "<b>" not in render("{% level name name name %}", name='"><b>')


def test_a_part_shows_what_its_mapping_holds_over_the_page() -> None:
    text = '{% part "parts/_state.html" shown %}{{ state }}'
    shown = render(text, shown={"state": "active"}, state="outside")
    assert shown.replace("\n", "") == '<span class="state is-active">Active</span>outside'


def test_a_part_is_looked_up_once_and_knows_the_page() -> None:
    text = "{% for state in states %}{% part name %}{% endfor %}"
    shown = render(text, states=["draft", "active"], name="parts/_state.html")
    assert shown.count('<span class="state') == 2
    assert ">Draft<" in shown and ">Active<" in shown


def test_a_part_with_blocks_of_its_own_stands_in_a_page_that_has_such_blocks() -> None:
    pages = {
        "base.html": "{% block head %}{% endblock %}|{% block body %}{% endblock %}",
        "page.html": '{% extends "base.html" %}{% block head %}page{% endblock %}'
        '{% block body %}{% part "rows.html" %}{% endblock %}',
        "table.html": "<{% block head %}{% endblock %}>",
        "rows.html": '{% extends "table.html" %}{% block head %}rows{% endblock %}',
    }
    engine = Engine(
        loaders=[("django.template.loaders.locmem.Loader", pages)], builtins=["goalchain.lib.templatetags.ui"]
    )
    assert engine.get_template("page.html").render(Context()) == "page|<rows>"


def test_a_part_takes_one_mapping() -> None:
    with pytest.raises(TemplateSyntaxError, match="one mapping"):
        render('{% part "parts/_state.html" shown more %}')


def test_a_moment_says_how_long_ago_it_was_and_when() -> None:
    at = timezone.now() - timedelta(hours=3, minutes=5)
    local = timezone.localtime(at)
    shown = render('{% moment at "secondary" %}', at=at)
    assert f'<time class="secondary" datetime="{local.isoformat()}"' in shown
    assert f'title="{local.day} {local:%B %Y, %H:%M}"' in shown
    assert ">3\xa0hours ago</time>" in shown


def test_options_are_written_by_value_and_in_groups() -> None:
    choices = [("", "Any"), (7, "A & B"), ("Team <1>", [("8", "Sprint 8")])]
    assert render("{% options choices chosen %}", choices=choices, chosen=7) == (
        '<option value="">Any</option><option value="7" selected>A &amp; B</option>'
        '<optgroup label="Team &lt;1&gt;"><option value="8">Sprint 8</option></optgroup>'
    )
    assert render("{% options choices chosen %}", choices=choices, chosen=None).startswith('<option value="" selected>')
    assert " selected" not in render("{% options choices chosen %}", choices=choices, chosen="gone")
