"""Why does this sprint matter? The line of a goal: on its page, on its trace, and lit on the chain."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from goalchain.accounts.models import User
from goalchain.products.models import Product
from tests.factories import make_goal, make_product, product_owner
from tests.journeys.steps import address, on_map, press

Open = Callable[..., Page]
LINE = [
    "Bike servicing is simple, reliable and accessible for every rider",
    "Riders stop losing days to servicing",
    "Customers book, track and pay in a mobile app",
    "Customers book a service slot online",
    "Service booking works",
]
SENTENCE = (
    "Service booking works, because without a slot there is nothing to confirm or track, "
    "so that customers book a service slot online, because booking is where riders give up first, "
    "so that customers book, track and pay in a mobile app, because booking by phone takes three calls, "
    "so that riders stop losing days to servicing, "
    "because a service that costs a day is the reason riders put it off, "
    "so that bike servicing is simple, reliable and accessible for every rider."
)


@pytest.fixture
def developer(demo: Product) -> User:
    return User.objects.get(email="developer@example.com")


def test_the_trace_of_service_booking_reaches_the_vision(developer: User, open_as: Open) -> None:
    page = open_as(developer, "/")
    page.get_by_role("link", name="Bike Service App", exact=True).click()
    on_map(page, "Service booking works").click()
    expect(page.locator("#why .why-goal")).to_have_text(LINE)
    page.get_by_text("As one sentence").click()
    expect(page.locator("#why-sentence")).to_have_text(SENTENCE)
    page.get_by_role("link", name="Trace", exact=True).click()
    expect(page).to_have_url(re.compile("/g/BIKE-7/trace/$"))
    first = page.locator(".trace-line").first
    expect(first.locator(".why-goal")).to_have_text(LINE)
    expect(first.locator(".say")).to_have_text(SENTENCE)
    # The business goal that the product goal serves as well has its own line.
    expect(page.locator(".trace-line")).to_have_count(2)
    expect(page.locator(".trace-line").nth(1)).to_contain_text("Workshops fill idle slots")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").first.click()
    expect(page.locator("#toasts")).to_contain_text("Copied.")
    assert page.evaluate("navigator.clipboard.readText()") == SENTENCE
    page.locator("#toasts").get_by_role("button", name="Dismiss").click()
    page.get_by_role("link", name="Copy as Markdown").click()
    expect(page.locator("#toasts")).to_contain_text("Copied.")
    markdown = page.evaluate("navigator.clipboard.readText()")
    assert f"**{LINE[1]}**" in markdown
    assert f"*{SENTENCE}*" in markdown
    expect(page).to_have_url(re.compile("/g/BIKE-7/trace/$"))

    page.get_by_role("link", name=LINE[2]).first.click()
    press(page, "t")
    below = page.locator("#below")
    for title in ("Customers pay securely online", "The payment gateway is integrated", "Service booking works"):
        expect(below.get_by_role("link", name=title)).to_be_visible()
    expect(below).to_contain_text("because without a slot there is nothing to confirm or track")


def test_a_missing_rung_is_named(open_as: Open) -> None:
    product = make_product()
    make_goal(product, "vision", title="Servicing is simple")
    release = make_goal(product, "release", title="Customers book online")
    goal = make_goal(product, "sprint", title="Service booking works", parents=[(release, "it begins here")])
    page = open_as(product_owner(product), address(goal))
    gaps = page.locator("#why .gap")
    expect(gaps.locator(".why-goal")).to_have_text(["No vision", "No user or business goal", "No product goal"])
    page.goto(f"{address(goal)}trace/")
    notice = page.locator("#trace .notice")
    for rung in ("vision", "user or business goal", "product goal"):
        expect(notice).to_contain_text(f"no {rung}")
    page.goto(f"{address(release)}trace/")
    expect(page.locator("#below")).to_contain_text("Service booking works")


def test_the_chain_lights_a_line_and_tells_it(developer: User, open_as: Open) -> None:
    page = open_as(developer, "about:blank")
    page.clock.install()
    page.goto("/p/BIKE/")
    card = page.locator("#BIKE-7")
    card.get_by_role("link", name="Line of Service booking works").click()
    expect(card).to_have_class(re.compile("is-selected"))
    expect(page.locator("#line .say")).to_have_text(SENTENCE)
    expect(page).to_have_url(re.compile(r"\?goal=BIKE-7$"))
    for lit in ("1", "2", "3", "4", "5"):
        expect(page.locator(f"#BIKE-{lit}")).to_have_class(re.compile("is-lit"))
    for other in ("8", "9", "21", "24"):
        expect(page.locator(f"#BIKE-{other}")).to_have_class(re.compile("is-receded"))
    page.reload()
    expect(card).to_have_class(re.compile("is-selected"))
    expect(page.locator("#line .say")).to_have_text(SENTENCE)
    page.locator("#line").get_by_role("link", name="Show all").click()
    expect(page.locator("#line .say")).to_have_count(0)
    expect(page.locator(".card.is-receded")).to_have_count(0)
    assert page.url.endswith("/p/BIKE/")

    page.goto("/p/BIKE/?goal=BIKE-7")
    product = Product.objects.get(key="BIKE")
    make_goal(product, "release", title="Riders choose the mechanic", by=product_owner(product))
    page.clock.run_for(5_000)
    new = page.locator(".card", has_text="Riders choose the mechanic")
    expect(new).to_have_class(re.compile("is-receded"))
    expect(page.locator("#BIKE-7")).to_have_class(re.compile("is-selected"))
    expect(page.locator("#line .say")).to_have_text(SENTENCE)


def test_the_arrows_move_along_the_chain(developer: User, open_as: Open) -> None:
    page = open_as(developer, "/p/BIKE/?goal=BIKE-7")

    def on(number: int) -> None:
        expect(page.locator(f"#BIKE-{number} .card-title a")).to_be_focused()

    page.keyboard.press("ArrowRight")
    on(7)
    page.keyboard.press("ArrowLeft")
    on(5)
    page.keyboard.press("ArrowLeft")
    on(4)
    page.keyboard.press("ArrowLeft")
    on(2)
    page.keyboard.press("ArrowDown")
    on(3)
    page.keyboard.press("ArrowLeft")
    on(1)
    page.keyboard.press("ArrowRight")
    on(2)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/g/BIKE-2/$"))

    press(page, "ArrowRight")
    expect(page).to_have_url(re.compile("/g/BIKE-4/$"))
    press(page, "ArrowLeft")
    expect(page).to_have_url(re.compile("/g/BIKE-2/$"))


def test_closed_goals_are_hidden_and_the_search_finds_them(developer: User, open_as: Open) -> None:
    page = open_as(developer, "/p/BIKE/")
    expect(page.locator("#BIKE-19")).to_be_visible()
    page.get_by_role("link", name="Hide closed goals").click()
    expect(page.locator("#BIKE-19")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?show=open$"))
    page.get_by_role("link", name="Line of Service booking works").click()
    expect(page).to_have_url(re.compile("show=open&goal=BIKE-7$"))
    expect(page.locator("#BIKE-19")).to_have_count(0)

    page.get_by_role("link", name="Outline").click()
    expect(page.get_by_role("link", name="Service booking works")).to_be_visible()
    page.get_by_role("combobox", name="Find a goal").fill("gateway")
    page.get_by_role("option", name=re.compile("payment gateway")).click()
    expect(page).to_have_url(re.compile("/g/BIKE-13/$"))
    page.get_by_role("combobox", name="Find a goal").fill("bike-7")
    page.get_by_role("combobox", name="Find a goal").press("Enter")
    expect(page).to_have_url(re.compile("/g/BIKE-7/$"))
