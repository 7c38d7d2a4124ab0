"""Sign-up, sign-in, sign-out, and the way back in for somebody who has forgotten the password."""

import re

from django.core import mail
from playwright.sync_api import Page, expect

from goalchain.accounts.models import User
from tests.factories import PASSWORD, make_user

NEW_PASSWORD = "seven green bicycles in May"


def sign_in_by_form(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_sign_in_by_email_and_out_again(page: Page) -> None:
    make_user("mara@example.com", password=PASSWORD)
    page.goto("/")
    expect(page).to_have_url(re.compile("/accounts/login/"))
    sign_in_by_form(page, "mara@example.com", "not this one")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("E-mail")).to_have_value("mara@example.com")
    sign_in_by_form(page, "Mara@Example.com", PASSWORD)
    expect(page.get_by_role("heading", name="Your products")).to_be_visible()
    page.locator(".rail-foot summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/products/new/")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_signing_in_leads_to_the_page_that_was_asked_for(page: Page) -> None:
    make_user("mara@example.com", password=PASSWORD)
    page.goto("/products/new/")
    sign_in_by_form(page, "mara@example.com", PASSWORD)
    expect(page.get_by_role("heading", name="A new product")).to_be_visible()


def test_sign_up(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("Name").fill("Mara Lindt")
    page.get_by_label("E-mail").fill("mara@example.com")
    page.get_by_label("Password").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Make the account").click()
    expect(page.get_by_role("heading", name="Your products")).to_be_visible()
    expect(page.get_by_role("link", name="New product")).to_be_visible()
    assert User.objects.get(email="mara@example.com").name == "Mara Lindt"


def test_a_forgotten_password_is_set_anew(page: Page) -> None:
    make_user("mara@example.com", password=PASSWORD)
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail").fill("mara@example.com")
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    [letter] = mail.outbox
    assert letter.to == ["mara@example.com"]
    [link] = re.findall(r"https?://\S+", str(letter.body))
    page.goto(link)
    page.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("New password (again)").fill(NEW_PASSWORD)
    page.get_by_role("button", name="Set the password").click()
    expect(page.get_by_role("heading", name="Your password is set")).to_be_visible()
    page.get_by_role("link", name="Sign in").last.click()
    sign_in_by_form(page, "mara@example.com", NEW_PASSWORD)
    expect(page.get_by_role("heading", name="Your products")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", name="This link no longer works")).to_be_visible()
