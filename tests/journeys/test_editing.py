"""Editing in place, by mouse and by keyboard: the words change, the page follows, the focus stays, undo is at hand."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories import Chain, make_chain_of_all_levels
from tests.journeys.steps import address, expect_focus, expect_title, notice, open_title, region, undo

Open = Callable[..., Page]


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels()


def edit_link(page: Page, name: str):
    return region(page, name).locator("[data-edit]")


def test_a_title_by_mouse(chain: Chain, open_as: Open) -> None:
    goal = chain["release"]
    page = open_as(chain.owner, address(goal))
    region(page, "title").get_by_text(goal.title).click()
    field = region(page, "title").get_by_role("textbox")
    expect(field).to_be_focused()
    field.fill("Customers book a slot online")
    region(page, "title").get_by_role("button", name="Save").click()
    expect_title(page, "Customers book a slot online")
    expect(page.locator("#why .here .why-goal")).to_have_text("Customers book a slot online")
    expect(page.locator("#history")).to_contain_text("changed the title")
    expect(page).to_have_title(f"Customers book a slot online · {goal.key} · GoalChain")
    expect(edit_link(page, "title")).to_be_focused()
    undo(page, "Title saved.")
    expect_title(page, goal.title)
    expect(notice(page, "is as it was before")).to_be_visible()
    page.reload()
    expect_title(page, goal.title)


def test_a_title_by_keyboard(chain: Chain, open_as: Open) -> None:
    goal = chain["release"]
    page = open_as(chain.owner, address(goal))
    field = open_title(page)
    page.keyboard.press("End")
    page.keyboard.type(", today")
    expect(field).to_have_value(f"{goal.title}, today")
    page.keyboard.press("Enter")
    expect_title(page, f"{goal.title}, today")
    expect(notice(page, "Title saved.")).to_be_visible()
    expect(page.locator("#history")).to_contain_text("changed the title")
    expect_focus(page, edit_link(page, "title"))
    assert chain["release"].title == f"{goal.title}, today"


def test_escape_leaves_the_title_as_it_was(chain: Chain, open_as: Open) -> None:
    goal = chain["release"]
    page = open_as(chain.owner, address(goal))
    open_title(page).fill("Never mind")
    page.keyboard.press("Escape")
    expect_title(page, goal.title)
    expect_focus(page, edit_link(page, "title"))
    assert chain["release"].version == goal.version


def test_a_statement_of_several_lines(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]))
    region(page, "statement").get_by_text("Say it in full").click()
    field = region(page, "statement").get_by_role("textbox")
    expect(field).to_be_focused()
    page.keyboard.type("Riders see free slots.")
    page.keyboard.press("Enter")
    page.keyboard.type("They book one.")
    expect(field).to_have_value("Riders see free slots.\nThey book one.")
    page.keyboard.press("Control+Enter")
    words = region(page, "statement").locator(".inline-value")
    expect(words).to_have_text("Riders see free slots. They book one.")
    expect(words).to_have_js_property("innerText", "Riders see free slots.\nThey book one.")
    expect_focus(page, edit_link(page, "statement"))
    undo(page, "Statement saved.")
    expect(words).to_have_text("Say it in full: who can do what, and how you will know")


@pytest.mark.allow_status(422)
def test_dates_owner_and_confidence(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]))
    for name, value, shown in (("starts_on", "2027-03-01", "2027"), ("confidence", "at_risk", "At risk")):
        edit_link(page, name).click()
        field = region(page, name).locator("input:not([type=hidden]), select")
        expect(field).to_be_focused()
        if name == "confidence":
            field.select_option(value)
        else:
            field.fill(value)
        region(page, name).get_by_role("button", name="Save").click()
        expect(region(page, name).locator(".inline-value")).to_contain_text(shown)
        expect(edit_link(page, name)).to_be_focused()
    edit_link(page, "owner").click()
    region(page, "owner").get_by_role("combobox").select_option(label=chain.owner.name)
    region(page, "owner").get_by_role("button", name="Save").click()
    expect(region(page, "owner").locator(".inline-value")).to_have_text(chain.owner.name)

    edit_link(page, "ends_on").click()
    region(page, "ends_on").locator("input:not([type=hidden])").fill("2027-02-01")
    region(page, "ends_on").get_by_role("button", name="Save").click()
    expect(region(page, "ends_on")).to_contain_text("2027-03-01")
    expect(region(page, "ends_on").locator("[aria-invalid=true]")).to_be_focused()
    expect(region(page, "ends_on").locator("[aria-invalid=true]")).to_have_value("2027-02-01")


@pytest.mark.allow_status(422)
def test_an_empty_title_is_refused_where_it_was_typed(chain: Chain, open_as: Open) -> None:
    goal = chain["release"]
    page = open_as(chain.owner, address(goal))
    open_title(page).fill("")
    page.keyboard.press("Enter")
    field = region(page, "title").get_by_role("textbox")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    field.fill("Booking works")
    page.keyboard.press("Enter")
    expect_title(page, "Booking works")


@pytest.mark.allow_status(422)
def test_what_somebody_changed_since_cannot_be_taken_back(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]))
    open_title(page).fill("Booking works")
    page.keyboard.press("Enter")
    expect_title(page, "Booking works")
    chain["release"].revise(by=chain.owner, statement="In two minutes.")
    page.context.route("**/changes/**", lambda route: route.fulfill(status=204))
    answers = []
    page.on("response", lambda answer: answers.append((answer.status, answer.request.method)))
    undo(page, "Title saved.")
    expect(notice(page, "changed again since")).to_be_visible()
    assert (422, "POST") in answers


def test_two_editors_can_be_open_at_once(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]))
    edit_link(page, "statement").click()
    statement = region(page, "statement").get_by_role("textbox")
    expect(statement).to_be_focused()
    statement.fill("Riders see free slots.")
    edit_link(page, "title").click()
    title = region(page, "title").get_by_role("textbox")
    expect(title).to_be_focused()
    title.fill("Booking works")
    page.keyboard.press("Enter")
    expect_title(page, "Booking works")
    expect(statement).to_have_value("Riders see free slots.")
    statement.press("Control+Enter")
    expect(region(page, "statement").locator(".inline-value")).to_have_text("Riders see free slots.")
    assert chain["release"].statement == "Riders see free slots."


def test_nothing_is_replaced_between_press_and_release(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["product"]))
    word = region(page, "statement").locator("[data-edit]")
    word.hover()
    page.mouse.down()
    with page.expect_response(f"**{address(chain['product'])}"):
        page.evaluate("document.body.dispatchEvent(new CustomEvent('goal-changed'))")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.mouse.up()
    expect(region(page, "statement").get_by_role("textbox")).to_be_focused()
