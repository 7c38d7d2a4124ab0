"""Releases in Chromium: dates that slip, a checkpoint that is held and corrected, notes that can be printed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from goalchain.products.models import Product
from roadmap.releases.checkpoint import Checkpoint
from tests.factories import fresh, make_checkpoint, make_goal, make_member, make_product, product_owner
from tests.journeys.steps import expect_focus, notice, undo

Open = Callable[..., Page]
TODAY = timezone.localdate()


@pytest.fixture
def product(live_server: object) -> Product:
    return make_product(name="Bike Service App", key="REL")


@pytest.fixture
def owner(product: Product) -> User:
    return product_owner(product)


@pytest.fixture
def release(product: Product) -> Goal:
    goal = make_goal(product, "product", title="Riders book", state="active")
    return make_goal(
        product,
        "release",
        title="Riders see free slots",
        parents=[(goal, "nobody books blind")],
        state="active",
        version_name="1.0",
        ends_on=TODAY + timedelta(days=10),
    )


def row(page: Page, release: Goal) -> Locator:
    return page.locator(f"#release-{release.number}")


def notes(release: Goal) -> str:
    return f"/p/REL/releases/{release.number}/"


def test_a_date_that_slips_leaves_a_trail_until_it_is_undone(release: Goal, owner: User, open_as: Open) -> None:
    page = open_as(owner, "/p/REL/releases/")
    expect(row(page, release).locator(".trail")).to_have_count(0)
    later = TODAY + timedelta(days=31)
    row(page, release).locator(f"#release-{release.number}-ends_on .inline-value").click()
    field = row(page, release).get_by_label("Ends")
    expect(field).to_be_focused()
    field.fill(later.isoformat())
    field.press("Enter")
    expect(row(page, release).locator(".trail")).to_contain_text("21 days later than agreed")
    expect(row(page, release).locator(".trail")).to_contain_text("The date was moved once: from")
    expect(page.get_by_text("Release 1.0 has slipped once, by 21 days.")).to_be_visible()
    undo(page, "Ends saved.")
    expect(row(page, release).locator(".trail")).to_have_count(0)
    assert fresh(release).ends_on == TODAY + timedelta(days=10)


@pytest.mark.allow_status(409)
def test_two_people_name_the_version(release: Goal, owner: User, open_as: Open) -> None:
    page = open_as(owner, "/p/REL/releases/")
    place = page.locator(f"#release-{release.number}-version_name")
    place.hover()
    place.get_by_role("link", name=f"Edit version of {release.key}").click()
    field = place.get_by_role("textbox", name="Version")
    expect(field).to_have_value("1.0")
    fresh(release).revise(by=owner, version_name="1.0.1")
    field.fill("1.1")
    field.press("Enter")
    expect(place.get_by_role("alert")).to_contain_text("1.0.1")
    expect(field).to_have_value("1.1")
    place.get_by_role("button", name="Save mine").click()
    expect(place.get_by_role("alert")).to_have_count(0)
    expect(place).to_contain_text("1.1")
    assert getattr(fresh(release), "version_name", "") == "1.1"


@pytest.mark.allow_status(422)
def test_the_checkpoint_is_held_refused_corrected_and_taken_back(release: Goal, owner: User, open_as: Open) -> None:
    page = open_as(owner, notes(release))
    page.get_by_role("link", name="It has shipped …").click()
    place = page.locator("#checkpoint")
    expect(place.get_by_label("Shipped on")).to_be_focused()
    expect(place.get_by_label("Shipped on")).to_have_value(TODAY.isoformat())
    place.get_by_label("Links").fill("http://wiki.example.com")
    place.get_by_label("Who benefits").fill("Riders of the pilot city")
    place.get_by_role("button", name="Save").click()
    expect(place.get_by_role("alert")).to_be_focused()
    expect(place.get_by_text("does not begin with https://")).to_be_visible()
    expect(place.get_by_label("Who benefits")).to_have_value("Riders of the pilot city")

    place.get_by_label("Links").fill("https://wiki.example.com/slots")
    place.get_by_label("What was delivered").fill("Riders see the free slots of twelve workshops.")
    place.get_by_role("button", name="Save").click()
    expect(place).to_contain_text("Riders see the free slots of twelve workshops.")
    expect(place.get_by_role("link", name="wiki.example.com")).to_have_attribute("rel", "noopener nofollow noreferrer")
    expect(page.locator("#notes-head")).to_contain_text("Shipped on")
    expect(page.get_by_text("It has shipped, and its goal is still active.")).to_be_visible()

    place.get_by_role("link", name="Correct").press("Enter")
    place.get_by_label("Delivered value").fill("A call less")
    place.get_by_label("Delivered value").press("Control+Enter")
    expect(place).to_contain_text("A call less")
    undo(page, "Checkpoint saved.")
    expect(place).not_to_contain_text("A call less")

    place.get_by_role("button", name="Take back").click()
    expect(place).to_contain_text("It has not shipped yet.")
    undo(page, "The checkpoint is taken back.")
    expect(place).to_contain_text("Riders see the free slots of twelve workshops.")


def test_escape_leaves_the_form_and_the_focus_comes_back(release: Goal, owner: User, open_as: Open) -> None:
    page = open_as(owner, notes(release))
    page.get_by_role("link", name="It has shipped …").press("Enter")
    expect(page.locator("#checkpoint").get_by_label("Shipped on")).to_be_focused()
    page.keyboard.press("Escape")
    expect_focus(page, page.get_by_role("link", name="It has shipped …"))


@pytest.mark.allow_status(409)
def test_two_people_correct_a_checkpoint(release: Goal, owner: User, open_as: Open) -> None:
    checkpoint = make_checkpoint(release, result="The first words")
    page = open_as(owner, notes(release))
    place = page.locator("#checkpoint")
    place.get_by_role("link", name="Correct").click()
    expect(place.get_by_label("What was delivered")).to_have_value("The first words")
    Checkpoint.objects.select_related("product", "goal").get(pk=checkpoint.pk).correct(by=owner, result="Their words")
    place.get_by_label("What was delivered").fill("My words")
    place.get_by_role("button", name="Save").click()
    expect(place.get_by_role("alert")).to_contain_text("Their words")
    expect(place.get_by_label("What was delivered")).to_have_value("My words")
    place.get_by_role("button", name="Save mine").click()
    expect(place).to_contain_text("My words")


def test_a_stakeholder_reads_it_on_a_phone_without_javascript(product: Product, release: Goal, open_as: Open) -> None:
    make_checkpoint(release, result="Riders see free slots of twelve workshops", value="A call less")
    person = make_member(product, "stakeholder")
    phone = {"viewport": {"width": 375, "height": 700}, "java_script_enabled": False}
    page = open_as(person, "/p/REL/", **phone)
    page.get_by_role("link", name="Releases").click()
    page.get_by_role("link", name="Riders see free slots").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Riders see free slots")
    expect(page.get_by_text("A call less")).to_be_visible()
    expect(page.get_by_role("link", name="Correct")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


def test_without_javascript_the_checkpoint_is_a_page(release: Goal, owner: User, open_as: Open) -> None:
    page = open_as(owner, notes(release), java_script_enabled=False)
    page.get_by_role("link", name="It has shipped …").click()
    page.get_by_label("What was delivered").fill("Riders see free slots")
    page.get_by_role("button", name="Save").click()
    expect(notice(page, "Checkpoint saved.")).to_be_visible()
    expect(page.locator("#checkpoint")).to_contain_text("Riders see free slots")
    page.get_by_role("button", name="Take back").click()
    expect(page.locator("#checkpoint")).to_contain_text("It has not shipped yet.")


def test_other_peoples_changes_arrive(release: Goal, owner: User, open_as: Open) -> None:
    page = open_as(owner, "/p/REL/releases/")
    expect(row(page, release)).to_contain_text("Riders see free slots")
    make_checkpoint(release, result="It shipped while you looked")
    page.evaluate("htmx.trigger('#live', 'poll')")
    expect(page.get_by_role("heading", name="Done")).to_be_visible()
    expect(row(page, release)).to_contain_text("It shipped while you looked")


def test_another_preset_has_no_releases_and_loses_none(
    product: Product, release: Goal, owner: User, open_as: Open
) -> None:
    make_checkpoint(release, result="Riders see free slots")
    page = open_as(owner, "/p/REL/settings/")
    page.get_by_role("radio", name="Pichler: no release level").press("Space")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("navigation").get_by_role("link", name="Releases")).to_have_count(0)
    page.get_by_role("radio", name="All levels").press("Space")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("navigation").get_by_role("link", name="Releases").click()
    expect(row(page, release)).to_contain_text("Riders see free slots")
