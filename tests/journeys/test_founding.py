"""From an empty account to a whole chain: a product with its vision, a goal on each level, links with reasons."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from goalchain.goals.models import Goal
from goalchain.products.models import Product
from tests.factories import make_chain_of_all_levels, make_goal, make_product, make_user, product_owner
from tests.journeys.steps import Held, address, expect_focus, expect_title, notice, on_map, press, undo

Open = Callable[..., Page]
VISION = "Bike servicing is simple, reliable and accessible"


def test_a_product_begins_with_its_vision(open_as: Open) -> None:
    page = open_as(make_user(), "/")
    page.get_by_role("link", name="New product").click()
    page.get_by_label("Name").press_sequentially("Bike Service App")
    expect(page.get_by_role("textbox", name="Key")).to_have_value("BIKE")
    page.get_by_label("Vision", exact=False).first.fill(VISION)
    page.get_by_role("button", name="Begin the chain").click()
    expect(page).to_have_url(re.compile("/p/BIKE/"))
    expect(on_map(page, VISION)).to_be_visible()
    page.goto("/")
    expect(page.locator(".product-vision")).to_have_text(VISION)


@pytest.mark.allow_status(422)
def test_a_taken_key_is_refused_and_nothing_typed_is_lost(open_as: Open) -> None:
    make_product(key="BIKE")
    page = open_as(make_user(), "/products/new/")
    page.get_by_label("Name").fill("Bike Service App")
    page.get_by_label("Vision", exact=False).first.fill(VISION)
    page.get_by_role("button", name="Begin the chain").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.locator(".errorlist")).to_contain_text("The key BIKE is taken")
    expect(page.get_by_label("Name")).to_have_value("Bike Service App")
    expect(page.get_by_label("Vision", exact=False).first).to_have_value(VISION)


def test_a_goal_on_each_level_is_added_and_linked(open_as: Open) -> None:
    product = make_product(key="BIKE")
    make_goal(product, "vision", title=VISION)
    page = open_as(product_owner(product), "/p/BIKE/")

    def add(level: str, title: str, serves: str, reason: str) -> None:
        page.get_by_role("link", name="New goal").click()
        page.get_by_role("group", name="Level").get_by_role("radio", name=re.compile(f"^{level}")).check()
        page.get_by_label("Title").fill(title)
        page.get_by_label("Which goal does it serve?").press_sequentially(serves)
        page.get_by_role("group", name="Goals found").get_by_role("radio", name=serves).check()
        page.get_by_label("Because").fill(reason)
        page.get_by_role("button", name="Add the goal").click()
        expect_title(page, title)
        page.get_by_role("link", name=product.name).first.click()

    add("User goal", "Riders stop losing days", "Bike servicing", "a lost day is why riders put it off")
    add("Business goal", "Workshops fill idle slots", "Bike servicing", "workshops that earn stay open")
    add("Product goal", "Customers book in an app", "Riders stop", "booking takes three calls")
    add("Release goal", "Customers book a slot online", "Customers book", "booking is where riders give up")
    add("Sprint goal", "Service booking works", "a slot online", "without a slot there is nothing to track")

    levels = [goal.level_name for goal in Goal.objects.filter(product=product).order_by("number")]
    assert levels == ["vision", "user", "business", "product", "release", "sprint"]
    page.goto("/g/BIKE-6/trace/")
    expect(page.locator(".say")).to_have_text(
        "Service booking works, because without a slot there is nothing to track, "
        "so that customers book a slot online, because booking is where riders give up, "
        "so that customers book in an app, because booking takes three calls, "
        "so that riders stop losing days, because a lost day is why riders put it off, "
        "so that bike servicing is simple, reliable and accessible."
    )


def test_a_new_goal_can_be_taken_back(open_as: Open) -> None:
    product = make_product()
    make_goal(product, "vision", title=VISION)
    page = open_as(product_owner(product), f"/p/{product.key}/goals/new/?level=user&parent={product.key}-1")
    page.get_by_label("Title").fill("Riders stop losing days")
    page.get_by_role("button", name="Add the goal").click()
    undo(page, "is in the chain")
    expect(page.get_by_role("button", name="Restore")).to_be_visible()


@pytest.mark.allow_status(422)
def test_a_goal_without_a_title_is_refused_and_nothing_typed_is_lost(open_as: Open) -> None:
    product = make_product()
    make_goal(product, "vision", title=VISION)
    page = open_as(product_owner(product), f"/p/{product.key}/goals/new/?level=user")
    page.get_by_label("In full").fill("Nobody waits.")
    page.get_by_role("radio", name=VISION).check()
    page.get_by_label("Because").fill("waiting is what hurts")
    page.get_by_role("button", name="Add the goal").click()
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Title")
    expect(page.get_by_label("In full")).to_have_value("Nobody waits.")
    expect(page.get_by_role("radio", name=VISION)).to_be_checked()
    expect(page.get_by_label("Because")).to_have_value("waiting is what hurts")


@pytest.mark.allow_status(422)
def test_quick_add_under_a_goal(open_as: Open) -> None:
    chain = make_chain_of_all_levels()
    release = chain["release"]
    page = open_as(chain.owner, address(release))
    title = page.get_by_label(f"Title of a new goal under {release.key}")
    page.keyboard.press("n")
    expect(title).to_be_focused()
    page.keyboard.press("Enter")
    expect(title).to_have_attribute("aria-invalid", "true")
    title.fill("Riders pay online")
    page.get_by_label(f"Reason: how it moves {release.key}").fill("the till takes back what booking saves")
    page.keyboard.press("Enter")
    expect(page.locator("#children").get_by_role("link", name="Riders pay online")).to_be_visible()
    expect(page.locator("#children")).to_contain_text("because the till takes back what booking saves")
    expect(title).to_be_focused()
    expect(title).to_have_value("")
    undo(page, f"serves {release.key}")
    expect(page.locator("#children").get_by_role("link", name="Riders pay online")).to_have_count(0)


def test_the_picker_finds_while_one_types_and_offers_only_legal_parents(open_as: Open) -> None:
    chain = make_chain_of_all_levels()
    other = make_goal(chain.product, "release", title="Customers pay online")
    make_goal(chain.product, "sprint", title="Another sprint goal")
    make_goal(make_product(), "release", title="Customers of somebody else pay")
    sprint_goal = chain["sprint"]
    page = open_as(chain.owner, address(sprint_goal))
    page.get_by_role("link", name="Link to a parent").click()
    search = page.get_by_label("Which goal does it serve?")
    expect(search).to_be_focused()
    offers = page.get_by_role("group", name="Goals found").get_by_role("radio")
    # The vision, two strategic goals, the product goal, the other release goal; not its own parent, no sprint goal.
    expect(offers).to_have_count(5)
    search.press_sequentially("pay")
    expect(offers).to_have_count(1)
    expect(search).to_be_focused()
    page.get_by_role("radio", name=other.title).check()
    page.get_by_label("Because").fill("who books wants to pay")
    page.get_by_role("button", name="Link", exact=True).click()
    expect(notice(page, f"{sprint_goal.key} serves {other.key}.")).to_be_visible()
    parents = page.locator("#parents")
    expect(parents.get_by_role("link", name=other.title)).to_be_visible()
    expect(parents).to_contain_text("because who books wants to pay")
    undo(page, f"serves {other.key}")
    expect(parents.get_by_role("link", name=other.title)).to_have_count(0)


def test_a_parent_is_found_chosen_and_reasoned_without_leaving_the_keys(open_as: Open) -> None:
    chain = make_chain_of_all_levels()
    make_goal(chain.product, "release", title="Customers pay by invoice")
    other = make_goal(chain.product, "release", title="Customers pay online")
    page = open_as(chain.owner, address(chain["sprint"]))
    press(page, "l")
    search = page.get_by_label("Which goal does it serve?")
    expect(search).to_be_focused()
    page.keyboard.type("customers pay")
    offers = page.get_by_role("group", name="Goals found").get_by_role("radio")
    expect(offers).to_have_count(2)
    page.keyboard.press("ArrowDown")
    expect(offers.nth(0)).to_be_checked()
    expect_focus(page, offers.nth(0))
    page.keyboard.press("ArrowDown" if other.title in (offers.nth(1).locator("..").inner_text()) else "ArrowUp")
    expect(page.get_by_role("radio", name=other.title)).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Because")).to_be_focused()
    page.keyboard.type("who books wants to pay")
    page.get_by_role("button", name="Link", exact=True).press("Enter")
    expect(notice(page, f"{chain['sprint'].key} serves {other.key}.")).to_be_visible()


def test_a_choice_stays_made_when_the_answer_to_the_search_comes_after_it(open_as: Open) -> None:
    chain = make_chain_of_all_levels()
    other = make_goal(chain.product, "release", title="Customers pay online")
    make_goal(chain.product, "release", title="Customers pay by invoice")
    page = open_as(chain.owner, f"{address(chain['sprint'])}parents/")
    held = Held(page, re.compile(r"/parents/\?"))
    page.get_by_label("Which goal does it serve?").fill("customers")
    held.asked()
    page.get_by_role("radio", name=other.title).check()
    held.release()
    expect(page.get_by_role("group", name="Goals found").get_by_role("radio")).to_have_count(2)
    expect(page.get_by_role("radio", name=other.title)).to_be_checked()


def test_a_goal_moves_to_another_parent_gets_another_reason_and_is_unlinked(open_as: Open) -> None:
    chain = make_chain_of_all_levels()
    other = make_goal(chain.product, "release", title="Customers pay online")
    sprint_goal, release = chain["sprint"], chain["release"]
    page = open_as(chain.owner, address(sprint_goal))
    parents = page.locator("#parents")

    parents.get_by_role("link", name=f"Edit reason for serving {release.key}").click()
    reason = parents.get_by_role("textbox")
    expect(reason).to_be_focused()
    reason.fill("nothing can be tracked before")
    page.keyboard.press("Control+Enter")
    expect(parents).to_contain_text("because nothing can be tracked before")
    expect(page.locator("#why")).to_contain_text("because nothing can be tracked before")

    parents.get_by_role("link", name=f"Move from {release.key} to another parent").click()
    page.get_by_role("radio", name=other.title).check()
    page.get_by_role("button", name="Move", exact=True).click()
    expect(parents.get_by_role("link", name=other.title)).to_be_visible()
    expect(parents.get_by_role("link", name=release.title)).to_have_count(0)

    unlink = parents.get_by_role("button", name=f"Unlink from {other.key}")
    unlink.click()
    dialog = page.get_by_role("dialog", name=f"Unlink {sprint_goal.key} from {other.key}?")
    expect(dialog).to_contain_text(f"{sprint_goal.key} serves {other.key} alone")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect_focus(page, unlink)
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name=f"Unlink {sprint_goal.key}").click()
    expect(parents).to_contain_text("serves no goal yet")
    expect(page.locator("#why")).to_contain_text("Gap")
    undo(page, f"no longer serves {other.key}")
    expect(parents.get_by_role("link", name=other.title)).to_be_visible()
    assert Product.objects.get(pk=chain.product.pk).revision > 0
