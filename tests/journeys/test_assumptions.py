"""A team says what its goals assume, tests it in a sprint, and hears at every goal below when it turns out wrong."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from goalchain.metrics.models import Assumption
from goalchain.products.models import Product
from tests.browser.test_styleguide import offences
from tests.factories import Chain, fresh, make_assumption, make_chain_of_all_levels, make_member
from tests.journeys.steps import address, expect_focus, press, undo

Open = Callable[..., Page]


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels()


def test_a_refuted_assumption_surfaces_on_the_goals_below(chain: Chain, open_as: Open) -> None:
    goal, release = chain["product"], chain["release"]
    page = open_as(chain.owner, address(goal))
    region = page.locator("#assumptions")
    press(page, "a")
    expect_focus(page, region.get_by_label("What has to be true?"))
    page.keyboard.type("Riders trust ratings")
    page.keyboard.press("Tab")
    page.keyboard.type("Ask ten riders")
    page.keyboard.press("Control+Enter")
    words = region.get_by_role("article", name="Riders trust ratings")
    expect(words).to_contain_text("Open")
    expect_focus(page, page.locator("#add-assumption"))
    words.get_by_role("link", name="Tested by").click()
    key = words.get_by_label("Which sprint goal tests it?")
    key.fill(chain["sprint"].key)
    page.keyboard.press("Enter")
    expect(words.get_by_role("link", name=chain["sprint"].title)).to_be_visible()
    words.get_by_role("link", name="Edit the assumption").click()
    words.get_by_label("Refuted").check()
    words.get_by_label("What shows it?").fill("Nine of ten asked a friend")
    assert not offences(page)
    words.get_by_role("button", name="Save").click()
    expect(words).to_contain_text("Refuted")
    expect(page.locator("#for-review")).to_contain_text("Nine of ten asked a friend")
    assert not offences(page)
    page.goto(f"/p/{chain.product.key}/")
    expect(page.get_by_text("for review")).to_have_count(3)
    page.goto(address(release))
    expect(page.locator("#for-review")).to_contain_text("Riders trust ratings")
    page.get_by_role("link", name="say why it stays").click()
    reason = page.get_by_label("Why does it stay?")
    expect(reason).to_be_focused()
    assert not offences(page)
    reason.fill("Riders need a slot, whom ever they trust")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#for-review")).to_have_count(0)
    undo(page, f"{release.key} stays as it is.")
    expect(page.locator("#for-review")).to_be_visible()
    press(page, "e")
    title = page.locator("#goal-title").get_by_role("textbox")
    title.fill("Riders book at a workshop that a friend knows")
    page.keyboard.press("Enter")
    expect(page.locator("#for-review")).to_have_count(0)


def test_what_was_refused_is_still_there(chain: Chain, open_as: Open, watch) -> None:
    watch.allowed_statuses |= {422}
    make_assumption(chain["product"], statement="Riders trust ratings")
    page = open_as(chain.owner, address(chain["product"]))
    region = page.locator("#assumptions")
    region.get_by_role("link", name="Edit the assumption").click()
    region.get_by_label("Holds").check()
    region.get_by_label("How will you find out?").fill("Ask ten riders")
    region.get_by_role("button", name="Save").click()
    expect(region.locator(".errorlist")).to_contain_text("Say what shows that it holds")
    expect(region.get_by_label("How will you find out?")).to_have_value("Ask ten riders")
    expect(region.get_by_label("Holds")).to_be_checked()
    assert not offences(page)


def test_two_people_change_one(chain: Chain, open_as: Open, watch) -> None:
    watch.allowed_statuses |= {409}
    assumption = make_assumption(chain["product"], statement="Riders trust ratings")
    page = open_as(chain.owner, address(chain["product"]))
    region = page.locator("#assumptions")
    region.get_by_role("link", name="Edit the assumption").click()
    statement = region.get_by_label("What has to be true?")
    expect(statement).to_be_visible()
    stored = Assumption.objects.get(pk=assumption.pk)
    stored.goal = fresh(chain["product"])
    stored.revise(by=make_member(chain.product, "coach"), state="dropped", evidence="Nobody asks any more")
    statement.fill("Mine")
    region.get_by_role("button", name="Save").click()
    expect(region.get_by_role("alert")).to_contain_text("Dropped: Nobody asks any more")
    expect(statement).to_have_value("Mine")


def test_somebody_else_refutes_one_meanwhile(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]))
    expect(page.locator("#notices")).to_have_text("")
    make_assumption(chain["product"], "refuted", statement="Riders trust ratings")
    expect(page.locator("#for-review")).to_contain_text("Riders trust ratings")


def test_remove_one_and_what_tests_it(chain: Chain, open_as: Open) -> None:
    make_assumption(chain["product"], statement="Riders trust ratings", tested_by=[chain["sprint"]])
    page = open_as(chain.owner, address(chain["product"]))
    words = page.locator("#assumptions").get_by_role("article", name="Riders trust ratings")
    words.get_by_role("button", name="does not test it").click()
    expect(words.get_by_role("link", name=chain["sprint"].title)).to_have_count(0)
    undo(page, "does not test it any more")
    expect(words.get_by_role("link", name=chain["sprint"].title)).to_be_visible()
    words.get_by_role("link", name="Edit the assumption").click()
    words.get_by_role("button", name="Archive").click()
    expect(words).to_have_count(0)
    undo(page, "The assumption is archived.")
    expect(words).to_be_visible()


def test_without_javascript(chain: Chain, open_as: Open) -> None:
    goal = chain["product"]
    page = open_as(chain.owner, address(goal), java_script_enabled=False)
    page.get_by_role("link", name="Add an assumption").click()
    page.get_by_label("What has to be true?").fill("Riders trust ratings")
    page.get_by_role("button", name="Add the assumption").click()
    page.get_by_role("link", name="Tested by").click()
    page.get_by_label("Which sprint goal tests it?").fill(chain["sprint"].key)
    page.get_by_role("button", name="Link").click()
    page.get_by_role("link", name="Edit the assumption").click()
    page.get_by_label("Refuted").check()
    page.get_by_label("What shows it?").fill("Nine of ten asked a friend")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#for-review")).to_contain_text("Nine of ten asked a friend")
    page.get_by_role("link", name="say why it stays").click()
    page.get_by_label("Why does it stay?").fill("It is right anyway")
    page.get_by_role("button", name="It stays").click()
    expect(page.locator("#for-review")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.once
def test_everybody_can_use_it(demo: Product, open_as: Open, width: int, scheme: str) -> None:
    owner = demo.memberships.get(role="owner").user
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page = open_as(owner, "/g/BIKE-23/", **options)
    expect(page.locator("#for-review")).to_contain_text("Riders read ratings")
    for place in ("/g/BIKE-23/", "/g/BIKE-22/", "/p/BIKE/"):
        page.goto(place)
        assert not offences(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto("/g/BIKE-22/")
    press(page, "a")
    expect(page.get_by_label("What has to be true?")).to_be_focused()
    assert not offences(page)
    page.locator("#assumptions").get_by_role("link", name="Edit the assumption").first.click()
    expect(page.get_by_label("What shows it?")).to_be_visible()
    assert not offences(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
