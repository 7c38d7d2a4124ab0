"""The chain map as the nets open it."""

from playwright.sync_api import Page, expect

from tests.nets.world import World

from .pages import ready


def map_peek(page: Page, world: World) -> None:
    """What a goal says in full, beside its card; the goals below it are folded away."""
    goal = world.goal("release", "active")
    page.goto(f"/p/{world.key}/?view=map&fold={goal.number}")
    ready(page)
    page.keyboard.press("ArrowRight")
    page.locator(f"#open-{goal.number}").focus()
    expect(page.get_by_role("tooltip")).to_be_visible()


def map_link(page: Page, world: World) -> None:
    """The dialog that links from the map, refused for what it lacks."""
    goal = world.goal("release", "draft")
    page.goto(f"/p/{world.key}/?view=map&by=rows&goal={goal.key}")
    ready(page)
    page.locator(f"#open-{goal.number}").focus()
    page.keyboard.press("l")
    dialog = page.get_by_role("dialog", name=f"Link {goal.key} to a parent")
    dialog.get_by_role("button", name="Link", exact=True).click()
    expect(dialog.locator(".errors, .errorlist").first).to_be_visible()
