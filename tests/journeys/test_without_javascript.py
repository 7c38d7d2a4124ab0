"""Everything but live refresh and shortcuts works in a browser that runs no script."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from goalchain.goals.models import Goal
from tests.factories import PASSWORD, Chain, make_chain_of_all_levels, make_member, make_user
from tests.journeys.steps import address, expect_title, notice, on_map, region, undo

Open = Callable[..., Page]


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels()


@pytest.fixture
def plain(open_as: Open) -> Open:
    """As open_as, in a browser without JavaScript."""
    return lambda user, where: open_as(user, where, java_script_enabled=False)


def test_from_sign_in_to_a_linked_goal(new_context: Callable[..., BrowserContext]) -> None:
    make_user("mara@example.com", password=PASSWORD)
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/")
    page.get_by_label("E-mail").fill("mara@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    page.get_by_role("link", name="New product").click()
    page.get_by_label("Name").fill("Bike Service App")
    page.get_by_role("textbox", name="Vision").fill("Servicing is simple")
    page.get_by_role("button", name="Begin the chain").click()
    expect(on_map(page, "Servicing is simple")).to_be_visible()

    page.get_by_role("link", name="New goal").click()
    page.get_by_role("radio", name=re.compile("^User goal")).check()
    page.get_by_label("Title").fill("Riders stop losing days")
    page.get_by_role("radio", name="Servicing is simple").check()
    page.get_by_label("Because").fill("a lost day hurts")
    page.get_by_role("button", name="Add the goal").click()
    expect_title(page, "Riders stop losing days")
    expect(page.locator("#why")).to_contain_text("because a lost day hurts")

    page.get_by_label("Title of a new goal under").fill("Customers book in an app")
    page.get_by_label("Reason: how it moves").fill("booking takes three calls")
    page.get_by_role("combobox", name="Level").select_option(label="Product goal")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#children")).to_contain_text("because booking takes three calls")
    assert Goal.objects.filter(product__key__startswith="BIKE").count() == 3
    undo(page, "serves")
    expect(page.get_by_role("button", name="Restore")).to_be_visible()


def test_a_parent_is_searched_and_what_is_typed_stays(chain: Chain, plain: Open) -> None:
    page = plain(chain.owner, f"/p/{chain.product.key}/goals/new/?level=sprint")
    page.get_by_label("Title").fill("Riders cancel a booking")
    page.get_by_label("Because").fill("not every plan holds")
    page.get_by_label("Which goal does it serve?").fill(chain["release"].title)
    page.get_by_role("button", name="Find", exact=True).click()
    offers = page.get_by_role("group", name="Goals found").get_by_role("radio")
    expect(offers).to_have_count(1)
    expect(page.get_by_label("Title")).to_have_value("Riders cancel a booking")
    expect(page.get_by_label("Because")).to_have_value("not every plan holds")
    expect(page.get_by_role("radio", name=re.compile("^Sprint goal"))).to_be_checked()
    offers.check()
    page.get_by_role("button", name="Add the goal").click()
    expect_title(page, "Riders cancel a booking")


def test_edit_and_take_it_back(chain: Chain, plain: Open) -> None:
    goal = chain["release"]
    page = plain(chain.owner, address(goal))
    page.get_by_role("link", name="Edit title").click()
    page.get_by_label("Title").fill("Booking works")
    page.get_by_role("button", name="Save").click()
    expect_title(page, "Booking works")
    undo(page, "Title saved.")
    expect_title(page, goal.title)
    page.get_by_role("link", name="Edit title").click()
    page.get_by_role("link", name="Cancel").click()
    expect_title(page, goal.title)


@pytest.mark.allow_status(409)
def test_a_clash_shows_both_wordings(chain: Chain, plain: Open) -> None:
    coach = make_member(chain.product, "coach", make_user(name="Jonas"))
    page = plain(chain.owner, address(chain["release"]))
    page.get_by_role("link", name="Edit title").click()
    page.get_by_label("Title").fill("Booking works for everybody")
    chain["release"].revise(by=coach, title="Booking works on phones")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Jonas changed this")
    expect(page.get_by_role("alert")).to_contain_text("Booking works on phones")
    expect(page.get_by_label("Title")).to_have_value("Booking works for everybody")
    page.get_by_role("button", name="Save mine").click()
    expect_title(page, "Booking works for everybody")


def test_link_explain_move_and_unlink(chain: Chain, plain: Open) -> None:
    goal, business = chain["sprint"], chain["business"]
    page = plain(chain.owner, address(goal))
    page.get_by_role("link", name="Link to a parent").click()
    page.get_by_label("Which goal does it serve?").fill("business")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("radio", name=business.title).check()
    page.get_by_role("button", name="Link", exact=True).click()
    expect(notice(page, f"{goal.key} serves {business.key}.")).to_be_visible()
    page.get_by_role("link", name=f"Edit reason for serving {business.key}").click()
    page.get_by_role("textbox", name="Because").fill("an empty slot earns nothing")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#parents")).to_contain_text("because an empty slot earns nothing")
    page.get_by_role("link", name=f"Move from {business.key} to another parent").click()
    page.get_by_role("radio", name=chain["product"].title).check()
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator("#parents")).to_contain_text(chain["product"].title)
    page.get_by_role("button", name=f"Unlink from {chain['product'].key}").click()
    expect(page.locator("#parents")).not_to_contain_text(chain["product"].title)
    undo(page, "no longer serves")
    expect(page.locator("#parents")).to_contain_text(chain["product"].title)


def test_agree_activate_close_reopen_archive_restore(chain: Chain, plain: Open) -> None:
    page = plain(chain.owner, address(chain["release"]))
    state = page.locator("#state .state")
    for button, word in (("Agree", "Agreed"), ("Activate", "Active")):
        page.get_by_role("button", name=button, exact=True).click()
        expect(state).to_have_text(word)
    page.get_by_role("link", name="Close …").click()
    page.get_by_role("radio", name="Achieved", exact=True).check()
    page.get_by_label("What did you learn?").fill("It took longer than we thought.")
    page.get_by_role("button", name="Close the goal").click()
    expect(state).to_have_text("Achieved")
    expect(region(page, "learning")).to_contain_text("It took longer")
    undo(page, "is closed")
    expect(state).to_have_text("Active")
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_role("main")).to_contain_text("1 goal and 1 sprint hang on")
    page.get_by_role("button", name=f"Archive {chain['release'].key}").click()
    expect(page.locator("#state").get_by_role("alert")).to_have_count(0)
    page.get_by_role("button", name="Restore").click()
    expect(state).to_have_text("Active")


def test_search_chain_trace_and_sign_out(chain: Chain, plain: Open) -> None:
    page = plain(chain.owner, f"/p/{chain.product.key}/")
    page.get_by_role("link", name=f"Line of {chain['sprint'].title}").click()
    expect(page.locator("#line .say")).to_contain_text("so that servicing is simple")
    page.get_by_role("combobox", name="Find a goal").fill("Release goal")
    page.get_by_role("combobox", name="Find a goal").press("Enter")
    page.get_by_role("main").get_by_role("link", name=chain["release"].title).click()
    page.get_by_role("link", name="Trace", exact=True).click()
    expect(page.locator(".trace-line").first).to_contain_text("Servicing is simple")
    page.locator("summary", has_text=chain.owner.name).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
