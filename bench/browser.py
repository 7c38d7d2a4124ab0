"""F6, the browser's part: from the click on Save to the swapped fragment, in Chromium, in S and in L."""

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from playwright.sync_api import Page, sync_playwright

from bench.chains import Chain
from bench.figures import Figure
from bench.server import running_server
from bench.world import World
from devtools import chromium

EDITS = 20
LIMIT = 100
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
#: Notes when a click was made and when the next frame after the swap that it caused was drawn.
WATCH = """() => {
  window.swaps = [];
  document.addEventListener("click", () => { window.clicked = performance.now(); }, true);
  document.addEventListener("htmx:afterSwap", () => {
    const clicked = window.clicked;
    if (clicked === undefined) return;
    window.clicked = undefined;
    requestAnimationFrame(() => window.swaps.push(performance.now() - clicked));
  });
}"""


def measure(world: World) -> list[Figure]:
    """The medians of opening the form and of saving it, in milliseconds, each ≤ 100."""
    return [figure for chain in world.chains for figure in _measure(chain)]


def _measure(chain: Chain) -> list[Figure]:
    opening, saving = [], []
    with running_server(chain.database, 2) as port, opened_page(chain, port) as page:
        page.goto(f"http://127.0.0.1:{port}/g/{chain.edited}/")
        page.evaluate(WATCH)
        title = page.locator("#goal-title")
        for count in range(EDITS):
            opening.append(_click(page, title.locator("[data-edit]").first, 2 * count))
            field = title.locator("[name=title]")
            field.fill(f"Service booking works in {count + 2} cities")
            saving.append(_click(page, title.get_by_role("button", name="Save", exact=True), 2 * count + 1))
    return [
        Figure("F6", f"Chromium: {what}, {chain.name}", median(times[2:]), LIMIT, "ms", note=f"{len(times) - 2} edits")
        for what, times in (("click to form", opening), ("click on Save to swapped fragment", saving))
    ]


def _click(page: Page, target, before: int) -> float:
    """Click, wait for the swap and return its milliseconds. `before` swaps have been noted."""
    target.click()
    page.wait_for_function("before => window.swaps.length > before", arg=before)
    return page.evaluate("() => window.swaps.at(-1)")


@contextmanager
def opened_page(chain: Chain, port: int) -> Iterator[Page]:
    """A page of Chromium in which the chain's owner is signed in."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=SWITCHES)
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        url = f"http://127.0.0.1:{port}"
        context.add_cookies([{"name": name, "value": value, "url": url} for name, value in chain.cookies.items()])
        page = context.new_page()
        page.set_default_timeout(15_000)
        yield page
        browser.close()
