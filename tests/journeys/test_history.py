"""What has changed since I last looked, how it stood then, and a former wording put back: by mouse and by keyboard."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from goalchain.products.looks import Look
from goalchain.products.models import Membership
from tests.browser.test_styleguide import offences
from tests.factories import Chain, fresh, make_chain_of_all_levels, make_member
from tests.journeys.steps import expect_focus, notice, press, tab_to, undo

Open = Callable[..., Page]


@pytest.fixture
def chain(live_server: object) -> Chain:
    """A chain that its owner has looked at three days ago; since then the coach has reworded a goal."""
    chain = make_chain_of_all_levels(key="BIKE")
    chain["release"].revise(title="Customers book a service slot", by=chain.owner)
    chain.product.refresh_from_db()
    Look.objects.create(
        membership=Membership.objects.get(product=chain.product, user=chain.owner),
        revision=chain.product.revision,
        at=timezone.now() - timedelta(days=3),
    )
    coach = make_member(chain.product, "coach")
    chain["release"].revise(title="Customers book a free service slot online", by=coach)
    return chain


def test_since_my_last_look(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, "/")
    # The owner admitted the coach: that is no news to the owner.
    page.get_by_role("link", name="1 change since you looked on").click()
    happened = page.locator("#happened")
    expect(happened.locator("ins")).to_have_text(["in: free ", "in: online"])
    expect(happened).to_contain_text("changed the title")
    expect(happened.get_by_role("link", name="Since my last look")).to_have_attribute("aria-current", "true")
    expect(happened.locator(".happened-one")).to_have_count(1)
    happened.get_by_role("link", name="Show everything").click()
    expect(happened).to_contain_text("founded the product")
    page.get_by_label("Level").select_option("business")
    expect(happened).not_to_contain_text("founded the product")
    expect(happened).to_contain_text(chain["business"].title)
    expect(page).to_have_url(re.compile("level=business"))
    assert offences(page) == []


def test_the_chain_of_then_and_what_has_changed_by_keyboard(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, f"/p/BIKE/history/?goal={chain['release'].key}")
    moment = page.get_by_role("link", name=re.compile("the chain as it stood after change")).nth(1)
    tab_to(page, moment)
    page.keyboard.press("Enter")
    expect(page.locator(".past")).to_contain_text("As it stood on")
    card = page.locator(f'[data-goal="{chain["release"].number}"]')
    expect(card).to_contain_text("Customers book a service slot")
    expect(card).not_to_contain_text("online")
    expect(page.locator("#line .say")).to_contain_text("Customers book a service slot, because it begins here")
    card.get_by_role("link", name="Customers book a service slot", exact=True).click()
    expect(page.locator("#trace h1")).to_have_text("Customers book a service slot")
    page.get_by_role("link", name="Compare with now").click()
    compared = page.locator("#comparison")
    expect(compared).to_contain_text("1 goal changed.")
    expect(compared.locator("ins")).to_have_text(["in: free ", "in: online"])
    assert offences(page) == []
    page.go_back()
    press(page, "b")
    expect(page).to_have_url(re.compile(f"/g/{chain['release'].key}/trace/$"))
    expect(page.locator("#trace h1")).to_have_text("Customers book a free service slot online")
    # From the page of today to its past, by keyboard alone.
    way = page.locator(".as-of > summary")
    tab_to(page, way)
    expect_focus(page, way)
    page.keyboard.press("Enter")
    field = page.get_by_label("Show it as it stood on")
    expect(field).to_be_visible()
    assert offences(page) == []
    field.fill("1999-01-01T12:00")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("did not exist then")).to_be_visible()


def test_a_former_wording_is_put_back(chain: Chain, open_as: Open) -> None:
    goal = chain["release"]
    page = open_as(chain.owner, f"/g/{goal.key}/history/")
    page.get_by_role("button", name=re.compile("former wording back.*Customers book a service slot")).click()
    expect(notice(page, f"{goal.key} has its former wording again.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("History of “Customers book a service slot”")
    assert fresh(goal).title == "Customers book a service slot"
    undo(page, "has its former wording again")
    expect(page.get_by_role("heading", level=1)).to_contain_text("free service slot online")
    assert offences(page) == []
