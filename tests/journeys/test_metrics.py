"""A product owner measures a goal: a metric with ten readings and its plot, a reading that is corrected."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from goalchain.goals.models import Event
from goalchain.metrics.models import Metric
from goalchain.products.models import Product
from tests.browser.test_styleguide import offences
from tests.factories import Chain, make_chain_of_all_levels, make_metric, make_readings
from tests.journeys.steps import address, expect_focus, notice, undo

Open = Callable[..., Page]
#: What htmx marks while it asks and puts in place.
BUSY = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added"


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels()


@pytest.fixture
def metric(chain: Chain) -> Metric:
    return make_metric(chain["product"], name="Bookings without a call")


def metric_address(metric: Metric) -> str:
    return f"{address(metric.goal)}metrics/{metric.pk}/"


def settle(page: Page) -> None:
    """Wait until the page has taken in what the last change brought, and its new links are htmx's."""
    expect(page.locator(BUSY)).to_have_count(0)


def test_a_metric_with_ten_readings_by_keyboard(chain: Chain, open_as: Open) -> None:
    goal = chain["product"]
    page = open_as(chain.owner, address(goal))
    region = page.locator("#metrics")
    expect(region).to_contain_text("Nothing is measured yet")
    page.keyboard.press("m")
    expect_focus(page, page.get_by_label("What is measured"))
    page.keyboard.type("Bookings without a call")
    page.keyboard.press("Tab")
    page.keyboard.type("%")
    expect(page.get_by_label("Lower bound")).to_be_hidden()
    page.get_by_label("Baseline").press_sequentially("4 %")
    page.keyboard.press("Tab")
    page.keyboard.type("60")
    page.keyboard.press("Enter")
    expect(region.get_by_role("heading", name="Bookings without a call")).to_be_visible()
    expect(region).to_contain_text("no reading yet")
    expect_focus(page, page.locator("#add-metric"))
    today = timezone.localdate()
    for number in range(10):
        settle(page)
        page.keyboard.press("r")
        value = region.get_by_label("Value in %")
        expect(value).to_be_focused()
        page.keyboard.type(f"{number * 4 + 5},5")
        region.get_by_label("Day").fill((today - timedelta(weeks=9 - number)).isoformat())
        page.keyboard.press("Enter")
        expect_focus(page, region.get_by_role("link", name="Reading of"))
    plot = region.get_by_role("img", name="Bookings without a call")
    expect(plot).to_be_visible()
    assert len(str(plot.locator("polyline").get_attribute("points")).split()) == 10
    expect(region.locator(".is-current")).to_have_text("now41.5%")
    expect(region).to_contain_text("rising 4 a week")
    expect(page.locator("#facts")).to_contain_text("41.5% → 60%")
    assert not offences(page)


def test_a_reading_is_corrected_in_place_and_the_former_is_kept(metric: Metric, chain: Chain, open_as: Open) -> None:
    make_readings(metric, [5, 10, 14])
    page = open_as(chain.owner, metric_address(metric))
    newest = page.get_by_role("row").nth(1)
    expect(newest).to_contain_text("14%")
    newest.get_by_role("link", name="Correct the reading").click()
    value = page.get_by_label("Value in %")
    expect_focus(page, value)
    assert not offences(page)
    value.fill("41")
    page.keyboard.press("Enter")
    expect(newest).to_contain_text("41%")
    expect_focus(page, newest.get_by_role("link", name="Correct the reading"))
    expect(page.locator(".events")).to_contain_text("corrected the reading")
    expect(page.locator(".events del").first).to_contain_text("14%")
    assert Event.objects.filter(subject="reading").latest("id").former["value"] == "14"
    undo(page, "Reading corrected.")
    expect(newest).to_contain_text("14%")


def test_an_escape_puts_the_row_back(metric: Metric, chain: Chain, open_as: Open) -> None:
    make_readings(metric, [5])
    page = open_as(chain.owner, metric_address(metric))
    page.get_by_role("link", name="Correct the reading").click()
    expect(page.get_by_label("Value in %")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Correct the reading")).to_be_visible()


def test_what_was_refused_is_still_there(metric: Metric, chain: Chain, open_as: Open, watch) -> None:
    watch.allowed_statuses |= {422}
    page = open_as(chain.owner, address(metric.goal))
    page.keyboard.press("r")
    value = page.get_by_label("Value in %")
    value.fill("1,234")
    page.keyboard.press("Enter")
    expect(page.locator("#metrics .errorlist")).to_contain_text("could be 1234 or 1.234")
    expect(value).to_have_value("1,234")
    value.fill("41")
    page.keyboard.press("Enter")
    expect(notice(page, "41% on")).to_be_visible()


def test_somebody_else_reads_meanwhile(metric: Metric, chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(metric.goal))
    make_readings(metric, [41])
    expect(page.locator("#metrics")).to_contain_text("41%")


def test_rows_are_pasted(metric: Metric, chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, f"{metric_address(metric)}readings/import/")
    page.get_by_label("Or paste the rows").fill("date\tvalue\tnote\n2026-01-05\t41,5\tby hand\n2026-01-12\t42%\n")
    page.get_by_role("button", name="Show what will happen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This is what will happen")
    assert not offences(page)
    page.get_by_role("button", name="Take 2 readings").click()
    expect(page.get_by_role("row").nth(2)).to_contain_text("by hand")


def test_without_javascript(metric: Metric, chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, metric_address(metric), java_script_enabled=False)
    page.get_by_role("link", name="Reading", exact=True).click()
    page.get_by_label("Value in %").fill("41,5")
    page.get_by_role("button", name="Enter").click()
    expect(page.locator("#metrics")).to_contain_text("41.5%")
    page.get_by_role("link", name="Edit Bookings without a call").click()
    page.get_by_label("Keep within").check()
    page.get_by_label("Lower bound").fill("20")
    page.get_by_label("Upper bound").fill("40")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#metrics")).to_contain_text("Within its bounds in 0 of 1 reading")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.once
def test_everybody_can_use_it(demo: Product, open_as: Open, width: int, scheme: str) -> None:
    owner = demo.memberships.get(role="owner").user
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page = open_as(owner, "/g/BIKE-14/", **options)
    expect(page.locator("#unmoved")).to_have_text("All children met; the metric has not moved.")
    assert not offences(page)
    page.goto("/g/BIKE-4/")
    page.keyboard.press("m")
    expect(page.get_by_label("What is measured")).to_be_focused()
    assert not offences(page)
    page.goto(metric_address(Metric.objects.get(name="Bookings without a call")))
    assert page.get_by_role("img").first.get_attribute("aria-labelledby")
    assert not offences(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto("/p/BIKE/metrics/")
    expect(page.get_by_role("listitem").filter(has_text="Days without the bike")).to_be_visible()
    assert not offences(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
