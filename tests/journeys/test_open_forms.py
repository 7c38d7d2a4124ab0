"""Several forms are open in one region of the goal page: saving one shows it at once and leaves the others alone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.factories import Chain, make_assumption, make_chain_of_all_levels, make_check_in, make_metric
from tests.journeys.steps import address, expect_focus, notice

Open = Callable[..., Page]


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels()


def test_a_reading_is_saved_beside_a_new_metric_that_is_being_written(chain: Chain, open_as: Open) -> None:
    metric = make_metric(chain["product"], name="Bookings without a call")
    page = open_as(chain.owner, address(chain["product"]))
    region = page.locator("#metrics")
    page.locator("#add-metric").click()
    name = region.get_by_label("What is measured")
    name.fill("Time to book")
    page.locator(f"#metric-{metric.pk}-reading").click()
    value = region.get_by_label("Value in")
    expect(value).to_be_focused()
    value.fill("12")
    page.keyboard.press("Enter")
    expect(region.locator(f"#metric-{metric.pk} .is-current")).to_contain_text("12")
    expect_focus(page, page.locator(f"#metric-{metric.pk}-reading"))
    expect(name).to_have_value("Time to book")
    region.get_by_label("Unit").fill("minutes")
    region.get_by_label("Baseline").fill("12")
    region.get_by_label("Target", exact=True).fill("20")
    name.press("Enter")
    expect(region.get_by_role("heading", name="Time to book")).to_be_visible()
    assert chain["product"].metrics.count() == 2


def test_one_of_two_forms_is_cancelled(chain: Chain, open_as: Open) -> None:
    first, second = (make_assumption(chain["product"], statement=words) for words in ("Riders pay", "Riders come back"))
    page = open_as(chain.owner, address(chain["product"]))
    region = page.locator("#assumptions")
    page.locator(f"#assumption-{first.pk}-edit").click()
    statement = region.locator(f"#assumption-{first.pk}").get_by_label("What has to be true?")
    statement.fill("Riders pay in advance")
    page.locator(f"#assumption-{second.pk}-edit").click()
    other = region.locator(f"#assumption-{second.pk}").get_by_label("What has to be true?")
    expect(other).to_be_focused()
    other.press("Escape")
    expect(other).to_have_count(0)
    expect_focus(page, page.locator(f"#assumption-{second.pk}-edit"))
    expect(statement).to_have_value("Riders pay in advance")


def test_another_form_takes_the_place_of_one_that_was_only_opened(chain: Chain, open_as: Open) -> None:
    make_check_in(chain["product"], "on_track", "All is well")
    page = open_as(chain.owner, address(chain["product"]))
    region = page.locator("#check-ins")
    page.locator("#check-in").click()
    expect(region.get_by_label("Why, in one sentence")).to_be_visible()
    page.locator("#check-in-rhythm").click()
    expect(region.get_by_label("Why, in one sentence")).to_have_count(0)
    expect(region.locator("form[data-editor]")).to_have_count(1)
    page.locator("#check-in").click()
    sentence = region.get_by_label("Why, in one sentence")
    sentence.fill("Two workshops have not agreed")
    page.locator("#check-in-rhythm").click()
    expect(notice(page, "Save or cancel what you have begun here first.")).to_be_visible()
    expect(sentence).to_have_value("Two workshops have not agreed")
