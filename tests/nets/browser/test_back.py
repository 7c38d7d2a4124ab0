"""Q8: going back never shows a bare fragment, and a message of the server is not shown twice."""

import pytest
from playwright.sync_api import Page, expect

from tests.nets.world import World

from .pages import ready

pytestmark = pytest.mark.django_db(transaction=True)


def is_whole(page: Page) -> None:
    """What is shown is a page with its style, its way in for screen readers and its title."""
    expect(page.locator("#main")).to_be_visible()
    expect(page.locator("a.skip")).to_have_count(1)
    assert page.title()
    # A fragment that a browser shows by itself has no style sheet, so that everything stands at the left edge.
    assert page.evaluate("document.styleSheets.length > 0 && getComputedStyle(document.body).margin === '0px'")


@pytest.mark.parametrize("field", ["title", "statement"])
def test_back_to_an_address_that_htmx_asked_for_too(world: World, page: Page, sign_in, field: str) -> None:
    """The editor of a field is a fragment for htmx and a page for whoever opens its address."""
    sign_in(page, world.owner)
    goal = world.goal("release", "draft")
    address = f"/g/{goal.key}/edit/{field}/"
    page.goto(f"/g/{goal.key}/")
    ready(page)
    with page.expect_response(f"**{address}"):
        page.locator(f"#goal-{field} [data-edit]").click()
    page.goto(address)
    is_whole(page)
    page.goto(f"/p/{world.key}/")
    page.go_back()
    is_whole(page)
    page.go_back()
    is_whole(page)
    assert page.url.endswith(f"/g/{goal.key}/")


def test_back_to_a_search(world: World, page: Page, sign_in) -> None:
    """The results while one types and the page of results have one address."""
    sign_in(page, world.owner)
    page.goto(f"/p/{world.key}/")
    ready(page)
    page.keyboard.press("/")
    with page.expect_response("**/search/?q=releas*"):
        page.keyboard.type("release")
    page.goto(f"/p/{world.key}/search/?q=release")
    is_whole(page)
    page.locator("#main").get_by_role("link", name="Release draft").first.click()
    page.wait_for_url(f"**/g/{world.goal('release', 'draft').key}/")
    page.go_back()
    is_whole(page)
    assert "q=release" in page.url


def test_back_to_the_chain_after_a_goal_was_selected(world: World, page: Page, sign_in) -> None:
    sign_in(page, world.owner)
    page.goto(f"/p/{world.key}/?goal={world.goal('release', 'draft').key}")
    is_whole(page)
    page.goto(f"/p/{world.key}/?goal={world.goal('sprint', 'agreed').key}")
    page.goto("/")
    page.go_back()
    is_whole(page)
    page.go_back()
    is_whole(page)
    assert world.goal("release", "draft").key in page.url
