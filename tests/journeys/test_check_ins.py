"""A team checks in: how sure it is of a goal and why, asked for in a rhythm, due on the first page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from goalchain.metrics.models import CheckIn, CheckInRhythm
from goalchain.products.models import Product
from tests.browser.test_styleguide import offences
from tests.factories import Chain, fresh, make_chain_of_all_levels, make_check_in
from tests.journeys.steps import address, expect_focus, notice, press, undo

Open = Callable[..., Page]


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels()


def test_what_is_due_is_answered_by_keyboard(chain: Chain, open_as: Open) -> None:
    goal = chain["product"]
    CheckInRhythm.ask(goal, 7, by=None, since=timezone.localdate() - timedelta(days=10))
    page = open_as(chain.owner, "/")
    page.get_by_role("link", name=f"Check in on {goal.key}").click()
    region = page.locator("#check-ins")
    expect(region).to_contain_text("A check-in is overdue by 3 days.")
    press(page, "c")
    expect(region.get_by_role("heading", name=f"Check in on {goal.key}")).to_be_visible()
    region.get_by_label("At risk").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Two of three workshops have not agreed")
    page.keyboard.press("Enter")
    expect(region.get_by_role("listitem")).to_contain_text("At risk Two of three workshops have not agreed")
    expect_focus(page, page.locator("#check-in"))
    expect(page.locator("#goal-confidence")).to_contain_text("At risk")
    expect(region).not_to_contain_text("overdue")
    assert not offences(page)
    undo(page, "You have checked in: at risk.")
    expect(region).to_contain_text("overdue by 3 days")
    expect(page.locator("#goal-confidence")).not_to_contain_text("At risk")


def test_correct_one_and_take_it_out(chain: Chain, open_as: Open) -> None:
    goal = chain["product"]
    make_check_in(goal, "on_track", "All is well")
    page = open_as(chain.owner, address(goal))
    region = page.locator("#check-ins")
    region.get_by_role("link", name="Edit the check-in").click()
    sentence = region.get_by_label("Why, in one sentence")
    expect(sentence).to_have_value("All is well")
    assert not offences(page)
    sentence.fill("Nearly all is well")
    page.keyboard.press("Enter")
    expect(region.get_by_role("listitem")).to_contain_text("Nearly all is well")
    region.get_by_role("link", name="Edit the check-in").click()
    region.get_by_role("button", name="Take it out").click()
    expect(region).to_contain_text("None yet")
    undo(page, "The check-in is taken out.")
    expect(region.get_by_role("listitem")).to_contain_text("Nearly all is well")
    assert fresh(goal).confidence == "on_track"


def test_two_people_correct_one(chain: Chain, open_as: Open, watch) -> None:
    watch.allowed_statuses |= {409}
    goal = chain["product"]
    check_in = make_check_in(goal, "on_track", "All is well")
    page = open_as(chain.owner, address(goal))
    region = page.locator("#check-ins")
    region.get_by_role("link", name="Edit the check-in").click()
    sentence = region.get_by_label("Why, in one sentence")
    expect(sentence).to_be_visible()
    stored = CheckIn.objects.get(pk=check_in.pk)
    stored.goal = fresh(goal)
    stored.revise(by=None, sentence="Their words")
    sentence.fill("My words")
    page.keyboard.press("Enter")
    expect(region.get_by_role("alert")).to_contain_text("Their words")
    expect(region.locator("form[data-editor] :focus")).to_have_count(1)
    expect(sentence).to_have_value("My words")
    assert not offences(page)
    region.get_by_role("button", name="Save mine").click()
    expect(region.get_by_role("listitem")).to_contain_text("My words")


def test_a_rhythm_is_set_and_ended(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["product"]))
    region = page.locator("#check-ins")
    region.get_by_role("link", name="Ask regularly").click()
    days = region.get_by_label("Ask for a check-in every so many days")
    expect(days).to_be_focused()
    days.fill("14")
    page.keyboard.press("Enter")
    expect(region).to_contain_text("Asked for every 2 weeks, next on")
    region.get_by_role("link", name="Change").click()
    days.fill("")
    page.keyboard.press("Enter")
    expect(region.get_by_role("link", name="Ask regularly")).to_be_visible()
    undo(page, "Nobody is asked for check-ins any more.")
    expect(region).to_contain_text("Asked for every 2 weeks")


@pytest.mark.allow_status(422)
def test_without_javascript(chain: Chain, open_as: Open) -> None:
    goal = chain["product"]
    page = open_as(chain.owner, address(goal), java_script_enabled=False)
    page.get_by_role("link", name="Check in", exact=True).click()
    page.get_by_role("button", name="Check in").click()
    expect(page.get_by_text("Choose on track, at risk or off track.").first).to_be_visible()
    page.get_by_label("Off track").check()
    page.get_by_label("Why, in one sentence").fill("Nobody came")
    page.get_by_role("button", name="Check in").click()
    expect(page.locator("#check-ins")).to_contain_text("Off track Nobody came")
    page.get_by_role("link", name="Edit the check-in").click()
    page.get_by_role("button", name="Take it out").click()
    expect(page.locator("#check-ins")).to_contain_text("None yet")
    page.get_by_role("link", name="Ask regularly").click()
    page.get_by_label("Ask for a check-in every so many days").fill("7")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#check-ins")).to_contain_text("Asked for every week")
    expect(notice(page, "A check-in is asked for every week.")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.once
def test_everybody_can_use_it(demo: Product, open_as: Open, width: int, scheme: str) -> None:
    owner = demo.memberships.get(role="owner").user
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page = open_as(owner, "/", **options)
    expect(page.get_by_role("link", name="Check in on BIKE-15")).to_be_visible()
    for place in ("/", "/g/BIKE-15/", "/g/BIKE-4/check-ins/", "/p/BIKE/strategy/"):
        page.goto(place)
        assert not offences(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto("/g/BIKE-15/")
    press(page, "c")
    expect(page.get_by_label("Why, in one sentence")).to_be_visible()
    assert not offences(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
