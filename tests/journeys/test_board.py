"""The vision board: filled by keyboard alone, put in order, replaced with its history, printed on one page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from goalchain.products.models import Product
from tests.browser.test_styleguide import offences
from tests.factories import Chain, make_chain_of_all_levels, make_entry, make_goal, make_product, product_owner
from tests.journeys.steps import Held, expect_focus, notice, tab_to, undo
from vision.board import BoardEntry
from vision.models import Vision

Open = Callable[..., Page]
WORDS = "Something that matters to people and takes two lines to say"
PAPER = ("A4", "Letter")


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels()


def expect_entries(page: Page, name: str, texts: list[str]) -> None:
    expect(page.locator(f"#list-{name} .board-entry > .inline .inline-value")).to_have_text(texts)


def opened(page: Page) -> list[str]:
    """What axe finds while a menu is open, without that it covers what lies below it until it is closed."""
    return [offence for offence in offences(page) if "obscured" not in offence]


def pages_of(page: Page, size: str) -> int:
    """How many pages the board takes on paper of this size, laid crosswise as the style sheet asks."""
    paper = page.pdf(format=size, prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", paper))


def test_an_empty_board_is_filled_by_keyboard_alone(live_server: object, open_as: Open) -> None:
    product = make_product(key="NEWB", name="Bike Service App")
    owner = product_owner(product)
    page = open_as(owner, "/p/NEWB/vision/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Why does Bike Service App exist?")
    tab_to(page, page.get_by_label("The vision"))
    page.keyboard.type("Bike servicing is simple for every rider")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bike servicing is simple for every rider")
    for name, texts in (
        ("target_group", ["Commuters", "Parents"]),
        ("needs", ["Know the price before", "Be back on the same day"]),
        ("product", ["A slot in a minute"]),
    ):
        field = page.locator(f"#add-{name}-text")
        tab_to(page, field)
        for text in texts:
            page.keyboard.type(text)
            page.keyboard.press("Enter")
            expect(page.locator(f"#list-{name}").get_by_text(text, exact=True)).to_be_visible()
            expect(field).to_be_focused()
            expect(field).to_have_value("")
        expect_entries(page, name, texts)
    tab_to(page, page.locator("#add-business-title"))
    page.keyboard.type("Workshops fill idle slots")
    page.keyboard.press("Enter")
    expect(page.locator("#list-business")).to_contain_text("NEWB-2")
    expect(page.locator("#add-business-title")).to_be_focused()
    tab_to(page, page.locator("#add-user-title"), "Shift+Tab")
    page.keyboard.type("Riders stop losing days")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#add-user-need")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    need = page.locator("#list-needs .board-entry", has_text="Know the price before")
    expect(need).to_contain_text("Riders stop losing days")
    tab_to(page, page.locator(".board-more > summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("#add-channels-text"))
    page.keyboard.type("A card in each workshop")
    page.keyboard.press("Enter")
    expect(page.locator("#list-channels")).to_contain_text("A card in each workshop")
    vision = Vision.objects.get(product=product)
    assert vision.board_entries.count() == 6
    assert sorted(vision.down_links.values_list("child__level_name", flat=True)) == ["business", "user"]
    assert BoardEntry.objects.get(text="Know the price before").goals.get().title == "Riders stop losing days"


def test_entries_are_edited_ordered_and_removed_by_keyboard(chain: Chain, open_as: Open) -> None:
    for text in ("First", "Second", "Third"):
        make_entry(chain["vision"], "product", text)
    second = BoardEntry.objects.get(text="Second")
    page = open_as(chain.owner, f"/p/{chain.product.key}/vision/")
    edit = page.locator(f"#entry-{second.pk}-text-edit")
    tab_to(page, edit)
    page.keyboard.press("Alt+ArrowUp")
    expect_entries(page, "product", ["Second", "First", "Third"])
    expect(edit).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect_entries(page, "product", ["First", "Second", "Third"])
    expect(edit).to_be_focused()
    page.keyboard.press("Enter")
    field = page.locator(f"#entry-{second.pk}-text").get_by_role("textbox")
    expect(field).to_be_focused()
    page.keyboard.type(" to none")
    page.keyboard.press("Enter")
    expect(page.locator(f"#entry-{second.pk}-text .inline-value")).to_have_text("Second to none")
    expect_focus(page, edit)
    menu = page.locator(f"#entry-{second.pk}-menu")
    page.keyboard.press("Tab")
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.locator(f"#entry-{second.pk}").get_by_role("button", name="Remove"))
    page.keyboard.press("Enter")
    expect(page.locator("#list-product .board-entry")).to_have_count(2)
    undo(page, "Removed “Second to none”.")
    expect(page.locator("#list-product .board-entry")).to_have_count(3)
    expect_entries(page, "product", ["First", "Second to none", "Third"])


def test_ones_own_edit_is_no_clash_for_ones_next_step(chain: Chain, open_as: Open) -> None:
    """Though the board comes anew only after it."""
    for text in ("First", "Second"):
        make_entry(chain["vision"], "product", text)
    second, goal = BoardEntry.objects.get(text="Second"), chain["user"]
    page = open_as(chain.owner, f"/p/{chain.product.key}/vision/")
    held = Held(page, f"**/p/{chain.product.key}/vision/", method="GET")
    for place, words in ((f"entry-{second.pk}-text", "Second to none"), (f"board-goal-{goal.number}", "Riders ride")):
        page.locator(f"#{place}-edit").click()
        page.locator(f"#{place}").get_by_role("textbox").fill(words)
        page.keyboard.press("Enter")
        expect(page.locator(f"#{place} .inline-value")).to_have_text(words)
        held.asked()
    page.locator(f"#entry-{second.pk}-menu").click()
    page.locator(f"#entry-{second.pk}-removal").click()
    expect(page.locator("#list-product .board-entry")).to_have_count(1)
    page.locator(f"#goal-{goal.number}-menu").click()
    page.locator(f"#archive-{goal.key}").click()
    expect(page.get_by_role("dialog").or_(notice(page, f"{goal.key} ")).first).to_be_visible()


def test_an_entry_is_dragged_to_its_place(chain: Chain, open_as: Open) -> None:
    for text in ("First", "Second", "Third"):
        make_entry(chain["vision"], "product", text)
    page = open_as(chain.owner, f"/p/{chain.product.key}/vision/")
    entries = page.locator("#list-product .board-entry")
    entries.nth(2).drag_to(entries.nth(0), target_position={"x": 20, "y": 2})
    expect_entries(page, "product", ["Third", "First", "Second"])
    undo(page, "has its new place.")
    expect_entries(page, "product", ["First", "Second", "Third"])


def test_what_another_person_adds_appears_while_one_types(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, "about:blank")
    page.clock.install()
    page.goto(f"/p/{chain.product.key}/vision/")
    field = page.locator("#add-needs-text")
    field.fill("Half a need")
    make_entry(chain["vision"], "needs", "Theirs")
    page.clock.run_for(5_000)
    expect(page.locator("#list-needs")).to_contain_text("Theirs")
    expect(field).to_have_value("Half a need")
    field.press("Enter")
    expect(page.locator("#list-needs")).to_contain_text("Half a need")


@pytest.mark.allow_status(409)
def test_two_people_reword_one_entry(chain: Chain, open_as: Open) -> None:
    entry = make_entry(chain["vision"], "needs", "Price")
    page = open_as(chain.owner, f"/p/{chain.product.key}/vision/")
    page.context.route("**/changes/**", lambda route: route.fulfill(status=204))
    place = page.locator(f"#entry-{entry.pk}-text")
    place.get_by_text("Price", exact=True).click()
    place.get_by_role("textbox").fill("Price before the work")
    entry.reword("A fair price", by=chain.owner)
    place.get_by_role("textbox").press("Enter")
    expect(place).to_contain_text("Their wording")
    expect(place).to_contain_text("A fair price")
    expect(place.get_by_role("textbox")).to_have_value("Price before the work")
    place.get_by_role("button", name="Save mine").click()
    expect(place.locator(".inline-value")).to_have_text("Price before the work")


@pytest.mark.allow_status(422)
def test_the_vision_is_replaced(chain: Chain, open_as: Open) -> None:
    make_entry(chain["vision"], "needs", "Know the price", answered_by=[chain["user"]])
    page = open_as(chain.owner, f"/p/{chain.product.key}/vision/")
    page.get_by_role("link", name="Replace the vision").click()
    page.get_by_role("button", name="Replace the vision").click()
    expect(page.locator(".form-errors")).to_be_focused()
    page.get_by_role("textbox", name="The new vision").fill("Nobody thinks about servicing")
    page.get_by_label("Why is the vision replaced?").fill("Simple was not enough: riders want to forget it.")
    page.get_by_label("Partly achieved").check()
    page.get_by_label("Only those chosen below").check()
    page.get_by_label(chain["user"].title).check()
    page.get_by_role("button", name="Replace the vision").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nobody thinks about servicing")
    expect(page.locator("#list-needs")).to_contain_text("Know the price")
    moved, left = page.locator(f"#goal-{chain['user'].number}"), page.locator(f"#goal-{chain['business'].number}")
    expect(moved).not_to_contain_text("does not serve this vision")
    expect(left).to_contain_text("does not serve this vision")
    page.get_by_role("link", name="Servicing is simple").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Servicing is simple")
    expect(page.locator("#board-head")).to_contain_text("Simple was not enough")
    expect(page.locator("#list-needs")).to_contain_text("Know the price")
    expect(page.locator("#list-business")).to_contain_text(chain["business"].title)
    expect(page.locator("main [data-edit], main [data-draft]")).to_have_count(0)


@pytest.mark.parametrize("size", PAPER)
def test_the_board_prints_on_one_page(demo: Product, open_as: Open, size: str) -> None:
    owner = product_owner(demo)
    page = open_as(owner, f"/p/{demo.key}/vision/")
    expect(page.locator("#list-channels .board-entry")).to_have_count(2)
    assert pages_of(page, size) == 1


@pytest.mark.parametrize("count", [11, 15, 19, 26, 30])
def test_a_long_column_prints_on_one_page(chain: Chain, open_as: Open, count: int) -> None:
    vision = chain["vision"]
    vision.revise(by=chain.owner, statement="Whoever rides finds a workshop that has time, at any hour. " * 5)
    for number in range(count):
        make_entry(vision, "product", f"{WORDS} {number}")
    page = open_as(chain.owner, f"/p/{chain.product.key}/vision/")
    for size in PAPER:
        assert pages_of(page, size) == 1


def test_a_full_board_prints_on_one_page(chain: Chain, open_as: Open) -> None:
    vision, words = chain["vision"], WORDS
    for name in ("target_group", "needs", "product", "competitors", "revenue", "cost_factors", "channels"):
        for number in range(8 if name in ("target_group", "needs", "product") else 5):
            make_entry(vision, name, f"{words} {number}")
    for number in range(5):
        for level in ("user", "business"):
            make_goal(chain.product, level, title=f"{words} {number}", parents=[vision], by=chain.owner)
    page = open_as(chain.owner, f"/p/{chain.product.key}/vision/")
    for size in PAPER:
        assert pages_of(page, size) == 1


def test_the_wall_shows_the_board_and_follows_it(chain: Chain, open_as: Open) -> None:
    make_entry(chain["vision"], "needs", "Know the price")
    page = open_as(chain.owner, "about:blank")
    page.clock.install()
    page.goto(f"/p/{chain.product.key}/vision/wall/")
    expect(page.locator("#wall")).to_contain_text("Know the price")
    expect(page.locator("main :is(a, button, input)")).to_have_count(0)
    make_entry(chain["vision"], "channels", "A card in each workshop")
    page.clock.run_for(5_000)
    expect(page.locator("#wall")).to_contain_text("A card in each workshop")


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080), (1280, 900)])
@pytest.mark.once
def test_a_wall_needs_no_scrolling(chain: Chain, open_as: Open, width: int, height: int) -> None:
    for section in ("target_group", "product", "competitors", "revenue", "channels"):
        for text in (
            "Commuters who need the bike every working day",
            "Independent workshops with one to five mechanics",
        ):
            make_entry(chain["vision"], section, text)
    for text in ("Hand the bike over and have it back", "Know the price before the work begins", "Trust a workshop"):
        make_entry(chain["vision"], "needs", text)
    make_entry(chain["vision"], "needs", "Ride on while the bike is away", answered_by=[chain["user"]])
    page = open_as(chain.owner, "about:blank", viewport={"width": width, "height": height})
    page.goto(f"/p/{chain.product.key}/vision/wall/")
    expect(page.locator("#wall")).to_contain_text("Ride on while the bike is away")
    assert page.evaluate("document.documentElement.scrollHeight") == height


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.once
def test_the_pages_are_accessible(chain: Chain, open_as: Open, theme: str, width: int) -> None:
    entry = make_entry(chain["vision"], "needs", "Know the price", answered_by=[chain["user"]])
    make_entry(chain["vision"], "channels", "A card in each workshop")
    key = chain.product.key
    page = open_as(chain.owner, "about:blank", color_scheme=theme, viewport={"width": width, "height": 800})
    for path in ("vision/", "vision/wall/", "strategy/", "vision/replacement/"):
        page.goto(f"/p/{key}/{path}")
        assert offences(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(f"/p/{key}/vision/")
    page.locator(f"#entry-{entry.pk}-menu").focus()
    page.keyboard.press("Enter")
    assert opened(page) == []
    page.get_by_role("link", name="User goals that answer it").click()
    expect(page.get_by_role("checkbox", name=chain["user"].title)).to_be_checked()
    assert offences(page) == []
    page.keyboard.press("Escape")
    page.locator(f"#entry-{entry.pk}-text-edit").click()
    expect(page.locator(f"#entry-{entry.pk}-text").get_by_role("textbox")).to_be_focused()
    assert offences(page) == []
