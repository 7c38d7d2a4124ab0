"""Two people on one goal: nobody's words are lost, and each sees what the other does without reloading."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from goalchain.accounts.models import User
from tests.factories import Chain, make_chain_of_all_levels, make_goal, make_member, make_user
from tests.journeys.steps import Held, address, expect_title, notice, open_title, region

Open = Callable[..., Page]
#: A page asks every four seconds whether anything changed; a change is to be seen within five.
WITHIN = 5_000


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels()


@pytest.fixture
def coach(chain: Chain) -> User:
    return make_member(chain.product, "coach", make_user(name="Mara Lindt"))


@pytest.fixture
def clash(chain: Chain, coach: User, open_as: Open) -> tuple[Page, Page]:
    """Both have the title open; the coach has saved, then the owner tried to."""
    mine, theirs = (open_as(person, address(chain["release"])) for person in (chain.owner, coach))
    open_title(mine).fill("Booking works for everybody")
    open_title(theirs).fill("Booking works on phones")
    theirs.keyboard.press("Enter")
    expect_title(theirs, "Booking works on phones")
    mine.keyboard.press("Enter")
    expect(alert(mine)).to_contain_text("Mara Lindt changed this")
    return mine, theirs


def alert(page: Page) -> Locator:
    return region(page, "title").get_by_role("alert")


def words_of(page: Page, whose: str) -> Locator:
    return alert(page).locator("div", has=page.get_by_text(f"{whose} wording", exact=True)).locator("dd")


def pass_time(page: Page) -> None:
    """Let the page's clock run as long as a change may take to be seen."""
    page.clock.run_for(WITHIN)


@pytest.mark.allow_status(409)
def test_the_second_sees_both_wordings_and_saves_the_own_one(chain: Chain, clash: tuple[Page, Page]) -> None:
    mine, theirs = clash
    expect(words_of(mine, "Their").last).to_have_text("Booking works on phones")
    expect(words_of(mine, "Your").last).to_have_text("Booking works for everybody")
    expect(region(mine, "title").get_by_role("textbox")).to_have_value("Booking works for everybody")
    assert chain["release"].title == "Booking works on phones"
    mine.get_by_role("button", name="Save mine").click()
    expect_title(mine, "Booking works for everybody")
    expect_title(theirs, "Booking works for everybody")
    assert chain["release"].title == "Booking works for everybody"


@pytest.mark.allow_status(409)
def test_a_third_wording_is_a_clash_again_and_theirs_is_kept(
    chain: Chain, coach: User, clash: tuple[Page, Page]
) -> None:
    mine, _ = clash
    chain["release"].revise(by=coach, title="Booking works anywhere")
    mine.get_by_role("button", name="Save mine").click()
    expect(words_of(mine, "Their").last).to_have_text("Booking works anywhere")
    expect(region(mine, "title").get_by_role("textbox")).to_have_value("Booking works for everybody")
    mine.get_by_role("link", name="Keep theirs").click()
    expect_title(mine, "Booking works anywhere")
    expect(region(mine, "title").locator("[data-edit]")).to_be_focused()
    assert chain["release"].title == "Booking works anywhere"


@pytest.mark.allow_status(409)
def test_a_clash_over_the_reason(chain: Chain, coach: User, open_as: Open) -> None:
    goal, parent = chain["sprint"], chain["release"]
    page = open_as(chain.owner, address(goal))
    page.get_by_role("link", name=f"Edit reason for serving {parent.key}").click()
    reason = page.locator("#parents").get_by_role("textbox")
    expect(reason).to_be_focused()
    reason.fill("mine")
    goal.explain(parent, "theirs", by=coach)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#parents").get_by_role("alert")).to_contain_text("theirs")
    expect(page.locator("#parents").get_by_role("textbox")).to_have_value("mine")
    page.get_by_role("button", name="Save mine").click()
    expect(page.locator("#parents")).to_contain_text("because mine")


@pytest.mark.allow_status(409)
def test_a_decision_on_a_wording_that_has_changed_is_asked_again(chain: Chain, coach: User, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]))
    chain["release"].revise(by=coach, title="Booking works on phones")
    page.get_by_role("button", name="Agree").click()
    expect(page.locator("#state").get_by_role("alert")).to_contain_text("Mara Lindt changed")
    assert chain["release"].state == "draft"
    page.get_by_role("button", name="Agree").click()
    expect(page.locator("#state")).to_contain_text("Agreed")


def test_a_change_of_another_person_appears_within_five_seconds(chain: Chain, coach: User, open_as: Open) -> None:
    goal = chain["release"]
    page = open_as(chain.owner, "about:blank")
    page.clock.install()
    for where in (address(goal), f"{address(goal)}trace/", f"/p/{chain.product.key}/"):
        page.goto(where)
        title = f"Booking works on {where}"
        chain["release"].revise(by=coach, title=title)
        pass_time(page)
        expect(page.get_by_role("main").get_by_text(title).first).to_be_visible()


def test_advice_on_what_one_writes_holds_up_no_change_of_another(chain: Chain, coach: User, open_as: Open) -> None:
    """Its answer is no save: what was asked for before it came is as new as it was."""
    goal = chain["release"]
    page = open_as(chain.owner, "about:blank")
    page.clock.install()
    page.goto(address(goal))
    field = open_title(page)
    goal.revise(by=coach, statement="In two minutes.")
    refresh = Held(page, re.compile(f"/g/{goal.key}/$"), times=1)
    pass_time(page)
    refresh.asked()
    field.fill("Booking works for everybody and nobody calls")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.clock.run_for(1_000)
    refresh.release()
    expect(region(page, "statement").locator(".inline-value")).to_have_text("In two minutes.")


def test_an_open_editor_survives_the_change_of_another(chain: Chain, coach: User, open_as: Open) -> None:
    page = open_as(chain.owner, "about:blank")
    page.clock.install()
    page.goto(address(chain["release"]))
    open_title(page).fill("Booking works for everybody")
    chain["release"].revise(by=coach, statement="In two minutes.")
    pass_time(page)
    # Everything else on the page follows at once.
    expect(region(page, "statement").locator(".inline-value")).to_have_text("In two minutes.")
    expect(notice(page, "They appear when you finish editing")).to_be_visible()
    field = region(page, "title").get_by_role("textbox")
    expect(field).to_have_value("Booking works for everybody")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect_title(page, chain["release"].title)


def test_a_click_finds_its_place_though_the_page_changes_before_the_answer(
    chain: Chain, coach: User, open_as: Open
) -> None:
    page = open_as(chain.owner, "about:blank")
    page.clock.install()
    page.goto(address(chain["release"]))
    held = Held(page, "**/edit/statement/")
    region(page, "statement").locator("[data-edit]").click()
    held.asked()
    chain["release"].revise(by=coach, title="Booking works on phones")
    pass_time(page)
    expect_title(page, "Booking works on phones")
    held.release()
    expect(region(page, "statement").get_by_role("textbox")).to_be_focused()


def test_words_in_quick_add_and_in_the_picker_survive_the_change_of_another(
    chain: Chain, coach: User, open_as: Open
) -> None:
    page = open_as(chain.owner, "about:blank")
    page.clock.install()
    page.goto(address(chain["release"]))
    title = page.locator("#quick-add-title")
    title.fill("Riders pay online")
    page.get_by_role("link", name="Link to a parent").click()
    page.get_by_label("Because").fill("half a reason")
    chain["release"].revise(by=coach, title="Booking works on phones")
    make_goal(chain.product, "sprint", title="Riders cancel a booking", parents=[chain["release"]], by=coach)
    pass_time(page)
    expect_title(page, "Booking works on phones")
    expect(title).to_have_value("Riders pay online")
    expect(page.get_by_label("Because")).to_have_value("half a reason")
    page.get_by_role("link", name="Cancel").click()
    title.press("Enter")
    expect(page.locator("#children").get_by_role("link", name="Riders pay online")).to_be_visible()
    expect(page.locator("#children").get_by_role("link", name="Riders cancel a booking")).to_be_visible()


def test_focus_stays_where_it_is_when_another_person_changes_something(
    chain: Chain, coach: User, open_as: Open
) -> None:
    page = open_as(chain.owner, "about:blank")
    page.clock.install()
    page.goto(address(chain["release"]))
    link = page.locator("#children").get_by_role("link", name=chain["sprint"].title)
    link.focus()
    make_goal(chain.product, "sprint", title="Riders cancel a booking", parents=[chain["release"]], by=coach)
    pass_time(page)
    expect(page.locator("#children").get_by_role("link", name="Riders cancel a booking")).to_be_visible()
    expect(link).to_be_focused()


def test_nothing_is_asked_while_the_page_is_not_seen(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, "about:blank")
    page.clock.install()
    page.goto(address(chain["release"]))
    asked: list[str] = []
    page.on("request", lambda request: "/changes/" in request.url and asked.append(request.url))
    page.evaluate("Object.defineProperty(document, 'hidden', {value: true, configurable: true})")
    pass_time(page)
    assert asked == []
    page.evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))")
    with page.expect_response("**/changes/**") as answer:
        pass_time(page)
    assert answer.value.status == 204
