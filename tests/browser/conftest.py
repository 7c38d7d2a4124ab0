"""Chromium against the live server. Every context is watched: see tests/support/watch.py for what fails a test."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from goalchain.accounts.models import User
from tests.support.answering import wait_for_the_last_answer
from tests.support.watch import Watch

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    # No name leads off this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
# A notice leaves after ten seconds; a busy machine may need longer to come to it.
NOTICES_STAY = """
const wait = window.setTimeout;
window.setTimeout = (task, time, ...words) => wait(task, time === 10_000 ? 600_000 : time, ...words);
"""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launch the Chromium that `$CHROMIUM` names, else the first on PATH."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Chromium is missing: install it, or name it in $CHROMIUM. ./dev test does that by itself."
    return {**browser_type_launch_args, "executable_path": path, "args": SWITCHES}


@pytest.fixture(scope="session")
def base_url(django_db_setup: None, live_server: LiveServer) -> str:
    """Let `page.goto("/p/BIKE/")` mean the live server."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Start every context alike, whatever machine it is on."""
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "UTC", "reduced_motion": "reduce"}


@pytest.fixture
def watch(request: pytest.FixtureRequest, live_server: LiveServer) -> Iterator[Watch]:
    """Watch every context of the test; settle when they are closed. `allow_status` marks name what is expected."""
    marks = request.node.iter_markers("allow_status")
    watch = Watch(live_server.url, (code for mark in marks for code in mark.args))
    yield watch
    watch.settle()


@pytest.fixture
def answered(live_server: LiveServer) -> Iterator[None]:
    """Let a test end when the server has answered all that its browsers asked for, and these are closed."""
    yield
    wait_for_the_last_answer(live_server.url)


@pytest.fixture
def new_context(
    answered: None,  # first, so that it ends last
    new_context: Callable[..., BrowserContext],
    watch: Watch,
) -> Iterator[Callable[..., BrowserContext]]:
    """Give a function that opens another watched browser context: a second person, another screen."""
    opened: list[BrowserContext] = []

    def open_context(**options: Any) -> BrowserContext:
        context = new_context(**options)
        opened.append(context)
        context.add_init_script(NOTICES_STAY)
        watch.follow(context)
        return context

    yield open_context
    # A page asks on while its context closes; a route that is in its handler then would fail the next test.
    for context in opened:
        for routed in (*context.pages, context):
            routed.unroute_all(behavior="ignoreErrors")


@pytest.fixture
def context(new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """Open the watched context that `page` lives in."""
    return new_context()


@pytest.fixture
def sign_in(live_server: LiveServer) -> Callable[[Page, User], None]:
    """Give `sign_in(page, user)`: signs a person in by the session's cookie, without the form."""

    def sign_in(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    return sign_in
