"""A roadmap and a trace are shared by link: what visitors see, notice, say and are answered."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from goalchain.talk.models import Feedback
from tests.browser.test_styleguide import offences
from tests.factories import Chain, make_chain_of_all_levels, make_feedback, make_goal, make_share
from tests.journeys.steps import expect_focus, notice, undo

Open = Callable[..., Page]
Contexts = Callable[..., BrowserContext]


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels()


def goal_on(page: Page, chain: Chain, level: str) -> Locator:
    """A goal on a shared page."""
    return page.locator(f"#goal-{chain[level].number}")


def test_a_trace_is_shared_frozen_and_stays_as_it_was(chain: Chain, open_as: Open, new_context: Contexts) -> None:
    goal = chain["product"]
    page = open_as(chain.owner, f"/g/{goal.key}/trace/")
    page.get_by_role("link", name="Share", exact=True).click()
    expect(page.get_by_role("radio", name="Trace of a goal")).to_be_checked()
    expect(page.get_by_label("Goal", exact=False).first).to_be_visible()
    page.get_by_label("Title").fill("Why we build the app")
    page.get_by_role("radio", name="Frozen").check()
    page.get_by_role("button", name="Make the link").click()
    address = page.locator("#new-link").text_content() or ""
    assert not offences(page)
    chain["product"].revise(by=chain.owner, title="Another wording altogether")
    chain["release"].archive(by=chain.owner)
    visitor = new_context().new_page()
    visitor.goto(address)
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Why we build the app")
    expect(goal_on(visitor, chain, "product")).to_contain_text(goal.title)
    expect(goal_on(visitor, chain, "release")).to_be_visible()
    expect(visitor.locator("body")).to_contain_text("Frozen.")
    expect(visitor.locator("body")).not_to_contain_text("Another wording")
    assert visitor.context.cookies() == []
    page.goto(f"/p/{chain.product.key}/shares/")
    expect(page.get_by_role("main")).to_contain_text("Why we build the app")
    expect(page.get_by_role("main")).not_to_contain_text(address)


def test_a_live_link_says_what_has_changed_since_the_last_look(chain: Chain, new_context: Contexts) -> None:
    leaving = make_goal(chain.product, title="A goal that leaves")
    _, token = make_share(chain.product, shows=["dates"])
    visitor = new_context()
    page = visitor.new_page()
    page.goto(f"/s/{token}/")
    expect(page.locator("#seen")).to_be_hidden()
    page.close()
    page = visitor.new_page()
    page.goto(f"/s/{token}/")
    expect(page.locator("#seen")).to_contain_text("Nothing has changed since your last look")
    page.close()
    chain["product"].revise(by=chain.owner, title="Riders book in an app", starts_on="2027-01-04")
    leaving.archive(by=chain.owner)
    make_goal(chain.product, title="A goal that arrives")
    page = visitor.new_page()
    page.goto(f"/s/{token}/")
    seen = page.locator("#seen")
    expect(seen).to_contain_text(
        "1 new: A goal that arrives; 1 changed: Riders book in an app; 1 gone: “A goal that leaves”."
    )
    seen.get_by_role("link", name="A goal that arrives").click()
    expect(page.locator("article:target")).to_contain_text("A goal that arrives")
    expect(goal_on(page, chain, "product")).to_contain_text("Changed: title, dates")
    expect(page.locator("article", has_text="A goal that arrives")).to_contain_text("New since your last look")
    assert not offences(page)
    # The marks stay while one reads, and somebody else's browser has marks of its own.
    page.reload()
    expect(seen).to_contain_text("1 changed")
    stranger = new_context().new_page()
    stranger.goto(f"/s/{token}/")
    expect(stranger.locator("#seen")).to_be_hidden()


@pytest.mark.allow_status(410)
def test_a_revoked_link_answers_at_once(chain: Chain, open_as: Open, new_context: Contexts) -> None:
    _, token = make_share(chain.product, name="For the board")
    visitor = new_context().new_page()
    visitor.goto(f"/s/{token}/")
    expect(goal_on(visitor, chain, "product")).to_be_visible()
    page = open_as(chain.owner, f"/p/{chain.product.key}/shares/")
    # It cannot be undone, so it is asked.
    page.get_by_text("Revoke … For the board").click()
    page.get_by_role("button", name="Revoke For the board").click()
    expect(notice(page, "is revoked")).to_be_visible()
    visitor.reload()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("This link was revoked")
    assert not offences(visitor)


@pytest.mark.allow_status(422)
def test_feedback_arrives_is_answered_and_becomes_evidence(chain: Chain, open_as: Open, new_context: Contexts) -> None:
    _, token = make_share(chain.product, name="For the board")
    visitor = new_context().new_page()
    visitor.goto(f"/s/{token}/")
    goal = goal_on(visitor, chain, "product")
    goal.get_by_role("link", name="Say something about").click()
    expect(visitor.get_by_label("What do you want to say?")).to_be_visible()
    visitor.get_by_role("button", name="Send").click()
    expect(goal).to_contain_text("Write a few words before you send them")
    assert not offences(visitor)
    visitor.get_by_label("What do you want to say?").fill("When can I <b>cancel</b>?")
    visitor.get_by_label("Your name").fill("Ada")
    visitor.get_by_role("button", name="Send").click()
    expect(goal.get_by_role("status")).to_contain_text("Thank you")

    page = open_as(chain.owner, f"/p/{chain.product.key}/feedback/")
    said = page.locator("article", has_text="When can I <b>cancel</b>?")
    expect(said).to_contain_text("For the board")
    said.get_by_role("link", name="Answer").click()
    answer = page.get_by_role("textbox", name="Answer")
    expect_focus(page, answer)
    assert not offences(page)
    answer.fill("From March on.")
    page.get_by_role("button", name="Send the answer").click()
    expect(notice(page, "Answered.")).to_be_visible()
    visitor.reload()
    expect(goal).to_contain_text("From March on.")
    undo(page, "Answered.")
    visitor.reload()
    expect(goal).not_to_contain_text("From March on.")

    said.get_by_role("link", name="Attach to a goal").click()
    search = page.get_by_role("searchbox", name="Which goal does it speak for?")
    expect_focus(page, search)
    with page.expect_response("**/evidence/?q=*"):
        search.press_sequentially(chain["release"].title)
    page.get_by_role("radio", name=chain["release"].title).check()
    page.get_by_role("button", name="Attach", exact=True).click()
    # It leaves the list of what is new, sooner or later.
    expect(page.get_by_role("link", name="Linked 1")).to_be_visible()
    page.goto(f"/g/{chain['release'].key}/")
    expect(page.locator("#evidence")).to_contain_text("When can I <b>cancel</b>?")


@pytest.mark.allow_status(422)
def test_feedback_is_put_aside_and_restored(chain: Chain, open_as: Open) -> None:
    make_feedback(chain.product, "Buy now")
    page = open_as(chain.owner, f"/p/{chain.product.key}/feedback/")
    said = page.locator("article", has_text="Buy now")
    said.get_by_role("link", name="Put aside").click()
    reason = said.get_by_role("textbox", name="Why is it put aside?")
    expect_focus(page, reason)
    said.get_by_role("button", name="Put aside").click()
    expect(said.get_by_role("alert")).to_be_visible()
    reason.fill("An advertisement")
    said.get_by_role("button", name="Put aside").click()
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    page.get_by_role("link", name="Put aside 1").click()
    expect(said).to_contain_text("An advertisement")
    said.get_by_role("button", name="Restore").click()
    expect(page.get_by_text("Nothing here")).to_be_visible()
    page.get_by_role("link", name="New 1").click()
    expect(said).to_be_visible()


@pytest.mark.allow_status(422, 410)
def test_a_whole_visit_on_a_phone_without_javascript(chain: Chain, new_context: Contexts) -> None:
    link, token = make_share(chain.product, name="For the board", password="sesame open", shows=["dates"])
    make_feedback(link=link, text="Will it work offline?", answer="For bookings, yes.", about=chain["product"])
    page = new_context(java_script_enabled=False, viewport={"width": 375, "height": 700}).new_page()
    page.goto(f"/s/{token}/")
    page.get_by_label("Password").fill("sesame")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_role("main")).to_contain_text("This is not the password of this link")
    page.get_by_label("Password").fill("sesame open")
    page.get_by_role("button", name="Open").click()
    goal = goal_on(page, chain, "product")
    expect(goal).to_contain_text("Will it work offline?")
    expect(goal).to_contain_text("For bookings, yes.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    goal.get_by_role("link", name="Say something about").click()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("main")).to_contain_text("Write a few words before you send them")
    page.get_by_label("What do you want to say?").fill("And where do I pay?")
    page.get_by_role("button", name="Send").click()
    expect(goal).to_contain_text("Thank you")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert Feedback.objects.filter(text="And where do I pay?", source="For the board").exists()
    link.revoke(by=chain.owner)
    page.goto(f"/s/{token}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This link was revoked")


@pytest.mark.allow_status(410)
def test_a_link_revoked_while_one_writes_says_so_and_keeps_the_words(chain: Chain, new_context: Contexts) -> None:
    link, token = make_share(chain.product)
    page = new_context().new_page()
    page.goto(f"/s/{token}/")
    goal = goal_on(page, chain, "product")
    goal.get_by_role("link", name="Say something about").click()
    goal.get_by_label("What do you want to say?").fill("Half a thought")
    link.revoke(by=chain.owner)
    goal.get_by_role("button", name="Send").click()
    expect(goal.get_by_role("alert")).to_contain_text("This link was revoked")
    expect(goal.get_by_label("What do you want to say?")).to_have_value("Half a thought")
    goal.get_by_role("link", name="Cancel").click()
    expect(goal.get_by_label("What do you want to say?")).to_have_count(0)
    expect(goal.get_by_role("alert")).to_contain_text("This link was revoked")


def test_a_visit_by_keyboard_alone(chain: Chain, new_context: Contexts) -> None:
    _, token = make_share(chain.product)
    page = new_context().new_page()
    page.goto(f"/s/{token}/")
    link = goal_on(page, chain, "product").get_by_role("link", name="Say something about")
    link.focus()
    page.keyboard.press("Enter")
    text = page.get_by_label("What do you want to say?")
    expect_focus(page, text)
    page.keyboard.type("By keyboard")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect_focus(page, page.get_by_role("button", name="Send"))
    page.keyboard.press("Enter")
    expect(goal_on(page, chain, "product").get_by_role("status")).to_be_focused()
