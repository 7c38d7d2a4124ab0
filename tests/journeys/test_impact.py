"""What hangs on a goal, told before it is changed: by mouse, by keyboard and on a phone."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from goalchain.goals.models import Goal
from goalchain.products.models import Product
from tests.factories import Chain, fresh, make_chain_of_all_levels, make_goal
from tests.journeys.steps import address, open_title, undo
from tests.nets.browser.test_accessibility import offences

Open = Callable[..., Page]


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def second(chain: Chain) -> Goal:
    """Another sprint goal below the release goal, which has a second parent, too."""
    other = make_goal(chain.product, "release", title="Riders pay in the app", by=chain.owner)
    parents = [chain["release"], other]
    return make_goal(chain.product, "sprint", parents=parents, title="Payment is tried out", by=chain.owner)


def told(place: Page | Locator) -> Locator:
    """The words that count what hangs on the goal."""
    return place.locator(".impact").first


def test_by_mouse(chain: Chain, second: Goal, open_as: Open) -> None:
    release, lone = chain["release"], chain["sprint"]
    page = open_as(chain.owner, address(release), viewport={"width": 1280, "height": 900})
    page.get_by_role("button", name="Archive", exact=True).click()
    dialog = page.get_by_role("dialog", name=f"Archive {release.key}?")
    expect(told(dialog)).to_contain_text("2 goals")
    expect(dialog.locator(".impact-lone")).to_contain_text(lone.title)
    expect(dialog.locator(".impact-lone")).not_to_contain_text(second.title)
    dialog.get_by_text("What they are").click()
    expect(dialog.locator("dd").get_by_role("link", name=second.title)).to_be_visible()
    dialog.get_by_role("link", name="Cancel").click()
    expect(dialog).to_have_count(0)
    assert fresh(release).archived_at is None

    page.get_by_role("button", name="Archive", exact=True).click()
    dialog.get_by_role("button", name=f"Archive {release.key}").click()
    expect(page.locator("#archived")).to_contain_text("This goal was archived")
    undo(page, "archived")
    expect(page.locator("#archived")).to_be_empty()
    assert fresh(release).archived_at is None


def test_by_keyboard_alone(chain: Chain, second: Goal, open_as: Open) -> None:
    """The words of a goal that was agreed touch what hangs on it; those of a draft do not yet."""
    chain["release"].agree(by=chain.owner)
    release = chain["release"]
    page = open_as(chain.owner, address(release), viewport={"width": 1280, "height": 900})
    open_title(page)
    expect(told(page.locator("#goal-title"))).to_contain_text("2 goals")
    page.keyboard.press("Escape")

    button = page.get_by_role("button", name="Archive", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(told(dialog)).to_contain_text("2 goals")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()

    page.get_by_role("link", name=re.compile("^Move from")).focus()
    page.keyboard.press("Enter")
    expect(told(page.locator("#parent-editor"))).to_contain_text("2 goals")


def test_before_a_goal_is_closed(chain: Chain, second: Goal, open_as: Open) -> None:
    release = chain["release"]
    for step in ("agree", "activate"):
        getattr(fresh(release), step)(by=chain.owner)
    page = open_as(chain.owner, address(release), viewport={"width": 1280, "height": 900})
    page.locator("#state").get_by_role("link", name="Close …").click()
    form = page.get_by_role("region", name="Close the goal")
    expect(told(form)).to_contain_text("2 goals")
    form.get_by_role("radio", name="Achieved", exact=True).check()
    form.get_by_role("button", name="Close the goal").click()
    expect(page.locator("#state .state")).to_contain_text("Achieved")
    assert fresh(release).outcome == "achieved"


@pytest.mark.once
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_of_what_hangs_on_it(demo: Product, open_as: Open, width: int, scheme: str) -> None:
    owner = demo.memberships.get(role="owner").user
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme, "has_touch": width == 320}
    page = open_as(owner, "/g/BIKE-5/", **options)
    link = page.get_by_role("link", name="Impact", exact=True)
    (link.tap if width == 320 else link.click)()
    expect(page).to_have_url(re.compile("/g/BIKE-5/impact/$"))
    expect(page.locator(".impact-said")).to_contain_text("7 goals")
    assert list(offences(page)) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    first = page.locator("#impact section").first.get_by_role("link").first
    if width == 320:
        box = first.bounding_box()
        assert box and box["height"] >= 20
    page.goto("/g/BIKE-28/impact/")
    assert list(offences(page)) == []
