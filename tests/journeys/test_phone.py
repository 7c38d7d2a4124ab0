"""A phone of 320 pixels, and words as long as people write them: nothing sticks out, nothing lies on anything else."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from goalchain.goals.models import Goal
from tests.factories import (
    make_chain_of_all_levels,
    make_goal,
    make_product,
    make_sprint,
    make_team,
    make_token,
    make_user,
    product_owner,
)
from tests.journeys.steps import address, expect_title, open_title, region

Open = Callable[..., Page]
PHONE = {"width": 320, "height": 640}
COMPOUND = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
LONG = (COMPOUND * 3)[:200]

#: Texts, fields and buttons that reach beyond the edges of the screen, where nobody can scroll.
STICKS_OUT = """() => {
  const width = document.documentElement.clientWidth;
  const reachable = (element) => {
    for (let at = element.parentElement; at && at !== document.body; at = at.parentElement) {
      if (/auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
      if (at.matches(".unseen, svg, .picker-results")) return true;
    }
    return false;
  };
  return [...document.body.querySelectorAll("*")]
    .filter((element) => element.checkVisibility() && !element.matches(".unseen, .skip, svg *") && !reachable(element))
    .filter((element) => element.textContent.trim() || element.matches("input, textarea, select, button, img"))
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.right > width + 1 || box.left < -1);
    })
    .map((element) => element.outerHTML.slice(0, 120));
}"""

#: Waits until the page is drawn in its new size.
DRAWN = "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"

#: Words that reach beyond the card, row or station that they belong to. (Quiet buttons have room around their word.)
SPILLS = """() => [...document.querySelectorAll(".card, .column-body, .rows > li, .fact, .why > li, .product")]
  .flatMap((box) => [...box.querySelectorAll("*")]
    .filter((part) => part.checkVisibility() && !part.closest(".unseen, .quiet, .menu-sheet, svg"))
    .filter((part) => part.getBoundingClientRect().right > box.getBoundingClientRect().right + 1))
  .map((part) => part.outerHTML.slice(0, 160))"""


def expect_no_overflow(page: Page) -> None:
    assert page.evaluate(STICKS_OUT) == [], page.url
    assert page.evaluate(SPILLS) == [], page.url
    width = page.viewport_size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


@pytest.fixture
def wordy(live_server: object) -> Goal:
    """A sprint goal in a product where everything that people name is as long as it may be."""
    owner = make_user(f"{COMPOUND.encode('ascii', 'ignore').decode()[:60]}@example.com", name=LONG[:100])
    product = make_product(owner=owner, key="T123456789", name=LONG[:100])
    chain = make_chain_of_all_levels(product)
    sprint = make_sprint(team=make_team(product, LONG[:60]), name=LONG[:60])
    for level in ("vision", "user", "business", "product", "release"):
        chain[level].revise(by=owner, title=LONG, statement=f"{LONG} {LONG}", owner_id=owner.pk)
    goal = make_goal(
        product, "sprint", title=LONG, statement=LONG, sprint_id=sprint.pk, parents=[(chain["release"], LONG)]
    )
    goal.agree(by=owner)
    goal.close("missed", LONG, by=owner)
    make_goal(product, "sprint", title="Ein kurzes Ziel", parents=[(chain["release"], LONG)])
    make_token(owner, name=LONG[:60])
    return goal


PLACES = (
    "/",
    "/products/new/",
    "/accounts/tokens/",
    "/accounts/email/",
    "/p/{product}/",
    "/p/{product}/?goal={goal}",
    "/p/{product}/outline/",
    "/p/{product}/level/5/",
    "/p/{product}/search/?q=Donau",
    "/p/{product}/goals/new/?level=sprint",
    "/p/{product}/members/",
    "/p/{product}/settings/",
    "/p/{product}/settings/teams/",
    "/p/{product}/import/",
    "/g/{goal}/",
    "/g/{goal}/trace/",
    "/g/{goal}/history/",
    "/g/{goal}/parents/",
)


def test_long_words_fit(wordy: Goal, open_as: Open) -> None:
    page = open_as(product_owner(wordy.product), "about:blank")
    for place in PLACES:
        answer = page.goto(place.format(product=wordy.product.key, goal=wordy.key))
        assert answer is not None
        assert answer.ok, place
        for width in (320, 800, 1280):
            page.set_viewport_size({"width": width, "height": 640})
            page.evaluate(DRAWN)
            expect_no_overflow(page)


def test_everything_that_opens_fits(wordy: Goal, open_as: Open) -> None:
    page = open_as(product_owner(wordy.product), address(wordy), viewport=PHONE)
    for name in ("title", "statement", "owner", "sprint"):
        region(page, name).locator("[data-edit]").click()
        expect(region(page, name).locator("form :focus")).to_have_count(1)
        expect_no_overflow(page)
        page.keyboard.press("Escape")
        expect(region(page, name).locator("form")).to_have_count(0)
    page.get_by_role("link", name="Link to a parent").click()
    expect(page.get_by_role("group", name="Goals found")).to_be_visible()
    expect_no_overflow(page)
    page.keyboard.press("?")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Find anything").click()
    page.get_by_role("combobox", name="Find a goal").fill("Donau")
    expect(page.get_by_role("option").first).to_be_visible()
    expect_no_overflow(page)


def test_sign_in_fits(page: Page) -> None:
    page.set_viewport_size(PHONE)
    for place in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
        page.goto(place)
        expect_no_overflow(page)


def test_a_phone_edits_agrees_and_adds(open_as: Open) -> None:
    chain = make_chain_of_all_levels()
    page = open_as(chain.owner, f"/p/{chain.product.key}/", viewport=PHONE, has_touch=True, is_mobile=True)
    page.get_by_role("link", name=chain["release"].title, exact=True).tap()
    region(page, "title").locator("[data-edit]").tap()
    field = region(page, "title").get_by_role("textbox")
    field.fill("Booking works")
    region(page, "title").get_by_role("button", name="Save").tap()
    expect_title(page, "Booking works")
    page.get_by_role("button", name="Agree").tap()
    expect(page.locator("#state .state")).to_have_text("Agreed")
    page.locator("#quick-add-title").fill("Riders pay online")
    page.get_by_role("button", name="Add", exact=True).tap()
    expect(page.locator("#children").get_by_role("link", name="Riders pay online")).to_be_visible()
    expect_no_overflow(page)


def places_of_stations(page: Page) -> list[tuple[int, int]]:
    boxes = [station.bounding_box() for station in page.locator("#why .why > li").all()]
    assert len(boxes) == 5
    return [(round(box["x"]), round(box["y"])) for box in boxes if box]


def test_the_why_strip_stands_upright_on_a_phone(open_as: Open) -> None:
    chain = make_chain_of_all_levels()
    page = open_as(chain.owner, address(chain["sprint"]), viewport=PHONE)
    places = places_of_stations(page)
    assert [y for _, y in places] == sorted({y for _, y in places})
    assert len({x for x, _ in places}) == 1
    wide = open_as(chain.owner, address(chain["sprint"]))
    places = places_of_stations(wide)
    assert [x for x, _ in places] == sorted({x for x, _ in places})
    assert len({y for _, y in places}) == 1


def test_a_title_grows_while_it_is_edited(open_as: Open) -> None:
    chain = make_chain_of_all_levels()
    page = open_as(chain.owner, address(chain["release"]), viewport=PHONE)
    field = open_title(page)
    before = field.bounding_box()["height"]
    field.fill("Customers book a service slot online, at any hour, without calling anybody at all")
    assert field.bounding_box()["height"] > before
    expect_no_overflow(page)
