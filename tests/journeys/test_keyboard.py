"""The core journeys with the keyboard alone: each stop is visible, and after each change the focus is where one was."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.factories import PASSWORD, Chain, make_chain_of_all_levels, make_goal, make_user
from tests.journeys.steps import (
    Held,
    address,
    expect_focus,
    expect_title,
    notice,
    on_map,
    open_title,
    press,
    region,
    tab_to,
)

Open = Callable[..., Page]


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels()


def state_button(page: Page, name: str):
    return page.locator("#state").get_by_text(name, exact=True)


def test_from_sign_in_to_a_product_with_a_goal(new_context: Callable[..., BrowserContext]) -> None:
    make_user("mara@example.com", password=PASSWORD)
    page = new_context().new_page()
    keyboard = page.keyboard
    page.goto("/")
    tab_to(page, page.get_by_label("E-mail"))
    keyboard.type("mara@example.com")
    tab_to(page, page.get_by_label("Password"))
    keyboard.type(PASSWORD)
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your products")).to_be_visible()

    press(page, "n")
    expect(page.get_by_role("heading", name="A new product")).to_be_visible()
    tab_to(page, page.get_by_label("Name"))
    keyboard.type("Bike Service App")
    tab_to(page, page.get_by_role("textbox", name="Vision"))
    keyboard.type("Servicing is simple")
    tab_to(page, page.get_by_role("radio", name=re.compile("^All levels")))
    keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name=re.compile("^Pichler"))).to_be_checked()
    keyboard.press("ArrowUp")
    tab_to(page, page.get_by_role("button", name="Begin the chain"))
    keyboard.press("Enter")

    expect(on_map(page, "Servicing is simple")).to_be_visible()
    press(page, "n")
    tab_to(page, page.get_by_role("group", name="Level").get_by_role("radio", checked=True))
    tab_to(page, page.get_by_label("Title"))
    keyboard.type("Riders stop losing days")
    tab_to(page, page.get_by_label("Which goal does it serve?"))
    keyboard.type("servicing")
    offer = page.get_by_role("radio", name="Servicing is simple")
    expect(offer).to_be_visible()
    tab_to(page, offer)
    keyboard.press("Space")
    tab_to(page, page.get_by_label("Because"))
    keyboard.type("a lost day hurts")
    tab_to(page, page.get_by_role("button", name="Add the goal"))
    keyboard.press("Enter")
    expect_title(page, "Riders stop losing days")
    expect(page.locator("#why")).to_contain_text("because a lost day hurts")


def test_edit_link_agree_close_and_undo(chain: Chain, open_as: Open) -> None:
    goal, business = chain["release"], chain["business"]
    page = open_as(chain.owner, address(goal))
    keyboard = page.keyboard

    open_title(page)
    keyboard.type(" works")
    keyboard.press("Enter")
    expect_title(page, f"{goal.title} works")
    expect(page.locator("#history")).to_contain_text("changed the title")
    edit = region(page, "title").locator("[data-edit]")
    expect_focus(page, edit)

    tab_to(page, notice(page, "Title saved.").get_by_role("button", name="Undo"), "Shift+Tab")
    keyboard.press("Enter")
    expect_title(page, goal.title)
    expect(notice(page, "is as it was before")).to_be_visible()
    # The focus does not go with the notice.
    expect(page.locator(":focus")).to_have_count(1)

    open_title(page)
    keyboard.type(" again")
    keyboard.press("Enter")
    expect_title(page, f"{goal.title} again")
    expect(edit).to_be_focused()
    expect(notice(page, "Title saved.")).to_be_visible()
    # What was said of the step before is gone.
    expect(notice(page, "is as it was before")).to_have_count(0)
    keyboard.press("u")
    expect_title(page, goal.title)
    expect_focus(page, edit)

    tab_to(page, state_button(page, "Agree"))
    keyboard.press("Enter")
    expect(page.locator("#state .state")).to_have_text("Agreed")
    expect(page.locator("#history")).to_contain_text("agreed it")
    expect_focus(page, state_button(page, "Activate"))
    keyboard.press("Enter")
    expect(page.locator("#state .state")).to_have_text("Active")
    expect(page.locator("#history")).to_contain_text("activated it")
    expect_focus(page, state_button(page, "Close …"))

    keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Achieved", exact=True)).to_be_focused()
    keyboard.press("ArrowDown")
    tab_to(page, page.get_by_label("What did you learn?"))
    keyboard.type("Booking was the easy part.")
    keyboard.press("Control+Enter")
    expect(page.locator("#state .state")).to_have_text("Partly achieved")
    expect(page.locator("#history")).to_contain_text("closed it: partly")
    expect_focus(page, state_button(page, "Reopen"))

    press(page, "l")
    expect(page.get_by_label("Which goal does it serve?")).to_be_focused()
    keyboard.type("business")
    offers = page.get_by_role("group", name="Goals found").get_by_role("radio")
    expect(offers).to_have_count(1)
    tab_to(page, offers)
    keyboard.press("Space")
    tab_to(page, page.get_by_label("Because"))
    keyboard.type("an empty slot earns nothing")
    keyboard.press("Control+Enter")
    expect(page.locator("#parents").get_by_role("link", name=business.title)).to_be_visible()
    expect(page.locator("#history")).to_contain_text(f"linked it to {business.key}")
    expect_focus(page, page.locator("#link-parent"))


def test_quick_add_one_after_the_other(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]))
    page.keyboard.press("n")
    for title in ("Riders pay online", "Riders cancel a booking"):
        expect(page.locator("#quick-add-title")).to_be_focused()
        expect(page.locator("#quick-add-title")).to_have_value("")
        page.keyboard.type(title)
        page.keyboard.press("Tab")
        page.keyboard.type("it belongs to booking")
        page.keyboard.press("Enter")
        expect(page.locator("#children").get_by_role("link", name=title)).to_be_visible()


def test_the_help_tells_the_keys_and_gives_the_focus_back(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]))
    trace = page.get_by_role("link", name="Trace", exact=True)
    trace.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog).to_be_visible()
    for key in ("/", "n", "e", "u", "?", "Esc"):
        expect(dialog.locator("kbd", has_text=re.compile(f"^{re.escape(key)}$"))).to_be_visible()
    page.keyboard.press("e")
    expect(region(page, "title").get_by_role("textbox")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect_focus(page, trace)


def test_search_with_arrows(chain: Chain, open_as: Open) -> None:
    first = make_goal(chain.product, "release", title="Customers pay by card")
    second = make_goal(chain.product, "release", title="Customers pay by invoice")
    page = open_as(chain.owner, f"/p/{chain.product.key}/")
    press(page, "/")
    find, found = page.get_by_role("combobox", name="Find a goal"), page.locator("#find-results")
    expect_focus(page, find)
    page.keyboard.type("customers pay")
    expect(found.get_by_role("option")).to_have_count(2)
    expect(find).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(found.get_by_role("option", name=second.title)).to_have_attribute("aria-selected", "true")
    expect(find).to_have_attribute("aria-activedescendant", re.compile("."))
    expect(find).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(found.get_by_role("option", name=first.title)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(found.get_by_role("option")).to_have_count(0)
    expect(find).to_be_focused()
    page.keyboard.type(" by inv")
    expect(found.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    # On the map it leads to the goal's place there.
    expect(page).to_have_url(re.compile(rf"\?goal={second.key}$"))
    expect(page.locator(f"#{second.key}")).to_have_class(re.compile("is-selected"))


def test_search_without_choosing_shows_all_that_was_found(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, f"/p/{chain.product.key}/")
    press(page, "/")
    page.keyboard.type("goal")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Search for “goal”")).to_be_visible()
    press(page, "/")
    expect(page.get_by_role("combobox", name="Find a goal")).to_be_focused()


def test_keys_are_letters_while_one_types(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]))
    field = open_title(page)
    field.fill("")
    page.keyboard.type("n/e?t")
    expect(field).to_have_value("n/e?t")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_first_stop_skips_to_the_content(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]))
    page.keyboard.press("Tab")
    expect_focus(page, page.get_by_role("link", name="Skip to the content"))
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_what_is_typed_while_an_editor_is_on_its_way_goes_into_it(chain: Chain, open_as: Open) -> None:
    """None of these letters is taken for a shortcut of the page: `u` would take back what was saved before."""
    goal = chain["release"]
    page = open_as(chain.owner, address(goal))
    open_title(page)
    page.keyboard.type(" works")
    page.keyboard.press("Enter")
    expect(notice(page, "Title saved.")).to_be_visible()

    held = Held(page, "**/edit/title/", method="GET")
    page.keyboard.press("e")
    held.asked()
    page.keyboard.type(" up: ?")
    held.release()
    field = region(page, "title").get_by_role("textbox")
    expect(field).to_be_focused()
    expect(field).to_have_value(f"{goal.title} works up: ?")
    page.keyboard.press("Enter")
    expect_title(page, f"{goal.title} works up: ?")
