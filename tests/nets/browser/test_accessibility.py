"""Q14: axe (WCAG 2.2 AA) on every page × light/dark × 320/1280 px, from the route table, and on opened states."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.nets.world import World
from tests.support.extent import SCREENS, WHOLE

from .map_states import map_link, map_peek
from .pages import PageToOpen, pages, ready, settled
from .palette_states import palette, palette_found, palette_nothing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.allow_status(404, 409, 422), pytest.mark.once]

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
#: What another theme can break on a page that was tried in one: it changes colours and nothing else.
RULES_OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
WIDTHS = (320, 1280)
THEMES = ("light", "dark")


def offences(page: Page, rules: dict[str, object] = RULES) -> Iterator[str]:
    """Yield what axe finds wrong on the page, as `rule: element`."""
    for rule in Axe().run(page, options=rules).response["violations"]:
        for element in rule["nodes"]:
            reason = (element["any"] or element["all"] or element["none"] or [{"message": ""}])[0]["message"]
            yield f"{rule['id']}: {element['html'][:160]} {reason}"


def offences_in_all_themes(page: Page, where: str) -> list[str]:
    """What is wrong on an opened page in the themes of this run, and whether it is wider than the screen."""
    found = []
    page_width = page.viewport_size["width"]
    rules = RULES
    for theme in themes_at(page_width):
        page.emulate_media(color_scheme=theme)
        settled(page)
        found += [f"{where}, {theme}: {offence}" for offence in offences(page, rules)]
        rules = RULES_OF_COLOUR
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > page_width:
        found.append(f"{where}: {width} px wide on a screen of {page_width}")
    return found


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page(world: World, new_context: Callable[..., BrowserContext], sign_in, figures, width: int) -> None:
    size = {"width": width, "height": 800}
    inside, outside = new_context(viewport=size).new_page(), new_context(viewport=size).new_page()
    sign_in(inside, world.owner)
    wrong, opened = [], list(pages(world))
    for entry in opened:
        page = inside if entry.signed_in else outside
        open_page(page, entry)
        wrong += offences_in_all_themes(page, f"{entry.name} {entry.address} at {width} px")
    themes = " and ".join(themes_at(width))
    figures("Q14", f"{len(wrong)} axe violations on {len(opened)} pages at {width} px, {themes}")
    assert len(opened) > 35
    assert not wrong, f"{len(wrong)} violations:\n" + "\n".join(wrong[:60])


def themes_at(width: int) -> list[str]:
    """The themes in which this run tries pages of a width."""
    return [theme for theme in THEMES if WHOLE or (width, theme) in SCREENS]


def open_page(page: Page, entry: PageToOpen) -> None:
    """Open a page and make sure that it is the one."""
    answer = page.goto(entry.address)
    assert answer and answer.status == entry.status, f"{entry.address}: {answer and answer.status}"
    ready(page)


def editor(page: Page, world: World) -> None:
    """A field opened in place."""
    page.goto(f"/g/{world.goal('sprint', 'draft').key}/")
    page.keyboard.press("e")
    expect(page.locator("#goal-title").get_by_role("textbox")).to_be_focused()


def clash(page: Page, world: World) -> None:
    """Both wordings after somebody was quicker."""
    editor(page, world)
    goal = world.goal("sprint", "draft")
    type(goal).objects.get(pk=goal.pk).revise(by=world.members["coach"], title="Their wording")
    field = page.locator("#goal-title").get_by_role("textbox")
    field.fill("My wording")
    field.press("Enter")
    expect(page.get_by_text("Their wording").first).to_be_visible()


def refusal(page: Page, world: World) -> None:
    """A field with an error."""
    editor(page, world)
    field = page.locator("#goal-title").get_by_role("textbox")
    field.fill(" ")
    field.press("Enter")
    expect(page.locator("#goal-title [aria-invalid=true]")).to_be_visible()


def selected(page: Page, world: World) -> None:
    """The chain with a goal's line lit."""
    page.goto(f"/p/{world.key}/?goal={world.goal('sprint', 'agreed').key}")


def shortcuts(page: Page, world: World) -> None:
    """The dialog of the shortcuts."""
    page.goto(f"/p/{world.key}/")
    ready(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def found(page: Page, world: World) -> None:
    """What the search found while one types."""
    page.goto(f"/p/{world.key}/")
    ready(page)
    page.keyboard.press("/")
    with page.expect_response(lambda answer: "q=release" in answer.url):
        page.keyboard.type("release")
    expect(page.locator("[data-results] [role=option], [data-results] a").first).to_be_visible()


def metric_form(page: Page, world: World) -> None:
    """The form of a new metric, refused for what it lacks."""
    page.goto(f"/g/{world.goal('release', 'draft').key}/")
    ready(page)
    page.keyboard.press("m")
    expect(page.get_by_label("What is measured")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#metric-editor [aria-invalid=true]").first).to_be_visible()


def reading_form(page: Page, world: World) -> None:
    """The form of a reading on the goal page."""
    page.goto(f"/g/{world.goal('release', 'draft').key}/")
    ready(page)
    page.keyboard.press("r")
    expect(page.locator(".metric [data-editor]")).to_be_visible()


def correction(page: Page, world: World) -> None:
    """A reading that is corrected in its row."""
    goal = world.goal("release", "draft")
    page.goto(f"/g/{goal.key}/metrics/{goal.metrics.order_by('id')[0].pk}/")
    ready(page)
    page.locator("#readings").get_by_role("link", name="Correct").first.click()
    expect(page.locator("#readings [data-editor]")).to_be_visible()


def board_menu(page: Page, world: World) -> None:
    """What can be done to a need."""
    page.goto(f"/p/{world.key}/vision/")
    ready(page)
    page.locator(f"#entry-{world.need.pk}-menu").click()
    expect(page.locator(f"#entry-{world.need.pk}-up")).to_be_visible()


def board_answers(page: Page, world: World) -> None:
    """Which user goals answer a need."""
    board_menu(page, world)
    page.locator(f"#entry-{world.need.pk}-answers").click()
    expect(page.locator(f"#entry-{world.need.pk}-text").get_by_role("checkbox").first).to_be_visible()


def board_refusal(page: Page, world: World) -> None:
    """An entry without words."""
    page.goto(f"/p/{world.key}/vision/")
    ready(page)
    page.locator("#add-needs-text").press("Enter")
    expect(page.locator("#add-needs-text[aria-invalid=true]")).to_be_visible()


def advised(page: Page, world: World) -> None:
    """Advice on the words of a new goal, unfolded."""
    page.goto(f"/p/{world.key}/goals/new/?level=sprint")
    ready(page)
    page.get_by_label("Title").fill("Build login, payment and profile, if possible")
    page.locator(".advice summary").first.click()
    expect(page.locator(".advice dl").first).to_be_visible()


def said_wrong(page: Page, world: World) -> None:
    """A visitor's feedback without words, in its place on the shared page."""
    page.goto(f"/s/{world.shared['live'][1]}/")
    ready(page)
    page.get_by_role("link", name="Say something").first.click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_be_focused()


def changed_since(page: Page, world: World) -> None:
    """What a visitor has not seen yet."""
    address = f"/s/{world.shared['live'][1]}/"
    page.goto(address)
    ready(page)
    goal = world.goal("product", "draft")
    type(goal).objects.get(pk=goal.pk).revise(by=world.owner, title="Other words")
    page.goto(address)
    expect(page.locator("#seen")).to_contain_text("1 changed")


def share_made(page: Page, world: World) -> None:
    """A new link, shown once."""
    page.goto(f"/p/{world.key}/shares/")
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("#new-link")).to_be_visible()


def answering(page: Page, world: World) -> None:
    """The answer while it is written."""
    page.goto(f"/p/{world.key}/feedback/?show=answered")
    ready(page)
    page.get_by_role("link", name="Edit the answer").first.click()
    expect(page.get_by_role("textbox", name="Answer")).to_be_focused()


def attaching(page: Page, world: World) -> None:
    """The goals that feedback may be evidence of."""
    page.goto(f"/p/{world.key}/feedback/?show=answered")
    ready(page)
    page.get_by_role("link", name="Attach to a goal").first.click()
    expect(page.get_by_role("searchbox", name="Which goal does it speak for?")).to_be_focused()


def grid_editors(page: Page, world: World) -> None:
    """The time of a goal and one of its features opened on the GO grid, and a new feature refused."""
    goal = world.goal("product", "draft")
    page.goto(f"/p/{world.key}/roadmap/")
    ready(page)
    page.locator(f"#go-{goal.number}-when-edit").click()
    expect(page.get_by_label("Timeframe")).to_be_focused()
    page.locator(f"#feature-{world.feature.pk}-text-edit").click()
    expect(page.locator(".feature-moves")).to_be_visible()
    page.locator(f"#features-{goal.number}-new-edit").click()
    page.get_by_label("New feature").press("Enter")
    expect(page.locator(f"#features-{goal.number}-new [aria-invalid=true]")).to_be_visible()


def card_taken(page: Page, world: World) -> None:
    """A card of Now / Next / Later that is on its way."""
    page.goto(f"/p/{world.key}/roadmap/?view=now")
    ready(page)
    page.locator(f"#now-all-{world.goal('product', 'draft').number}-grab").click()
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".now-card.is-grabbed")).to_be_visible()


def gate(page: Page, world: World) -> None:
    """The question at the gate, refused for what it lacks."""
    page.goto(f"/g/{world.goal('product', 'agreed').key}/")
    ready(page)
    page.locator("#state").get_by_role("button", name="Activate", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Close", exact=False).last.click()
    expect(dialog.get_by_role("alert")).to_be_visible()


def slipping(page: Page, world: World) -> None:
    """The date of a release opened in the list."""
    page.goto(f"/p/{world.key}/releases/")
    ready(page)
    number = world.goal("release", "active").number
    page.locator(f"#release-{number}-ends_on-edit").press("Enter")
    expect(page.locator(f"#release-{number} [data-editor]")).to_be_visible()


def shipping(page: Page, world: World) -> None:
    """The form of a checkpoint, refused for what it lacks."""
    page.goto(f"/p/{world.key}/releases/{world.goal('release', 'active').number}/")
    ready(page)
    page.get_by_role("link", name="It has shipped").click()
    page.locator("#checkpoint").get_by_role("button", name="Save").click()
    expect(page.locator("#checkpoint").get_by_role("alert")).to_be_visible()


def line_told(page: Page, world: World) -> None:
    """The lines of a cell of the matrix."""
    page.goto(f"/p/{world.key}/matrix/?rows=release")
    page.locator("[id^=cell-]:visible, [id^=line-]:visible").first.click()
    expect(page.get_by_role("dialog").locator(".say").first).to_be_visible()


def asked_before_archiving(page: Page, world: World) -> None:
    """What hangs on a goal, unfolded in the question before it is archived."""
    page.goto(f"/g/{world.goal('release', 'base').key}/")
    page.get_by_role("button", name="Archive", exact=True).click()
    page.get_by_role("dialog").get_by_text("What they are").click()
    expect(page.get_by_role("dialog").locator("dd a").first).to_be_visible()


STATES = [editor, clash, refusal, selected, shortcuts, found]
STATES += [palette, palette_found, palette_nothing]
STATES += [metric_form, reading_form, correction, board_menu, board_answers, board_refusal, advised]
STATES += [said_wrong, changed_since, share_made, answering, attaching]
STATES += [grid_editors, card_taken]
STATES += [gate, slipping, shipping]
STATES += [line_told, asked_before_archiving]
STATES += [map_peek, map_link]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("opened", STATES)
def test_every_opened_state(world: World, page: Page, sign_in, opened, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, world.owner)
    opened(page, world)
    ready(page)
    assert offences_in_all_themes(page, f"{opened.__name__} at {width} px") == []


def test_axe_would_notice(world: World, page: Page, sign_in) -> None:
    """The control: an image without a text and pale words are named."""
    sign_in(page, world.owner)
    page.goto("/")
    page.evaluate("document.querySelector('main').append(Object.assign(new Image(), {src: '/static/img/icon.svg'}))")
    assert any(offence.startswith("image-alt") for offence in offences(page))
