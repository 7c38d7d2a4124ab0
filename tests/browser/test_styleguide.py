"""Every fragment in a browser: accessible in both themes and at both widths, and editing in place loses nothing."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = [
    pytest.mark.urls("tests.browser.styleguide_urls"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.once,
]
RULES = {
    # Of what passes it need not tell each element: that takes as long as to find it.
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
}


@pytest.fixture
def guide(page: Page) -> Page:
    page.goto("/styleguide/")
    expect(page.get_by_text("Empty places, notices")).to_be_visible()
    return page


def offences(page: Page) -> list[str]:
    """What axe finds wrong on the page, as `rule: element`."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{rule['id']}: {element['html'][:120]} {element['any'][0]['message'] if element['any'] else ''}"
        for rule in found
        for element in rule["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_every_fragment_is_accessible_and_fits(page: Page, theme: str, width: int) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto("/styleguide/")
    assert offences(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_would_notice(guide: Page) -> None:
    guide.evaluate("document.querySelector('#find').removeAttribute('aria-label')")
    guide.evaluate("document.querySelector('#find').removeAttribute('placeholder')")
    assert any(offence.startswith("label") for offence in offences(guide))


def test_a_key_opens_escape_cancels_and_focus_returns(guide: Page) -> None:
    title = guide.locator("#inline-title")
    guide.keyboard.press("e")
    field = title.get_by_role("textbox")
    expect(field).to_be_focused()
    guide.keyboard.type(" now")
    expect(field).to_have_value("Service booking works now")
    guide.keyboard.press("Escape")
    expect(title.get_by_role("heading")).to_have_text("Service booking works")
    expect(title.locator("[data-edit]")).to_be_focused()


def test_enter_saves_and_says_so(guide: Page) -> None:
    title = guide.locator("#inline-title")
    guide.keyboard.press("e")
    expect(title.get_by_role("textbox")).to_be_focused()
    guide.keyboard.type(" now")
    guide.keyboard.press("Enter")
    expect(title.get_by_role("heading")).to_have_text("Service booking works now")
    expect(title.locator("[data-edit]")).to_be_focused()
    expect(guide.locator("#toasts")).to_contain_text("Saved.")


def test_a_click_on_the_words_opens_and_selecting_them_does_not(guide: Page) -> None:
    words = guide.locator("#inline-statement .inline-value")
    box = words.bounding_box()
    assert box
    guide.mouse.move(box["x"] + 10, box["y"] + 10)
    guide.mouse.down()
    guide.mouse.move(box["x"] + 200, box["y"] + 10)
    guide.mouse.up()
    expect(guide.locator("#inline-statement [data-edit]")).to_be_visible()
    guide.evaluate("getSelection().removeAllRanges()")
    words.click()
    expect(guide.locator("#inline-statement textarea")).to_be_focused()


@pytest.mark.allow_status(409)
def test_a_clash_shows_both_wordings_and_a_refresh_waits(guide: Page) -> None:
    statement = guide.locator("#inline-statement")
    statement.locator("[data-edit]").click()
    field = statement.locator("textarea")
    expect(field).to_be_focused()
    field.fill("clash")
    guide.keyboard.press("Control+Enter")
    expect(statement.get_by_role("alert")).to_contain_text("Mara Lindt")
    expect(field).to_have_value("clash")
    guide.evaluate("void htmx.ajax('GET', '/styleguide/', {target: '#main', select: '#main', swap: 'outerHTML'})")
    expect(guide.locator("#toasts")).to_contain_text("They appear when you finish editing")
    expect(field).to_have_value("clash")
    statement.get_by_text("Keep theirs").click()
    expect(statement.locator(".inline-value")).to_contain_text("Five riders")


@pytest.mark.allow_status(422)
def test_a_refused_value_stays_in_the_field_and_leaving_asks(guide: Page) -> None:
    guide.keyboard.press("e")
    field = guide.locator("#inline-title").get_by_role("textbox")
    expect(field).to_be_focused()
    field.fill(" ")
    guide.keyboard.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    stops = "(() => { const leave = new Event('beforeunload', {cancelable: true}); return !dispatchEvent(leave) })()"
    assert guide.evaluate(stops)


def test_keys_dialog_menu_and_theme(guide: Page) -> None:
    guide.keyboard.press("?")
    dialog = guide.get_by_role("dialog")
    expect(dialog).to_be_visible()
    guide.keyboard.press("n")
    expect(dialog).to_be_visible()
    guide.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    guide.keyboard.press("/")
    expect(guide.locator("#find")).to_be_focused()
    guide.keyboard.press("?")
    expect(guide.locator("#find")).to_have_value("?")


@pytest.mark.allow_status(500)
def test_a_failed_request_becomes_plain_words(guide: Page) -> None:
    guide.context.route("**/styleguide/inline/title/**", lambda route: route.fulfill(status=500, body="broken"))
    guide.keyboard.press("e")
    notice = guide.locator("#toasts .toast.is-error")
    expect(notice).to_contain_text("Something went wrong on the server")
    notice.get_by_role("button", name="Dismiss").click()
    expect(notice).to_have_count(0)


def test_without_script_the_words_still_lead_to_a_form(new_context) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/styleguide/")
    page.locator("#inline-title [data-edit]").click()
    expect(page).to_have_url(re.compile(r"/styleguide/inline/title/\?edit=1$"))
    expect(page.get_by_role("textbox")).to_be_visible()
