"""The description of the API in a browser: it opens without a complaint, and its parts are reached by keyboard."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.factories import make_user


def test_the_description_unfolds(page: Page, sign_in):
    sign_in(page, make_user())
    page.goto("/api/docs/")
    operation = page.locator("details", has_text="Change goal")
    operation.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(operation.get_by_text("Without it the answer is 428")).to_be_visible()
    assert Axe().run(page).violations_count == 0


def test_a_token_is_made_shown_once_and_revoked(page: Page, sign_in):
    sign_in(page, make_user())
    page.goto("/accounts/tokens/")
    page.get_by_label("Name").fill("Our dashboard")
    page.get_by_role("button", name="Make the token").click()
    expect(page.locator("#new-token")).to_have_text(re.compile(r"^[0-9a-f]{64}$"))
    page.goto("/accounts/tokens/")
    expect(page.locator("#new-token")).to_have_count(0)
    page.get_by_role("button", name="Revoke Our dashboard").click()
    expect(page.get_by_text("You have no tokens yet.")).to_be_visible()
