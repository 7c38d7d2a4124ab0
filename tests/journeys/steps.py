"""Steps that many journeys share: what a person does on a goal's page, and what the person should see and hear."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, Route, expect

from goalchain.goals.models import Goal

#: The width in pixels of the outline around what has the focus, or around the card or row that stands for it.
OUTLINE = """() => {
  for (let at = document.activeElement, steps = 0; at && steps < 4; at = at.parentElement, steps++) {
    for (const part of [null, "::after"]) {
      const drawn = getComputedStyle(at, part);
      if (drawn.outlineStyle !== "none") return parseFloat(drawn.outlineWidth);
    }
  }
  return 0;
}"""


def address(goal: Goal) -> str:
    """The address of the goal's page."""
    return f"/g/{goal.key}/"


def region(page: Page, name: str) -> Locator:
    """The place of a field on the goal page, shown or edited: "title", "statement" and so on."""
    return page.locator(f"#goal-{name}")


def on_map(page: Page, title: str) -> Locator:
    """A goal on the chain map. The list beside it, which a wide screen hides, shows it, too, before its styles come."""
    return page.locator("#chain").get_by_role("link", name=title, exact=True)


def press(page: Page, *keys: str) -> None:
    """Press shortcuts, once the page has loaded what listens to them."""
    page.wait_for_load_state()
    for key in keys:
        page.keyboard.press(key)


def open_title(page: Page, key: str = "e") -> Locator:
    """Open the title by its shortcut; the field, which has the focus then."""
    press(page, key)
    field = region(page, "title").get_by_role("textbox")
    expect(field).to_be_focused()
    return field


def expect_title(page: Page, title: str) -> None:
    """The goal page shows this title, and nobody is editing it."""
    expect(region(page, "title").get_by_role("heading", level=1)).to_have_text(title)


def settled(page: Page) -> None:
    """Wait until what the page has asked for, but for its polls, has come and stands in its place."""
    page.wait_for_function(
        "() => !document.querySelector('.htmx-request:not([data-poll]), .htmx-swapping, .htmx-settling')"
    )


def notice(page: Page, text: str) -> Locator:
    """The notice with these words, in the region that screen readers announce."""
    shelf = page.locator("#toasts[aria-live=polite]")
    return shelf.locator("[data-toast]", has_text=text)


def undo(page: Page, text: str) -> None:
    """Take back what the notice with these words tells, and wait until it is taken back."""
    page.wait_for_load_state()  # before its scripts are there, the button leads to another page
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        notice(page, text).get_by_role("button", name="Undo").click()


def expect_focus(page: Page, place: Locator) -> None:
    """The focus is there, and a person can see that it is."""
    expect(place).to_be_focused()
    assert page.evaluate(OUTLINE) >= 1, f"nothing shows that {place} has the focus"


def tab_to(page: Page, place: Locator, key: str = "Tab", at_most: int = 90) -> None:
    """Press Tab until the focus is there; it is visible at each stop."""
    page.wait_for_load_state()
    stops = []
    for _ in range(at_most):
        if place.count() and place.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
        stops.append(page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))
        # Past the last stop, and before the first, the browser's own controls have their turn.
        if page.evaluate("document.activeElement !== document.body"):
            assert page.evaluate(OUTLINE) >= 1, f"nothing shows the focus on {stops[-1]}"
    raise AssertionError(f"{at_most} presses of {key} did not reach {place}, only:\n" + "\n".join(stops))


def expect_whole_page(page: Page) -> None:
    """This is a page with its rail and its head, not a fragment of one."""
    expect(page.locator("body > .app > .rail")).to_have_count(1)
    expect(page.locator("main#main")).to_have_count(1)
    assert page.title()


#: A route on a page that is loaded counts from some moment on: the browser tells the page's process, and goes on
#: meanwhile. What is asked for in between passes by, so a word of our own is asked for until it is caught.
CAUGHT = """async () => {
  while ((await fetch("/healthz?is-held")).status !== 204) await new Promise(requestAnimationFrame);
}"""


class Held:
    """What a page asks for and does not get before the test lets it through, one after the other."""

    def __init__(self, page: Page, pattern: str | re.Pattern[str], method: str = "", times: int | None = None) -> None:
        """Hold what matches the pattern; with a method only what is asked by that, with `times` only the first few."""
        self.page, self.pattern, self.method = page, pattern, method
        self.routes: list[Route] = []
        page.route(pattern, self._hold, times=times)
        if page.url.startswith("http"):
            page.route("**/healthz?is-held", lambda route: route.fulfill(status=204))
            page.evaluate(CAUGHT)

    def asked(self) -> str:
        """Wait until something is held; the address of the first. AssertionError if nothing comes."""
        until(self.page, lambda: self.routes, f"{self.page.url} asked for nothing like {self.pattern}")
        return self.routes[0].request.url

    def release(self) -> None:
        """Let the first through, once it has been asked for."""
        self.asked()
        self.routes.pop(0).continue_()

    def _hold(self, route: Route) -> None:
        if self.method in ("", route.request.method):
            self.routes.append(route)
        else:
            route.continue_()


def until(page: Page, come: Callable[[], object], otherwise: str, patience: float = 30) -> None:
    """Let the page go on until this has come; AssertionError with the words of `otherwise` after `patience` seconds."""
    give_up = time.monotonic() + patience
    while not come():
        assert time.monotonic() < give_up, f"{otherwise} for {patience:.0f} s"
        page.wait_for_timeout(10)
