"""The gap report in the browser: a gap is mended where its remedy begins, another is left as it is for a reason."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from goalchain.goals.models import GapAcceptance, Goal
from goalchain.products.models import Product
from tests.browser.test_styleguide import offences
from tests.factories import Chain, fresh, make_goal, make_member
from tests.goals.sound import day, sound_chain
from tests.journeys.steps import expect_focus, notice, press, tab_to, undo

Open = Callable[..., Page]
GAPS = "/p/BIKE/gaps/"


@pytest.fixture
def chain(live_server: object) -> Chain:
    return sound_chain(key="BIKE")


@pytest.fixture
def loose(chain: Chain) -> Goal:
    """A release goal that serves nothing, and that nothing serves."""
    return make_goal(chain.product, "release", title="Riders pay by card")


def kind(page: Page, words: str) -> Locator:
    """The gaps of a kind."""
    return page.get_by_role("region", name=words)


def test_a_gap_is_mended_in_one_click_each(chain: Chain, loose: Goal, open_as: Open) -> None:
    page = open_as(chain.owner, GAPS)
    expect(page.get_by_text("2 gaps.")).to_be_visible()
    kind(page, "Serves no goal").get_by_role("link", name="Link it upward").click()
    page.get_by_role("radio", name=chain["product"].title).check()
    page.get_by_label("Because").fill("paying is what comes after booking")
    page.get_by_role("button", name="Link", exact=True).click()
    expect(page).to_have_url(f"/g/{loose.key}/")
    page.goto(GAPS)
    expect(kind(page, "Serves no goal")).to_have_count(0)
    kind(page, "Nothing below it").get_by_role("link", name="Add a goal below").click()
    expect_focus(page, page.locator("#quick-add-title"))
    page.keyboard.type("The gateway is tried")
    page.keyboard.press("Enter")
    expect(page.locator("#children")).to_contain_text("The gateway is tried")
    page.goto(GAPS)
    expect(page.get_by_role("heading", name="Nothing is missing")).to_be_visible()
    expect(page.get_by_text("100% of the open sprint goals reach the vision")).to_be_visible()


def test_a_gap_is_left_as_it_is_by_keyboard_alone(chain: Chain, loose: Goal, open_as: Open, watch) -> None:
    watch.allowed_statuses |= {422}
    other = make_goal(chain.product, "release", parents=[chain["product"]], title="Riders get a receipt")
    page = open_as(chain.owner, GAPS)
    nothing_below = kind(page, "Nothing below it")
    accept = nothing_below.get_by_role("link", name=f"Accept that of {loose.key}")
    tab_to(page, accept)
    page.keyboard.press("Enter")
    reason = nothing_below.get_by_label("It stays so, because")
    expect_focus(page, reason)
    page.keyboard.press("Escape")
    expect_focus(page, accept)
    page.keyboard.press("Enter")
    expect_focus(page, reason)
    page.keyboard.press("Control+Enter")
    expect(nothing_below.locator(".errorlist")).to_contain_text("Say why it is left so")
    assert not offences(page)
    tab_to(page, nothing_below.get_by_role("alert").get_by_role("link", name="It stays so, because"))
    page.keyboard.press("Enter")
    expect_focus(page, reason)
    page.keyboard.type("It waits for the law")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("2 gaps, 1 accepted.")).to_be_visible()
    expect(nothing_below.get_by_role("link", name=loose.title)).to_have_count(0)
    expect(nothing_below.get_by_role("link", name=other.title)).to_be_visible()
    expect_focus(page, page.locator("#kind-no-child-link"))
    folded = page.locator(".gap-accepted")
    expect(folded.get_by_text("It waits for the law")).to_be_hidden()
    tab_to(page, folded.locator("summary"))
    page.keyboard.press("Enter")
    expect(folded.get_by_text("It waits for the law")).to_be_visible()
    assert not offences(page)
    undo(page, f"{loose.key} stays so")
    expect(page.get_by_text("3 gaps.")).to_be_visible()
    expect(folded).to_have_count(0)
    expect(notice(page, "Undone")).to_be_visible()


def test_two_people_accept_one_gap(chain: Chain, loose: Goal, open_as: Open, watch) -> None:
    watch.allowed_statuses |= {409}
    page = open_as(chain.owner, GAPS)
    section = kind(page, "Serves no goal")
    section.get_by_role("link", name="Accept").click()
    reason = section.get_by_label("It stays so, because")
    reason.fill("Mine")
    GapAcceptance.accept(
        fresh(loose), "no-parent", "Theirs, said first", day(9), by=make_member(chain.product, "coach")
    )
    section.get_by_role("button", name="Accept the gap").click()
    expect(section.get_by_role("alert")).to_contain_text("Theirs, said first")
    expect(reason).to_have_value("Mine")
    assert not offences(page)
    section.get_by_role("button", name="Save mine").click()
    expect(page.get_by_text("1 gap, 1 accepted.")).to_be_visible()
    assert GapAcceptance.objects.get().reason == "Mine"


def test_somebody_else_mends_it_meanwhile(chain: Chain, loose: Goal, open_as: Open) -> None:
    page = open_as(chain.owner, GAPS)
    expect(page.get_by_text("2 gaps.")).to_be_visible()
    fresh(loose).link(chain["product"], "it follows", by=make_member(chain.product, "coach"))
    expect(page.get_by_text("1 gap.")).to_be_visible()
    expect(kind(page, "Serves no goal")).to_have_count(0)


def test_without_javascript(chain: Chain, loose: Goal, open_as: Open) -> None:
    page = open_as(chain.owner, GAPS, java_script_enabled=False)
    kind(page, "Serves no goal").get_by_role("link", name="Accept").click()
    page.get_by_label("It stays so, because").fill("It waits for the law")
    page.get_by_role("button", name="Accept the gap").click()
    expect(page.get_by_text("1 gap, 1 accepted.")).to_be_visible()
    page.get_by_text("1 accepted for now").click()
    page.get_by_role("button", name="Take back").click()
    expect(page.get_by_text("2 gaps.")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(320, "dark"), (1280, "light")])
@pytest.mark.once
def test_everybody_can_use_it(demo: Product, open_as: Open, width: int, scheme: str) -> None:
    owner = demo.memberships.get(role="owner").user
    page = open_as(owner, GAPS, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.locator(".gap-accepted summary").click()
    kind(page, "Serves no goal").get_by_role("link", name="Accept").first.click()
    expect(page.get_by_label("It stays so, because")).to_be_focused()
    assert not offences(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    press(page, "Escape")
    page.goto(f"{GAPS}?level=vision")
    expect(page.get_by_role("heading", name="Nothing is missing at this level")).to_be_visible()
    assert not offences(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
