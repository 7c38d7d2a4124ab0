"""Template words of the design system. Registered as built-ins, so no template needs to load them."""

import functools
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.forms import BaseForm, BoundField
from django.template.base import token_kwargs
from django.template.defaultfilters import capfirst
from django.template.loader_tags import BlockNode, ExtendsNode
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from goalchain.lib.differences import drawn
from goalchain.lib.inline import inline
from goalchain.lib.long_select import options
from goalchain.lib.text import ago, as_reason, lower_first

register = template.Library()
register.filter("ago", ago)
register.filter("became", drawn)
register.filter("lower_first", lower_first)

_END = SafeString("</span>")
_SYSTEM = SafeString("")
_THEMES = {name: SafeString(f' data-theme="{name}"') for name in ("light", "dark")}
#: So many renderings a {% constant %} with values keeps.
MOST_TEXTS = 500
LEVELS = ("vision", "user", "business", "product", "release", "sprint")


@functools.cache
def _drawing(name: str, sprite: str) -> SafeString:
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        sprite,
        name,
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """
    The drawing `name` of static/icons.svg, sized by the text around it.

    It is hidden from assistive technology: a word always stands beside it, visible or as `.unseen` text.
    Costs no query.
    """
    return _drawing(name, static("icons.svg"))


@functools.lru_cache(maxsize=256)
def _level(name: str, label: str, sprite: str) -> SafeString:
    return format_html('<span class="level {}">{}{}', level_class(name), _drawing(name, sprite), label)


@register.simple_tag
def level(name: str, label: str, key: str = "") -> SafeString:
    """A level: hue, icon and word, with the goal's key after it where one is given."""
    opening = _level(name, label, static("icons.svg"))
    return format_html('{} <span class="key">{}</span></span>', opening, key) if key else opening + _END


@register.simple_tag
@functools.lru_cache(maxsize=256)
def state(name: str, outcome: str = "", word: str = "") -> SafeString:
    """A state: a word with a dot; the outcome says it when the goal is closed. `word` is said instead of the name."""
    kind = f"closed is-{outcome}" if outcome else name
    return format_html('<span class="state is-{}">{}</span>', kind, capfirst(word or outcome or name))


@register.simple_tag(name="inline")
def inline_tag(field: Mapping[str, Any] | None = None, **own: Any) -> SafeString:
    """
    A field that is edited in place, as it is shown: `{% inline shown.title %}`, or with what it holds named one by one.

    See goalchain.lib.inline for what that is. Costs no query.
    """
    return inline(own if field is None else field)


@register.simple_tag(name="options")
def options_tag(choices: Iterable[tuple[Any, Any]], chosen: object = "") -> SafeString:
    """
    The options of a `<select>`: pairs of value and label, or of a label and such pairs for a group.

    Lists that grow with a product are written so; a loop in a template costs twenty times as much. Costs no query.
    """
    return options(choices, ("" if chosen is None else str(chosen),))


@register.simple_tag
def moment(at: datetime, css: str = "") -> SafeString:
    """
    When something was, as how long ago that is, with the day and the time to be read by machines and on pointing at it.

    `css` is a class of the element. Costs no query.
    """
    local = timezone.localtime(at)
    day, look = date_format(local, "j F Y, H:i"), format_html(' class="{}"', css) if css else ""
    return format_html('<time{} datetime="{}" title="{}">{}</time>', look, local.isoformat(), day, ago(at))


@register.simple_tag(takes_context=True)
def theme(context: template.Context) -> SafeString:
    """The attribute of the page for the theme that its reader chose; none where the system's is to be used."""
    request = context.get("request")
    return _THEMES.get(request.COOKIES.get("theme", ""), _SYSTEM) if request else _SYSTEM


@register.tag
def part(parser: template.base.Parser, token: template.base.Token) -> "PartNode":
    """
    A fragment: `{% part "parts/_find.html" %}`; with all that a mapping holds: `{% part region.template region %}`.

    The same as `{% include … %}`, or `{% include … with %}` and every entry named, and quicker: the fragment is looked
    up once, not at each rendering. A {% cycle %} in it goes on where it was when it comes again in the same page.
    """
    _, name, *mapping = token.split_contents()
    if len(mapping) > 1:
        raise template.TemplateSyntaxError(f"{{% part %}} takes a fragment and one mapping, not {' '.join(mapping)!r}.")
    return PartNode(parser.compile_filter(name), parser.compile_filter(mapping[0]) if mapping else None)


class PartNode(template.Node):
    """The fragment that {% part %} names."""

    def __init__(
        self, name: template.base.FilterExpression, mapping: template.base.FilterExpression | None = None
    ) -> None:
        self.name = name
        self.mapping = mapping
        self.found: dict[str, Callable[[template.Context], SafeString]] = {}

    def render(self, context: template.Context) -> SafeString:
        """The fragment, with the mapping's entries over the variables of the page."""
        name = self.name.resolve(context)
        render = self.found.get(name)
        if render is None:
            assert context.template is not None  # a rendering binds it
            render = self.found[name] = _rendering(context.template.engine.get_template(name))
        if self.mapping is None:
            return render(context)
        with context.push(**self.mapping.resolve(context)):
            return render(context)


def _rendering(fragment: template.Template) -> Callable[[template.Context], SafeString]:
    """What renders a fragment in a page: apart where it has blocks of its own, or where DEBUG tells errors in it."""
    apart = fragment.engine.debug or fragment.nodelist.get_nodes_by_type((BlockNode, ExtendsNode))  # type: ignore[arg-type]
    return fragment.render if apart else fragment.nodelist.render


class ConstantNode(template.Node):
    """The inside of {% constant %}, and the values that it is given by name."""

    def __init__(self, inside: template.NodeList, given: dict[str, template.base.FilterExpression]) -> None:
        self.inside = inside
        self.given = given
        self.texts: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        """The text of the first rendering with these values. It knows no other, so it can tell nothing else."""
        values = {name: value.resolve(context) for name, value in self.given.items()}
        # Text that is safe equals text that is not; the one must never be taken for the other.
        key = tuple((type(value), value) for value in values.values())
        text = self.texts.get(key)
        if text is None:
            text = self.inside.render(context.new(values))
            if context.template and not context.template.engine.debug:
                if len(self.texts) == MOST_TEXTS:
                    self.texts.clear()
                self.texts[key] = text
        return text


@register.tag
def constant(parser: template.base.Parser, token: template.base.Token) -> ConstantNode:
    """
    What is the same on every page: `{% constant %}…{% endconstant %}` is rendered once a process, without any variable.

    `{% constant key=product.key nav=nav %}` is rendered once for these values, which are all that its inside knows; a
    process keeps MOST_TEXTS of them. With DEBUG it is rendered each time.
    """
    _, *words = token.split_contents()
    given = token_kwargs(words, parser)
    if words:
        raise template.TemplateSyntaxError(f"{{% constant %}} takes name=value only, not {words[0]!r}.")
    inside = parser.parse(("endconstant",))
    parser.delete_first_token()
    return ConstantNode(inside, given)


@register.filter
def level_class(level_name: str) -> str:
    """`is-sprint` for "sprint", the class that sets the hue of a level; "" for a word that is no level."""
    return f"is-{level_name}" if level_name in LEVELS else ""


@register.filter
def plainly(field: BoundField) -> BoundField:
    """The field of a foreign form in our voice: its label in sentence case, no placeholder that repeats the label."""
    first, *others = (field.label or field.name).split(" ")
    field.label = " ".join([first, *(word.lower() for word in others)])
    field.field.widget.attrs.pop("placeholder", None)
    return field


@register.filter
def complaints(form: BaseForm) -> list[dict[str, Any]]:
    """What a summary of a form's errors lists: its own `words`, then each `field` whose words stand beside it."""
    told: list[dict[str, Any]] = [{"words": words} for words in form.non_field_errors()]
    for field in form:
        if field.is_hidden:
            told += [{"words": words} for words in field.errors]
        elif field.errors:
            told.append({"field": field})
    return told


@register.filter
def as_because(rationale: str) -> str:
    """A rationale as people say it: "because …"."""
    return f"because {as_reason(rationale)}" if rationale.strip() else ""


@register.filter
def with_article(noun: str) -> str:
    """ "a sprint goal" for "sprint goal"; "an" before a vowel that is spoken as one."""
    return f"an {noun}" if noun[:1] in "aeio" else f"a {noun}"


@register.filter
def undo_of(message: Message) -> dict[str, str]:
    """What a notice offers to take back: `url` and `event`; empty when it offers nothing."""
    url, _, event = (message.extra_tags or "").partition(" ")
    return {"url": url, "event": event} if event else {}
