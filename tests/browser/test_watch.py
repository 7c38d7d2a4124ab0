"""The watch over the browser complains of what it should and of nothing else: the control of every journey."""

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

STRICT = "default-src 'self'; script-src 'self'; style-src 'self'; img-src * data:"


@pytest.fixture
def page_of(page: Page, base_url: str):
    """Give `page_of(body, answers)`: opens a page with this body; `answers` gives paths a status or a script."""

    def open_page(body: str, answers: dict[str, int | str] | None = None) -> Page:
        def answer(route: Route) -> None:
            path = route.request.url.removeprefix(base_url)
            told = (answers or {}).get(path)
            if path == "/watched/":
                html = f"<!doctype html><title>Watched</title><link rel=icon href=data:,>{body}<p>End</p>"
                route.fulfill(body=html, content_type="text/html", headers={"Content-Security-Policy": STRICT})
            elif isinstance(told, str):
                route.fulfill(body=told, content_type="text/javascript")
            else:
                route.fulfill(status=told or 200, body="", content_type="text/plain")

        page.context.route("**/*", answer)
        page.goto("/watched/")
        expect(page.get_by_text("End")).to_be_visible()
        return page

    return open_page


def complaints(watch) -> list[str]:
    """Return what the watch has collected, and clear it so that this test passes."""
    collected, watch.complaints = watch.complaints, []
    return collected


def test_a_clean_page_is_no_complaint(page_of, watch):
    page_of('<script src="/fine.js"></script>', {"/fine.js": "document.title = 'fine'"})
    assert watch.complaints == []


@pytest.mark.parametrize(
    ("body", "answers", "said"),
    [
        ("<script>document.title = 'ran'</script>", {}, "Content Security Policy"),
        ('<p style="color: red">Red</p>', {}, "Content Security Policy"),
        ('<script src="/bad.js"></script>', {"/bad.js": "throw new Error('broken')"}, "uncaught: Error: broken"),
        ('<script src="/bad.js"></script>', {"/bad.js": "Promise.reject(new Error('late'))"}, "uncaught: Error: late"),
        ('<script src="/bad.js"></script>', {"/bad.js": "console.error('hm')"}, "console: hm"),
        ('<img src="/gone.png" alt="">', {"/gone.png": 404}, "answer 404: GET"),
        ('<img src="http://example.com/x.png" alt="">', {}, "another host: GET http://example.com/x.png"),
    ],
)
def test_trouble_is_a_complaint(page_of, watch, body, answers, said):
    page_of(body, answers)
    assert said in "\n".join(complaints(watch))


@pytest.mark.allow_status(404)
def test_an_expected_answer_is_no_complaint(page_of, watch):
    page_of('<img src="/gone.png" alt=""><img src="/broken.png" alt="">', {"/gone.png": 404, "/broken.png": 500})
    assert [line.split(":")[0] for line in complaints(watch)] == ["answer 500"]


def test_a_second_context_is_watched_too(new_context, watch, base_url):
    other: BrowserContext = new_context()
    other.route("**/*", lambda route: route.fulfill(status=500, body="Broken", content_type="text/html"))
    other.new_page().goto("/watched/")
    assert complaints(watch)
