"""Q1: every route × method × actor × plain and htmx, from the URL resolver and the table in routes.py.

Allowed requests are valid and granted; denied ones get the right refusal and leave database and mail unchanged. What
is answered to some of the actors is held against the content policy as well (Q8, see test_content_policy.py).
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from goalchain.goals.fields import fields_of
from goalchain.goals.levels import LEVELS, Level, model_of
from goalchain.goals.models import Goal
from goalchain.products.access import Access

from .cases import Case
from .conftest import undone
from .expectation import LOGIN, READ_METHODS, TOKENS, expected
from .resolver import addresses
from .routes import FIELDS, ROUTES
from .share_routes import BY_LINK
from .test_content_policy import wrong_with as wrong_by_policy
from .world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlogged")]

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
HTMX = {"HX-Request": "true"}
#: Tables that reading may write: where the browser's session is, and when a member last looked at a product.
SESSIONS, LOOKS = "django_session", "products_look"
#: Whose answers are held against the content policy: who may, who may read, who may nothing.
SHOWN_TO = {"owner", "viewer", "anonymous"}


class Writes:
    """Counts the statements that write, except into the sessions."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE") and not self.may_write(sql):
            self.statements.append(sql)
        return execute(sql, params, many, context)

    @staticmethod
    def may_write(sql: str) -> bool:
        """Whether the statement is about a table that reading may write."""
        table = re.match(r'\s*(?:INSERT (?:OR IGNORE )?INTO|UPDATE|DELETE FROM) "(\w+)"', sql)
        return table is not None and table[1] in (SESSIONS, LOOKS)


def way_in(answer: Any) -> bool:
    """Whether an answer leads to the sign-in page. htmx gets a bare 401, so that nothing is swapped over typed text."""
    if answer.request.get("HTTP_HX_REQUEST"):
        return answer.status_code == 401
    return answer.status_code == 302 and urlsplit(answer.headers["Location"]).path == reverse("account_login")


def is_led_away(case: Case, answer: Any) -> bool:
    """Whether a redirect that looks like success goes to the sign-in page."""
    return answer.status_code == 302 and case.right != "public" and case.writes is True and way_in(answer)


def actors_of(name: str, world: World) -> list[str]:
    """Everybody; on a page, where tokens count for nothing, one token stands for all."""
    tokens = [] if name.startswith("api:") else [actor for actor in TOKENS if actor != "owner's write token"]
    return [actor for actor in world.actors if actor not in tokens]


def wrong_with(name: str, case: Case, world: World, actor: str, htmx: bool) -> str:
    """Ask once; return what is wrong with the answer, or an empty text."""
    right, writes = expected(name, case, actor), Writes()
    with undone(world.actors[actor]):
        letters = len(mail.outbox)
        cell = f"{case.method} {case.path(name, world)} ({name}) as {actor}{', htmx' if htmx else ''}"
        headers = case.headers(world) | (HTMX if htmx else {})
        with connection.execute_wrapper(writes):
            answer = case.send(name, world, world.actors[actor], **headers)
    told = f"{answer.status_code} {answer.headers.get('Location', '')}".strip()
    if actor in SHOWN_TO and case.method != "HEAD":
        for trouble in wrong_by_policy(answer, htmx):
            return f"{cell}: {told}: {trouble}"
    if right == LOGIN:
        if not way_in(answer):
            return f"{cell}: {told} instead of the way to sign in"
    elif answer.status_code not in right or is_led_away(case, answer):
        return f"{cell}: {told} instead of {right}: {answer.content[:200]!r}"
    elif answer.status_code < 400:
        if case.method not in READ_METHODS and case.writes and not writes.statements:
            return f"{cell}: granted, and nothing was written"
        if (case.method in READ_METHODS or case.writes is False) and writes.statements:
            return f"{cell}: wrote although it only reads: {writes.statements[0][:120]}"
        return ""
    if writes.statements and leaves_a_trace(name, case, world, actor):
        return f"{cell}: denied, and yet it wrote: {writes.statements[0][:120]}"
    if len(mail.outbox) > letters:
        return f"{cell}: denied, and yet a letter went out"
    return ""


def leaves_a_trace(name: str, case: Case, world: World, actor: str) -> bool:
    """Whether a request changes any row, sessions apart: a statement that a refusal rolled back does not count."""
    with undone(world.actors[actor]):
        before = everything()
        case.send(name, world, world.actors[actor], **case.headers(world))
        return everything() != before


def everything() -> dict[str, list[Any]]:
    """Every row of every table but the sessions'."""
    tables = [table for table in connection.introspection.table_names() if table != SESSIONS]
    rows: dict[str, list[Any]] = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows[table] = sorted(cursor.fetchall(), key=repr)
    return rows


def cells(world: World) -> Iterator[str]:
    """Yield what is wrong with each cell of the matrix; an empty text for a right one."""
    for name, cases in ROUTES.items():
        for case in cases:
            for actor in actors_of(name, world):
                for htmx in (False, True)[: 1 + case.htmx]:
                    yield wrong_with(name, case, world, actor, htmx)
                if case.method == "GET":
                    yield wrong_with(name, replace(case, method="HEAD"), world, actor, False)


def wrong_with_other_method(name: str, case: Case, world: World, actor: str) -> str:
    """Ask by a method that the table does not have; return what is wrong, or an empty text."""
    writes = Writes()
    with undone(world.actors[actor]), connection.execute_wrapper(writes):
        answer = case.send(name, world, world.actors[actor])
    cell = f"{case.method} {case.path(name, world)} ({name}) as {actor}"
    if writes.statements:
        return f"{cell}: wrote {writes.statements[0][:120]}"
    # The account pages are a library's, whose forms take PUT for POST.
    answered = answer.status_code in (200, 302, 400) and name.startswith("account_")
    if answer.status_code == 405 or answered:
        return ""
    turned_away = answer.status_code in (401, 403, 404) or way_in(answer)
    if turned_away and expected(name, case, actor) != case.ok:
        return ""
    return f"{cell}: {answer.status_code} instead of 405: list the method in tests/nets/routes.py, or refuse it"


def other_cells(world: World) -> Iterator[str]:
    """Yield what is wrong with each method that no route of the table has."""
    for name, cases in ROUTES.items():
        listed = {case.method for case in cases}
        for method in METHODS:
            if method not in listed and not (method == "HEAD" and "GET" in listed):
                case = Case(method, cases[0].right, cases[0].kwargs, goal=cases[0].goal, sees=cases[0].sees)
                for actor in ("anonymous", "owner", "viewer", "stranger", "owner's write token"):
                    yield wrong_with_other_method(name, case, world, actor)


def test_every_route_is_listed():
    """A new route is covered, or this fails."""
    names = {address.name: address.pattern for address in addresses()}
    missing = {name: pattern for name, pattern in names.items() if name not in ROUTES}
    assert not missing, f"Say in tests/nets/routes.py who may use these routes: {missing}"
    gone = set(ROUTES) - set(names)
    assert not gone, f"These routes are no more; take them out of tests/nets/routes.py: {gone}"


def test_every_field_that_is_edited_in_place_is_listed():
    """A new field is covered, or this fails."""
    offered = {field.name for level in LEVELS.values() for field in fields_of(goal_of(level))}
    assert offered == set(FIELDS), "Give each field a valid value in FIELDS of tests/nets/routes.py."


def goal_of(level: Level) -> Goal:
    """A closed goal of a level, in memory."""
    return model_of(level.rank)(level=level.rank, level_name=level.name, state="closed")


@pytest.mark.once
def test_the_matrix(world, figures):
    answers = [*cells(world), *other_cells(world)]
    wrong = [answer for answer in answers if answer]
    figures("Q1", f"{len(wrong)} wrong of {len(answers):,} cells over {len(ROUTES)} routes")
    assert not wrong, f"{len(wrong)} of {len(answers)} cells are wrong:\n" + "\n".join(wrong[:60])


@pytest.mark.parametrize(
    ("guard", "name"),
    [
        ("require", "members"),
        ("require_edit", "goal_edit"),
        ("require_decide", "goal_agreement"),
        ("require_decide", "api:agreement"),
        ("require", "api:teams"),
    ],
)
def test_a_guard_taken_out_is_noticed(world, monkeypatch, guard, name):
    """The control: without the guard, a viewer's cell of this route is wrong."""
    case = next(case for case in ROUTES[name] if case.method != "GET" and case.sees == "read")
    assert not wrong_with(name, case, world, "viewer", False)
    monkeypatch.setattr(Access, guard, lambda *args: None)
    assert "instead of (403,)" in wrong_with(name, case, world, "viewer", False)


def test_an_address_without_its_fetcher_is_noticed(world, monkeypatch):
    """The control: when a product is given to whoever asks, the stranger's cell is wrong."""
    case = ROUTES["chain"][0]
    assert not wrong_with("chain", case, world, "stranger", False)
    mine = world.product.memberships.get(user=world.owner)
    monkeypatch.setattr("goalchain.goals.views.chain.membership_or_404", lambda user, key: mine)
    assert "instead of (404,)" in wrong_with("chain", case, world, "stranger", False)


def test_no_write_without_the_csrf_token(world, figures):
    """A form of another site that a signed-in person's browser sends is refused, on pages and in the API."""
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(world.owner)
    taken, asked = [], 0
    for name, cases in ROUTES.items():
        for case in cases:
            if case.method in READ_METHODS or name == "api_missing" or name in BY_LINK:
                continue
            asked += 1
            with undone(client):
                headers = case.headers(world)
                answer = case.send(name, world, client, **headers)
            if answer.status_code != 403:
                taken.append(f"{case.method} {name}: {answer.status_code}")
    figures("Q1", f"{len(taken)} of {asked} writes taken without the CSRF token")
    assert not taken
