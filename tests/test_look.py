"""The look holds together: icons exist, sheets are linked, templates stay free of inline code, assets stay light."""

import gzip
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SPRITE = set(re.findall(r'<symbol id="([a-z]+)"', (ROOT / "static/icons.svg").read_text()))

# What a strict Content-Security-Policy refuses, and what no template may therefore hold.
INLINE = re.compile(
    r"""\sstyle\s*=|<style\b|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*\bsrc=)|\bhx-on\b|hx-vals=["']js:""", re.I
)


def missing_icons(texts: Iterable[str], drawn: set[str]) -> set[str]:
    """Names that templates ask of `{% icon %}` and that the sprite does not draw."""
    return {name for text in texts for name in re.findall(r'{% icon "([^"]+)"', text)} - drawn


def test_every_icon_that_a_template_names_is_drawn() -> None:
    assert missing_icons((path.read_text() for path in TEMPLATES), SPRITE) == set()


def test_a_missing_icon_would_be_noticed() -> None:
    assert missing_icons(['{% icon "vision" %}{% icon "unicorn" %}'], SPRITE) == {"unicorn"}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_holds_no_inline_code_and_closes_its_comments(path: Path) -> None:
    text = path.read_text()
    assert not INLINE.search(text)
    assert all("#}" in line for line in text.splitlines() if "{#" in line), "a {# comment #} ends on its line"
    get_template(str(path.relative_to(ROOT / "templates")))


@pytest.mark.parametrize(
    "code",
    [
        '<p style="color: red">',
        "<style>",
        '<a onclick="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
        '<b hx-on:click="go()">',
    ],
)
def test_inline_code_would_be_noticed(code: str) -> None:
    assert INLINE.search(code)


def test_every_component_is_linked() -> None:
    linked = (ROOT / "templates/parts/_styles.html").read_text()
    sheets = {path.name for path in (ROOT / "static/css/components").glob("*.css")}
    assert {sheet for sheet in sheets if f"components/{sheet}" not in linked} == set()


def weight(paths: Iterable[Path]) -> int:
    """Bytes of these files as they travel, compressed by gzip one by one."""
    return sum(len(gzip.compress(path.read_bytes(), 9)) for path in paths)


STATIC = re.compile(r"""{% static ["']([^"']+)["'] %}""")
IMPORT = re.compile(r"""\bimport\b[^"'\n]*?\(?["']\./([^"']+)["']""")


def asked_for(templates: Iterable[Path]) -> set[Path]:
    """The sheets, modules and drawings that these templates name, with what the modules import."""
    names = {name for path in templates for name in STATIC.findall(path.read_text())}
    waiting = [ROOT / "static" / name for name in names if (ROOT / "static" / name).exists()]
    found: set[Path] = set()
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            if path.suffix == ".js":
                waiting += [path.parent / name for name in IMPORT.findall(path.read_text())]
    return found


def test_the_first_load_of_any_page_is_light(figures: Callable[[str, str], None]) -> None:
    """Of each folder of pages everything that any of them asks for, with what all pages share and htmx (F7)."""
    htmx = finders.find("django_htmx/htmx-2.min.js")
    assert htmx
    rooms = {path.relative_to(ROOT / "templates").parts[0] for path in TEMPLATES if path.parent.name != "templates"}
    shared = [path for path in TEMPLATES if path.parent.name in ("templates", "parts")]
    drawings = set((ROOT / "static").rglob("*.svg"))
    totals = {
        room: weight([*asked_for([*shared, *(ROOT / "templates" / room).rglob("*.html")]) | drawings, Path(htmx)])
        for room in rooms
    }
    room, total = max(totals.items(), key=lambda found: found[1])
    figures("F7", f"{total / 1000:.0f} KB for what the pages of {room} ask for (at most 120 KB with the page)")
    assert total <= 100_000


def test_what_a_module_imports_is_weighed_too() -> None:
    names = {
        path.name for path in asked_for([ROOT / "templates/goals/chain.html", ROOT / "templates/parts/_scripts.html"])
    }
    assert {"map.js", "map_link.js", "map_peek.js", "palette.js", "opened.js"} <= names
