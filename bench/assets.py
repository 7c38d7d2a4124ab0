"""F7: what Chromium loads with an empty cache, page and assets, compressed; what moves meanwhile; who else is asked."""

import gzip
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response

from bench.addresses import pages
from bench.browser import opened_page
from bench.chains import Chain
from bench.figures import Figure
from bench.server import running_server
from bench.world import World

PAGES = ("home", "chain", "goal", "trace", "roadmap", "timeline", "sprint", "backlog", "gaps")
#: Adds up what moves on its own; what moves after a key or a click is meant to.
WATCH = """() => {
  window.moved = 0;
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) if (!shift.hadRecentInput) window.moved += shift.value;
  }).observe({ type: "layout-shift", buffered: true });
}"""


def measure(world: World) -> list[Figure]:
    """The heaviest of PAGES ≤ 120 KB; nothing moves by itself; no other host is asked."""
    return [figure for chain in world.chains for figure in _measure(chain)]


def _measure(chain: Chain) -> list[Figure]:
    urls = pages(chain)
    weights: dict[str, float] = {}
    moved: dict[str, float] = {}
    elsewhere = 0
    with running_server(chain.database, 2) as port:
        for name in PAGES:
            with opened_page(chain, port) as page:
                answers = _loaded(page, f"http://127.0.0.1:{port}{urls[name]}")
                weights[name] = sum(len(gzip.compress(answer.body(), 9)) for answer in answers) / 1000
                moved[name] = page.evaluate("() => window.moved")
                elsewhere += sum(urlsplit(answer.url).port != port for answer in answers)
    heaviest, restless = max(weights, key=lambda name: weights[name]), max(moved, key=lambda name: moved[name])
    told = ", ".join(f"{name} {weight:.0f}" for name, weight in weights.items())
    return [
        Figure("F7", f"first load in {chain.name} ({heaviest})", weights[heaviest], 120, "KB", exact=True, note=told),
        Figure("F7", f"layout shift in {chain.name} ({restless})", moved[restless], 0.0, "", exact=True),
        Figure("F7", f"answers of other hosts in {chain.name}", elsewhere, 0, "", exact=True),
    ]


def _loaded(page: Page, url: str) -> list[Response]:
    """Open a page with an empty cache; return the answers that it took until nothing more was asked."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer) if answer.status == 200 else None)
    page.add_init_script(f"({WATCH})()")
    page.goto(url)
    page.wait_for_load_state("networkidle")
    return answers
