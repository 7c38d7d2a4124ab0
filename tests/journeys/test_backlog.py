"""The backlog in the browser: filled, put in order by mouse and by keyboard, by two people at once, and worked off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from goalchain.accounts.models import User
from goalchain.goals.models import Event
from goalchain.products.models import Product
from sprints.models import BacklogItem
from tests.browser.test_styleguide import offences
from tests.factories import make_goal, make_member, make_product, make_sprint, make_user, product_owner
from tests.journeys.steps import expect_focus, notice, press, tab_to, undo
from tests.sprints.backlog import make_item, make_items, titles
from tests.sprints.backlog import offences as stored_offences

Open = Callable[..., Page]


@pytest.fixture
def product(live_server: object) -> Product:
    return make_product(key="BIKE")


@pytest.fixture
def developer(product: Product) -> User:
    return make_member(product, "developer", make_user(name="Priya Raman"))


def row(page: Page, title: str) -> Locator:
    return page.locator(".backlog > .item", has=page.get_by_role("link", name=title, exact=True))


def grip(page: Page, title: str) -> Locator:
    return page.get_by_role("button", name=f"Move {title}", exact=True)


def expect_order(page: Page, order: str) -> None:
    expect(page.locator(".backlog .rows-title")).to_have_text(order.split())


def test_items_are_added_by_keyboard_alone(product: Product, open_as: Open) -> None:
    page = open_as(product_owner(product), "/p/BIKE/backlog/")
    expect(page.get_by_role("heading", name="Nothing to do yet")).to_be_visible()
    field = page.get_by_label("New item")
    tab_to(page, field)
    for title in ("Wait", "Ride"):
        page.keyboard.type(title)
        page.keyboard.press("Enter")
        expect(row(page, title)).to_be_visible()
        expect_focus(page, page.get_by_label("New item"))
    expect_order(page, "Wait Ride")
    undo(page, "Added at the end.")
    expect_order(page, "Wait")
    assert offences(page) == []


def test_an_item_is_put_in_order_by_keyboard(product: Product, open_as: Open) -> None:
    make_items(product, *"abcd")
    page = open_as(product_owner(product), "/p/BIKE/backlog/")
    tab_to(page, grip(page, "c"))
    press(page, "Space", "ArrowUp")
    expect_order(page, "a c b d")
    expect(notice(page, "Place 2 of 4 shown.")).to_be_visible()
    assert titles(product) == list("abcd")
    press(page, "Escape")
    expect_order(page, "a b c d")
    press(page, "Space", "Home", "Space")
    expect(notice(page, "has its new place.")).to_be_visible()
    expect_order(page, "c a b d")
    expect_focus(page, grip(page, "c"))
    assert titles(product) == list("cabd")
    with page.expect_response("**/position/"):
        press(page, "Enter", "End", "ArrowUp", "Enter")
    expect(page.locator(".item-number")).to_have_text(["1", "2", "3", "4"])
    expect_order(page, "a b c d")
    assert titles(product) == list("abcd")
    newest = Event.objects.latest("pk").pk
    expect(page.locator("#toasts [name=event]")).to_have_value(str(newest))
    press(page, "u")
    expect_order(page, "c a b d")


def test_an_item_is_dragged_and_brought_to_the_top(product: Product, open_as: Open) -> None:
    make_items(product, *"abcd")
    page = open_as(product_owner(product), "/p/BIKE/backlog/")
    row(page, "d").drag_to(row(page, "b"), target_position={"x": 400, "y": 3})
    expect(notice(page, "has its new place.")).to_be_visible()
    expect_order(page, "a d b c")
    assert titles(product) == list("adbc")
    row(page, "c").hover()
    row(page, "c").get_by_role("button", name="Top").click()
    expect_order(page, "c a d b")
    undo(page, "has its new place.")
    expect_order(page, "a d b c")


def test_two_people_put_it_in_order_at_once_and_no_item_is_lost_or_doubled(
    product: Product, developer: User, open_as: Open
) -> None:
    """One by mouse, the other by keyboard, each on a page that does not know yet what the other does."""
    make_items(product, *"abcdef")
    mine, theirs = (open_as(person, "/p/BIKE/backlog/") for person in (product_owner(product), developer))
    tab_to(theirs, grip(theirs, "f"))
    press(theirs, "Space", "Home")
    row(mine, "e").drag_to(row(mine, "b"), target_position={"x": 400, "y": 3})
    expect(notice(mine, "has its new place.")).to_be_visible()
    assert titles(product) == list("aebcdf")
    press(theirs, "Space")
    expect(notice(theirs, "has its new place.")).to_be_visible()
    assert titles(product) == list("faebcd")
    for page in (mine, theirs):
        expect_order(page, "f a e b c d")
    row(mine, "a").drag_to(row(mine, "c"), target_position={"x": 400, "y": 3})
    row(theirs, "b").drag_to(row(theirs, "f"), target_position={"x": 400, "y": 3})
    for page in (mine, theirs):
        expect_order(page, "b f e a c d")
    assert titles(product) == list("bfeacd") and stored_offences(product) == []


@pytest.mark.allow_status(409)
def test_who_moves_an_item_that_another_has_just_moved_sees_the_order_as_it_is(
    product: Product, developer: User, open_as: Open
) -> None:
    made = make_items(product, *"abc")
    page = open_as(product_owner(product), "/p/BIKE/backlog/")
    tab_to(page, grip(page, "c"))
    press(page, "Space", "Home")
    made[2].revise(by=developer, state="doing")
    press(page, "Space")
    expect(notice(page, "Somebody changed “c”")).to_be_visible()
    expect_order(page, "a b c")
    assert titles(product) == list("abc")


@pytest.mark.allow_status(409)
def test_an_item_is_edited_in_place_and_a_clash_loses_nothing(product: Product, developer: User, open_as: Open) -> None:
    sprint, goal = make_sprint(product, name="Sprint 1"), make_goal(product, "product", title="Riders book")
    item = make_item(product, "Wait", size=None)
    page = open_as(product_owner(product), "/p/BIKE/backlog/")
    editor = page.locator("[data-editor]")
    tab_to(page, row(page, "Wait").get_by_role("link", name="Edit"))
    page.keyboard.press("Enter")
    expect(editor.get_by_label("Title")).to_be_focused()
    editor.get_by_label("Serves", exact=True).select_option(label="Riders book")
    editor.get_by_label("Size").fill("3")
    editor.get_by_label("Sprint").select_option(label="Sprint 1")
    editor.get_by_label("Link").fill("https://bikes.atlassian.net/browse/BIKE-7")
    assert offences(page) == []
    page.keyboard.press("Enter")
    expect(row(page, "Wait")).to_contain_text("Jira BIKE-7")
    expect(row(page, "Wait").get_by_role("link", name="Edit")).to_be_focused()
    item.refresh_from_db()
    assert (item.goal_id, item.sprint_id, str(item.size)) == (goal.pk, sprint.pk, "3.0")
    page.keyboard.press("Enter")
    editor.get_by_label("Title").fill("Wait no longer")
    BacklogItem.objects.select_related("product", "goal").get(pk=item.pk).revise(by=developer, title="Wait here")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Wait here")
    expect(editor.get_by_label("Title")).to_have_value("Wait no longer")
    page.get_by_role("button", name="Save mine").click()
    expect(row(page, "Wait no longer")).to_be_visible()


def test_the_list_is_narrowed_and_the_address_says_so(product: Product, open_as: Open) -> None:
    make_item(product, "Wait")
    make_item(product, "Ride", serves_none=True)
    page = open_as(product_owner(product), "/p/BIKE/backlog/")
    page.get_by_label("Goal", exact=True).select_option(label="No goal, on purpose")
    expect_order(page, "Ride")
    make_item(product, "Walk", serves_none=True)
    make_item(product, "Run")
    page.evaluate("htmx.trigger(document.body, 'goal-changed')")
    expect_order(page, "Ride Walk")
    page.get_by_label("Words of the title").fill("Wai")
    expect(page.get_by_text("No item is like that.")).to_be_visible()
    assert "goal=none" in page.url and "q=Wai" in page.url
    page.go_back()
    expect_order(page, "Ride Walk")


def test_the_work_of_a_sprint_is_done_on_its_page(product: Product, open_as: Open) -> None:
    sprint, parent = make_sprint(product, name="Sprint 1"), make_goal(product, "release")
    make_goal(product, "sprint", parents=[parent], state="agreed", sprint_id=sprint.pk)
    make_item(product, "Wait", goal=parent, sprint=sprint)
    make_item(product, "Ride", goal=make_goal(product, "release"), sprint=sprint)
    page = open_as(product_owner(product), f"/p/BIKE/sprints/{sprint.pk}/")
    expect(row(page, "Ride")).to_contain_text("serves another goal than the sprint’s")
    expect(row(page, "Wait")).not_to_contain_text("another goal")
    row(page, "Wait").hover()
    row(page, "Wait").get_by_role("button", name="Start").click()
    expect(row(page, "Wait").locator(".state")).to_have_text("Doing")
    row(page, "Wait").get_by_role("button", name="Done").click()
    expect(page.get_by_text("1 of 2 done")).to_be_visible()
    assert BacklogItem.objects.get(title="Wait").state == "done"


def test_without_javascript_lines_are_pasted_and_an_item_is_moved(product: Product, open_as: Open) -> None:
    page = open_as(product_owner(product), "/p/BIKE/backlog/", java_script_enabled=False)
    page.get_by_role("link", name="Paste lines").click()
    page.get_by_label("Lines").fill("- a\n- b\n- c")
    page.get_by_role("button", name="Show what will be added").click()
    page.get_by_role("button", name="Add 3 items").click()
    expect_order(page, "a b c")
    row(page, "b").get_by_role("button", name="Top").click()
    expect_order(page, "b a c")
    page.get_by_role("link", name="c", exact=True).click()
    page.get_by_label("Move to place").fill("2")
    page.get_by_role("button", name="Move", exact=True).click()
    expect_order(page, "b c a")
    row(page, "a").get_by_role("button", name="Start").click()
    expect(row(page, "a").locator(".state")).to_have_text("Doing")


@pytest.mark.once
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_are_accessible(product: Product, open_as: Open, width: int, scheme: str) -> None:
    goal, sprint = make_goal(product, "product"), make_sprint(product)
    link = "https://github.com/bikes/app/issues/7"
    item = make_item(product, "Wait", goal=goal, sprint=sprint, tracker_url=link)
    make_item(product, "Ride")
    page = open_as(
        product_owner(product), "/p/BIKE/backlog/", viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    for address in ("", f"{item.pk}/", "lines/", "?state=archived"):
        page.goto(f"/p/BIKE/backlog/{address}")
        assert offences(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/p/BIKE/backlog/lines/")
    page.get_by_label("Lines").fill("One\nTwo")
    page.get_by_role("button", name="Show what will be added").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 items will be added")
    assert offences(page) == []
