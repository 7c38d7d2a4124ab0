"""Reading an answer's HTML the way a browser does: its elements with their attributes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    """A tag with its attributes, and the text directly inside of it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""


@dataclass
class Field:
    """A control of a form: its name, its kind ("textarea", "select" or an input's type), its value."""

    name: str
    kind: str
    value: str


@dataclass
class Form:
    """A form: where it goes, how, and its controls."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    def values(self) -> dict[str, str]:
        """What the form sends as it stands; of radio buttons and selects, the first that is chosen."""
        return {control.name: control.value for control in self.fields}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.open: list[Element] = []
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select: Field | None = None
        self.area: Field | None = None

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in pairs}
        element = Element(tag, attributes)
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)
        if tag == "form":
            where = attributes.get("action") or attributes.get("hx-post") or ""
            self.form = Form(where, "post" if "hx-post" in attributes else attributes.get("method", "get").lower())
            self.forms.append(self.form)
        elif self.form is not None:
            self._control(tag, attributes)

    def _control(self, tag: str, attributes: dict[str, str]) -> None:
        assert self.form is not None
        name = attributes.get("name", "")
        if tag == "textarea" and name:
            self.area = Field(name, "textarea", "")
            self.form.fields.append(self.area)
        elif tag == "select" and name:
            self.select = Field(name, "select", "")
            self.form.fields.append(self.select)
        elif tag == "option" and self.select is not None and ("selected" in attributes or not self.select.value):
            self.select.value = attributes.get("value", "")
        elif tag == "input" and name:
            kind = attributes.get("type", "text")
            if kind in ("radio", "checkbox") and "checked" not in attributes:
                if not any(control.name == name for control in self.form.fields):
                    self.form.fields.append(Field(name, kind, attributes.get("value", "")))
                return
            self.form.fields = [c for c in self.form.fields if not (c.name == name and kind == "radio")]
            self.form.fields.append(Field(name, kind, attributes.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            if self.open.pop().tag == tag:
                break
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea" and self.area is not None:
            # A browser drops the line break that may follow the opening tag.
            self.area.value = self.area.value.removeprefix("\n")
            self.area = None

    def handle_data(self, text: str) -> None:
        if self.open:
            self.open[-1].text += text
        if self.area is not None:
            self.area.value += text


def read(html: str) -> _Reader:
    """Parse a page or a fragment."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def is_html(answer: Any) -> bool:
    """Whether an answer is HTML."""
    return answer.headers.get("Content-Type", "").startswith("text/html")


def addresses_in(html: str) -> Iterator[str]:
    """Yield the addresses that a person or htmx can GET from here, of this site."""
    for element in read(html).elements:
        for name in ("href", "hx-get"):
            address = element.attributes.get(name, "")
            if address.startswith("/") and element.tag != "link" and not address.startswith("/static/"):
                yield address.partition("#")[0]
