"""Journeys run in the browser of tests/browser, on the live server, against pages that people use."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page, expect

from goalchain.accounts.models import User
from goalchain.products.models import Product
from tests.browser.conftest import (  # noqa: F401
    answered,
    base_url,
    browser_context_args,
    browser_type_launch_args,
    context,
    new_context,
    sign_in,
    watch,
)

# On a machine that does other work as well, an answer may take its time.
expect.set_options(timeout=30_000)

DEMO_PASSWORD = "a password for the demo"


@pytest.fixture
def open_as(
    new_context: Callable[..., BrowserContext],  # noqa: F811
    sign_in: Callable[[Page, User], None],  # noqa: F811
) -> Callable[..., Page]:
    """Give `open_as(user, address)`: a browser of that person's own, signed in, on that page."""

    def open_as(user: User, address: str, **options: object) -> Page:
        page = new_context(**options).new_page()
        page.set_default_timeout(30_000)
        sign_in(page, user)
        page.goto(address)
        return page

    return open_as


@pytest.fixture
def demo(live_server: object, monkeypatch: pytest.MonkeyPatch) -> Product:
    """Load both worked examples, and give the Bike Service App."""
    monkeypatch.setenv("GOALCHAIN_DEMO_PASSWORD", DEMO_PASSWORD)
    call_command("load_demo", verbosity=0)
    return Product.objects.get(key="BIKE")
