"""The chain map: read, narrowed, folded, zoomed and linked by mouse and by keyboard; and as a list on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from goalchain.products.models import Product
from tests.factories import make_goal
from tests.journeys.steps import Held, expect_focus, notice, press, settled, tab_to

Open = Callable[..., Page]


@pytest.fixture
def owner(demo: Product) -> User:
    return User.objects.get(email="owner@example.com")


def parents(page: Page, number: int) -> str:
    return page.locator(f"#BIKE-{number}").get_attribute("data-parents") or ""


@pytest.mark.parametrize("number", [11, 18, 1])
def test_a_selected_goal_stands_beside_its_line(owner: User, open_as: Open, number: int) -> None:
    page = open_as(owner, f"/p/BIKE/?goal=BIKE-{number}", viewport={"width": 1280, "height": 900})
    expect(page.locator("#chain [data-goal].is-selected")).to_have_count(1)
    seen = page.evaluate(
        """() => {
          const view = document.querySelector("[data-map]").getBoundingClientRect();
          return [...document.querySelectorAll(".column")].map((column) =>
            [...column.querySelectorAll(".is-lit, .is-selected")].some((card) => {
              const box = card.getBoundingClientRect();
              return box.bottom > view.top + 60 && box.top < view.bottom - 20;
            }));
        }"""
    )
    assert seen == [True] * 5, "Part of the line is off the screen."


def test_a_line_selected_later_leaves_its_card_where_it_is(owner: User, open_as: Open) -> None:
    page = open_as(owner, "/p/BIKE/", viewport={"width": 1280, "height": 900})
    card = page.locator("#BIKE-18")
    card.scroll_into_view_if_needed()
    card.hover()
    before = card.bounding_box()
    page.get_by_role("link", name="Line of Two workshops show a week of right slots").click()
    expect(page.locator("#line .say")).to_contain_text("Two workshops show a week of right slots")
    after = card.bounding_box()
    assert before and after and abs(after["y"] - before["y"]) < 2


def test_two_folds_on_a_slow_line_are_both_kept(owner: User, open_as: Open) -> None:
    page = open_as(owner, "/p/BIKE/", viewport={"width": 1280, "height": 900})
    page.wait_for_load_state()
    held = Held(page, "**/p/BIKE/?*fold=*")
    page.locator("#fold-14").evaluate("link => link.click()")
    page.locator("#fold-22").evaluate("link => link.click()")
    held.release()
    held.release()
    expect(page).to_have_url(re.compile("fold=14.22$"))
    # A longer way back than one step passes over what htmx would bring back.
    page.unroute_all()
    page.locator("#BIKE-5").hover()
    page.locator("#BIKE-5").get_by_role("link", name="Line of").click()
    expect(page).to_have_url(re.compile("fold=14.22&goal=BIKE-5$"))
    with page.expect_event("load"):
        page.evaluate("history.go(-3)")
    expect(page).to_have_url(re.compile("/p/BIKE/$"))
    expect(page.locator("#unfold-all")).to_have_count(0)
    page.evaluate("history.go(3)")
    expect(page).to_have_url(re.compile("fold=14.22&goal=BIKE-5$"))
    expect(page.locator("#unfold-all")).to_be_visible()
    expect(page.locator("#BIKE-5")).to_have_class(re.compile("is-selected"))


def test_a_step_through_the_history_while_the_page_loads_is_followed(owner: User, open_as: Open) -> None:
    page = open_as(owner, "/p/BIKE/", viewport={"width": 1280, "height": 900})
    page.wait_for_load_state()
    page.locator("#fold-14").evaluate("link => link.click()")
    expect(page.locator("#unfold-all")).to_be_visible()
    page.locator("#BIKE-5").hover()
    page.locator("#BIKE-5").get_by_role("link", name="Line of").click()
    expect(page).to_have_url(re.compile("fold=14&goal=BIKE-5$"))
    held = Held(page, "**/js/chain*", times=1)
    page.evaluate("history.go(-2)")
    held.asked()
    page.evaluate("history.go(2)")
    expect(page).to_have_url(re.compile("fold=14&goal=BIKE-5$"))
    held.release()
    expect(page.locator("#unfold-all")).to_be_visible()
    expect(page.locator("#BIKE-5")).to_have_class(re.compile("is-selected"))


def test_an_empty_product_says_what_to_begin_with(owner: User, open_as: Open) -> None:
    Product.found(key="EMPTY", name="Empty", preset="releases", by=owner)
    for width, query in ((375, ""), (1280, "?view=list")):
        page = open_as(owner, f"/p/EMPTY/{query}", viewport={"width": width, "height": 800})
        expect(page.locator("#nest").get_by_role("link", name="Vision")).to_be_visible()
        # Nothing is there to be narrowed, zoomed or exported.
        expect(page.locator(".map-bar").get_by_role("link", name="Columns", exact=True).first).to_be_attached()
        expect(page.locator(".map-filters, .map-tools")).to_have_count(0)


@pytest.mark.once
def test_nothing_jumps_while_a_line_opens(owner: User, open_as: Open) -> None:
    """However late the script is that brings the line to one height."""
    page = open_as(owner, "about:blank", viewport={"width": 1280, "height": 900})
    page.add_init_script("""
        window.moved = 0;
        new PerformanceObserver((list) => {
          for (const shift of list.getEntries()) window.moved += shift.value;
        }).observe({ type: "layout-shift", buffered: true });
        const patient = new CSSStyleSheet();
        patient.replaceSync(".columns { animation: none !important }");
        document.adoptedStyleSheets = [patient];
    """)
    held = Held(page, "**/js/chain*")
    page.goto("/p/BIKE/?goal=BIKE-7", wait_until="commit")
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length > 0")
    expect(page.locator("#chain")).to_be_hidden()
    held.release()
    expect(page.locator("#BIKE-7")).to_be_in_viewport()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.moved") == 0


def test_back_takes_a_selection_back(owner: User, open_as: Open) -> None:
    page = open_as(owner, "/p/BIKE/", viewport={"width": 1280, "height": 900})
    booking, paying = page.locator("#BIKE-5"), page.locator("#BIKE-4")
    selected = re.compile("is-selected")
    for card in (booking, paying):
        card.hover()
        card.get_by_role("link", name="Line of").click()
        expect(card).to_have_class(selected)
    page.go_back()
    expect(page).to_have_url(re.compile("goal=BIKE-5$"))
    expect(booking).to_have_class(selected)
    # Though the answer for the other may still be on its way.
    expect(page.locator("#line .say")).to_contain_text("Customers book a service slot online")
    page.go_back()
    expect(page).to_have_url(re.compile("/p/BIKE/$"))
    expect(page.locator("#line")).to_be_empty()
    expect(page.locator("#chain .is-selected")).to_have_count(0)
    page.go_forward()
    expect(booking).to_have_class(selected)

    # What else leads on from the map keeps the selection.
    drawing = page.locator(".map-tools a[href*='map.svg']").first
    expect(drawing).to_have_attribute("href", re.compile("goal=BIKE-5$"))
    page.keyboard.press("Escape")
    expect(drawing).to_have_attribute("href", re.compile("map.svg$"))
    page.go_back()
    expect(drawing).to_have_attribute("href", re.compile("goal=BIKE-5$"))

    settled(page)
    page.get_by_role("link", name="Show all").focus()
    page.keyboard.press("Enter")
    expect_focus(page, page.locator("#open-5"))
    page.go_back()
    expect(booking).to_have_class(selected)

    # Past a map that was narrowed meanwhile, too.
    page.locator("#map-state").select_option("draft")
    expect(page).to_have_url(re.compile("state=draft"))
    page.go_back()
    expect(page).to_have_url(re.compile("/p/BIKE/[?]goal=BIKE-5$"))
    expect(page.locator("#map-state")).to_have_value("")
    expect(booking).to_have_class(selected)


def test_by_mouse(owner: User, demo: Product, open_as: Open) -> None:
    loose = make_goal(demo, "release", title="Riders lend their bikes", by=owner)
    page = open_as(owner, "/p/BIKE/", viewport={"width": 1280, "height": 1600})
    lines = page.locator("#chain svg.lines path")
    expect(lines.first).to_be_attached()
    drawn = lines.count()

    page.locator("#BIKE-5").hover()
    peek = page.get_by_role("tooltip")
    expect(peek).to_contain_text("Riders in the pilot city see the free slots")
    expect(page.locator("#open-5")).to_have_attribute("aria-describedby", "peek")
    peek.hover()
    expect(peek).to_be_visible()
    page.keyboard.press("Escape")
    expect(peek).to_have_count(0)

    page.locator("#BIKE-5").hover()
    page.get_by_role("link", name="Fold below Customers book a service slot online").click()
    expect(page.locator("#BIKE-7")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?fold=5$"))
    expect(page.locator("#fold-5")).to_be_focused()
    assert lines.count() < drawn
    page.get_by_role("link", name="Unfold all").click()
    expect(page.locator("#BIKE-7")).to_be_visible()

    page.get_by_role("combobox", name="State").select_option("Active")
    expect(page).to_have_url(re.compile(r"\?state=active$"))
    expect(page.locator("#BIKE-24")).to_have_count(0)
    expect(page.locator("#BIKE-7")).to_be_visible()
    page.get_by_role("link", name="Clear the filters").click()
    expect(page.locator("#BIKE-24")).to_be_visible()

    wide = page.locator("#BIKE-1").bounding_box()
    page.get_by_role("button", name="Zoom out").click()
    expect(page.locator("#chain")).to_have_attribute("style", re.compile("zoom: 0.9"))
    narrow = page.locator("#BIKE-1").bounding_box()
    assert wide and narrow and narrow["width"] < wide["width"]
    page.keyboard.press("0")

    page.get_by_role("link", name="Hide closed goals").click()
    expect(page).to_have_url(re.compile(r"\?show=open$"))
    page.wait_for_load_state()
    page.locator(f"#{loose.key}").drag_to(page.locator("#BIKE-4"))
    dialog = page.get_by_role("dialog", name=f"Link {loose.key} to a parent")
    expect(dialog).to_contain_text("Customers book, track and pay in a mobile app")
    expect(dialog.get_by_label("Because")).to_be_focused()
    page.keyboard.type("a lent bike is one more that is serviced")
    dialog.get_by_role("button", name="Link", exact=True).click()
    expect(dialog).to_have_count(0)
    expect(page.locator(f"#{loose.key}")).to_have_attribute("data-parents", "4")
    expect(page.locator(f"#open-{loose.number}")).to_be_focused()
    assert Goal.objects.get(pk=loose.pk).up_links.get().rationale == "a lent bike is one more that is serviced"
    notice(page, f"{loose.key} serves BIKE-4").get_by_role("button", name="Undo").click()
    expect(page.locator(f"#{loose.key}")).to_have_attribute("data-parents", "")

    page.locator("#BIKE-21").drag_to(page.locator("#BIKE-22"))
    expect(notice(page, "BIKE-21 and BIKE-22 stand on one level.")).to_be_visible()

    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as picture:
        page.get_by_role("link", name="PNG picture").click()
    assert picture.value.suggested_filename == "BIKE-map.png"
    assert picture.value.path().read_bytes().startswith(b"\x89PNG")


def test_by_keyboard(owner: User, open_as: Open) -> None:
    page = open_as(owner, "/p/BIKE/?goal=BIKE-24")
    sheet, card = page.locator("[data-map]"), page.locator("#open-24")
    tab_to(page, sheet)
    expect_focus(page, sheet)
    press(page, "-")
    expect(page.locator("#chain")).to_have_attribute("style", re.compile("zoom: 0.9"))
    page.keyboard.press("0")
    expect(page.locator("#chain")).not_to_have_attribute("style", re.compile("zoom"))

    card.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    expect_focus(page, card)
    expect(page.get_by_role("tooltip")).to_contain_text("Chains run many workshops from one screen")
    page.keyboard.press("Escape")
    expect(page.get_by_role("tooltip")).to_have_count(0)
    expect(page.locator("#BIKE-24")).to_have_class(re.compile("is-selected"))

    page.keyboard.press("l")
    dialog = page.get_by_role("dialog", name="Link BIKE-24 to a parent")
    expect(dialog.get_by_label("Which goal does it serve?")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect_focus(page, card)
    page.keyboard.press("l")
    expect(dialog.get_by_label("Which goal does it serve?")).to_be_focused()
    page.keyboard.type("idle slots")
    offer = dialog.get_by_role("radio", name="Workshops fill idle slots")
    expect(offer).to_be_visible()
    expect(dialog.get_by_role("radio")).to_have_count(1)
    tab_to(page, offer)
    page.keyboard.press("Space")
    tab_to(page, dialog.get_by_label("Because"))
    page.keyboard.type("a chain has more slots to fill")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_have_count(0)
    expect(page.locator("#BIKE-24")).to_have_attribute("data-parents", "3")
    expect(page.locator("#line .say")).to_contain_text("because a chain has more slots to fill")
    expect_focus(page, card)
    page.keyboard.press("u")
    expect(page.locator("#BIKE-24")).to_have_attribute("data-parents", "")


def test_on_a_phone_it_is_a_list_and_the_map_is_there_to_be_moved(owner: User, open_as: Open) -> None:
    page = open_as(owner, "/p/BIKE/", viewport={"width": 375, "height": 720}, has_touch=True)
    expect(page.locator("[data-map]")).to_be_hidden()
    row = page.locator("#row-5")
    row.get_by_role("link", name="Fold below").tap()
    expect(page.locator("#row-7")).to_have_count(0)
    page.get_by_role("link", name="Unfold all").tap()
    page.locator("#row-7").get_by_role("link", name="Line of").tap()
    selected = page.locator("#row-7")
    expect(selected).to_have_class(re.compile("is-selected"))
    # The sentence is told where it was asked for.
    expect(selected.locator(".say")).to_be_in_viewport(ratio=1)
    expect(selected.locator(".say")).to_contain_text("so that customers book a service slot online")
    expect(selected.get_by_role("link", name="Trace: 1 more line")).to_be_visible()
    expect(page.locator("#line")).to_be_hidden()
    selected.get_by_role("link", name="Show all").tap()
    expect(selected).to_be_in_viewport()
    expect(selected.locator(".say")).to_have_count(0)
    selected.get_by_role("link", name="Line of").tap()

    page.get_by_role("link", name="Columns", exact=True).tap()
    expect(page.locator("#row-7")).to_have_count(0)
    expect(page.locator("#line .say")).to_contain_text("so that customers book a service slot online")
    sheet = page.locator("[data-map]")
    expect(sheet).to_be_visible()
    expect(page.locator("#BIKE-7")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert sheet.evaluate("map => map.scrollWidth > map.clientWidth")


def test_folding_leaves_the_map_where_it_is_on_the_screen(owner: User, open_as: Open) -> None:
    """The words that offer to unfold it all come in above it."""
    page = open_as(owner, "/p/BIKE/", viewport={"width": 1280, "height": 700})
    page.wait_for_load_state()
    view = page.locator("[data-map]")
    before = view.bounding_box()
    page.locator("#fold-14").evaluate("link => link.click()")
    expect(page.locator("#unfold-all")).to_be_attached()
    expect(page.locator("#fold-14")).to_be_focused()
    after = view.bounding_box()
    assert before and after and abs(after["y"] - before["y"]) < 1
