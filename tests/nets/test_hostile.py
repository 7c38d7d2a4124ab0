"""Q7: hostile input into every field of every form, every value of the API, every query: no server error, nothing lost.

The forms are read from the pages' own HTML; what is sent beside the hostile value is what the form holds, or the valid
words of the route table.
"""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils.html import escape

from goalchain.accounts.models import ApiToken, User

from .canaries import planted
from .cases import Case, Words
from .conftest import undone
from .hostile import FEW, HOSTILE, JSON_HOSTILE, KEPT, TEN_MEGABYTES, in_value, in_words
from .html import Field, Form, is_html, read
from .routes import ACCOUNT_ROUTES, ROUTES
from .test_content_policy import wrong_with_html
from .world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlogged")]

#: Query parameters that pages and lists take, wherever one of them might be read.
PARAMETERS = (
    "q page since goal show level parent field title cursor page_size state owner product archived child for "
    "starts_on ends_on version moved direction blocker blocked zoom rule accepted as_of from to by kind before after "
    "palette recent"
).split()
#: Controls that people type into.
TYPED_INTO = {"textarea", "text", "search", "email", "number", "date", ""}
#: What they type there in their own words.
PROSE = {
    "title",
    "statement",
    "rationale",
    "learning",
    "name",
    "vision",
    "unit",
    "note",
    "text",
    "why",
    "answer",
    "sentence",
    "reason",
    "decisions",
}
#: What the answer of the API does not show: why a vision is replaced is kept with the former one.
UNSHOWN = {"why"}
#: What it shows under a longer name too.
TOLD_AS = {"reason": ("reason", "aside_reason")}
#: Fields in which an answer never shows again what was sent.
SECRET = {"csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2", "previewed", "read"}


def forms(world: World) -> Iterator[tuple[str, str, Form]]:
    """Yield every form that the owner meets, once: the route that takes it, its address, the form."""
    client, known = world.actors["owner"], set()
    for name, cases in ROUTES.items():
        for case in cases:
            if case.method != "GET" or name.startswith("api:"):
                continue
            for headers in ({}, {"HX-Request": "true"})[: 1 + case.htmx]:
                with undone(client):
                    answer = case.send(name, world, client, **headers)
                if not is_html(answer):
                    continue
                page = case.path(name, world)
                for form in read(answer.content.decode()).forms:
                    address = urlsplit(form.action or page).path
                    taker = route_of(address)
                    shape = (taker, form.method, *sorted(control.name for control in form.fields))
                    if taker and shape not in known and taker not in ACCOUNT_ROUTES:
                        known.add(shape)
                        yield taker, address, form


def route_of(address: str) -> str:
    """The name of the route that an address leads to; empty when to none."""
    try:
        return resolve(address).view_name
    except Resolver404:
        return ""


def valid_words(world: World, route: str, address: str) -> Words:
    """The words of the table for this very address, if it has any."""
    for case in ROUTES.get(route, []):
        if case.method == "POST" and case.path(route, world) == address:
            return case.data(world, case.about(world))
    return {}


def submissions(world: World) -> Iterator[tuple[str, str, str, Field, str, Words]]:
    """Yield route, address, method, control, what is hostile, and all words, for every control and hostile value."""
    turn = 0
    for route, address, form in forms(world):
        base = form.values() | valid_words(world, route, address)
        for control in form.fields:
            if control.name != "csrfmiddlewaretoken":
                turn += 1
                for kind, text in kinds_for(control, turn).items():
                    yield route, address, form.method, control, kind, {**base, control.name: text}


def kinds_for(control: Field, turn: int) -> dict[str, str]:
    """What to try in a control, by kind."""
    if control.kind not in TYPED_INTO:
        return FEW
    return in_words(turn) if control.name in PROSE else in_value(turn)


def is_shown(html: str, name: str, typed: str) -> bool:
    """Whether a control of this name holds this very text, or there is no such control. Read as a browser would where
    it does not simply stand there."""
    text, name = re.escape(escape(typed)), re.escape(name)
    simply = rf'name="{name}"[^<>]*(?:\bvalue="{text}"|>\n?{text}</textarea>)'
    return bool(re.search(simply, html)) or typed in (shown := values_shown(html, name)) or not shown


def values_shown(html: str, name: str) -> list[str]:
    """What the controls of this name hold, in all forms of an answer."""
    return [control.value for form in read(html).forms for control in form.fields if control.name == name]


def test_every_field_of_every_form(world, figures):
    client, wrong, sent, fields = world.actors["owner"], [], 0, set()
    for route, address, method, control, kind, words in submissions(world):
        cell = f"{method.upper()} {address} ({route}) {control.name}: {kind}"
        sent += 1
        fields.add((route, control.name))
        with undone(client):
            answer = getattr(client, method)(address, words)
            wrong += [f"{cell}: {trouble}" for trouble in wrong_with_submission(answer, method, control, kind, words)]
    figures("Q7", f"{len(wrong)} wrong of {sent:,} hostile values in {len(fields)} fields of forms")
    assert len(fields) > 40
    assert not wrong, f"{len(wrong)} wrong:\n" + "\n".join(wrong[:60])


def wrong_with_submission(answer: Any, method: str, control: Field, kind: str, words: Words) -> Iterator[str]:
    """Yield what is wrong with the answer to a hostile value."""
    if answer.status_code >= 500:
        yield f"{answer.status_code}"
        return
    if "taken" in answer.cookies:
        yield "a header was injected"
    html = answer.content.decode() if is_html(answer) else ""
    yield from wrong_with_html(html, str(words[control.name]))
    if method != "post" or control.name in SECRET or control.kind not in TYPED_INTO or kind not in KEPT:
        return
    typed = str(words[control.name])
    if answer.status_code == 422:
        if not is_shown(html, control.name, typed):
            yield f"typed text is lost: {values_shown(html, control.name)[:2]!r}"
    elif answer.status_code < 400 and control.name in PROSE and not is_stored(typed):
        yield "stored otherwise than typed"


def is_stored(text: str) -> bool:
    """Whether any text of any product or person is exactly this."""
    persons = [(ApiToken, "name"), (User, "name")]
    return any(model._base_manager.filter(**{name: text}).exists() for model, name in [*persons, *planted()])


@pytest.mark.once
def test_ten_megabytes(world, figures):
    client, wrong, routes = world.actors["owner"], [], set()
    for route, address, form in forms(world):
        texts = [control.name for control in form.fields if control.kind in TYPED_INTO and control.name != "q"]
        if form.method != "post" or route in routes or not texts:
            continue
        routes.add(route)
        with undone(client):
            answer = client.post(
                address, form.values() | valid_words(world, route, address) | {texts[0]: TEN_MEGABYTES}
            )
        if not 400 <= answer.status_code < 500:
            wrong.append(f"{address} ({route}) {texts[0]}: {answer.status_code}")
    figures("Q7", f"{len(wrong)} of {len(routes)} forms that did not refuse ten megabytes")
    assert len(routes) > 8
    assert not wrong, "\n".join(wrong)


def test_more_than_a_request_may_hold_is_refused(world):
    client = world.actors["owner"]
    answer = client.post("/products/new/", {"name": TEN_MEGABYTES + TEN_MEGABYTES})
    assert answer.status_code in (400, 413)
    answer = client.post("/api/v1/products/", {"name": TEN_MEGABYTES + TEN_MEGABYTES}, content_type="application/json")
    assert answer.status_code == 413


def leaves(words: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value in a body, lists and objects themselves included."""
    if path:
        yield path
    if isinstance(words, dict):
        for name, value in words.items():
            yield from leaves(value, (*path, name))
    elif isinstance(words, list):
        for index, value in enumerate(words):
            yield from leaves(value, (*path, index))


def put(words: Any, path: tuple[Any, ...], value: Any) -> Any:
    """A copy of a body with another value at a path."""
    copy = json.loads(json.dumps(words))
    place = copy
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return copy


def test_every_value_of_the_api(world, figures):
    client, wrong, sent, known = world.actors["owner"], [], 0, set()
    for name, cases in ROUTES.items():
        for case in cases:
            words = case.data(world, case.about(world))
            if not name.startswith("api:") or case.method == "GET" or not words:
                continue
            for path in leaves(words):
                if (name, case.method, path) in known:
                    continue
                known.add((name, case.method, path))
                for kind, value in JSON_HOSTILE.items():
                    sent += 1
                    with undone(client):
                        answer = ask_with(case, name, world, put(words, path, value))
                        told = answer_about(path, world, answer) if answer.status_code < 400 else None
                    if answer.status_code >= 500 or (kind in ("nul", "lone surrogate") and answer.status_code < 400):
                        wrong.append(f"{case.method} {name} {path}: {kind}: {answer.status_code}")
                    elif answer.status_code < 400 and kind in KEPT and not shown_again(told, path, value):
                        wrong.append(f"{case.method} {name} {path}: {kind}: came back otherwise")
    figures("Q7", f"{len(wrong)} wrong of {sent:,} hostile values in bodies of the API")
    assert not wrong, "\n".join(wrong[:60])


def shown_again(body: Any, path: tuple[Any, ...], value: Any) -> bool:
    """Whether a body holds the value that was sent in the field that the path leads to, itself or as one of a list."""
    name = next(step for step in reversed(path) if isinstance(step, str))
    return name in UNSHOWN or any(told_back(body, told, value) for told in TOLD_AS.get(name, (name,)))


def answer_about(path: tuple[Any, ...], world: World, answer: Any) -> Any:
    """The body in which a value at this path is to be found: of what was closed on the way, that goal's own."""
    if path[0] == "former":
        answer = world.actors["owner"].get(f"/api/v1/goals/{world.goal('product', 'active').key}/")
    return answer.json() if answer.content else None


def told_back(body: Any, name: Any, value: Any) -> bool:
    """Whether a body holds this very value somewhere under this name."""
    if isinstance(body, dict):
        held = body.get(name)
        return (
            held == value
            or (isinstance(held, list) and value in held)
            or any(told_back(inner, name, value) for inner in body.values())
        )
    return isinstance(body, list) and any(told_back(inner, name, value) for inner in body)


def ask_with(case: Case, name: str, world: World, words: Words) -> Any:
    """Send a body in place of the valid one."""
    client = world.actors["owner"]
    return getattr(client, case.method.lower())(
        case.path(name, world), words, content_type="application/json", headers=case.headers(world)
    )


BODIES = [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b'{"title": NaN}', b"[" * 100_000, b'{"a":' * 50_000]


@pytest.mark.once
def test_bodies_that_are_no_json(world):
    client, wrong = world.actors["owner"], []
    for name, cases in ROUTES.items():
        for case in cases:
            if name.startswith("api:") and case.method in ("POST", "PATCH"):
                for body in BODIES:
                    with undone(client):
                        answer = client.generic(
                            case.method,
                            case.path(name, world),
                            body,
                            content_type="application/json",
                            headers=case.headers(world),
                        )
                    if answer.status_code >= 500:
                        wrong.append(f"{case.method} {name} {body[:20]!r}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


def test_every_query(world, figures):
    client, wrong, sent = world.actors["owner"], [], 0
    others = {"other key": world.foreign.key, "bytes": "%ED%A0%80"}
    for turn, (name, cases) in enumerate(ROUTES.items()):
        case = next((case for case in cases if case.method == "GET" and name not in ACCOUNT_ROUTES), None)
        if case is None or name in ("healthz", "api_schema", "api_docs", "api_missing"):
            continue
        path = case.path(name, world)
        for kind, text in (in_value(turn) | FEW | others).items():
            for headers in ({}, {"HX-Request": "true", "HX-Target": "parent-offers"})[: 1 + (kind in FEW)]:
                sent += 1
                with undone(client):
                    answer = client.get(path, dict.fromkeys(PARAMETERS, text), headers=headers)
                html = answer.content.decode() if is_html(answer) else ""
                wrong += [f"{name}: {kind}: {trouble}" for trouble in wrong_with_html(html, text)]
                if answer.status_code >= 500:
                    wrong.append(f"{name}: {kind}: {answer.status_code}")
    for name in PARAMETERS:
        for route in ("chain", "search", "search_all", "api:search", "api:goals", "api:events"):
            for kind, text in (FEW | {"bytes": "%ED%A0%80"}).items():
                sent += 1
                with undone(client):
                    answer = client.get(ROUTES[route][0].path(route, world), {name: text})
                if answer.status_code >= 500:
                    wrong.append(f"{route}?{name}=: {kind}: {answer.status_code}")
    figures("Q7", f"{len(wrong)} wrong of {sent:,} hostile queries")
    assert not wrong, "\n".join(wrong[:60])


def test_a_page_that_trusts_its_text_is_noticed(world, monkeypatch):
    """The control: unescaped, a title is seen as what it is."""
    answer = world.actors["owner"].post("/products/new/", {"name": HOSTILE["handler"]})
    html = answer.content.decode()
    assert not list(wrong_with_html(html))
    bare = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    assert list(wrong_with_html(bare))
    assert list(wrong_with_html(bare, HOSTILE["handler"]))


def test_a_text_in_an_attribute_without_quotes_is_noticed():
    """The control: there, an escaped text may still begin an attribute of its own."""
    typed = "' onfocus=x '"
    assert list(wrong_with_html(f"<p title={escape(typed)}>", typed))
    assert not list(wrong_with_html(f'<p title="{escape(typed)}">', typed))


def test_lost_text_is_noticed():
    """The control: another text than was typed, and the text elsewhere than in its control."""
    assert is_shown('<form><textarea name="title">\na&lt;b</textarea></form>', "title", "a<b")
    assert is_shown('<form><input name="title" value="a&lt;b"></form>', "title", "a<b")
    assert not is_shown('<form><textarea name="title">a</textarea></form>', "title", "a<b")
    assert not is_shown('<form><p>a&lt;b</p><input name="title" value="a"></form>', "title", "a<b")
