"""The roadmap: edited in place, cards moved by mouse and by keyboard, features put in order, shown and printed."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from goalchain.goals.models import Goal
from roadmap.features import Feature
from roadmap.models import ProductGoal
from tests.browser.test_styleguide import offences
from tests.factories import Chain, fresh, make_chain_of_all_levels, make_feature, make_goal, make_metric
from tests.journeys.steps import expect_focus, notice, tab_to, undo

Open = Callable[..., Page]
PAPER = ("A4", "Letter")


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels()


@pytest.fixture
def second(chain: Chain) -> Goal:
    return make_goal(chain.product, "product", title="Riders choose by proof", by=chain.owner)


def roadmap(chain: Chain, query: str = "") -> str:
    return f"/p/{chain.product.key}/roadmap/{query}"


def lane(page: Page, name: str) -> Locator:
    return page.locator(f'[data-lane="{name}"]')


def expect_cards(page: Page, name: str, titles: list[str]) -> None:
    expect(lane(page, name).locator(".card-title")).to_have_text(titles)


def stored(goal: Goal) -> ProductGoal:
    found = fresh(goal)
    assert isinstance(found, ProductGoal)
    return found


def texts(goal: Goal) -> list[str]:
    return [feature.text for feature in Feature.objects.kept().filter(goal_id=goal.pk).in_order()]


def pages_of(page: Page, size: str) -> int:
    paper = page.pdf(format=size, prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", paper))


def test_the_grid_is_edited_in_place_by_keyboard(chain: Chain, open_as: Open) -> None:
    goal, page = chain["product"], open_as(chain.owner, roadmap(chain))
    column = page.locator(f"#go-{goal.number}")
    tab_to(page, page.locator(f"#go-{goal.number}-when-edit"))
    page.keyboard.press("Enter")
    expect(column.get_by_label("Timeframe")).to_be_focused()
    page.keyboard.type("Q1 2027")
    page.keyboard.press("Enter")
    expect(column.locator(".go-cell").first).to_contain_text("Q1 2027")
    expect_focus(page, page.locator(f"#go-{goal.number}-when-edit"))
    page.locator(f"#go-{goal.number}-title-edit").focus()
    page.keyboard.press("Enter")
    field = column.get_by_role("textbox", name="Title")
    expect(field).to_be_focused()
    field.fill("Riders book and pay in an app")
    page.keyboard.press("Enter")
    expect(column).to_contain_text("Riders book and pay in an app")
    expect_focus(page, page.locator(f"#go-{goal.number}-title-edit"))
    undo(page, "Title saved")
    expect(column).to_contain_text(goal.title)
    assert stored(goal).timeframe == "Q1 2027"


def test_features_are_added_moved_and_removed_by_keyboard(chain: Chain, open_as: Open) -> None:
    goal, page = chain["product"], open_as(chain.owner, roadmap(chain))
    shelf = page.locator(f"#features-{goal.number}")
    tab_to(page, shelf.get_by_role("link", name="Add a feature"))
    page.keyboard.press("Enter")
    for text in ("Search by slot", "Booking", "Reminders"):
        expect(shelf.get_by_role("textbox")).to_be_focused()
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(shelf.get_by_text(text, exact=True)).to_be_visible()
        expect(shelf.get_by_role("textbox")).to_have_value("")
    page.keyboard.press("Escape")
    expect_focus(page, shelf.get_by_role("link", name="Add a feature"))
    last = shelf.locator("li", has_text="Reminders").get_by_role("link")
    last.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(shelf.locator("li .inline-value")).to_have_text(["Search by slot", "Reminders", "Booking"])
    expect_focus(page, last)
    last.press("Enter")
    shelf.get_by_role("button", name="Remove").press("Enter")
    expect(shelf.locator("li .inline-value")).to_have_text(["Search by slot", "Booking"])
    undo(page, "Removed “Reminders”")
    expect(shelf.locator("li .inline-value")).to_have_text(["Search by slot", "Reminders", "Booking"])
    assert texts(goal) == ["Search by slot", "Reminders", "Booking"]


def test_features_are_dragged_into_order(chain: Chain, open_as: Open) -> None:
    goal = chain["product"]
    for text in ("a first", "a second", "a third"):
        make_feature(goal, text)
    page = open_as(chain.owner, f"/g/{goal.key}/")
    page.wait_for_load_state()
    lines = page.locator("#features li")
    lines.nth(2).drag_to(lines.nth(0), target_position={"x": 20, "y": 2})
    expect(page.locator("#features li .inline-value")).to_have_text(["a third", "a first", "a second"])
    undo(page, "“a third” has its new place")
    expect(page.locator("#features li .inline-value")).to_have_text(["a first", "a second", "a third"])


def test_a_card_is_dragged_to_another_column_and_back(chain: Chain, second: Goal, open_as: Open) -> None:
    page = open_as(chain.owner, roadmap(chain, "?view=now"))
    page.wait_for_load_state()
    expect_cards(page, "later", [chain["product"].title, second.title])
    lane(page, "later").locator(".now-card").nth(1).drag_to(lane(page, "now"))
    expect_cards(page, "now", [second.title])
    expect(notice(page, f"{second.key} stands in Now")).to_be_visible()
    assert stored(second).horizon == "now"
    undo(page, f"{second.key} stands in Now")
    expect_cards(page, "now", [])
    expect_cards(page, "later", [chain["product"].title, second.title])


def test_a_card_is_moved_by_keyboard_and_said_aloud(chain: Chain, second: Goal, open_as: Open) -> None:
    page = open_as(chain.owner, roadmap(chain, "?view=now"))
    handle = page.locator(f"#now-all-{second.number}-grab")
    said = page.locator("#roadmap-said")
    tab_to(page, handle)
    page.keyboard.press("Enter")
    expect(said).to_contain_text(f"{second.title}: taken")
    page.keyboard.press("ArrowLeft")
    expect(said).to_have_text("Next, 1 of 1")
    page.keyboard.press("Escape")
    expect(said).to_have_text("Put back.")
    expect_cards(page, "later", [chain["product"].title, second.title])
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    expect(said).to_have_text("Later, 1 of 2")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(said).to_have_text("Now, 1 of 1")
    page.keyboard.press("Enter")
    expect(notice(page, f"{second.key} stands in Now")).to_be_visible()
    expect_cards(page, "now", [second.title])
    expect_focus(page, handle)
    assert stored(second).horizon == "now"


def test_a_place_in_the_column_leaves_the_column_to_the_dates(chain: Chain, second: Goal, open_as: Open) -> None:
    page = open_as(chain.owner, roadmap(chain, "?view=now"))
    page.locator(f"#now-all-{second.number}-grab").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(notice(page, f"{second.key} stands where its state and dates put it")).to_be_visible()
    expect_cards(page, "later", [second.title, chain["product"].title])
    assert stored(second).horizon == ""


def test_a_card_is_moved_by_its_choice(chain: Chain, open_as: Open) -> None:
    goal, page = chain["product"], open_as(chain.owner, roadmap(chain, "?view=now"))
    page.get_by_label(f"Column of {goal.key}").select_option("next")
    expect_cards(page, "next", [goal.title])
    assert stored(goal).horizon == "next"


def test_without_javascript_everything_is_a_form(chain: Chain, open_as: Open) -> None:
    goal = chain["product"]
    page = open_as(chain.owner, roadmap(chain, "?view=now"), java_script_enabled=False)
    page.get_by_label(f"Column of {goal.key}").select_option("now")
    page.get_by_role("button", name="Move", exact=True).click()
    expect_cards(page, "now", [goal.title])
    page.get_by_role("link", name="GO grid").click()
    page.get_by_label("State", exact=True).select_option("closed")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#roadmap-view")).to_contain_text("No product goal fits")
    page.get_by_role("link", name="Show all that are open").click()
    page.get_by_role("link", name=f"Edit when of {goal.key}").click()
    page.get_by_label("Timeframe").fill("after the launch")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(f"#go-{goal.number}")).to_contain_text("after the launch")
    page.get_by_role("link", name=f"Add a feature to {goal.key}").click()
    page.get_by_label("New feature").fill("Booking")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#features")).to_contain_text("Booking")


def test_groups_and_filters_are_in_the_address(chain: Chain, second: Goal, open_as: Open) -> None:
    page = open_as(chain.owner, roadmap(chain))
    page.get_by_label("Group", exact=True).focus()
    page.get_by_label("Group", exact=True).select_option("goal")
    expect(page.get_by_role("heading", level=2, name=chain["user"].title)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/roadmap/\?group=goal$"))
    expect(page.get_by_label("Group", exact=True)).to_be_focused()
    page.get_by_label("Serves", exact=True).select_option(str(chain["user"].number))
    expect(page.get_by_text(second.title)).to_have_count(0)
    page.get_by_role("link", name="Now, next, later").click()
    expect(page).to_have_url(re.compile(rf"view=now&group=goal&goal={chain['user'].number}$"))
    expect(page.get_by_text(second.title)).to_have_count(0)
    page.go_back()
    expect(page.locator(".go-grid")).not_to_have_count(0)
    page.get_by_role("link", name="Clear the filters").click()
    expect(page.get_by_text(second.title).first).to_be_visible()


def test_what_others_change_appears(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, "about:blank")
    page.clock.install()
    page.goto(roadmap(chain))
    make_feature(chain["product"], "Live status")
    page.clock.run_for(5_000)
    expect(page.locator("#roadmap-view")).to_contain_text("Live status")


@pytest.mark.parametrize("view", ["grid", "now"])
def test_the_wall_has_nothing_to_press_and_follows(chain: Chain, open_as: Open, view: str) -> None:
    page = open_as(chain.owner, "about:blank")
    page.clock.install()
    page.goto(roadmap(chain, f"?view={view}&mode=wall&group=goal"))
    expect(page.locator("#roadmap-view")).to_contain_text(chain["product"].title)
    expect(page.locator("main :is(a, button, input, select)")).to_have_count(0)
    fresh(chain["product"]).revise(by=chain.owner, title="Riders pay at once")
    page.clock.run_for(5_000)
    expect(page.locator("#roadmap-view")).to_contain_text("Riders pay at once")


@pytest.mark.parametrize("view", ["grid", "now", "timeline"])
def test_a_wall_that_holds_more_than_its_screen_turns(chain: Chain, open_as: Open, view: str) -> None:
    begins = date(2026, 3, 2)
    titles = [f"Riders of city {number} book and pay without calling" for number in range(20)]
    for title in titles:
        make_goal(chain.product, "product", title=title, by=chain.owner, starts_on=begins, ends_on=date(2026, 12, 1))
    page = open_as(chain.owner, "about:blank", viewport={"width": 1280, "height": 720})
    page.clock.install()
    page.goto(roadmap(chain, f"?view={view}&mode=wall"))
    screens = page.locator("#screens")
    expect(screens).to_have_text(re.compile(r"^1 of \d+$"))
    count = int(screens.inner_text().rpartition(" ")[2])
    assert count > 1
    seen: set[str] = set()
    for number in range(2, count + 2):
        seen |= {title for title in titles if is_whole(page, title)}
        page.clock.run_for(20_000)
        expect(screens).to_have_text(f"{(number - 1) % count + 1} of {count}")
    assert seen == set(titles), "each is shown whole on some screen"
    page.keyboard.press("Shift")
    page.clock.run_for(40_000)
    assert not is_turned(page), "whoever scrolls keeps it still"
    page.clock.run_for(40_000)
    assert is_turned(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def is_whole(page: Page, title: str) -> bool:
    """Whether the whole title is on the screen."""
    box = page.locator("#roadmap-view").get_by_text(title, exact=True).first.bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= 720


def is_turned(page: Page) -> bool:
    """Whether the wall shows another screenful than the first."""
    return not page.locator("#screens").inner_text().startswith("1 ")


def test_a_meeting_goes_from_view_to_view_by_keyboard(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, roadmap(chain, "?mode=present"))
    page.wait_for_load_state()
    expect(page.locator(".go-grid")).to_have_count(1)
    page.keyboard.press("3")
    expect(page.locator(".now-lanes")).to_have_count(1)
    expect(page).to_have_url(re.compile("view=now&mode=present"))
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile("view=timeline&mode=present"))
    page.keyboard.press("Escape")
    expect(page.locator(".rail")).to_be_visible()
    expect(page).to_have_url(re.compile("view=timeline$"))


def test_each_year_prints_on_a_page_of_its_own(chain: Chain, open_as: Open) -> None:
    by = chain.owner
    for year, count in ((2026, 5), (2027, 6), (2028, 9)):
        for number in range(count):
            goal = make_goal(
                chain.product,
                "product",
                title=f"Riders of city {number} book and pay without calling",
                statement="Six of ten services are booked, followed and paid in the app, without a single call.",
                starts_on=date(year, 1 + number, 5),
                ends_on=date(year, 2 + number, 20),
                by=by,
            )
            for feature in ("Search by slot", "Booking", "Reminders", "Live status"):
                make_feature(goal, feature)
            make_metric(goal)
    page = open_as(by, roadmap(chain))
    for size in PAPER:
        # 2026, 2027, 2028, and the goal of the chain that has no date yet.
        assert pages_of(page, size) == 4
    page.goto(roadmap(chain, "?view=now"))
    assert pages_of(page, "A4") >= 1


@pytest.mark.once
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_views_are_accessible(chain: Chain, second: Goal, open_as: Open, theme: str, width: int) -> None:
    goal = chain["product"]
    feature = make_feature(goal, "Booking")
    make_metric(goal)
    make_goal(chain.product, "product", state="closed", title="Long ago", by=chain.owner)
    fresh(goal).revise(by=chain.owner, confidence="at_risk", ends_on=date(2026, 1, 1))
    page = open_as(chain.owner, "about:blank", color_scheme=theme, viewport={"width": width, "height": 800})
    for query in (
        "?state=all",
        "?group=goal",
        "?view=now&state=all",
        "?view=now&group=owner",
        "?mode=present",
        "?mode=wall",
    ):
        page.goto(roadmap(chain, query))
        assert offences(page) == [], query
        assert page.evaluate("document.documentElement.scrollWidth") <= width, query
    page.goto(roadmap(chain))
    for editor in (f"feature-{feature.pk}-text", f"features-{goal.number}-new", f"go-{goal.number}-when"):
        page.locator(f"#{editor}-edit").click()
        expect(page.locator(f"#{editor}[data-editor]")).to_be_visible()
        assert offences(page) == [], editor
        page.keyboard.press("Escape")
        expect(page.locator(f"#{editor}[data-editor]")).to_have_count(0)
