"""Q8: every answer carries the strict content policy and nothing inline; pages and fragments are told apart.

Every error page. The answer of every route, method and payload of the table, plain and by htmx, as owner, viewer and
nobody, is held against the same where these are asked: in test_authorisation.py.
"""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from .html import is_html, read
from .world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlogged")]

STRICT = {"default-src": "'self'", "script-src": "'self'", "style-src": "'self'", "object-src": "'none'"}
STRICT |= {"base-uri": "'none'", "form-action": "'self'", "frame-ancestors": "'none'"}
ADDRESSES = ("href", "src", "action", "formaction", "hx-get", "hx-post")


def wrong_with_headers(answer: Any) -> Iterator[str]:
    """Yield what is wrong with the headers of an answer."""
    policy = answer.headers.get("Content-Security-Policy", "")
    told = {part.split()[0]: " ".join(part.split()[1:]) for part in policy.split(";") if part.strip()}
    for directive, sources in STRICT.items():
        if told.get(directive) != sources:
            yield f"{directive} is {told.get(directive)!r}"
    if "unsafe" in policy or "http:" in policy or "*" in policy:
        yield f"the policy is loose: {policy}"
    if "hx-request" not in answer.headers.get("Vary", "").lower():
        yield f"Vary is {answer.headers.get('Vary')!r}"
    if answer.headers.get("X-Content-Type-Options") != "nosniff":
        yield "nosniff is missing"


#: Whatever may be inline, and every reference to a character that may hide it. What has none of it, nine of ten answers
#: below their head, need not be parsed, which would take a quarter of the time of all the nets.
SUSPECT = re.compile(
    r"""<style|<script|\bstyle\s*=|[\s/"'](?:hx-)?on[\w:.-]*\s*=|["'=]\s*(?:javascript|data|http)?:|["'=]\s*//"""
    r"""|\bjs:|&(?!amp;|lt;|gt;|quot;|\#x27;|\#39;)""",
    re.IGNORECASE,
)


#: Stands for a text that was typed, where it was escaped; and such a text where it may begin an attribute of its own.
TYPED = "\ue000"
UNQUOTED = re.compile(rf"""=[^\s"'<>]*{TYPED}""")


def wrong_with_html(html: str, typed: str = "") -> Iterator[str]:
    """Yield what is inline in a page or fragment. `typed` is what was sent: escaped and in quotes it can do nothing."""
    head, end, body = html.rpartition("</head>")
    yield from wrong_with_head(head + end)
    escaped = str(escape(typed))
    harmless = body.replace(escaped, TYPED) if escaped != typed else body
    if SUSPECT.search(harmless) or UNQUOTED.search(harmless):
        yield from wrong_with_elements(body)


@lru_cache(maxsize=1000)
def wrong_with_head(head: str) -> tuple[str, ...]:
    """What is inline above the body; most pages have one head."""
    return tuple(wrong_with_elements(head))


def wrong_with_elements(html: str) -> Iterator[str]:
    """Yield what is inline in the elements of a part of a page."""
    for element in read(html).elements:
        attributes = element.attributes
        if element.tag == "style" or "style" in attributes:
            yield f"inline style: <{element.tag} {attributes}>"
        data = attributes.get("type") in ("application/json", "speculationrules")
        if element.tag == "script" and not attributes.get("src", "").startswith("/static/") and not data:
            yield f"inline or foreign script: {attributes}"
        for name, value in attributes.items():
            if name.startswith(("on", "hx-on")):
                yield f"inline handler: {name} on <{element.tag}>"
            if name in ADDRESSES and value.strip().lower().startswith(("javascript:", "data:", "http:", "//")):
                yield f"{name}={value!r} on <{element.tag}>"
            if name in ("hx-vals", "hx-headers", "hx-vars") and value.strip().startswith("js:"):
                yield f"{name} is evaluated"


def wrong_with_page(html: str) -> Iterator[str]:
    """Yield what a whole page lacks."""
    if not html.lstrip().lower().startswith("<!doctype html>"):
        yield f"a bare fragment for who asked for a page: {html[:80]!r}"
        return
    metas = {
        element.attributes.get("name"): element.attributes for element in read(html).elements if element.tag == "meta"
    }
    config = json.loads(metas["htmx-config"]["content"]) if "htmx-config" in metas else {}
    if "htmx" in html and config.get("allowEval") is not False:
        yield "htmx may evaluate"


def wrong_with(answer: Any, htmx: bool) -> Iterator[str]:
    """Yield everything that is wrong with an answer."""
    yield from wrong_with_headers(answer)
    if is_html(answer) and answer.content:
        html = answer.content.decode()
        yield from wrong_with_html(html)
        if not htmx:
            yield from wrong_with_page(html)


def error_answers(world: World, monkeypatch: Any) -> Iterator[tuple[str, bool, Any]]:
    """Yield an answer for each error page."""
    client = world.actors["owner"]
    for htmx in (False, True):
        headers = {"HX-Request": "true"} if htmx else {}
        yield "404", htmx, client.get("/nowhere/", headers=headers)
        yield "405", htmx, client.delete(f"/p/{world.key}/", headers=headers)
        yield "400", htmx, client.get("/", headers={"Host": "elsewhere.example", **headers})
        strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
        strict.force_login(world.owner)
        yield "403 csrf", htmx, strict.post("/products/new/", {"name": "x"}, headers=headers)
        with monkeypatch.context() as broken:
            broken.setattr("goalchain.goals.views.chain.chain_columns", lambda *args, **words: 1 / 0)
            yield "500", htmx, client.get(f"/p/{world.key}/", headers=headers)


def test_every_error_page(world, monkeypatch, figures):
    wrong, asked = [], 0
    for name, htmx, answer in error_answers(world, monkeypatch):
        asked += 1
        wrong += [f"{name} ({answer.status_code}): {trouble}" for trouble in wrong_with(answer, htmx)]
        if answer.status_code != int(name[:3]):
            wrong.append(f"{name}: answered {answer.status_code}")
    figures("Q8", f"{len(wrong)} violations on {asked} error pages")
    assert not wrong, f"{len(wrong)} violations:\n" + "\n".join(sorted(set(wrong))[:60])


@pytest.mark.parametrize(
    "html",
    [
        "<p style='color:red'>",
        "<style>p{}</style>",
        "<script>alert(1)</script>",
        "<script src='https://cdn.example/x.js'></script>",
        "<a href=' JavaScript:alert(1)'>",
        "<img src=x onerror=alert(1)>",
        "<div hx-on:click='alert(1)'>",
        "<div hx-vals='js:{a: 1}'>",
    ],
)
def test_what_is_inline_is_noticed(html):
    """The control."""
    assert list(wrong_with_html(html))


def test_a_loose_policy_and_a_bare_fragment_are_noticed(world):
    """The control."""
    answer = world.actors["owner"].get("/")
    assert not list(wrong_with(answer, False))
    answer.headers["Content-Security-Policy"] += "; script-src 'self' 'unsafe-inline'"
    assert list(wrong_with_headers(answer))
    del answer.headers["Vary"]
    assert "Vary is None" in list(wrong_with_headers(answer))
    assert list(wrong_with_page("<p>A fragment</p>"))
    page = answer.content.decode()
    assert list(wrong_with_page(page.replace('"allowEval":false', '"allowEval":true')))
