"""Q14: by keyboard alone, on every page: what Tab reaches is seen, and a swap never drops the focus."""

import pytest
from playwright.sync_api import Page, expect

from tests.nets.world import World

from .pages import pages, ready

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.allow_status(404), pytest.mark.once]

#: What has the focus, in words for a message, empty when nothing has; and whether the focus can be seen: an outline on
#: what has it, or on what stands around it. The parts of a date field are the browser's own, which marks them where no
#: style can be read.
FOCUSED = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return ["", true];
  const words = focused.outerHTML.slice(0, 120);
  if (focused.matches("input[type=date]")) return [words, true];
  for (let at = focused, steps = 0; at && steps < 4; at = at.parentElement, steps++) {
    for (const part of [null, "::after"]) {
      const drawn = getComputedStyle(at, part);
      if (drawn.outlineStyle !== "none" && parseFloat(drawn.outlineWidth) > 0) return [words, true];
    }
  }
  return [words, false];
}"""
#: More than any page has: the description of the API has one for each operation and each part of it.
MOST_STOPS = 800


def test_tab_reaches_every_control_and_shows_where_it_is(world: World, page: Page, sign_in, figures) -> None:
    sign_in(page, world.owner)
    unseen, stops = [], 0
    opened = [entry for entry in pages(world) if entry.signed_in]
    for entry in opened:
        page.goto(entry.address)
        ready(page)
        page.evaluate("document.activeElement.blur()")
        for _ in range(MOST_STOPS):
            page.keyboard.press("Tab")
            focused, seen = page.evaluate(FOCUSED)
            if not focused:
                break
            stops += 1
            if not seen:
                unseen.append(f"{entry.address}: {focused}")
        else:
            unseen.append(f"{entry.address}: the focus goes in circles")
    figures("Q14", f"{len(unseen)} of {stops:,} stops of Tab on {len(opened)} pages cannot be seen")
    assert not unseen, "\n".join(unseen[:40])


@pytest.mark.parametrize(
    "place", [("release", "draft"), ("sprint", "draft"), ("release", "closed"), ("vision", "draft")]
)
def test_an_editor_takes_the_focus_and_gives_it_back(world: World, page: Page, sign_in, place) -> None:
    """Every word on a goal's page that opens an editor: Enter opens it, Escape closes it, the focus goes along."""
    sign_in(page, world.owner)
    page.goto(f"/g/{world.goal(*place).key}/")
    ready(page)
    count = page.locator("main [data-edit]").count()
    assert count >= 4
    for number in range(count):
        opener = page.locator("main [data-edit]").nth(number)
        opener.focus()
        with page.expect_response("**/g/**"):
            page.keyboard.press("Enter")
        expect(page.locator("[data-editor] :focus")).to_have_count(1)
        with page.expect_response("**/g/**"):
            page.keyboard.press("Escape")
        expect(page.locator("main [data-editor]")).to_have_count(0)
        expect(page.locator("main [data-edit]:focus")).to_have_count(1)
