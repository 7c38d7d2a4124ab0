"""The gate in Chromium: activating the next product goal asks what became of the active one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from goalchain.products.models import Product
from tests.factories import fresh, make_goal, make_product, product_owner
from tests.journeys.steps import address, expect_focus, notice, undo

Open = Callable[..., Page]


@pytest.fixture
def product(live_server: object) -> Product:
    return make_product(name="Bike Service App", key="GATE")


@pytest.fixture
def owner(product: Product) -> User:
    return product_owner(product)


@pytest.fixture
def former(product: Product) -> Goal:
    return make_goal(product, title="Riders book", state="active")


@pytest.fixture
def goal(product: Product, former: Goal) -> Goal:
    return make_goal(product, title="Riders pay", state="agreed")


def state(page: Page) -> Locator:
    return page.locator("#state .state")


def activate(page: Page) -> None:
    page.locator("#state").get_by_role("button", name="Activate", exact=True).click()


def states(*goals: Goal) -> list[str]:
    return [fresh(goal).state for goal in goals]


@pytest.mark.allow_status(422)
def test_the_dialog_closes_one_and_activates_the_other_and_undo_takes_both_back(
    former: Goal, goal: Goal, owner: User, open_as: Open
) -> None:
    page = open_as(owner, address(goal))
    activate(page)
    dialog = page.get_by_role("dialog", name=f"First: what became of {former.key}?")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Riders book")
    button = dialog.get_by_role("button", name=f"Close {former.key}, activate {goal.key}")

    # An abandoned goal says why, and what was typed stays.
    dialog.get_by_role("radio", name="Abandoned").check()
    button.click()
    expect(dialog.get_by_role("alert")).to_be_focused()
    expect(dialog.get_by_role("radio", name="Abandoned")).to_be_checked()
    assert states(former, goal) == ["active", "agreed"]

    dialog.get_by_label("What did you learn?").fill("Nobody books ahead")
    button.click()
    expect(dialog).to_have_count(0)
    expect(state(page)).to_have_text("Active")
    expect(notice(page, f"{goal.key} is active; {former.key} is closed.")).to_be_visible()
    assert states(former, goal) == ["closed", "active"]

    undo(page, f"{goal.key} is active; {former.key} is closed.")
    expect(state(page)).to_have_text("Agreed")
    assert states(former, goal) == ["active", "agreed"]


@pytest.mark.allow_status(422)
def test_by_keyboard_and_away_again(former: Goal, goal: Goal, owner: User, open_as: Open) -> None:
    page = open_as(owner, address(goal))
    button = page.locator("#state").get_by_role("button", name="Activate", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    # The words that ask again have the focus.
    way = page.get_by_role("link", name=f"Close {former.key} and activate {goal.key}")
    expect_focus(page, way)
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Space")
    expect(dialog.get_by_role("radio", name="Achieved", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    expect(dialog.get_by_label("What did you learn?")).to_be_focused()
    page.keyboard.type("Riders book by app")
    page.keyboard.press("Control+Enter")
    expect(state(page)).to_have_text("Active")
    assert states(former, goal) == ["closed", "active"]


@pytest.mark.allow_status(409, 422)
def test_somebody_changes_the_former_goal_meanwhile(former: Goal, goal: Goal, owner: User, open_as: Open) -> None:
    page = open_as(owner, address(goal))
    activate(page)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Missed").check()
    dialog.get_by_label("What did you learn?").fill("Too late for the season")
    fresh(former).revise(by=owner, title="Riders book a slot")
    dialog.get_by_role("button", name="Close").last.click()
    expect(dialog.get_by_role("alert")).to_contain_text(f"changed {former.key} while you were reading it")
    expect(dialog).to_contain_text("Riders book a slot")
    expect(dialog.get_by_label("What did you learn?")).to_have_value("Too late for the season")
    dialog.get_by_role("button", name=f"Close {former.key}, activate {goal.key}").click()
    expect(state(page)).to_have_text("Active")
    assert states(former, goal) == ["closed", "active"]


@pytest.mark.allow_status(422)
def test_without_javascript_it_is_a_page(former: Goal, goal: Goal, owner: User, open_as: Open) -> None:
    page = open_as(owner, address(goal), java_script_enabled=False)
    activate(page)
    page.get_by_role("link", name=f"Close {former.key} and activate {goal.key}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"First: what became of {former.key}?")
    page.get_by_role("radio", name="Partly achieved").check()
    page.get_by_label("What did you learn?").fill("Half of them do")
    page.get_by_role("button", name=f"Close {former.key}, activate {goal.key}").click()
    expect(state(page)).to_have_text("Active")
    assert states(former, goal) == ["closed", "active"]


def test_the_rule_is_switched_off_in_the_settings(
    product: Product, former: Goal, goal: Goal, owner: User, open_as: Open
) -> None:
    page = open_as(owner, f"/p/{product.key}/settings/")
    page.get_by_label("One active product goal at a time").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(notice(page, "Saved.")).to_be_visible()
    page.goto(address(goal))
    activate(page)
    expect(state(page)).to_have_text("Active")
    assert states(former, goal) == ["active", "active"]
