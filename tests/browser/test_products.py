"""What people do around a product, in Chromium: begin one, give roles by keyboard, invite and join."""

import pytest
from playwright.sync_api import expect

from goalchain.products.keys import key_from
from goalchain.products.models import Product
from tests.factories import PASSWORD, make_goal, make_member, make_product, make_user, membership_of, product_owner
from tests.journeys.steps import Held

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("Bike Service App", "The Écho", "3D Printer", "Rider's app", "my", "X ray", "自転車", "Communications & more")


def test_a_product_begins_with_its_vision(page, sign_in):
    sign_in(page, make_user())
    page.goto("/")
    page.get_by_role("link", name="New product").click()
    page.get_by_role("textbox", name="Name").fill("Bike Service App")
    expect(page.get_by_role("textbox", name="Key")).to_have_value("BIKE")
    page.get_by_role("textbox", name="Vision").fill("Servicing is simple")
    page.locator("label", has_text="Pichler: no release level").click()
    page.get_by_role("button", name="Begin the chain").click()
    page.wait_for_url("**/p/BIKE/")
    expect(page.locator("main")).to_contain_text("Servicing is simple")
    assert Product.objects.get(key="BIKE").preset == "pichler"


def test_the_browser_suggests_the_same_key_as_the_server(page, sign_in):
    sign_in(page, make_user())
    page.goto("/products/new/")
    for name in NAMES:
        page.get_by_role("textbox", name="Name").fill(name)
        expect(page.get_by_role("textbox", name="Key")).to_have_value(key_from(name))
    page.get_by_role("textbox", name="Key").fill("MINE")
    page.get_by_role("textbox", name="Name").fill("Another name")
    expect(page.get_by_role("textbox", name="Key")).to_have_value("MINE")


def test_a_role_is_given_by_keyboard_and_focus_stays(page, sign_in):
    product = make_product()
    member = membership_of(product, make_member(product, "developer"))
    sign_in(page, product_owner(product))
    page.goto(f"/p/{product.key}/members/")
    role = page.locator(f"#role-of-{member.pk}")
    role.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Scrum master or coach")).to_be_focused()
    page.keyboard.press("Enter")
    expect(role).to_contain_text("Scrum master or coach")
    expect(role).to_be_focused()
    expect(page.locator("#toasts")).to_contain_text("is scrum master or coach now")
    member.refresh_from_db()
    assert member.role == "coach"


@pytest.mark.allow_status(422)
def test_the_last_owner_learns_why_they_stay(page, sign_in):
    product = make_product()
    owner = membership_of(product, product_owner(product))
    sign_in(page, owner.user)
    page.goto(f"/p/{product.key}/members/")
    page.locator(f"#role-of-{owner.pk}").click()
    page.get_by_role("button", name="Viewer").click()
    expect(page.get_by_role("alert")).to_contain_text("A product always keeps an owner")


def test_somebody_new_follows_an_invitation_into_the_product(page, sign_in, new_context):
    product = make_product(name="Bike Service App")
    sign_in(page, product_owner(product))
    page.goto(f"/p/{product.key}/members/")
    page.get_by_label("E-mail").fill("new@example.com")
    page.get_by_role("button", name="Add", exact=True).click()
    link = page.locator("#invitation-link").inner_text()

    guest = new_context().new_page()
    guest.goto(link)
    assert "/invitations/" in guest.url
    assert guest.url.endswith("/invitations/"), "The token has left the address."
    guest.get_by_role("link", name="Make an account").click()
    guest.get_by_label("Name").fill("New Person")
    guest.get_by_label("E-mail").fill("new@example.com")
    guest.get_by_label("Password", exact=True).fill(PASSWORD)
    guest.locator("main form button").last.click()
    guest.get_by_role("button", name="Join as new@example.com").click()
    guest.wait_for_url(f"**/p/{product.key}/")
    expect(guest.locator("#toasts")).to_contain_text("Welcome to Bike Service App")


def test_a_notice_takes_the_place_of_the_former(page, sign_in):
    goal = make_goal(make_product(), "vision")
    sign_in(page, product_owner(goal.product))
    page.goto(f"/g/{goal.key}/")
    for title in ("Riding is easy", "Riding is a joy"):
        page.locator("#goal-title-edit").click()
        page.get_by_role("textbox", name="Title", exact=True).fill(title)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text(title)
    expect(page.locator("[data-toast]")).to_have_count(1)
    expect(page.locator("[data-toast]")).to_contain_text("Undo")


def test_ones_own_change_is_no_news_however_late_it_comes_back(page, sign_in):
    """The refresh meets the next editor on its way, is asked for once more, and meets that editor open."""
    goal = make_goal(make_product(), "vision")
    sign_in(page, product_owner(goal.product))
    page.goto(f"/g/{goal.key}/")
    page.locator("#goal-title-edit").click()
    page.get_by_role("textbox", name="Title", exact=True).fill("Riding is easy")
    held = Held(page, f"**/g/{goal.key}/**", method="GET")

    def let_pass(ending):
        address = held.asked()
        assert address.endswith(ending)
        with page.expect_response(address):
            held.release()

    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Riding is easy")
    page.wait_for_timeout(100)
    page.locator("#goal-title-edit").click()
    let_pass(f"/g/{goal.key}/")
    let_pass("/edit/title/")
    expect(page.get_by_role("textbox", name="Title", exact=True)).to_be_focused()
    let_pass(f"/g/{goal.key}/")
    page.wait_for_timeout(100)
    expect(page.locator("#toasts")).not_to_contain_text("There are changes")


@pytest.mark.allow_status(422)
def test_a_field_that_was_made_larger_may_be_refused(page, sign_in):
    """htmx would copy the size from one field to the next as an inline style, which the policy refuses."""
    goal = make_goal(make_product(), "vision")
    sign_in(page, product_owner(goal.product))
    page.goto(f"/g/{goal.key}/")
    page.locator("#goal-title-edit").click()
    title = page.get_by_role("textbox", name="Title", exact=True)
    title.evaluate("field => (field.style.height = '160px')")  # what dragging its corner does
    title.fill("")
    page.keyboard.press("Enter")
    expect(title).to_have_attribute("aria-invalid", "true")


@pytest.mark.allow_status(404)
def test_from_a_page_that_is_not_there_a_way_leads_back(page, sign_in):
    sign_in(page, make_user())
    page.goto("/products/new/")
    page.goto("/p/NONE/")
    expect(page.get_by_role("heading", name="Nothing to see here")).to_be_visible()
    expect(page.get_by_role("link", name="Account", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Back").click()
    page.wait_for_url("**/products/new/")
