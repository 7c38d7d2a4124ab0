"""While somebody writes a goal, the writing checks suggest other words; a rule that does not suit is switched off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from goalchain.products.models import Product
from tests.browser.test_styleguide import offences
from tests.factories import Chain, make_chain_of_all_levels, make_goal
from tests.journeys.steps import address, expect_focus, notice, open_title, press, region, tab_to, undo

Open = Callable[..., Page]
LISTED = "Build login and payment and profile"
WORDS = "This is a list of work"


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels()


def advice(page: Page) -> Locator:
    """Where advice is announced, politely."""
    return page.locator("main .advice[aria-live=polite]")


def suggestion(page: Page, words: str) -> Locator:
    """The suggestion that says these words."""
    return advice(page).locator("summary", has_text=words)


def test_a_new_goal_that_is_a_list(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, f"/p/{chain.product.key}/goals/new/?level=sprint")
    page.get_by_label("Title").press_sequentially(LISTED)
    said = suggestion(page, WORDS)
    expect(said).to_be_visible()
    expect(page.get_by_label("Title")).to_be_focused()
    said.click()
    expect(advice(page)).to_contain_text("the team that choice")
    expect(advice(page)).to_contain_text("“Riders pay for a service without queuing at the till”")
    expect(advice(page)).to_contain_text("Scrum Guide 2020")
    assert not offences(page)
    page.get_by_label("Title").fill("Riders pay without queuing")
    expect(advice(page)).to_be_hidden()
    page.get_by_label("Title").fill(LISTED)
    expect(said).to_be_visible()
    # It advises: the goal is saved as it is, and its page says so once more, quietly.
    page.get_by_role("button", name="Add the goal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(LISTED)
    page.get_by_text("1 suggestion for the wording").click()
    expect(page.locator("#wording")).to_contain_text(WORDS)
    assert not offences(page)


def test_a_rule_is_switched_off_by_keyboard(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, f"/p/{chain.product.key}/settings/")
    page.get_by_role("link", name="Writing checks").click()
    switch = page.get_by_role("switch", name="A list of features or stories")
    expect(switch).to_be_checked()
    tab_to(page, switch)
    page.keyboard.press("Space")
    expect(switch).not_to_be_checked()
    expect_focus(page, switch)
    expect(notice(page, "“A list of features or stories” is off")).to_be_visible()
    assert not offences(page)
    page.goto(f"/p/{chain.product.key}/goals/new/?level=sprint")
    page.get_by_label("Title").press_sequentially(LISTED)
    expect(suggestion(page, "“Build” names the work")).to_be_visible()
    expect(suggestion(page, WORDS)).to_have_count(0)
    page.get_by_label("Title").fill("")  # nothing unsaved is left behind
    page.goto(f"/p/{chain.product.key}/writing/")
    page.get_by_role("switch", name="A list of features or stories").click()
    expect(notice(page, "is on for")).to_be_visible()
    undo(page, "is on for")
    expect(page.get_by_role("switch", name="A list of features or stories")).not_to_be_checked()


def test_the_title_in_place(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["sprint"]))
    field = open_title(page)
    field.fill("As many riders as possible pay")
    expect(suggestion(page, "“As many riders as possible” stretches the goal")).to_be_visible()
    expect(field).to_be_focused()
    page.keyboard.press("Enter")
    expect(region(page, "title").get_by_role("heading", level=1)).to_have_text("As many riders as possible pay")
    expect(page.locator("#wording")).to_contain_text("1 suggestion for the wording")
    undo(page, "Title saved.")
    expect(page.locator("#wording details")).to_have_count(0)


def test_quick_add_keeps_the_focus_where_the_person_types(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]))
    press(page, "n")
    page.keyboard.type("Refactor the payment module")
    page.keyboard.press("Tab")
    page.keyboard.type("old code is slow to change")
    expect(suggestion(page, "“Refactor” names the work")).to_be_visible()
    expect(page.get_by_label("Reason: how it moves")).to_be_focused()
    expect(page.get_by_label("Reason: how it moves")).to_have_value("old code is slow to change")
    page.keyboard.press("Enter")
    expect(notice(page, "serves")).to_be_visible()
    expect(page.locator("#quick-add-title")).to_be_focused()
    expect(advice(page)).to_be_hidden()


def test_the_vision_of_a_new_product(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, "/products/new/")
    page.get_by_label("Vision").press_sequentially("The leading app for riders")
    expect(suggestion(page, "“app” is a solution")).to_be_visible()
    assert not offences(page)


def test_on_the_vision_board(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, f"/p/{chain.product.key}/vision/")
    page.get_by_label("Add a user goal to the chain").press_sequentially("User-friendly booking")
    said = page.locator("#add-user .advice")
    expect(said).to_contain_text("“user-friendly” can mean anything")
    expect(page.get_by_label("Add a user goal to the chain")).to_be_focused()
    page.keyboard.press("Enter")
    expect(notice(page, "serves the vision")).to_be_visible()
    expect(said).to_be_hidden()


def test_somebody_else_switches(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, f"/p/{chain.product.key}/writing/")
    switch = page.get_by_role("switch", name="Too long to remember")
    expect(switch).to_be_checked()
    Product.objects.get(pk=chain.product.pk).silence("length", by=chain.owner)
    expect(switch).not_to_be_checked()


def test_without_javascript(chain: Chain, open_as: Open) -> None:
    goal = make_goal(chain.product, "release", title=LISTED)
    page = open_as(chain.owner, address(goal), java_script_enabled=False)
    page.get_by_text("1 suggestion for the wording").click()
    expect(page.locator("#wording")).to_contain_text(WORDS)
    page.locator("#wording summary", has_text=WORDS).click()
    page.get_by_role("link", name="All writing checks").click()
    page.get_by_role("switch", name="A list of features or stories").click()
    expect(page.get_by_role("switch", name="A list of features or stories")).not_to_be_checked()
    page.goto(address(goal))
    expect(page.locator("#wording")).not_to_contain_text(WORDS)


@pytest.mark.once
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(demo: Product, open_as: Open, width: int, scheme: str) -> None:
    owner = demo.memberships.get(role="owner").user
    page = open_as(owner, "/p/BIKE/writing/", viewport={"width": width, "height": 800}, color_scheme=scheme)
    expect(page.get_by_role("switch")).to_have_count(9)
    assert not offences(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto("/p/BIKE/goals/new/?level=product")
    page.get_by_label("Title").fill("Build an improved login, payment and profile; reduce cost and increase revenue")
    page.locator("summary", has_text=WORDS).click()
    assert not offences(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
