"""The palette: anything is found, opened and begun from one field, by keyboard, on a phone, and without JavaScript."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from goalchain.products.access import Role
from tests.factories import (
    Chain,
    make_chain_of_all_levels,
    make_feedback,
    make_goal,
    make_member,
    make_metric,
    make_product,
)
from tests.journeys.steps import Held, address, expect_focus, expect_title, region

Open = Callable[..., Page]
PHONE = {"width": 375, "height": 740}


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels(key="BIKE", name="Bike Service App")


def palette(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Find anything")


def asks(words: str) -> Callable[[Response], bool]:
    """Whether an answer is the palette's, about these words."""

    def is_asked(answer: Response) -> bool:
        query = parse_qs(urlsplit(answer.url).query)
        return "palette" in query and query.get("q", [""]) == [words]

    return is_asked


def opened(page: Page, words: str = "") -> Locator:
    """Open the palette by its keys; its field, which has the focus, once the server's part is there. `words` are those
    that stand in the field of the page."""
    page.wait_for_load_state()
    with page.expect_response(asks(words)):
        page.keyboard.press("Control+k")
    field = palette(page).get_by_role("combobox")
    expect(field).to_be_focused()
    return field


def typed(page: Page, words: str) -> None:
    """Type into the palette, and wait for what the server found for all of it."""
    field = palette(page).get_by_role("combobox")
    with page.expect_response(asks(words)):
        field.fill(words)
    expect(page.locator("#find.htmx-request")).to_have_count(0)


def chosen(page: Page) -> Locator:
    """The one option that Enter takes."""
    return palette(page).get_by_role("option", selected=True)


def group(page: Page, name: str) -> Locator:
    return palette(page).get_by_role("group", name=name, exact=True)


def test_a_goal_is_found_and_opened_by_keyboard(chain: Chain, open_as: Open) -> None:
    first = make_goal(chain.product, "release", title="Customers pay by card")
    second = make_goal(chain.product, "release", title="Customers pay by invoice")
    make_metric(chain["product"], name="Customers who book")
    page = open_as(chain.owner, f"/p/{chain.product.key}/")
    field = opened(page)
    expect_focus(page, field)
    typed(page, "customers pay")
    expect(group(page, "Goals").get_by_role("option")).to_have_count(2)
    expect(group(page, "Metrics")).to_have_count(0)
    expect(palette(page).get_by_role("status")).to_have_text("2 found")
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(chosen(page)).to_contain_text(first.title)
    page.keyboard.press("ArrowDown")
    expect(chosen(page)).to_contain_text(second.title)
    expect(field).to_have_attribute("aria-activedescendant", str(chosen(page).get_attribute("id")))
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect_title(page, second.title)
    expect(palette(page)).to_be_hidden()


def test_escape_gives_back_the_focus_and_the_page(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]))
    trace = page.get_by_role("link", name="Trace", exact=True)
    trace.focus()
    opened(page)
    typed(page, "nothing such")
    expect(palette(page).get_by_text("Nothing matches “nothing such”")).to_be_visible()
    expect(palette(page).get_by_role("status")).to_have_text("Nothing found")
    page.keyboard.press("Escape")
    expect(palette(page)).to_be_hidden()
    expect_focus(page, trace)
    expect(page.locator(".top").get_by_role("combobox", name="Find a goal")).to_have_value("")
    page.keyboard.press("Control+k")
    expect(palette(page)).to_be_visible()
    page.keyboard.press("Control+k")
    expect(palette(page)).to_be_hidden()


def test_control_and_enter_open_a_new_tab(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, f"/p/{chain.product.key}/")
    opened(page)
    typed(page, chain["user"].key)
    expect(chosen(page)).to_contain_text(chain["user"].title)
    with page.context.expect_page() as other:
        page.keyboard.press("Control+Enter")
    expect_title(other.value, chain["user"].title)
    expect(palette(page)).to_be_visible()
    assert page.url.endswith(f"/p/{chain.product.key}/")


def test_what_was_opened_lately_comes_first(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["user"]))
    for name in ("release", "vision"):
        page.goto(address(chain[name]))
        page.wait_for_load_state()
    page.goto(address(chain["product"]))
    opened(page)
    options = group(page, "Recently opened").get_by_role("option")
    expect(options).to_have_count(3)
    for number, name in enumerate(("vision", "release", "user")):
        expect(options.nth(number)).to_contain_text(chain[name].key)
    expect(chosen(page)).to_contain_text(chain["vision"].title)
    page.keyboard.press("Enter")
    expect_title(page, chain["vision"].title)


def test_pages_and_actions_by_their_names(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]))
    opened(page)
    typed(page, "roadm")
    expect(chosen(page)).to_have_text("Roadmap")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/p/BIKE/roadmap/$"))

    opened(page)
    typed(page, "new release")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name=re.compile("^Release goal"))).to_be_checked()

    page.goto(address(chain["release"]))
    opened(page)
    page.keyboard.type("edit tit")
    expect(chosen(page)).to_contain_text("Edit title")
    page.keyboard.press("Enter")
    expect(palette(page)).to_be_hidden()
    expect(region(page, "title").get_by_role("textbox")).to_be_focused()

    page.keyboard.press("Escape")
    opened(page)
    page.keyboard.type("keyboard")
    expect(chosen(page)).to_contain_text("Keyboard shortcuts")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Control+k")
    expect(palette(page)).to_be_hidden()


def test_enter_never_opens_what_was_found_for_other_words(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["user"]))
    page.goto(f"/p/{chain.product.key}/")
    opened(page)
    expect(chosen(page)).to_contain_text(chain["user"].title)
    page.route(re.compile(r"/search/\?q=zeppelin.*palette"), lambda route: None)
    page.keyboard.type("zeppelin")
    expect(palette(page).get_by_role("option")).to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Search for “zeppelin”")).to_be_visible()


def test_letters_typed_before_it_is_there_are_not_shortcuts(chain: Chain, open_as: Open) -> None:
    """The palette is loaded when it is first asked for; `n` meanwhile is a letter and no new goal."""
    page = open_as(chain.owner, f"/p/{chain.product.key}/")
    page.wait_for_load_state()
    held = Held(page, "**/js/palette*")
    page.keyboard.press("Control+k")
    field = page.get_by_role("combobox", name="Find a goal")
    expect(field).to_be_focused()
    page.keyboard.type("ne")
    expect(field).to_have_value("ne")
    held.release()
    expect(palette(page)).to_be_visible()
    page.keyboard.type("w goa")
    expect(palette(page).get_by_role("combobox")).to_have_value("new goa")
    assert page.url.endswith(f"/p/{chain.product.key}/")


def test_nor_are_they_where_the_page_has_no_field(chain: Chain, open_as: Open) -> None:
    """Narrow, there is a button only: the letters wait for the palette's field."""
    page = open_as(chain.owner, f"/p/{chain.product.key}/", viewport=PHONE)
    page.wait_for_load_state()
    held = Held(page, "**/js/palette*")
    page.keyboard.press("/")
    page.keyboard.type("new")
    held.release()
    expect(palette(page).get_by_role("combobox")).to_have_value("new")
    page.keyboard.type(" goal")
    expect(palette(page).get_by_role("combobox")).to_have_value("new goal")
    expect(palette(page).get_by_role("option", name="New goal").first).to_be_visible()
    assert page.url.endswith(f"/p/{chain.product.key}/")


def test_another_product_is_a_word_away(chain: Chain, open_as: Open) -> None:
    other = make_product(owner=chain.owner, key="EAT", name="Healthy Eating App")
    goal = make_goal(other, "user", title="Users lose weight")
    page = open_as(chain.owner, f"/p/{chain.product.key}/")
    opened(page)
    typed(page, "eat-1")
    page.keyboard.press("Enter")
    expect_title(page, goal.title)
    page.goto(f"/p/{chain.product.key}/")
    opened(page)
    typed(page, "lose weight")
    palette(page).get_by_role("option", name="Look for “lose weight” in all products").click()
    expect(page.locator("#found").get_by_role("link", name=goal.title)).to_be_visible()
    opened(page, "lose weight")
    typed(page, "")
    expect(group(page, "Products").get_by_role("option")).to_have_count(2)


def test_on_a_phone_a_button_opens_it(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]), viewport=PHONE, has_touch=True)
    expect(page.get_by_role("combobox", name="Find a goal")).to_be_hidden()
    page.get_by_role("button", name="Find anything").tap()
    expect(palette(page).get_by_role("combobox")).to_be_focused()
    typed(page, "lost day")
    option = group(page, "Goals").get_by_role("option")
    expect(option).to_contain_text("because a lost day hurts")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    option.tap()
    expect_title(page, chain["user"].title)


def test_a_stakeholder_is_offered_what_stakeholders_may(chain: Chain, open_as: Open) -> None:
    make_feedback(chain.product, "A slot for cargo bikes")
    page = open_as(make_member(chain.product, Role.STAKEHOLDER), f"/p/{chain.product.key}/")
    opened(page)
    expect(group(page, "Begin")).to_have_count(0)
    expect(group(page, "Go to").get_by_role("option", name="Feedback")).to_have_count(0)
    for words in ("cargo bikes", chain["sprint"].title.lower()):
        typed(page, words)
        expect(palette(page).get_by_text("Nothing matches")).to_be_visible()


def test_without_javascript_the_page_finds_the_same(chain: Chain, open_as: Open) -> None:
    make_metric(chain["user"], name="A lost day a year")
    page = open_as(chain.owner, f"/p/{chain.product.key}/", java_script_enabled=False)
    expect(page.get_by_role("button", name="Find anything")).to_be_hidden()
    page.get_by_role("combobox", name="Find a goal").fill("lost day")
    page.get_by_role("combobox", name="Find a goal").press("Enter")
    found = page.locator("#found")
    expect(found.get_by_role("link")).to_have_text(["A lost day a year", chain["user"].title])
    page.get_by_label("Kind").select_option("goal")
    page.get_by_label("Level").select_option("user")
    page.get_by_role("button", name="Show").click()
    expect(found.get_by_role("link")).to_have_text([chain["user"].title])
    page.get_by_role("link", name="In all products").click()
    expect(page.locator("#found").get_by_text(chain.product.name)).to_be_visible()


def test_the_page_is_narrowed_in_place(chain: Chain, open_as: Open) -> None:
    make_metric(chain["user"], name="A lost day a year")
    page = open_as(chain.owner, f"/p/{chain.product.key}/search/?q=lost+day")
    page.wait_for_load_state()
    page.get_by_label("Kind").focus()
    with page.expect_response(re.compile("kind=metric")):
        page.get_by_label("Kind").select_option("metric")
    expect(page.locator("#found").get_by_role("link")).to_have_text(["A lost day a year"])
    expect(page.get_by_label("Kind")).to_be_focused()
    expect(page).to_have_url(re.compile("kind=metric"))
    page.reload()
    expect(page.locator("#found").get_by_role("link")).to_have_text(["A lost day a year"])
