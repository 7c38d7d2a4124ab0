"""The pipeline in the browser: three sprints planned ahead by keyboard, and one of two drafts agreed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from goalchain.goals.models import Goal
from goalchain.products.models import Product
from sprints.models import Shaping, Sprint, SprintGoal
from tests.browser.test_styleguide import offences
from tests.factories import fresh, make_goal, make_member, make_product, make_sprint, make_team, product_owner
from tests.journeys.steps import expect_focus, notice, press, tab_to, undo

Open = Callable[..., Page]
PIPELINE = "/p/BIKE/pipeline/"


@pytest.fixture
def product(live_server: object) -> Product:
    """A product whose team Web has four weeks ahead."""
    made = make_product(key="BIKE")
    team = make_team(made, "Web")
    today = timezone.localdate()
    for number in range(1, 5):
        first = today + timedelta(weeks=number)
        make_sprint(team=team, name=f"Sprint {number}", starts_on=first, ends_on=first + timedelta(days=6))
    return made


@pytest.fixture
def release(product: Product) -> Goal:
    """What the drafts serve."""
    return make_goal(product, "release", title="Booking online")


def sprint(page: Page, name: str) -> Locator:
    """A sprint of the pipeline."""
    return page.locator(".pipeline-sprint", has=page.get_by_role("heading", name=name, exact=True))


def card(page: Page, title: str) -> Locator:
    """A draft."""
    return page.get_by_role("article").filter(has_text=title)


def in_sprint(name: str) -> list[str]:
    """The titles of the goals that are stored in a sprint, in their order."""
    found = SprintGoal.objects.filter(sprint__name=name).order_by("position", "number")
    return list(found.values_list("title", flat=True))


def test_three_sprints_are_planned_ahead_by_keyboard_alone(product: Product, release: Goal, open_as: Open) -> None:
    page = open_as(make_member(product, "developer"), PIPELINE)
    for name, title in (("Sprint 1", "Riders book"), ("Sprint 2", "Riders cancel"), ("Sprint 3", "Riders pay")):
        press(page, "n")
        field = page.get_by_role("form", name=f"A draft for {name}").get_by_role("textbox").first
        expect(field).to_be_focused()
        page.keyboard.type(title)
        press(page, "Tab", "B", "Tab")
        page.keyboard.type("it begins here")
        press(page, "Enter")
        expect(sprint(page, name).get_by_role("article")).to_contain_text(title)
        expect_focus(page, sprint(page, name).get_by_role("link", name="Add a draft"))
    assert [in_sprint(f"Sprint {number}") for number in (1, 2, 3)] == [
        ["Riders book"],
        ["Riders cancel"],
        ["Riders pay"],
    ]
    made = Goal.objects.get(title="Riders book")
    assert [link.rationale for link in made.up_links.all()] == ["it begins here"]
    shape = card(page, "Riders book").get_by_role("button", name="Shaped with the team")
    tab_to(page, shape, key="Shift+Tab")
    press(page, "Enter")
    expect(card(page, "Riders book")).to_contain_text("Shaped with the team on")
    move = card(page, "Riders pay").get_by_role("button", name="To the next sprint")
    tab_to(page, move)
    press(page, "Enter")
    expect(sprint(page, "Sprint 4").get_by_role("article")).to_contain_text("Riders pay")
    assert in_sprint("Sprint 4") == ["Riders pay"]
    press(page, "u")
    expect(sprint(page, "Sprint 3").get_by_role("article")).to_contain_text("Riders pay")
    assert Shaping.objects.get().goal.title == "Riders book"
    assert offences(page) == []


@pytest.mark.allow_status(422)
def test_one_of_two_drafts_is_agreed_and_a_second_one_refused(product: Product, release: Goal, open_as: Open) -> None:
    place = Sprint.objects.get(name="Sprint 1")
    one, two = (
        make_goal(product, "sprint", title=title, parents=[release], sprint_id=place.pk)
        for title in ("Riders book", "Riders cancel")
    )
    page = open_as(product_owner(product), PIPELINE)
    expect(sprint(page, "Sprint 1")).to_contain_text("2 drafts compete")
    card(page, "Riders cancel").get_by_role("button", name="Put first").click()
    expect(page.get_by_role("article").first).to_contain_text("Riders cancel")
    why = card(page, "Riders cancel").locator(f"#draft-{two.number}-why")
    why.locator(".inline-value").click()
    why.get_by_role("textbox").fill("Nobody has asked")
    press(page, "Control+Enter")
    expect(why).to_contain_text("Nobody has asked")
    card(page, "Riders cancel").get_by_role("button", name="Agree").click()
    expect(sprint(page, "Sprint 1").locator(".pipeline-goal")).to_contain_text("Riders cancel")
    expect(sprint(page, "Sprint 1")).to_contain_text("1 more draft")
    undo(page, f"{two.key} is the goal of Sprint 1.")
    expect(sprint(page, "Sprint 1")).to_contain_text("2 drafts compete")
    assert fresh(two).state == "draft"
    card(page, "Riders cancel").get_by_role("button", name="Agree").click()
    expect(sprint(page, "Sprint 1")).to_contain_text("1 more draft")
    card(page, "Riders book").get_by_role("button", name="Agree").click()
    expect(notice(page, f"Sprint 1 has an agreed goal already: {two.key}")).to_be_visible()
    assert (fresh(one).state, fresh(two).state) == ("draft", "agreed")
