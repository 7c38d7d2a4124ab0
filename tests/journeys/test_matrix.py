"""Which sprint goals serve which user and business goals? The matrix by mouse, by keyboard and on a phone; and what
hangs on a goal before it is archived."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from goalchain.accounts.models import User
from goalchain.products.models import Product
from tests.factories import make_chain_of_all_levels, make_entry, make_goal
from tests.journeys.steps import address, expect_focus, notice, tab_to, undo

Open = Callable[..., Page]
SENTENCE = re.compile("^Service booking works, because .* so that riders stop losing days to servicing.$")


@pytest.fixture
def developer(demo: Product) -> User:
    return User.objects.get(email="developer@example.com")


def test_the_matrix_by_mouse(developer: User, open_as: Open) -> None:
    page = open_as(developer, "/p/BIKE/")
    page.get_by_role("link", name="Matrix", exact=True).click()
    expect(page.get_by_role("heading", name="Matrix", level=1)).to_be_visible()
    trusted = page.get_by_role("row", name=re.compile("Riders trust the workshop"))
    expect(trusted.get_by_role("rowheader")).to_contain_text("No sprint goal serves it")

    cell = page.get_by_role("link", name="1 line between BIKE-2 and BIKE-7, through BIKE-4, BIKE-5")
    cell.click()
    dialog = page.get_by_role("dialog", name="How BIKE-7 serves BIKE-2")
    expect(dialog.locator(".say")).to_have_text(SENTENCE)
    expect(page).to_have_url(re.compile("/p/BIKE/matrix/$"))
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    expect(cell).to_be_focused()

    page.get_by_label("Rows").select_option("Product goals")
    expect(page).to_have_url(re.compile(r"\?rows=product&columns=sprint$"))
    expect(page.get_by_role("rowheader", name=re.compile("Customers book, track and pay"))).to_be_visible()
    page.get_by_role("link", name="Turn").click()
    expect(page.get_by_role("columnheader", name=re.compile("Customers book, track and pay"))).to_be_visible()
    page.get_by_role("link", name=re.compile("between BIKE-7 and BIKE-4")).click()
    page.get_by_role("link", name="Trace of BIKE-7").click()
    expect(page).to_have_url(re.compile("/g/BIKE-7/trace/$"))


def test_the_matrix_by_keyboard_while_somebody_else_works(developer: User, demo: Product, open_as: Open) -> None:
    page = open_as(developer, "about:blank")
    page.clock.install()
    page.goto("/p/BIKE/matrix/")
    region = page.get_by_role("region", name="Matrix of user and business goals and sprint goals")
    tab_to(page, region)
    expect_focus(page, region)
    cell = page.get_by_role("link", name=re.compile("between BIKE-2 and BIKE-7"))
    tab_to(page, cell)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="How BIKE-7 serves BIKE-2")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect_focus(page, cell)
    make_goal(demo, "user", title="Riders lend their bikes", by=User.objects.get(email="owner@example.com"))
    page.clock.run_for(5_000)
    expect(page.get_by_role("rowheader", name=re.compile("Riders lend their bikes"))).to_be_visible()
    expect_focus(page, cell)


def test_the_matrix_on_a_phone_is_a_list(developer: User, open_as: Open) -> None:
    page = open_as(developer, "/p/BIKE/matrix/", viewport={"width": 375, "height": 720}, has_touch=True)
    expect(page.get_by_role("table")).to_have_count(0)
    served = page.locator(".matrix-list > li", has_text="Riders stop losing days to servicing").first
    expect(served).to_contain_text("Sprint 1 of Web, 1 line, through BIKE-4, BIKE-5")
    served.get_by_role("link", name="Service booking works").tap()
    expect(page.get_by_role("dialog").locator(".say")).to_have_text(SENTENCE)


def test_what_hangs_on_a_goal_is_told_before_it_is_archived(open_as: Open) -> None:
    chain = make_chain_of_all_levels()
    goal = chain["product"]
    page = open_as(chain.owner, address(goal))
    button = page.get_by_role("button", name="Archive", exact=True)
    button.click()
    dialog = page.get_by_role("dialog", name=f"Archive {goal.key}?")
    expect(dialog).to_contain_text(f"2 goals, 1 release and 1 sprint hang on {goal.key}.")
    expect(dialog).to_contain_text(f"These would lose their only parent: {chain['release'].key}")
    dialog.get_by_role("link", name="Cancel").click()
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()

    button.click()
    dialog.get_by_role("button", name=f"Archive {goal.key}").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("This goal was archived")).to_be_visible()
    undo(page, f"{goal.key} is archived.")
    expect(button).to_be_visible()
    page.get_by_role("link", name="Impact", exact=True).click()
    expect(page.get_by_role("heading", name="2 goals")).to_be_visible()


def test_the_board_asks_before_a_user_goal_is_archived(open_as: Open) -> None:
    chain = make_chain_of_all_levels()
    make_entry(chain["vision"], "needs", "Riders ride", answered_by=[chain["user"]])
    page = open_as(chain.owner, f"/p/{chain.product.key}/vision/")
    menu = page.locator("summary", has_text=f"More for {chain['user'].key}")
    menu.click()
    page.get_by_role("button", name="Archive").click()
    dialog = page.get_by_role("dialog", name=f"Archive {chain['user'].key}?")
    expect(dialog).to_contain_text("hang on")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect_focus(page, menu)
    menu.click()
    page.get_by_role("button", name="Archive").click()
    dialog.get_by_role("button", name="Archive").click()
    expect(notice(page, f"{chain['user'].key} is archived.")).to_be_visible()
    expect(page.locator(f"#goal-{chain['user'].number}")).to_have_count(0)
