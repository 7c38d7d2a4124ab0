"""The palette as the nets open it."""

from playwright.sync_api import Page, expect

from tests.nets.world import World

from .pages import ready


def palette(page: Page, world: World) -> None:
    """The palette before anything is typed: goals opened lately, what the page offers, what can be begun."""
    for place in (("release", "draft"), ("sprint", "draft")):
        page.goto(f"/g/{world.goal(*place).key}/")
        ready(page)
    page.keyboard.press("Control+k")
    for name in ("Recently opened", "On this page", "Begin", "Go to"):
        expect(page.get_by_role("dialog").get_by_role("group", name=name, exact=True)).to_be_visible()


def palette_found(page: Page, world: World) -> None:
    """The palette with what was found, an excerpt too."""
    palette(page, world)
    page.get_by_role("dialog").get_by_role("combobox").fill("riders")
    expect(page.get_by_role("dialog").locator(".option-excerpt").first).to_be_visible()


def palette_nothing(page: Page, world: World) -> None:
    """The palette when nothing matches."""
    palette(page, world)
    page.get_by_role("dialog").get_by_role("combobox").fill("nothing such")
    expect(page.get_by_role("dialog").locator(".picker-note")).to_be_visible()
