"""Back and forward lead to whole pages, never to a fragment that htmx fetched from the same address."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories import Chain, make_chain_of_all_levels
from tests.journeys.steps import address, expect_title, expect_whole_page, open_title, region

Open = Callable[..., Page]


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels()


def there_and_back(page: Page, away: str) -> None:
    page.goto(away)
    expect_whole_page(page)
    page.go_back()
    expect_whole_page(page)


def test_back_to_a_goal_after_edits_in_place(chain: Chain, open_as: Open) -> None:
    goal = chain["release"]
    page = open_as(chain.owner, address(goal))
    open_title(page).fill("Booking works")
    page.keyboard.press("Enter")
    expect_title(page, "Booking works")
    region(page, "statement").locator("[data-edit]").click()
    expect(region(page, "statement").get_by_role("textbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(region(page, "statement").locator("form")).to_have_count(0)
    page.get_by_role("button", name="Agree").click()
    expect(page.locator("#state .state")).to_have_text("Agreed")

    there_and_back(page, f"{address(goal)}trace/")
    expect_title(page, "Booking works")
    expect(page.locator("#state .state")).to_have_text("Agreed")
    page.go_forward()
    expect_whole_page(page)
    expect(page).to_have_url(re.compile("/trace/$"))


def test_back_to_a_goal_with_an_open_picker(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["sprint"]))
    page.get_by_role("link", name="Link to a parent").click()
    expect(page.get_by_role("group", name="Goals found")).to_be_visible()
    there_and_back(page, f"{address(chain['sprint'])}parents/")
    expect_title(page, chain["sprint"].title)


def test_back_to_the_picker_s_own_page(chain: Chain, open_as: Open) -> None:
    where = f"{address(chain['sprint'])}parents/"
    page = open_as(chain.owner, where)
    page.get_by_label("Which goal does it serve?").fill("business")
    offers = page.get_by_role("group", name="Goals found").get_by_role("radio")
    expect(offers).to_have_count(1)
    there_and_back(page, address(chain["sprint"]))
    expect(page).to_have_url(re.compile("/parents/$"))


def test_back_to_the_chain_with_a_lit_line(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, f"/p/{chain.product.key}/")
    page.get_by_role("link", name=f"Line of {chain['sprint'].title}").click()
    expect(page.locator("#line .say")).to_be_visible()
    there_and_back(page, address(chain["sprint"]))
    expect(page.locator("#line .say")).to_be_visible()
    expect(page.locator(f"#{chain['sprint'].key}")).to_have_class(re.compile("is-selected"))


def test_back_to_the_search(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, f"/p/{chain.product.key}/search/?q=goal")
    page.get_by_role("combobox", name="Find a goal").press("End")
    page.get_by_role("combobox", name="Find a goal").press_sequentially("s")
    page.get_by_role("combobox", name="Find a goal").press("Backspace")
    expect(page.get_by_role("option").first).to_be_visible()
    there_and_back(page, address(chain["sprint"]))
    expect(page.get_by_role("heading", name="Search for “goal”")).to_be_visible()


def test_an_address_of_an_editor_is_a_page(chain: Chain, open_as: Open) -> None:
    goal = chain["release"]
    page = open_as(chain.owner, address(goal))
    open_title(page)
    for place in ("edit/title/", "outcome/", "parents/", f"parents/{chain['product'].key}/", "?field=title"):
        page.goto(f"{address(goal)}{place}")
        expect_whole_page(page)
    page.go_back()
    expect_whole_page(page)


def test_leaving_with_unsaved_words_asks_first(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]))
    asked: list[str] = []

    def stay(dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    open_title(page).fill("Half a thought")
    page.get_by_role("link", name="Outline").click()
    expect(region(page, "title").get_by_role("textbox")).to_have_value("Half a thought")
    assert asked == ["beforeunload"]
